"""A thousand open pages that follow live changes: what they weigh, and how soon a change shows on all of them."""

import selectors
import socket
import time
from datetime import datetime, timezone

from measure import Row, Server, fresh, median, number, session, step, token

WITHIN_MS, UNDER_MB, CHANGES = 200, 200, 20


class Pages:
    """Open pages: one stream of server-sent events each, read by one selector."""

    def __init__(self, server: Server, cookie: str, count: int):
        self.selector = selectors.DefaultSelector()
        self.sockets = []
        for _ in range(count):
            page = socket.create_connection(("127.0.0.1", server.port))
            page.sendall(f"GET /live HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookie}\r\n\r\n".encode())
            page.setblocking(False)
            self.selector.register(page, selectors.EVENT_READ)
            self.sockets.append(page)

    def heard(self, word: bytes, seconds: float) -> list[float]:
        """When each page heard `word`, in the order in which they did; fewer than there are where time ran out."""
        end, found, tails = time.monotonic() + seconds, {}, {}
        while len(found) < len(self.sockets) and time.monotonic() < end:
            for key, _ in self.selector.select(0.05):
                bytes_read = key.fileobj.recv(65_536)
                if not bytes_read:
                    raise ConnectionError("a page lost its line")
                text = tails.get(key.fd, b"") + bytes_read
                tails[key.fd] = text[-len(word):]
                if word in text:
                    found.setdefault(key.fd, time.monotonic())
        return sorted(found.values())

    def close(self):
        for page in self.sockets:
            page.close()


def _order(server: Server, headers: dict, number_of: int) -> None:
    server.post(
        "/api/v1/orders",
        {
            "source": "bench", "external_id": f"live-{number_of}",
            "ordered_at": datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"), "customer": {"name": "Ada Winter"},
            "lines": [{"name": "A book", "quantity": 1, "price_minor": 990, "currency": "EUR"}],
        }, headers)


def rows(count: int) -> list[Row]:
    data = fresh("live")
    headers, cookie = token(data), session(data)
    with Server(data) as server:
        server.first_answer("/healthz")
        _order(server, headers, 0)
        step(f"{number(count)} open pages")
        pages = Pages(server, cookie, count)
        began = pages.heard(b"event: start", 60)
        assert len(began) == count, f"{len(began)} of {count} pages began to listen"
        lasts, halves = [], []
        for change in range(1, CHANGES + 1):
            time.sleep(0.2)
            sent = time.monotonic()
            _order(server, headers, change)
            times = pages.heard(b"order.made", 10)
            assert len(times) == count, f"{len(times)} of {count} pages heard of the change"
            lasts.append((times[-1] - sent) * 1e3)
            halves.append((times[len(times) // 2] - sent) * 1e3)
        memory = server.memory_mb()
        pages.close()
    last = sorted(lasts)[int(len(lasts) * 0.95) - 1]
    return [
        Row(
            f"{number(count)} open pages following live changes",
            f"a change shows on half of them after {median(halves):.0f} ms and on the last after {median(lasts):.0f} ms "
            f"(95 % of {CHANGES} changes: {last:.0f} ms), its own writing included; {memory:.0f} MB in all", "", "",
            f"under {UNDER_MB} MB in all; everywhere within {WITHIN_MS} ms", last < WITHIN_MS and memory < UNDER_MB)
    ]
