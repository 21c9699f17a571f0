"""Answers over HTTP, each against an empty answer behind the same middleware, in turns on the same server."""

import contextlib
import json
from datetime import datetime, timedelta, timezone

from measure import WORK, Row, Server, compared, fresh, kept, load, median, number, session, step, token


def _iso(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _order(server: Server, headers: dict) -> str:
    """An order under way, with lines, events and its promise."""
    now = datetime.now(timezone.utc)
    made = server.post(
        "/api/v1/orders",
        {
            "source": "bench", "external_id": "1", "ordered_at": _iso(now - timedelta(hours=5)),
            "promised_by": _iso(now + timedelta(days=2)),
            "customer": {"name": "Ada Winter", "email": "ada@example.org", "zone": "Europe/Berlin"},
            "lines": [
                {"name": name, "quantity": 1 + place, "price_minor": 1_290 + place, "currency": "EUR"}
                for place, name in enumerate(["A field guide to moss", "Atlas of small islands", "Ink, black"])
            ],
        }, headers)
    for hours, kind in ((4, "approved"), (3, "prepared"), (2, "dispatched"), (1, "in_transit")):
        server.post(
            f"/api/v1/orders/{made['id']}/events", {"kind": kind, "at": _iso(now - timedelta(hours=hours))}, headers)
    return made["id"]


def api_rows(rounds: int, seconds: float) -> list[Row]:
    data = fresh("api")
    headers = token(data)
    found = []
    with Server(data) as server:
        server.first_answer("/healthz")
        path = f"/api/v1/orders/{_order(server, headers)}"
        answer = json.loads(server.get(path, headers))
        assert len(answer["lines"]) == 3 and len(answer["events"]) == 4 and answer["promise"], answer
        for connections in (16, 64):
            step(f"one order as JSON, {connections} connections")
            ours, theirs, ratio = compared(
                server, path, "/bench/json", connections, rounds, seconds, BENCH_AUTHORIZATION=headers["Authorization"])
            found.append(against(
                f"one order with lines, events and promise as JSON by API, {connections} connections", "empty JSON",
                ours, theirs, ratio, 0.30))
    return found


def against(what: str, empty: str, ours, theirs, ratio: float, reach: float, p99_under: float | None = None) -> Row:
    rate, p99, cpu = (median(getattr(one, name) for one in ours) for name in ("per_second", "p99_ms", "cpu_us"))
    base, base_cpu = (median(getattr(one, name) for one in theirs) for name in ("per_second", "cpu_us"))
    errors = sum(one.errors for one in [*ours, *theirs])
    assert errors == 0, f"{errors} requests failed"
    limit = f"; p99 under {p99_under:g} ms" if p99_under else ""
    return Row(
        what, f"{number(rate)}/s, p99 {p99:.1f} ms, {cpu:.0f} µs of processor each",
        f"{empty}: {number(base)}/s, {base_cpu:.0f} µs each", f"{ratio:.0%}", f"at least {reach:.0%}{limit}",
        ratio >= reach and (p99_under is None or p99 < p99_under))


def today_rows(open_promises: int, rounds: int, seconds: float) -> list[Row]:
    data = fresh("today")
    step(f"Today with {number(open_promises)} open promises")
    now = datetime.now(timezone.utc)
    # Fifty in the lists of today, the others over the weeks to come.
    near = 50
    kept("bench", "fill-promises", "--data", data, "--count", near, "--customers", near,
         "--due-from", _iso(now + timedelta(minutes=20)), "--due-span", 1_800)
    kept("bench", "fill-promises", "--data", data, "--count", open_promises - near, "--customers", 10_000,
         "--due-from", _iso(now + timedelta(days=2)))
    cookie = session(data)
    with Server(data) as server:
        server.first_answer("/healthz")
        page = server.get("/today", {"Cookie": cookie}).decode()
        shown = page.count('class="promise-row ')
        assert shown >= near, f"Today shows {shown} promises:\n{page[:800]}"
        ours, theirs, ratio = compared(server, "/today", "/bench/page", 16, rounds, seconds, BENCH_COOKIE=cookie)
    return [
        against(
            f"Today page ({shown} promises shown) with {number(open_promises)} open, 16 connections", "empty HTML", ours,
            theirs, ratio, 0.15, p99_under=25)
    ]


def write_rows(rounds: int, seconds: float) -> list[Row]:
    """Durable promise writes on a slow disk, commits shared and one each, in turns on two servers."""
    with contextlib.ExitStack() as open_servers:
        shared, shared_env = _written(open_servers, "writes")
        alone, alone_env = _written(open_servers, "writes-alone", "--bench-commit-each")
        step("promise writes, shared commits and one commit each in turns, fsync 2 ms longer")
        ours, each = [], []
        for _ in range(rounds):
            each.append(load(alone, "/api/v1/promises", 64, seconds, "bench-promise.lua", **alone_env))
            ours.append(load(shared, "/api/v1/promises", 64, seconds, "bench-promise.lua", **shared_env))
    assert sum(one.errors for one in [*ours, *each]) == 0, (ours, each)
    # What else the machine does can only slow a round, so the fastest of each kind is the least disturbed one.
    best, base = (max(rounds, key=lambda one: one.per_second) for rounds in (ours, each))
    ratio = best.per_second / base.per_second
    return [
        Row(
            "durable promise writes by API, 64 connections, SQLite, each fsync 2 ms longer",
            f"{number(best.per_second)}/s, p99 {best.p99_ms:.1f} ms, {best.cpu_us:.0f} µs of processor each",
            f"one commit per write: {number(base.per_second)}/s, p99 {base.p99_ms:.0f} ms", f"{ratio:.1f} ×",
            "at least 15 ×, p99 under 50 ms", ratio >= 15 and best.p99_ms < 50)
    ]


def _written(open_servers: contextlib.ExitStack, name: str, *options: str) -> tuple[Server, dict]:
    """A server on a slow disk with a thousand customers, warmed up, and what the load is told."""
    data = fresh(name)
    headers = token(data)
    kept("bench", "fill-promises", "--data", data, "--count", 1_000, "--customers", 1_000)
    server = open_servers.enter_context(Server(data, *options, preload=WORK / "slow-disk.so"))
    server.first_answer("/healthz")
    customers = WORK / f"{name}-customers.txt"
    customers.write_text("\n".join(_customers(server, headers)))
    due = _iso(datetime.now(timezone.utc) + timedelta(days=3))
    env = dict(BENCH_AUTHORIZATION=headers["Authorization"], BENCH_CUSTOMERS=str(customers), BENCH_DUE=due)
    load(server, "/api/v1/promises", 64, 1, "bench-promise.lua", **env)
    return server, env


def _customers(server: Server, headers: dict) -> list[str]:
    ids, cursor = [], ""
    while True:
        page = json.loads(server.get(f"/api/v1/promises?state=open&limit=500{cursor}", headers))
        ids += [promise["about"]["customer"] for promise in page["items"]]
        if not page["next"]:
            return ids
        cursor = f"&cursor={page['next']}"
