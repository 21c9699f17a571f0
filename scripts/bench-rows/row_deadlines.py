"""A million open promises: the start, the rest, ten thousand due in one minute, twenty thousand in one second."""

import sqlite3
import time
from datetime import datetime, timezone
from pathlib import Path

from measure import Row, Server, fresh, kept, number, step, token


def _iso(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def _lags(data: Path, first: int, span: int) -> list[tuple[float, float]]:
    """Due and seen in seconds, in the order in which they were seen."""
    with sqlite3.connect(f"file:{data / 'kept.db'}?mode=ro", uri=True) as db:
        return [
            (due / 1e6, seen / 1e6)
            for due, seen in db.execute(
                "SELECT due_at, seen_at FROM promises WHERE state = 'broken' AND due_at >= ? AND due_at < ? "
                "ORDER BY seen_at, due_at", (first * 1_000_000, (first + span) * 1_000_000))
        ]


def _all_broken(data: Path, count: int, first: int, span: int, patience: float) -> float:
    """When the last of them stood broken in the file, as another process reads it."""
    with sqlite3.connect(f"file:{data / 'kept.db'}?mode=ro", uri=True) as db:
        while True:
            (broken,) = db.execute(
                "SELECT count(*) FROM promises WHERE state = 'broken' AND settled_at >= ? AND settled_at < ?",
                (first * 1_000_000, (first + span) * 1_000_000)).fetchone()
            now = time.time()
            if broken == count:
                return now
            if now > first + span + patience:
                raise SystemExit(f"{broken} of {count} promises were seen broken {patience} s after their time")
            time.sleep(0.05)


def _due(data: Path, count: int, span: int, lead: int) -> int:
    """Makes `count` promises due over `span` seconds beside the running server; when the first falls due."""
    first = int(time.time()) + lead
    kept("bench", "fill-promises", "--data", data, "--count", count, "--customers", 1_000, "--due-from", _iso(first),
         "--due-span", span)
    if time.time() > first:
        raise SystemExit("the promises were made too late to be measured; try again when the machine is idle")
    return first


def _percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def rows(open_promises: int, minute: int, second: int) -> list[Row]:
    data = fresh("deadlines")
    step(f"making {number(open_promises)} open promises")
    made = kept("bench", "fill-promises", "--data", data, "--count", open_promises, "--customers", 10_000)
    step(f"made in {made.seconds:.0f} s")
    headers = token(data)
    starts = []
    for _ in range(5):
        with Server(data) as server:
            starts.append(server.first_answer("/api/v1/promises?state=open&limit=1", headers))
    found = []
    with Server(data) as server:
        server.first_answer("/api/v1/promises?state=open&limit=1", headers)
        time.sleep(3)
        step("at rest")
        before, at = server.cpu, time.monotonic()
        time.sleep(20)
        idle = (server.cpu - before) / (time.monotonic() - at)
        resting = server.memory_mb()
        start = sorted(starts)[len(starts) // 2]
        found.append(Row(
            f"start to first answer with {number(open_promises)} open promises; memory at rest",
            f"{start:.3f} s; {resting:.0f} MB", "", "", "under 0.3 s; under 60 MB", start < 0.3 and resting < 60))

        step(f"{number(minute)} promises due in one minute")
        first = _due(data, minute, 60, 45)
        _all_broken(data, minute, first, 60, 60)
        lags = [seen - due for due, seen in _lags(data, first, 60)]
        found.append(Row(
            f"{number(minute)} of {number(open_promises)} open promises due in the same minute",
            f"seen after {_percentile(lags, 0.5) * 1e3:.0f} ms (half), {_percentile(lags, 0.99) * 1e3:.0f} ms (99 %), "
            f"{max(lags) * 1e3:.0f} ms (last)", "", "", "within a second", max(lags) < 1))

        step(f"{number(second)} promises due in one second")
        first = _due(data, second, 1, 60)
        ended = _all_broken(data, second, first, 1, 120)
        pairs = _lags(data, first, 1)
        dues = [due for due, _ in pairs]
        in_order = all(a <= b for a, b in zip(dues, dues[1:]))
        rate = second / (ended - first)
        found.append(Row(
            f"then {number(second)} due in the same second",
            f"{number(rate)}/s until the last stood in the file, {'in' if in_order else 'not in'} due order", "", "",
            "in due order, 2,000/s or more", in_order and rate >= 2_000))
        peak = server.memory_mb("VmHWM")
        found.append(Row(
            f"rest and memory with {number(open_promises)} open promises",
            f"{idle:.2%} of a processor at rest; {peak:.0f} MB at most", "", "", "under 1 %; under 150 MB",
            idle < 0.01 and peak < 150))
    return found
