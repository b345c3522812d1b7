"""Manners on the web: one request at a time, robots.txt obeyed, pauses, bounded tries, and no host but those named."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urljoin, urlsplit

if TYPE_CHECKING:
    import requests
    from protego import Protego

T = TypeVar("T")
# RFC 9309: the least that a reader of robots.txt must take in, and the redirects it should follow
_ROBOTS_BYTES = 512_000
_REDIRECTS = 5
# what is lost at most where an answer breaks off: urllib3 gives whole pieces only
_CHUNK = 1 << 13
_AGAIN = (408, 425, 429, 500, 502, 503, 504)
_MOVED = (301, 302, 303, 307, 308)
PRODUCT = "findings-nlp"


class Refused(Exception):  # noqa: N818  (not a fault: our own rules say no)
    """We do not ask for this address: another host, robots.txt, too many redirects."""


class Failed(Exception):  # noqa: N818
    """The address cannot be had; `status` is the HTTP status where there was one."""

    def __init__(self, reason: str, status: int | None = None) -> None:
        super().__init__(reason)
        self.status = status


class Again(Exception):  # noqa: N818
    """It may work later: `wait` is what the server asks for, in seconds."""

    def __init__(self, reason: str, wait: float | None = None) -> None:
        super().__init__(reason)
        self.wait = wait


@dataclass(frozen=True)
class Manners:
    """Seconds between requests, tries for one address, seconds for one answer to begin, for a whole file, and to wait at most.

    `largest` bytes is the most that is taken of one file.
    """

    delay: float = 2.0
    tries: int = 4
    timeout: float = 30.0
    whole: float = 600.0
    longest_wait: float = 300.0
    largest: int = 200_000_000


def origin(url: str) -> str:
    """Host of an address, with the port where it is not the scheme's own.

    Raises:
        ValueError: where the port is no number.
    """
    parts = urlsplit(url)
    port = parts.port
    usual = {"http": 80, "https": 443}.get(parts.scheme)
    return (parts.hostname or "") + (f":{port}" if port and port != usual else "")


def asked_wait(value: str | None, now: datetime | None = None) -> float | None:
    """Seconds that a Retry-After header asks for: a number, or a date; None where it says neither.

    >>> asked_wait("120")
    120.0
    """
    if not value:
        return None
    if value.strip().isdecimal():
        return float(value)
    with suppress(ValueError, TypeError):
        moment = parsedate_to_datetime(value)
        return max(0.0, (moment.replace(tzinfo=moment.tzinfo or UTC) - (now or datetime.now(UTC))).total_seconds())
    return None


class Client:
    """Asks for addresses on the given hosts, politely. Not for several threads."""

    def __init__(
        self,
        hosts: Collection[str],
        agent: str = PRODUCT,
        manners: Manners | None = None,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        import requests

        self.hosts = frozenset(host.lower() for host in hosts)
        self.manners = manners or Manners()
        self.sleep, self.clock = sleep, clock
        self._last: float | None = None
        self._robots: dict[str, Protego | str] = {}
        self._session = requests.Session()
        self._session.headers["User-Agent"] = agent

    def patiently(self, work: Callable[[], T]) -> T:
        """The result of `work`, done again after a pause while it raises `Again`; as often as manners allow, then `Failed`."""
        for attempt in range(1, self.manners.tries + 1):
            try:
                return work()
            except Again as again:
                if attempt == self.manners.tries:
                    raise Failed(f"{again}, {attempt} times") from None
                wait = again.wait if again.wait is not None else self.manners.delay * 2**attempt
                if again.wait is not None and wait > self.manners.longest_wait:
                    raise Failed(f"{again}; the server asks to wait {wait:.0f} s, too long for one run") from None
                self.sleep(min(wait, self.manners.longest_wait))
        raise AssertionError("tries must be 1 or more")

    def ask(self, url: str, headers: Mapping[str, str] | None = None, robots: bool = True) -> requests.Response:
        """One answer with its body still to be read; redirects are followed within the hosts, each checked as an address.

        Raises:
            Refused, Failed, Again: see there.
        """
        for _ in range(_REDIRECTS + 1):
            self._check(url, robots)
            self._pause(url, robots)
            response = self._send(url, headers or {})
            target = response.headers.get("Location")
            if response.status_code in _AGAIN:
                response.close()
                raise Again(f"HTTP {response.status_code}", asked_wait(response.headers.get("Retry-After")))
            if response.status_code not in _MOVED or not target:
                return response
            response.close()
            moved = urljoin(url, target)
            if url.startswith("https:") and not moved.startswith("https:"):
                raise Refused(f"leads from https to {moved[:200]}")
            url = moved
        raise Refused(f"more than {_REDIRECTS} redirects")

    def _send(self, url: str, headers: Mapping[str, str]) -> requests.Response:
        import requests

        try:
            return self._session.get(
                url, headers=dict(headers), stream=True, allow_redirects=False, timeout=(10, self.manners.timeout)
            )
        except (requests.exceptions.InvalidURL, requests.exceptions.InvalidSchema, UnicodeError) as error:
            raise Failed(f"no web address ({error})") from None
        except requests.Timeout:
            raise Again("no answer in time") from None
        except requests.RequestException as error:
            raise Again(f"no connection ({type(error).__name__})") from None
        finally:
            self._last = self.clock()

    def body(self, response: requests.Response, largest: int | None = None) -> Iterator[bytes]:
        """The body piece by piece.

        Raises:
            Again: where it breaks off or takes too long as a whole.
            Failed: where it is longer than `largest` bytes.
        """
        import requests

        largest = largest or self.manners.largest
        start, size = self.clock(), 0
        try:
            for piece in response.iter_content(_CHUNK):
                size += len(piece)
                if size > largest:
                    raise Failed(f"more than {largest} bytes")
                yield piece
                if self.clock() - start > self.manners.whole:
                    raise Again(f"not whole after {self.manners.whole:.0f} s")
        except requests.RequestException:
            raise Again(f"broke off after {size} bytes") from None
        finally:
            response.close()
            self._last = self.clock()

    def _check(self, url: str, robots: bool) -> None:
        try:
            parts, host = urlsplit(url), origin(url)
        except ValueError:
            raise Failed("no web address") from None
        if parts.scheme not in ("http", "https") or host not in self.hosts:
            raise Refused(f"leads to {parts.scheme}://{host}, which is not among the hosts asked for"[:300])
        if robots:
            rules = self._rules(url)
            if isinstance(rules, str):
                raise Failed(rules)
            if not rules.can_fetch(url, PRODUCT):
                raise Refused("robots.txt forbids it")

    def _pause(self, url: str, robots: bool) -> None:
        """Wait until the pause since the last request is over: ours, or the longer one that robots.txt asks for."""
        wait = self.manners.delay
        rules = self._rules(url) if robots else None
        if rules and not isinstance(rules, str):
            rate = rules.request_rate(PRODUCT)
            wait = max(wait, rules.crawl_delay(PRODUCT) or 0, rate.seconds / rate.requests if rate and rate.requests else 0)
        if wait > self.manners.longest_wait:
            raise Failed(f"robots.txt asks for {wait:.0f} s between requests")
        left = wait - (self.clock() - self._last) if self._last is not None else 0
        if left > 0:
            self.sleep(left)

    def _rules(self, url: str) -> Protego | str:
        """The rules for an address's host, or why nothing may be asked of it. RFC 9309, 2.3.1: without a file (4xx) all is
        allowed; a file that cannot be read forbids all.
        """
        parts = urlsplit(url)
        root = f"{parts.scheme}://{parts.netloc.rpartition('@')[2].lower()}"
        if root not in self._robots:
            try:
                self._robots[root] = self.patiently(lambda: self._read_rules(f"{root}/robots.txt"))
            except (Failed, Refused) as error:
                self._robots[root] = f"{root}/robots.txt cannot be read ({error}), so nothing is fetched from there"
        return self._robots[root]

    def _read_rules(self, url: str) -> Protego:
        from protego import Protego

        response = self.ask(url, robots=False)
        if 400 <= response.status_code < 500:
            response.close()
            return Protego.parse("")
        if response.status_code != 200:
            response.close()
            raise Failed(f"HTTP {response.status_code}")
        text = b"".join(self.body(response, _ROBOTS_BYTES)).decode("utf-8", "replace")
        return Protego.parse(text)
