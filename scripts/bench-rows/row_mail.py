"""Filing mail: by the API, many at once, and by the pipe, one process a message."""

import base64
import json
import os
import subprocess
import time
from pathlib import Path

from measure import KEPT, Row, Server, fresh, number, step, token


def _message(place: int) -> bytes:
    return (
        f"From: Person {place} <p{place}@example.org>\r\nTo: desk@shop.example\r\nSubject: Question {place}\r\n"
        f"Message-ID: <bench-{place}@example.org>\r\nDate: Thu, 05 Nov 2026 08:00:00 +0000\r\n"
        "Content-Type: text/plain; charset=utf-8\r\n\r\n"
        + "Which size do I need for the second shelf, and when can it be here?\r\n" * 6
    ).encode()


def _mailbox(first: int, count: int) -> bytes:
    line = b"From p@example.org Thu Nov  5 08:00:00 2026\r\n"
    return b"".join(line + _message(first + place) + b"\r\n" for place in range(count))


def rows(count: int, piped: int) -> list[Row]:
    data = fresh("mail")
    with Server(data) as server:
        server.first_answer("/healthz")
        headers = {**token(data), "Content-Type": "application/mbox"}
        step(f"{count} messages by the API")
        taken = 0
        start = time.monotonic()
        for first in range(0, count, 1_000):
            answer = server.ask("POST", "/api/v1/mail", _mailbox(first, min(1_000, count - first)), headers)
            taken += answer.count(b'"outcome":"opened"')
        rate = taken / (time.monotonic() - start)
        step(f"{piped} messages by the pipe, beside the server")
        start = time.monotonic()
        for place in range(piped):
            subprocess.run([KEPT, "mail", "--data", str(data)], input=_message(10_000_000 + place), check=True)
        each = (time.monotonic() - start) / piped
    return _folder() + [
        Row(
            f"filing mail by API: {number(count)} messages, each a new customer and case, confirmed",
            f"{number(rate)} a second", "", "", "at least 300 a second", taken == count and rate >= 300),
        Row("filing mail by pipe: one process a message, beside a server", f"{number(each * 1_000)} ms each", "", "", "", None),
    ]


def _folder() -> list[Row]:
    """Real messages, where KEPT_BENCH_MAIL names a folder of them: in lists, and one request a message in turn."""
    if "KEPT_BENCH_MAIL" not in os.environ:
        return []
    messages = sorted(path for path in Path(os.environ["KEPT_BENCH_MAIL"]).rglob("*") if path.is_file())
    texts = [path.read_bytes() for path in messages]

    def timed(name: str, kind: str, bodies: list[bytes]) -> tuple[float, int]:
        data = fresh(name)
        step(f"{len(messages)} real messages by the API, {len(bodies)} requests")
        with Server(data) as server:
            server.first_answer("/healthz")
            headers = {**token(data), "Content-Type": kind}
            start = time.monotonic()
            told = sum(
                server.ask("POST", "/api/v1/mail", body, headers).count(b'"outcome":') for body in bodies)
            return time.monotonic() - start, told

    lists = [
        json.dumps({"messages": [base64.b64encode(text).decode() for text in texts[first : first + 200]]}).encode()
        for first in range(0, len(texts), 200)
    ]
    listed, told = timed("mail-lists", "application/json", lists)
    single, alone = timed("mail-folder", "message/rfc822", texts)
    return [
        Row(
            f"filing {number(len(messages))} real messages by API, in {len(lists)} lists", f"{listed:.1f} s", "", "",
            "under 5 s", listed < 5 and told == len(messages)),
        Row(
            "the same, one request each, each after the answer to the last", f"{single:.1f} s", "", "", "",
            None if alone == len(messages) else False),
    ]

