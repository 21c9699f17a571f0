"""How long it takes to learn when deliveries end, to quote one, and to learn one outcome."""

import json

from measure import Row, kept, number, step


def rows(orders: int) -> list[Row]:
    step("quotes")
    ran = kept("bench", "quotes", "--format", "json", "--orders", str(orders))
    found = json.loads(ran.output)
    fit, quote, learn = found["fit_seconds"], found["quote_us"], found["learn_us"]
    return [
        Row(
            f"learning when deliveries end from {number(orders)} delivered orders",
            f"{fit:.1f} s (and {found['read_seconds']:.1f} s to make and take in the orders); peak {number(ran.peak_mb)} MB",
            "", "", "under 10 s; under 300 MB", fit < 10 and ran.peak_mb < 300),
        Row(
            "one quote; learning one outcome", f"{quote:.1f} µs; {learn:.1f} µs", "", "", "under 50 µs; under 100 µs",
            quote < 50 and learn < 100),
    ]
