#!/bin/sh
# Puts a Chromium on the machine where there is none, for the tests that open the site:
# the system's own if present; Debian's package as root; else Playwright's.
set -eu
cd "$(dirname "$0")/.."

for browser in chromium chromium-browser google-chrome; do
    if "$browser" --version 2>/dev/null; then exit; fi  # run, not only found: Ubuntu has an empty shell of this name
done

if [ "$(id -u)" = 0 ] && grep -qx 'ID=debian' /etc/os-release 2>/dev/null; then
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq
    apt-get install -qq --no-install-recommends chromium
else
    .venv/bin/python -m playwright install chromium
fi
