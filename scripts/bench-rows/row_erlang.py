"""How a line with 500 service points fares whose callers hang up."""

import json

from measure import Row, kept, number, step


def rows() -> list[Row]:
    step("Erlang A")
    found = json.loads(kept("bench", "erlang", "--format", "json").output)
    assert found["farthest"] < 1e-9, found
    mine, base = found["erlang_ns"] / 1e3, found["chain_ns"] / 1e3
    return [
        Row(
            f"Erlang A, one evaluation with {found['servers']} servers", f"{mine:.1f} µs",
            f"its chain summed up state by state, without the service level: {number(base, 1)} µs",
            f"{mine / base:.2f} × its time", "under 1 ms", mine < 1_000)
    ]
