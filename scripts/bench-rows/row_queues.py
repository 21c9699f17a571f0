"""Phone pages of queues that follow their queue: what they weigh, and how soon a call shows on the phone of who is called."""

import json
import resource
import socket
import time
from datetime import datetime, timedelta, timezone

from measure import Row, Server, fresh, median, number, step, token
from row_live import Pages

WITHIN_MS, UNDER_MB, CALLS = 200, 150, 20


class Phones(Pages):
    """As the pages of staff, each on the line of its own visit."""

    def __init__(self, server: Server, keys: list[str]):
        super().__init__(server, "", 0)
        for key in keys:
            page = socket.create_connection(("127.0.0.1", server.port))
            page.sendall(f"GET /v/{key}/live HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
            page.setblocking(False)
            self.selector.register(page, 1)
            self.sockets.append(page)

    def hears(self, page: socket.socket, word: bytes, seconds: float) -> float | None:
        """When one page heard `word`; everybody else's lines are read meanwhile."""
        end, tail = time.monotonic() + seconds, b""
        while time.monotonic() < end:
            for key, _ in self.selector.select(0.02):
                bytes_read = key.fileobj.recv(65_536)
                if not bytes_read:
                    raise ConnectionError("a page lost its line")
                if key.fileobj is page:
                    tail = (tail + bytes_read)[-65_536:]
                    if word in tail:
                        return time.monotonic()
        return None


def _open(server: Server, headers: dict, count: int) -> list[tuple[int, int]]:
    """Queues with a point each, open for the day. - Returns: their ids."""
    place = json.loads(server.get("/api/v1/places", headers))["items"][0]["id"]
    until = (datetime.now(timezone.utc) + timedelta(hours=20)).strftime("%Y-%m-%dT%H:%M:%SZ")
    made = []
    for index in range(count):
        letter = chr(ord("A") + index // 26) + chr(ord("A") + index % 26)
        queue = server.post(
            "/api/v1/queues",
            {"place": place, "letter": letter, "slug": f"bench-{index}", "name": {"en": f"Queue {index}"}}, headers)["id"]
        server.post(f"/api/v1/queues/{queue}/open", {"until": until}, headers)
        point = server.post(
            "/api/v1/service-points", {"place": place, "name": {"en": f"Point {index}"}, "serves": [{"queue": queue}]},
            headers)["id"]
        server.post(f"/api/v1/service-points/{point}/open", {}, headers)
        made.append((queue, point))
    return made


def rows(queues: int, visits: int) -> list[Row]:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, max(soft, queues * visits + 1_000)), hard))
    data = fresh("queues")
    headers = token(data)
    with Server(data) as server:
        server.first_answer("/healthz")
        step(f"{number(queues)} queues of {number(visits)}")
        made = _open(server, headers, queues)
        keys: dict[int, list[str]] = {}
        for queue, _ in made:
            for _ in range(visits):
                joined = server.post("/api/v1/visits", {"queue": queue}, headers)
                keys.setdefault(queue, []).append(joined["key"])
        step(f"{number(queues * visits)} phone pages")
        phones = Phones(server, [key for queue, _ in made for key in keys[queue]])
        began = phones.heard(b"event: parts", 300)
        assert len(began) == queues * visits, f"{len(began)} of {queues * visits} phones began to listen"
        times = []
        for call in range(CALLS):
            place = call % queues
            _, point = made[place]
            page = phones.sockets[place * visits + call // queues]
            sent = time.monotonic()
            server.post(f"/api/v1/service-points/{point}/call-next", {}, headers)
            heard = phones.hears(page, b"data-call", 30)
            assert heard, "a call was not heard"
            times.append((heard - sent) * 1e3)
        memory = server.memory_mb()
        phones.close()
    last = sorted(times)[int(len(times) * 0.95) - 1]
    return [
        Row(
            f"{number(queues)} queues with {number(visits)} visits each, all phone pages live",
            f"a call shows on the phone of who is called after {median(times):.0f} ms (95 %: {last:.0f} ms), its own "
            f"writing included; {memory:.0f} MB in all", "", "", f"under {UNDER_MB} MB; within {WITHIN_MS} ms",
            last < WITHIN_MS and memory < UNDER_MB)
    ]
