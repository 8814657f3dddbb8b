#!/usr/bin/env python3
"""Turns what bench_report prints into lines and a result file.

Times are processor time, the median of the repetitions. Fails where making all forms of a report on
a hundred drills takes half a second or more, or a form is above 1 MB.
Example: summarise_report.py printed.json tests/bench/results/report-2026-01-31.json
"""

import json
import os
import sys

MOST_MS = 500


def main():
    printed_path, result_path = sys.argv[1:]
    with open(printed_path, encoding="utf-8") as file:
        printed = json.load(file)
    if any(run.get("error_occurred") for run in printed["benchmarks"]):
        sys.exit("bench_report failed: " + json.dumps(printed["benchmarks"])[:500])
    medians = {run["run_name"]: run for run in printed["benchmarks"]
               if run.get("aggregate_name") == "median"}
    times = {name: round(run["cpu_time"], 1) for name, run in medians.items()}
    sizes = {name: round(value) for name, value in medians["all_forms_of_100"].items()
             if "." in name and isinstance(value, float)}
    result = {"format": "firedrill/report-benchmark/1", "cores": os.cpu_count(),
              "load": printed["context"].get("load_avg"), "drills": 100,
              "rounds": medians["all_forms_of_100"]["repetitions"], "cpu_ms": times,
              "bytes": sizes}
    for name, value in times.items():
        print(f"{name}: {value} ms")
    for name, value in sizes.items():
        print(f"{name}: {value:,} bytes")
    with open(result_path, "w", encoding="utf-8") as file:
        json.dump(result, file, indent=2)
        file.write("\n")
    if times["all_forms_of_100"] >= MOST_MS:
        sys.exit(f"making all forms takes {MOST_MS} ms or more")


main()
