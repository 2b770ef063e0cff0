#!/bin/sh
# Puts a Chromium on the machine where there is none, for the tests that open the site: the system's own if present;
# Debian's package as root; else Playwright's. Run by `make test`, once Playwright is in .venv.
set -eu
cd "$(dirname "$0")/.."

has_chromium() {
    for browser in chromium-headless-shell chromium chromium-browser google-chrome; do
        if "$browser" --version 2>/dev/null; then return; fi # run, not only found: Ubuntu's may be an empty shell
    done
    return 1
}

packages=
has_chromium || packages=chromium
.venv/bin/playwright --version >/dev/null 2>&1 || packages="$packages libatomic1" # its driver is linked with it

if [ -z "$packages" ]; then
    exit
elif [ "$(id -u)" = 0 ] && grep -qx 'ID=debian' /etc/os-release 2>/dev/null; then
    apt-get update -qq
    if [ "${packages%% *}" = chromium ] && apt-cache show chromium-headless-shell >/dev/null 2>&1; then
        packages="chromium-headless-shell${packages#chromium}" # without windows, it opens pages in half the time
    fi
    # shellcheck disable=SC2086 # one word a package
    DEBIAN_FRONTEND=noninteractive apt-get install -qq --no-install-recommends $packages
else
    .venv/bin/playwright install --only-shell chromium
fi
