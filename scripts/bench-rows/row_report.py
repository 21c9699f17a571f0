"""The deliveries report by month against DuckDB over a loaded table, and against itself with a tenth of the orders."""

import json
import time

import duckdb

import orders_file
from measure import WORK, Row, kept, median, number, step
from row_import import imported

QUERY = """
SELECT strftime(ordered_at, '%Y-%m') AS month, count(*) AS orders, count(delivered_at) AS delivered,
    count(*) FILTER (delivered_at::DATE <= promised_by) AS on_time,
    avg(cycle), quantile_cont(cycle, [0.5, 0.9]), stddev_pop(cycle) / avg(cycle),
    avg(last_stage), quantile_cont(last_stage, [0.5, 0.9])
FROM (SELECT *, epoch(delivered_at - ordered_at) / 86400 AS cycle,
        epoch(delivered_at - dispatched_at) / 86400 AS last_stage FROM orders)
GROUP BY month ORDER BY month
"""
TIMES = 21


def _ours(size: int, data=None) -> tuple[list[float], float, list]:
    """Milliseconds in the process, seconds of the whole command, and its rows."""
    data = data or imported(size, f"report-{size}")[0]
    inside = json.loads(kept("bench", "report", "--data", data, "--times", TIMES).output)["milliseconds"]
    commands = [kept("report", "deliveries", "--by", "month", "--format", "json", "--data", data) for _ in range(5)]
    return inside, median(ran.seconds for ran in commands), json.loads(commands[0].output)


def _theirs(size: int) -> tuple[list[float], list]:
    source = orders_file.write(WORK, size)
    with duckdb.connect() as db:
        db.execute(
            "CREATE TABLE orders AS SELECT ordered_at, promised_by, dispatched_at, delivered_at, carrier, region "
            f"FROM read_csv('{source}', types={{'order': 'VARCHAR', 'ordered_at': 'TIMESTAMP', 'promised_by': 'DATE', "
            "'dispatched_at': 'TIMESTAMP', 'delivered_at': 'TIMESTAMP'})")
        spans = []
        for _ in range(TIMES):
            start = time.perf_counter()
            answer = db.execute(QUERY).fetchall()
            spans.append((time.perf_counter() - start) * 1e3)
    return spans, answer


def _agree(ours: list, theirs: list) -> None:
    """The same months and counts; medians within a percent."""
    assert len(ours) == len(theirs), (len(ours), len(theirs))
    for row, other in zip(ours, theirs):
        assert (row["key"], row["orders"], row["delivered"], row["on_time"]) == other[:4], (row, other)
        assert abs(row["cycle_days"]["p50"] / other[5][0] - 1) < 0.01, (row, other)


def rows(size: int, data=None) -> list[Row]:
    step(f"deliveries report over {number(size)} orders")
    small = size // 10
    ours, command, answer = _ours(size, data)
    theirs, other_answer = _theirs(size)
    _agree(answer, other_answer)
    few, _, _ = _ours(small)
    mine, base, less = median(ours), median(theirs), median(few)
    return [
        Row(
            f"deliveries report by month over {number(size)} orders, in the process",
            f"{mine:.1f} ms (whole command {command * 1e3:.0f} ms)", f"DuckDB on a loaded table: {base:.1f} ms",
            f"{mine / base:.2f} × its time", "no slower", mine <= base),
        Row(
            f"the same over {number(small)} orders", f"{less:.1f} ms", f"over {number(size)}: {mine:.1f} ms",
            f"{less / mine:.2f} ×", "the same within 20 %", abs(mine / less - 1) <= 0.2),
    ]
