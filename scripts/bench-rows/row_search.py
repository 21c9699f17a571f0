"""The search over a million messages in two languages."""

import json
import time
import urllib.parse

from measure import Row, Server, fresh, kept, number, step, token


def rows(messages: int) -> list[Row]:
    data = fresh("search")
    step(f"{number(messages)} messages in two languages, taken into the search")
    filled = json.loads(kept("bench", "fill-search", "--data", data, "--count", messages, "--cases", messages // 5).output)
    headers = token(data)
    with Server(data) as server:
        server.first_answer("/healthz")
        # The ceiling: the same request for what no text has, so that only the way there and back is measured.
        idle = _times(server, headers, ["zzzzqqqq"] * 200)
        taken = {language: _times(server, headers, filled[language]) for language in ("chinese", "english")}
    names = {"chinese": "a two-character Chinese word", "english": "two English words, the last perhaps unfinished"}
    return [
        Row(
            f"search by API for {names[language]}, {number(messages)} messages, 1 connection",
            f"p95 {_share(times, 0.95):.1f} ms, half under {_share(times, 0.5):.1f} ms, the slowest {times[-1]:.0f} ms",
            f"a word that no text has: p95 {_share(idle, 0.95):.1f} ms", f"{_share(times, 0.95) / _share(idle, 0.95):.1f} ×",
            "p95 under 50 ms", _share(times, 0.95) < 50)
        for language, times in taken.items()
    ]


def _times(server: Server, headers: dict, questions: list[str]) -> list[float]:
    """Milliseconds of each question, the fastest first."""
    times = []
    for question in questions:
        path = "/api/v1/search?q=" + urllib.parse.quote(question)
        started = time.perf_counter()
        server.get(path, headers)
        times.append((time.perf_counter() - started) * 1_000)
    return sorted(times)


def _share(times: list[float], share: float) -> float:
    return times[min(int(len(times) * share), len(times) - 1)]
