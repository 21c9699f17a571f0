"""Rows of the table of speed and memory; scripts/bench calls this."""

import argparse
from datetime import date
from pathlib import Path

import row_calendar
import row_cases
import row_deadlines
import row_erlang
import row_http
import row_import
import row_live
import row_mail
import row_queues
import row_quotes
import row_report
import row_search
import table
from measure import WORK

NAMES = [
    "import", "api", "today", "writes", "deadlines", "report", "calendar", "erlang", "quotes", "case-page", "case-list", "cases",
    "search", "live", "queues", "mail",
]


def main() -> None:
    parser = argparse.ArgumentParser(prog="scripts/bench")
    parser.add_argument("--quick", action="store_true", help="a tenth of the sizes")
    parser.add_argument("--only", default=",".join(NAMES), help="some rows: " + ", ".join(NAMES))
    parser.add_argument("--write", action="store_true", help="put the rows into the table of docs/performance.md; all of them make a new one")
    options = parser.parse_args()
    wanted = options.only.split(",")
    if unknown := set(wanted) - set(NAMES):
        parser.error(f"no such rows: {', '.join(sorted(unknown))}")
    scale = 10 if options.quick else 1
    million, rounds, seconds = 1_000_000 // scale, 1 if options.quick else 5, 2 if options.quick else 4
    runs = {
        "import": lambda: row_import.rows(million),
        "api": lambda: row_http.api_rows(rounds, seconds),
        "today": lambda: row_http.today_rows(100_000 // scale, rounds, seconds),
        "writes": lambda: row_http.write_rows(3 if options.quick else 12, 2),
        "deadlines": lambda: row_deadlines.rows(million, 10_000 // scale, 20_000 // scale),
        "report": lambda: row_report.rows(million, WORK / "imported" if "import" in wanted else None),
        "calendar": row_calendar.rows,
        "erlang": row_erlang.rows,
        "quotes": lambda: row_quotes.rows(million),
        "case-page": lambda: row_cases.page_rows(100_000 // scale, rounds, seconds),
        "case-list": lambda: row_cases.list_rows(million, seconds),
        "cases": lambda: row_cases.creation_rows(3 if options.quick else 12, 2),
        "search": lambda: row_search.rows(million),
        "live": lambda: row_live.rows(1_000 // scale),
        "queues": lambda: row_queues.rows(200 // scale, 100 // scale),
        "mail": lambda: row_mail.rows(10_000 // scale, 100 // scale),
    }
    rows = []
    for name in NAMES:
        if name in wanted:
            for row in runs[name]():
                rows.append(row)
                print(f"{ {True: 'reached', False: 'NOT REACHED', None: 'measured'}[row.reached]}: {row.what}: {row.measured}; "
                      f"{row.ceiling or 'no ceiling'}; {row.ratio or '-'} ({row.reach})", flush=True)
    sizes, page = "a tenth of the sizes" if options.quick else "whole sizes", Path("docs/performance.md")
    print("\n" + table.text(rows, sizes))
    if options.write:
        is_whole = set(wanted) == set(NAMES)
        known = table.read(page)
        text = table.text(rows, sizes) if is_whole else table.merged(known, rows, sizes, table.machine(sizes), date.today())
        table.write(page, text)


main()
