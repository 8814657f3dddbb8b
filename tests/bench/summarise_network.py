#!/usr/bin/env python3
"""Turns what bench_network prints into a line and a result file.

Times are processor time: of ns-3 as its study's results have them, all runs of a case together; of
the surrogate as measured now. Fails below 10,000 times, or where the benchmark failed.
Example: summarise_network.py printed.json tests/bench/results/network-2026-01-31.json
"""

import json
import os
import sys


def main():
    printed_path, result_path = sys.argv[1:]
    with open(printed_path, encoding="utf-8") as file:
        printed = json.load(file)
    runs = {run.get("aggregate_name"): run for run in printed["benchmarks"]}
    if "median" not in runs:
        sys.exit("bench_network failed: " + json.dumps(printed["benchmarks"])[:500])
    median = runs["median"]
    result = {"format": "firedrill/network-benchmark/1", "cores": os.cpu_count(),
              "load": printed["context"].get("load_avg"),
              "rounds": median["repetitions"], "cases": round(median["cases"]),
              "packets_s": round(median["packets_s"], 2),
              "surrogate_s": median["surrogate_s"],
              "times_as_fast": {"all_cases": round(median["times_all"]),
                                "least_of_any_case": round(median["times_least"])}}
    times = result["times_as_fast"]
    print(f"{result['cases']} cases: ns-3 {result['packets_s']:.0f} s, firedrill "
          f"{result['surrogate_s'] * 1e3:.3f} ms; {times['all_cases']:,} times as fast, at least "
          f"{times['least_of_any_case']:,} times for any case")
    with open(result_path, "w", encoding="utf-8") as file:
        json.dump(result, file, indent=2)
        file.write("\n")
    if times["all_cases"] < 10_000:
        sys.exit("less than 10,000 times as fast as packets")


main()
