#!/usr/bin/env python3
"""Turns the lines of `tests/bench/run fleet` into a table and a result file.

An engine's i-th line of a size belongs to round i; ratios are taken within a round, then their
median. Fails if an engine's failures a year or effective training time ratio are not those of the
model: then it is another model, and its speed means nothing.
Example: summarise_fleet.py lines.jsonl tests/bench/results/fleet-2026-01-31.json
"""

import json
import math
import os
import statistics
import sys

DAY, YEAR = 86400.0, 8760 * 3600.0
NODE_LIFE = DAY / 6.5e-3  # [s], as in fleet_model.hpp
DETECTION, REPAIR, RESTART, INTERVAL, WRITE = 30.0, DAY, 200.0, 600.0, 30.0


def expected_failures(nodes):
    """A year's failures of nodes that are up and being restored in turn, all up at first: the
    integral of availability over life. Restoration counts as exponential, as nearly all is."""
    restoration = DETECTION + REPAIR
    cycle = NODE_LIFE + restoration
    return nodes * (YEAR / cycle + (restoration / cycle) ** 2)


def expected_ratio(nodes):
    """Daly's completion time, and a hang whenever a node fails; where spare nodes never run out."""
    life = NODE_LIFE / (nodes - nodes // 10)
    trained = INTERVAL / life * math.exp(-RESTART / life) / math.expm1((INTERVAL + WRITE) / life)
    return trained * life / (life + DETECTION)


def check(run):
    name = f"{run['engine']}, {run['nodes']} nodes"
    failures = expected_failures(run["nodes"])
    if abs(run["failures_a_year"] - failures) > 5 * math.sqrt(failures / run["years"]):
        sys.exit(f"{name}: {run['failures_a_year']} failures a year, not {failures:.1f}")
    if run["nodes"] >= 1000:
        ratio = expected_ratio(run["nodes"])
        if abs(run["effective_training_ratio"] - ratio) > 0.01:
            sys.exit(f"{name}: trains {run['effective_training_ratio']}, not {ratio:.4f}")


def spread(values):
    return {"median": statistics.median(values), "low": min(values), "high": max(values)}


def summarise(lines):
    runs = {}
    for line in lines:
        check(line)
        runs.setdefault((line["nodes"], line["engine"]), []).append(line)
    result = {
        "format": "firedrill/fleet-benchmark/1",
        "model": "tests/bench/fleet_model.hpp",
        "cores": os.cpu_count(),
        "versions": {engine: found[0]["version"] for (_, engine), found in runs.items()},
        "rows": [],
    }
    for (nodes, engine), found in sorted(runs.items()):
        seconds = [run["seconds_a_year"] for run in found]
        row = {"nodes": nodes, "engine": engine, "rounds": len(found),
               "years_a_round": found[0]["years"], "seconds_a_year": spread(seconds),
               "failures_a_year": found[0]["failures_a_year"],
               "effective_training_ratio": found[0]["effective_training_ratio"]}
        own = [run["seconds_a_year"] for run in runs[nodes, "firedrill"]]
        if engine != "firedrill":
            row["times_firedrill"] = spread([other / mine for other, mine in zip(seconds, own)])
        result["rows"].append(row)
    return result


def shown(values, digits):
    return "{:.{d}g} [{:.{d}g}-{:.{d}g}]".format(*values.values(), d=digits)


def print_table(result):
    rows = [["nodes", "engine", "s a year", "times firedrill", "failures", "useful"]]
    for row in result["rows"]:
        ratio = row.get("times_firedrill")
        rows.append([f"{row['nodes']:,}", row["engine"], shown(row["seconds_a_year"], 3),
                     shown(ratio, 3) if ratio else "1", f"{row['failures_a_year']:,.0f}",
                     f"{row['effective_training_ratio']:.3f}"])
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip())


def main():
    lines_path, result_path = sys.argv[1:]
    with open(lines_path, encoding="utf-8") as lines:
        result = summarise([json.loads(line) for line in lines])
    print_table(result)
    os.makedirs(os.path.dirname(result_path), exist_ok=True)
    with open(result_path, "w", encoding="utf-8") as file:
        json.dump(result, file, indent=2)
        file.write("\n")


main()
