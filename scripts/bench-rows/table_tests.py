"""Rows that are taken alone go into the table that stands. Run with: python3 scripts/bench-rows/table_tests.py"""

import tempfile
import unittest
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import table


@dataclass
class Row:
    what: str
    measured: str
    ceiling: str = ""
    ratio: str = ""
    reach: str = ""
    reached: bool | None = None


HERE = "Measured on 23 November 2026 by `scripts/bench`, whole sizes: 2 processor cores (x86_64), 24 GB of memory."
STOOD = "\n".join([
    "Measured on 1 May 2026 by `scripts/bench`, whole sizes: 2 processor cores (x86_64), 24 GB of memory. A word of ours.", "",
    *table.HEAD,
    "| import of 1,000,000 orders | 40/s | bare: 90/s | 2 × | at most 4 × | yes |",
    "| case page with 30 messages (59 KB), 16 connections | 638/s | empty: 9/s | 7% | at least 12% | **no** |",
    "| a \\| b | 1 |  |  |  |  |",
])
DAY = date(2026, 11, 23)


def rows_of(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.startswith("| ") and line not in table.HEAD]


class Merging(unittest.TestCase):
    def test_a_row_stands_in_the_place_of_the_one_that_measured_the_same(self):
        page = Row("case page with 30 messages (61 KB), 16 connections", "900/s", "empty: 9/s", "13%", "at least 12%", True)
        text = table.merged(STOOD, [page], "whole sizes", HERE, DAY)
        rows = rows_of(text)
        self.assertEqual(len(rows), 3)
        self.assertEqual(rows[0], "| import of 1,000,000 orders | 40/s | bare: 90/s | 2 × | at most 4 × | yes |")
        self.assertEqual(rows[1], "| case page with 30 messages (61 KB), 16 connections | 900/s | empty: 9/s | 13% | at least 12% | yes |")
        self.assertIn("A word of ours.", text)
        self.assertIn("Taken anew on 23 November 2026: case page with 30 messages, 16 connections.", text)

    def test_what_is_new_stands_at_the_end(self):
        rows = rows_of(table.merged(STOOD, [Row("search", "2 ms"), Row("a | b", "3")], "whole sizes", HERE, DAY))
        self.assertEqual(rows[2:], ["| a \\| b | 3 |  |  |  |  |", "| search | 2 ms |  |  |  |  |"])

    def test_merged_twice_it_holds_each_once(self):
        once = table.merged(STOOD, [Row("search", "2 ms")], "whole sizes", HERE, DAY)
        twice = table.merged(once, [Row("search", "3 ms")], "whole sizes", HERE, DAY)
        self.assertEqual([row for row in rows_of(twice) if "search" in row], ["| search | 3 ms |  |  |  |  |"])
        self.assertEqual(twice.count(table.HEAD[0]), 1)

    def test_sizes_do_not_mix_and_another_machine_is_named(self):
        with self.assertRaises(SystemExit):
            table.merged(STOOD, [Row("search", "2 ms")], "a tenth of the sizes", HERE, DAY)
        other = HERE.replace("2 processor", "64 processor")
        self.assertIn("on another machine (64 processor cores (x86_64)", table.merged(STOOD, [Row("s", "2")], "whole sizes", other, DAY))

    def test_the_page_around_the_table_stays(self):
        with tempfile.TemporaryDirectory() as folder:
            page = Path(folder) / "performance.md"
            page.write_text(f"# Speed\n\n{table.BEGIN}\n{STOOD}\n{table.END}\n\nAfter.\n")
            self.assertEqual(table.read(page), STOOD)
            table.write(page, table.merged(table.read(page), [Row("search", "2 ms")], "whole sizes", HERE, DAY))
            text = page.read_text()
            self.assertTrue(text.startswith("# Speed\n\n" + table.BEGIN) and text.endswith(table.END + "\n\nAfter.\n"))
            self.assertEqual(len(rows_of(text)), 4)


if __name__ == "__main__":
    unittest.main()
