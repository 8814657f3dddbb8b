#!/usr/bin/env python3
"""Turns the lines of tests/bench/run into a table and a result file.

An engine's i-th line belongs to round i; ratios are taken within a round, then their median. Fails
if the engines' median recovery times differ by more than chance allows: then they are not the same
model, and the rates mean nothing.
Example: summarise.py lines.jsonl tests/bench/results/2026-01-31.json
"""

import json
import math
import os
import statistics
import sys

RTO_P50 = 520.2735  # [s] by numerical convolution of the model's laws
# Standard error of the sample median [s] times the root of the sample size: 1 / (2 density).
RTO_P50_ERROR = 165.0
YARDSTICKS = ["simpy", "simgrid", "ns-3", "numpy", "hand-written"]


def spread(values):
    return {"median": statistics.median(values), "low": min(values), "high": max(values)}


def ratios(rates, others):
    return spread([rate / other for rate, other in zip(rates, others)])


def summarise(lines):
    engines = {}
    for line in lines:
        engines.setdefault(line["engine"], []).append(line)
    rates = {name: [run["replications_per_second"] for run in runs]
             for name, runs in engines.items()}
    result = {
        "format": "firedrill/benchmark/1",
        "model": "scenarios/library/reference-outage.json",
        "compiler": engines["firedrill"][0]["version"],
        "cores": os.cpu_count(),
        "rounds": len(rates["firedrill"]),
        "engines": [],
    }
    for name, runs in engines.items():
        entry = {"name": name}
        if name != "firedrill" and "version" in runs[0]:
            entry["version"] = runs[0]["version"]
        entry["replications_a_round"] = runs[0]["replications"]
        entry["replications_per_second"] = spread(rates[name])
        for yardstick in YARDSTICKS:
            if yardstick in rates and yardstick != name:
                entry[f"ratio_to_{yardstick}"] = ratios(rates[name], rates[yardstick])
        for figure in ["rto_p50_s", "rto_p95_s", "rpo_p50_s"]:
            entry[figure] = runs[0][figure]
        result["engines"].append(entry)
    return result


def shown(entry, yardstick):
    ratio = entry.get(f"ratio_to_{yardstick}")
    if ratio is None:
        return "-"
    return f"{ratio['median']:.3g} [{ratio['low']:.3g}-{ratio['high']:.3g}]"


def print_table(result):
    heads = ["engine", "replications/s/core"] + [f"x {name}" for name in YARDSTICKS] + ["RTO p50"]
    rows = [heads]
    for entry in result["engines"]:
        rate = entry["replications_per_second"]
        rows.append([entry["name"],
                     f"{rate['median']:,.0f} [{rate['low']:,.0f}-{rate['high']:,.0f}]",
                     *[shown(entry, name) for name in YARDSTICKS],
                     f"{entry['rto_p50_s']:.1f} s"])
    widths = [max(len(row[column]) for row in rows) for column in range(len(heads))]
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip())


def main():
    lines_path, result_path = sys.argv[1:]
    with open(lines_path, encoding="utf-8") as lines:
        result = summarise([json.loads(line) for line in lines])
    print_table(result)
    for entry in result["engines"]:
        allowed = 5 * RTO_P50_ERROR / math.sqrt(entry["replications_a_round"])
        if abs(entry["rto_p50_s"] - RTO_P50) > allowed:
            sys.exit(f"{entry['name']}: the median recovery time is not {RTO_P50} s within"
                     f" {allowed:.1f} s: not the same model")
    os.makedirs(os.path.dirname(result_path), exist_ok=True)
    with open(result_path, "w", encoding="utf-8") as file:
        json.dump(result, file, indent=2)
        file.write("\n")


main()
