"""Asks web addresses whether something is still there: politely, a few hosts at a time, and a host one thing at once.

Only 404 and 410 mean that a page is gone. A host that refuses machines (403, 429), is ill (500) or silent says nothing
of what a reader would find.
"""

import time
from collections import defaultdict
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import Enum
from http import HTTPStatus
from http.client import HTTPException
from urllib import request
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit

HOSTS_AT_ONCE = 4
PAUSE = 1.0
"""Seconds between two questions to one host."""
RETRIES = (5.0, 20.0)
"""Seconds to wait before a host that is silent or ill is asked again."""
TIMEOUT = 20.0
AGENT = "casebook-source-check"
_GONE = {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}
_MAY_PASS = {HTTPStatus.TOO_MANY_REQUESTS, *range(HTTPStatus.INTERNAL_SERVER_ERROR, 600)}


class State(Enum):
    """What is known of an address."""

    THERE = "answers"
    GONE = "gone"
    UNKNOWN = "not known"


@dataclass(frozen=True)
class Answer:
    """What an address said."""

    state: State
    words: str
    """What it answered: `404 Not Found`."""
    may_pass: bool = False
    """Whether it may be otherwise in a minute."""


@dataclass(frozen=True)
class Asker:
    """How addresses are asked."""

    about: str = ""
    """Where those who run a host find out who asks them."""
    pause: float = PAUSE
    retries: tuple[float, ...] = RETRIES
    timeout: float = TIMEOUT

    def ask_all(self, addresses: Iterable[str]) -> dict[str, Answer]:
        """What each address says."""
        hosts: dict[str, list[str]] = defaultdict(list)
        for address in dict.fromkeys(addresses):
            hosts[urlsplit(address).netloc].append(address)
        with ThreadPoolExecutor(HOSTS_AT_ONCE) as pool:
            return {address: answer for found in pool.map(self._ask_host, hosts.values()) for address, answer in found}

    def _ask_host(self, addresses: list[str]) -> list[tuple[str, Answer]]:
        found: list[tuple[str, Answer]] = []
        for address in addresses:
            if found:
                time.sleep(self.pause)
            found.append((address, self.ask(address)))
        return found

    def ask(self, address: str) -> Answer:
        """What one address says; a host that is silent or ill is asked again."""
        answer = self._once(address)
        for pause in self.retries:
            if not answer.may_pass:
                break
            time.sleep(pause)
            answer = self._once(address)
        return answer

    def _once(self, address: str) -> Answer:
        """Asks for the head alone, and for the page where that is refused: some hosts know only pages."""
        answer = self._answer(address, "HEAD")
        return answer if answer.state is State.THERE else self._answer(address, "GET")

    def _answer(self, address: str, method: str) -> Answer:
        agent = f"{AGENT} (+{self.about})" if self.about else AGENT
        headers = {"User-Agent": agent, "Accept": "*/*"}
        question = request.Request(address, method=method, headers=headers)  # noqa: S310  the opener knows only the web
        try:
            with _opener().open(question, timeout=self.timeout) as response:
                return Answer(State.THERE, f"{response.status} {response.reason}")
        except HTTPError as error:
            error.close()
            state = State.GONE if error.code in _GONE else State.UNKNOWN
            return Answer(state, f"{error.code} {error.reason}".split("\n")[0], error.code in _MAY_PASS)
        except TimeoutError:
            return Answer(State.UNKNOWN, f"no answer within {self.timeout:g} seconds", may_pass=True)
        except URLError as error:
            return Answer(State.UNKNOWN, str(error.reason), may_pass=isinstance(error.reason, OSError))
        except (OSError, HTTPException, ValueError) as error:
            return Answer(State.UNKNOWN, str(error) or type(error).__name__, may_pass=True)


def _opener() -> request.OpenerDirector:
    """Web addresses only: no redirect leads to a file of this machine."""
    opener = request.OpenerDirector()
    for handler in (
        *(request.ProxyHandler, request.UnknownHandler, request.HTTPHandler, request.HTTPSHandler),
        *(request.HTTPDefaultErrorHandler, request.HTTPRedirectHandler, request.HTTPErrorProcessor),
    ):
        opener.add_handler(handler())
    return opener
