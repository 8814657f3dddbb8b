#!/usr/bin/env python3
"""The reference model in NumPy, as formulas over arrays: what one would take where nothing feeds
back. Blocks of 4096, which stay in the cache. Prints the JSON line of the other programs.
Example: numpy_reference.py 1000000"""

import json
import sys
import time

import numpy

BLOCK = 4096
STEPS = [(60, 0.5), (30, 0.4), (120, 0.6), (90, 0.5), (45, 0.4)]


def block(draws, size):
    begin = draws.exponential(3600, size)
    spread = 0.8 * numpy.sqrt(1 - numpy.exp(-2 * begin / 300))
    loss = 2 * numpy.exp(spread * draws.standard_normal(size))
    detected = draws.random(size) * 10 + 30 + 30 * numpy.exp(0.5 * draws.standard_normal(size))
    runbook = numpy.zeros(size)
    for median, log_sd in STEPS:
        runbook += median * numpy.exp(log_sd * draws.standard_normal(size))
        failed = numpy.flatnonzero(draws.random(size) < 0.03)
        runbook[failed] += 1200 * numpy.exp(0.6 * draws.standard_normal(failed.size))
    boots = draws.standard_normal((4, size)).max(axis=0)
    ready = 180 * numpy.exp(0.45 * boots)  # the last node: the exponential grows with its argument
    return detected + numpy.maximum(runbook, ready) + draws.random(size) * 60, loss


def main():
    replications = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    draws = numpy.random.Generator(numpy.random.SFC64(1))
    begin = time.process_time()
    blocks = [block(draws, BLOCK) for _ in range(-(-replications // BLOCK))]
    recovery, loss = (numpy.concatenate(part) for part in zip(*blocks))
    seconds = time.process_time() - begin
    print(json.dumps({
        "engine": "numpy", "replications": recovery.size, "seconds": seconds,
        "replications_per_second": recovery.size / seconds,
        "rto_p50_s": float(numpy.quantile(recovery, 0.5)),
        "rto_p95_s": float(numpy.quantile(recovery, 0.95)),
        "rpo_p50_s": float(numpy.quantile(loss, 0.5)),
        "version": f"NumPy {numpy.__version__}, Python {sys.version.split()[0]}"}))


main()
