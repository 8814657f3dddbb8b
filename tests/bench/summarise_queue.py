#!/usr/bin/env python3
"""Turns the lines of `tests/bench/run queue` into a table and a result file.

An engine's i-th line belongs to round i; ratios are taken within a round, then their median. Fails
if an engine's mean time in the queue is not that of theory: then it is not the same model.
Example: summarise_queue.py lines.jsonl tests/bench/results/queue-2026-01-31.json
"""

import json
import math
import os
import statistics
import sys

MEAN = 10.0  # 1 / (1 - 0.9) mean service times
# Standard error of the mean over n customers, whose times hang together, times the root of n: the
# root of r (2 + 5r - 4r^2 + r^3) / (1 - r)^4 with r = 0.9. Source: Daley, "The serial correlation
# coefficients of waiting times in a stationary single server queue" (1968).
ERROR = 190.0


def main():
    lines_path, result_path = sys.argv[1:]
    engines = {}
    with open(lines_path, encoding="utf-8") as lines:
        for line in map(json.loads, lines):
            engines.setdefault(line["engine"], []).append(line)
    own = [run["customers_per_second"] for run in engines["firedrill"]]
    result = {"format": "firedrill/queue-benchmark/1", "cores": os.cpu_count(),
              "rounds": len(own), "engines": []}
    for name, runs in engines.items():
        rates = [run["customers_per_second"] for run in runs]
        ratios = [a / b for a, b in zip(own, rates)]
        entry = {"name": name, "customers": runs[0]["customers"],
                 "customers_per_second": statistics.median(rates),
                 "mean_time": runs[0]["mean_time"],
                 "firedrill_is_times_as_fast": {"median": statistics.median(ratios),
                                                "low": min(ratios), "high": max(ratios)}}
        result["engines"].append(entry)
        ratio = entry["firedrill_is_times_as_fast"]
        print(f"{name:12} {entry['customers_per_second']:12,.0f} customers/s   firedrill x "
              f"{ratio['median']:.3g} [{ratio['low']:.3g}-{ratio['high']:.3g}]   "
              f"mean time {entry['mean_time']:.3f}")
        if abs(entry["mean_time"] - MEAN) > 5 * ERROR / math.sqrt(entry["customers"]):
            sys.exit(f"{name}: the mean time in the queue is not {MEAN}: not the same model")
    with open(result_path, "w", encoding="utf-8") as file:
        json.dump(result, file, indent=2)
        file.write("\n")


main()
