"""The table of docs/performance.md."""

import os
import platform
import re
import subprocess
from datetime import date
from pathlib import Path

BEGIN, END = "<!-- bench: begin -->", "<!-- bench: end -->"
HEAD = ["| what | measured | ceiling | ratio | to reach | reached |", "|---|---|---|---|---|---|"]


def text(rows: list, sizes: str) -> str:
    return "\n".join([machine(sizes), "", *HEAD, *map(_line, rows)])


def merged(table: str, rows: list, sizes: str, here: str, day: date) -> str:
    """The table with these rows in it: each in the place of the row that measured the same, new ones at its end. What was
    measured before stays, and a sentence tells which rows were taken anew, and where."""
    if sizes not in table:
        raise SystemExit(f"the table does not hold {sizes}: rows of other sizes would stand beside them unseen")
    fresh = {_key(row.what): row for row in rows}
    lines = []
    for line in table.splitlines():
        key = _key_of(line)
        if key in fresh:
            line = _line(fresh.pop(key))
        lines.append(line)
    while lines and not lines[-1].strip():
        lines.pop()
    lines += [_line(row) for row in fresh.values()]
    place = here.partition(": ")[2].rstrip(".")
    elsewhere = "" if place in table else f" on another machine ({place})"
    said = f"Taken anew on {day:%d %B %Y}{elsewhere}: {'; '.join(_key(row.what) for row in rows)}."
    head = lines.index(HEAD[0])
    lines[head:head] = [said, ""]
    return "\n".join(lines)


def _line(row) -> str:
    reached = {True: "yes", False: "**no**", None: ""}[row.reached]
    cells = [row.what, row.measured, row.ceiling, row.ratio, row.reach, reached]
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _key(what: str) -> str:
    """What a row measures: figures in brackets are what it found."""
    return re.sub(r"\s*\([^()]*\)", "", what).strip()


def _key_of(line: str) -> str | None:
    """Of a line of the table; None for its head and for what is no row."""
    if not line.startswith("| ") or line in HEAD:
        return None
    return _key(re.split(r"(?<!\\) \| ", line[2:])[0].replace("\\|", "|"))


def machine(sizes: str) -> str:
    memory = int(re.search(r"MemTotal:\s+(\d+)", Path("/proc/meminfo").read_text())[1]) / 1024 / 1024
    shell = subprocess.run(["sqlite3", "--version"], capture_output=True, text=True).stdout.split()[0]
    import duckdb

    return (
        f"Measured on {date.today():%d %B %Y} by `scripts/bench`, {sizes}: {os.cpu_count()} processor cores "
        f"({platform.machine()}), {memory:.0f} GB of memory, SQLite {shell}, DuckDB {duckdb.__version__}.")


def read(path: Path) -> str:
    """The table that stands there, without its marks."""
    page = path.read_text()
    _, begin, rest = page.partition(BEGIN)
    table, end, _ = rest.partition(END)
    if not begin or not end:
        raise SystemExit(f"{path} has no line {BEGIN} with {END} after it")
    return table.strip("\n")


def write(path: Path, table: str) -> None:
    page = path.read_text()
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    if not rest:
        raise SystemExit(f"{path} has no line {BEGIN}")
    path.write_text(f"{before}{BEGIN}\n{table}\n{END}{after}")
