#!/usr/bin/env python3
"""Recounts the deliveries measures of an Olist folder without Kept, and compares them with Kept's report.

    scripts/recount-olist.py FOLDER [--kept PROGRAM] [--database URL]

Imports FOLDER into an empty record (a temporary folder, or the given empty database), asks for the report by month,
region and product group, and counts the same from the CSV files with nothing but Python's own library. Counts have to
be equal, means equal to the digits printed, percentiles within 1 %. Ends with 1 when anything differs.
"""
import argparse
import csv
import datetime
import gzip
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections import defaultdict

MOMENT = "%Y-%m-%d %H:%M:%S"


def rows(folder, name):
    for path in (os.path.join(folder, name + ".csv"), os.path.join(folder, name + ".csv.gz")):
        if os.path.exists(path):
            opener = gzip.open if path.endswith(".gz") else open
            with opener(path, "rt", encoding="utf-8-sig", newline="") as file:
                yield from csv.DictReader(file)
            return


def zone_seconds():
    """Wall clock in Sao Paulo to seconds, with its daylight saving time; a skipped time keeps the offset before it."""
    import zoneinfo

    zone = zoneinfo.ZoneInfo("America/Sao_Paulo")

    def seconds(text):
        return datetime.datetime.strptime(text, MOMENT).replace(tzinfo=zone).timestamp()

    return seconds


def quantile(values, share):
    """Hyndman and Fan (1996), definition 7."""
    ordered = sorted(values)
    rank = share * (len(ordered) - 1)
    low = int(rank)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (rank - low)


class Group:
    def __init__(self):
        self.orders = self.delivered = self.known = self.on_time = self.billed_known = self.billed = 0
        self.perfect = 0
        self.cycle = []
        self.stages = defaultdict(list)

    def add(self, order):
        self.orders += 1
        if order["billed"] is not None:
            self.billed_known += 1
            self.billed += order["billed"]
        if not order["delivered"]:
            return
        self.delivered += 1
        if order["on_time"] is not None:
            self.known += 1
            self.on_time += order["on_time"]
            self.perfect += order["on_time"] and order["billed"] is not False
        if order["cycle"] is not None:
            self.cycle.append(order["cycle"])
        for name, length in order["stages"].items():
            self.stages[name].append(length)


def read_orders(folder):
    seconds = zone_seconds()
    english = {row["product_category_name"]: row["product_category_name_english"]
               for row in rows(folder, "product_category_name_translation")}
    group_of = {row["product_id"]: english.get(row["product_category_name"], row["product_category_name"])
                for row in rows(folder, "olist_products_dataset")}
    address = {}
    state_of = {}
    for row in rows(folder, "olist_customers_dataset"):
        # A person has one address in Kept: the first one told.
        address.setdefault(row["customer_unique_id"], row["customer_state"])
        state_of[row["customer_id"]] = address[row["customer_unique_id"]]
    groups, cost, paid = defaultdict(set), defaultdict(float), defaultdict(float)
    for row in rows(folder, "olist_order_items_dataset"):
        cost[row["order_id"]] += float(row["price"]) + float(row["freight_value"])
        if group_of.get(row["product_id"]):
            groups[row["order_id"]].add(group_of[row["product_id"]])
    for row in rows(folder, "olist_order_payments_dataset"):
        paid[row["order_id"]] += float(row["payment_value"])
    for row in rows(folder, "olist_orders_dataset"):
        key = row["order_id"]
        at = {name: seconds(row[column]) if row[column] else None for name, column in (
            ("ordered", "order_purchase_timestamp"), ("approved", "order_approved_at"),
            ("dispatched", "order_delivered_carrier_date"), ("delivered", "order_delivered_customer_date"))}
        delivered = row["order_status"] == "delivered" and at["delivered"] is not None
        stages = {}
        for first, then in (("ordered", "approved"), ("approved", "dispatched"), ("dispatched", "delivered")):
            if at[first] is not None and at[then] is not None and at[then] >= at[first]:
                stages[then] = at[then] - at[first]
        promised = row["order_estimated_delivery_date"][:10]
        cycle = at["delivered"] - at["ordered"] if delivered else None
        yield {
            "day": row["order_purchase_timestamp"][:10], "region": state_of.get(row["customer_id"], "unknown"),
            "groups": groups.get(key) or {"unknown"}, "delivered": delivered,
            "on_time": row["order_delivered_customer_date"][:10] <= promised if delivered and promised else None,
            "billed": abs(cost[key] - paid[key]) < 0.0201 if key in cost and key in paid else None,
            "cycle": cycle if cycle is not None and cycle >= 0 else None, "stages": stages,
        }


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder")
    parser.add_argument("--kept", default=".build/debug/kept")
    parser.add_argument("--database")
    options = parser.parse_args()
    orders = list(read_orders(options.folder))
    differences = 0
    with tempfile.TemporaryDirectory() as data:
        record = ["--database", options.database] if options.database else ["--data", data]

        def kept(*arguments):
            answer = subprocess.run([options.kept, *arguments, *record, "--format", "json"], check=True,
                                    stdout=subprocess.PIPE).stdout
            return json.loads(answer)

        counts = kept("import", "olist", options.folder)
        print("imported:", json.dumps(counts["orders"]), "rejects:", counts["rejects"])
        differences += counts["orders"]["rejected"]
        splits = {"month": lambda o: [o["day"][:7]], "region": lambda o: [o["region"]],
                  "product-group": lambda o: o["groups"]}
        for split, keys in splits.items():
            expected = defaultdict(Group)
            for order in orders:
                for key in keys(order):
                    expected[key].add(order)
            told = {row["key"]: row for row in kept("report", "deliveries", "--by", split)}
            found = compare(split, expected, told)
            total = sum(group.on_time for group in expected.values())
            print(f"by {split}: {len(expected)} rows, {total} on time, {found} differences")
            differences += found
    sys.exit(1 if differences else 0)


def compare(split, expected, told):
    differences = 0

    def check(key, name, want, have, within=0.0):
        nonlocal differences
        same = have == want if want is None or have is None else abs(have - want) <= abs(want) * within + 1e-6
        if not same:
            differences += 1
            print(f"  {split} {key} {name}: Kept says {have}, the recount {want}")

    if set(expected) != set(told):
        differences += 1
        print(f"  {split}: only in one: {sorted(set(expected) ^ set(told))}")
    day = 86400
    for key, group in expected.items():
        row = told.get(key)
        if row is None:
            continue
        check(key, "orders", group.orders, row["orders"])
        check(key, "delivered", group.delivered, row["delivered"])
        check(key, "on_time", group.on_time, row["on_time"])
        check(key, "on_time_share", group.on_time / group.known if group.known else None, row["on_time_share"])
        check(key, "perfect_share", group.perfect / group.known if group.known else None, row["perfect_share"])
        check(key, "coverage on_time", group.known / group.orders, row["coverage"]["on_time"])
        check(key, "coverage billed", group.billed_known / group.orders, row["coverage"]["billed"])
        check(key, "coverage cycle", len(group.cycle) / group.orders, row["coverage"]["cycle"])
        cycle = row["cycle_days"]
        if group.cycle:
            mean = statistics.fmean(group.cycle)
            check(key, "cycle mean", mean / day, cycle["mean"])
            check(key, "cycle p50", quantile(group.cycle, 0.5) / day, cycle["p50"], 0.01)
            check(key, "cycle p90", quantile(group.cycle, 0.9) / day, cycle["p90"], 0.01)
            if len(group.cycle) > 1:
                check(key, "cycle cv", statistics.stdev(group.cycle) / mean, cycle["cv"])
        for stage in row["stages"]:
            lengths = group.stages.get(stage["name"], [])
            check(key, stage["name"] + " orders", len(lengths), stage["orders"])
            if lengths:
                check(key, stage["name"] + " mean", statistics.fmean(lengths) / day, stage["mean_days"])
                check(key, stage["name"] + " p90", quantile(lengths, 0.9) / day, stage["p90_days"], 0.01)
    return differences


if __name__ == "__main__":
    main()
