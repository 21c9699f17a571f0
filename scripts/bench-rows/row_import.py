"""Orders in: kept import against the sqlite3 shell's .import of the same rows."""

import json

import orders_file
from measure import WORK, Row, fresh, kept, number, run, step


def imported(count: int, name: str, shuffled: bool = False):
    """A record with `count` orders, and what bringing them in took."""
    data = fresh(name)
    (WORK / "map.json").write_text(orders_file.MAP)
    source = orders_file.write(WORK, count, shuffled)
    ran = kept("import", "orders", source, "--map", WORK / "map.json", "--data", data, "--format", "json")
    answer = json.loads(ran.output.strip().splitlines()[-1])
    assert answer["orders"]["imported"] == count, answer
    assert answer["events"]["imported"] == count * 2, answer
    return data, ran


def bare(count: int):
    orders, events = orders_file.write_bare(WORK, count)
    folder = fresh("bare")
    script = f"""
CREATE TABLE orders ("order" TEXT, ordered_at TEXT, promised_by TEXT, dispatched_at TEXT, delivered_at TEXT,
    carrier TEXT, region TEXT, total TEXT);
CREATE TABLE events ("order" TEXT, kind TEXT, at TEXT);
.mode csv
.import {orders} orders
.import {events} events
"""
    return run(["sqlite3", "-batch", folder / "bare.db"], input_text=script)


def rows(size: int) -> list[Row]:
    found = []
    for shuffled in (False, True):
        name = "in any order" if shuffled else "by time"
        step(f"import of {number(size)} orders, {name}")
        ceilings, imports = [], []
        for _ in range(2):
            ceilings.append(bare(size))
            imports.append(imported(size, "imported-shuffled" if shuffled else "imported", shuffled)[1])
        # What else the machine does can only slow a run, so the faster of each is the less disturbed one.
        base = min(ceiling.seconds for ceiling in ceilings)
        base_cpu = min(ceiling.cpu for ceiling in ceilings)
        ours = min(imports, key=lambda one: one.seconds)
        ratio, cpu_ratio = ours.seconds / base, ours.cpu / base_cpu
        found.append(
            Row(
                f"import of {number(size)} orders with 2 events each into SQLite, rows {name}",
                f"{number(size / ours.seconds)} orders/s; peak {number(ours.peak_mb)} MB",
                f"`.import` of the same rows into bare tables: {number(size / base)} orders/s",
                f"{ratio:.2f} × its time ({cpu_ratio:.2f} × its processor time)",
                "" if shuffled else "at most 4 ×; memory under 150 MB",
                None if shuffled else ratio <= 4 and ours.peak_mb < 150,
                {"seconds": ours.seconds, "cpu": ours.cpu, "ceiling": base, "ceiling_cpu": base_cpu}))
    return found
