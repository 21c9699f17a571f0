"""The table of docs/performance.md."""

import os
import platform
import re
import subprocess
from datetime import date
from pathlib import Path

from measure import Row

BEGIN, END = "<!-- bench: begin -->", "<!-- bench: end -->"


def text(rows: list[Row], sizes: str) -> str:
    lines = [_machine(sizes), "", "| what | measured | ceiling | ratio | to reach | reached |", "|---|---|---|---|---|---|"]
    for row in rows:
        reached = {True: "yes", False: "**no**", None: ""}[row.reached]
        cells = [row.what, row.measured, row.ceiling, row.ratio, row.reach, reached]
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(lines)


def _machine(sizes: str) -> str:
    memory = int(re.search(r"MemTotal:\s+(\d+)", Path("/proc/meminfo").read_text())[1]) / 1024 / 1024
    shell = subprocess.run(["sqlite3", "--version"], capture_output=True, text=True).stdout.split()[0]
    import duckdb

    return (
        f"Measured on {date.today():%d %B %Y} by `scripts/bench`, {sizes}: {os.cpu_count()} processor cores "
        f"({platform.machine()}), {memory:.0f} GB of memory, SQLite {shell}, DuckDB {duckdb.__version__}.")


def write(path: Path, table: str) -> None:
    page = path.read_text()
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    if not rest:
        raise SystemExit(f"{path} has no line {BEGIN}")
    path.write_text(f"{before}{BEGIN}\n{table}\n{END}{after}")
