"""Orders as a file, the same in every run, written as a stream."""

import calendar
import csv
import time
from pathlib import Path

CARRIERS = ["Northbound", "Kite Parcel", "Harbour Freight", "Two Wheels"]
REGIONS = ["north", "south", "east", "west", "islands"]
HEADER = ["order", "ordered_at", "promised_by", "dispatched_at", "delivered_at", "carrier", "region", "total"]
FIRST = calendar.timegm((2024, 1, 1, 0, 0, 0))
DAYS = 730


def _random(seed: int):
    state = seed
    while True:
        state = (state * 6364136223846793005 + 1442695040888963407) & 0xFFFFFFFFFFFFFFFF
        yield state >> 33


def _text(seconds: int) -> str:
    moment = time.gmtime(seconds)
    return "%04d-%02d-%02d %02d:%02d:%02d" % moment[:6]


def rows(count: int, shuffled: bool = False):
    """Two years of orders, each dispatched and delivered: by time, or as if many shops' files were laid together."""
    # A step that shares no factor with `count` visits every order once.
    step = next(n for n in range(int(count * 0.6180339887), count * 2) if n % 2 and count % n != 0 and _coprime(n, count))
    span = DAYS * 86_400
    for place in range(count):
        index = place * step % count if shuffled else place
        draw = _random(index + 1)
        ordered = FIRST + index * span // count
        dispatched = ordered + 3_600 + next(draw) % 172_800
        delivered = dispatched + 14_400 + next(draw) % 432_000
        promised = (ordered // 86_400 + 3 + next(draw) % 6) * 86_400
        yield [
            f"{index + 1:09d}", _text(ordered), _text(promised)[:10], _text(dispatched), _text(delivered),
            CARRIERS[next(draw) % len(CARRIERS)], REGIONS[next(draw) % len(REGIONS)],
            "%d.%02d" % divmod(500 + next(draw) % 20_000, 100),
        ]


def _coprime(a: int, b: int) -> bool:
    while b:
        a, b = b, a % b
    return a == 1


MAP = """{"source": "bench", "zone": "UTC", "currency": "EUR", "dates": "ymd", "decimal": ".",
 "columns": {"order": "order", "ordered_at": "ordered_at", "promised_by": "promised_by",
 "dispatched_at": "dispatched_at", "delivered_at": "delivered_at", "carrier": "carrier", "region": "region",
 "total": "total"}}
"""


def write(folder: Path, count: int, shuffled: bool = False) -> Path:
    """The file, made once."""
    path = folder / f"orders-{count}{'-shuffled' if shuffled else ''}.csv"
    if not path.exists():
        part = path.with_suffix(".part")
        with open(part, "w", newline="") as file:
            out = csv.writer(file, lineterminator="\n")
            out.writerow(HEADER)
            out.writerows(rows(count, shuffled))
        part.rename(path)
    return path


def write_bare(folder: Path, count: int) -> tuple[Path, Path]:
    """The same rows as two files without headers: an order a row, an event a row."""
    orders, events = folder / f"bare-orders-{count}.csv", folder / f"bare-events-{count}.csv"
    if not events.exists():
        part = events.with_suffix(".part")
        with open(orders, "w", newline="") as one, open(part, "w", newline="") as two:
            to_orders, to_events = (csv.writer(file, lineterminator="\n") for file in (one, two))
            for row in rows(count):
                to_orders.writerow(row)
                to_events.writerow([row[0], "dispatched", row[3]])
                to_events.writerow([row[0], "delivered", row[4]])
        part.rename(events)
    return orders, events
