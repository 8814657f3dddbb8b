#!/usr/bin/env python3
"""The reference model in SimPy, timed by itself: processes and timeouts, one environment an outage.

Prints the same JSON line as the other reference programs. Needs Debian's python3-simpy3.
Example: simpy_reference.py 20000
"""

import json
import math
import platform
import random
import sys
import time

import simpy

STEPS = [(60, 0.5), (30, 0.4), (120, 0.6), (90, 0.5), (45, 0.4)]
FAILURE_PROBABILITY = 0.03
NODES = 4
LAG_MEDIAN, LAG_LOG_SD, LAG_RELAXATION = 2.0, 0.8, 300.0

STEP_LAWS = [(math.log(median), log_sd) for median, log_sd in STEPS]
ALERT, BOOT, MANUAL = (math.log(30), 0.5), (math.log(180), 0.45), (math.log(1200), 0.6)


def runbook(env, lognormal, uniform):
    for law in STEP_LAWS:
        yield env.timeout(lognormal(*law))
        if uniform() < FAILURE_PROBABILITY:
            yield env.timeout(lognormal(*MANUAL))


def outage(env, draws, samples):
    yield env.timeout(draws.expovariate(1 / 3600))
    begin = env.now
    spread = LAG_LOG_SD * math.sqrt(1 - math.exp(-2 * begin / LAG_RELAXATION))
    loss = LAG_MEDIAN * math.exp(draws.gauss(0, spread))
    yield env.timeout(draws.random() * 10)
    for _ in range(3):
        yield env.timeout(10)
    yield env.timeout(draws.lognormvariate(*ALERT))
    steps = env.process(runbook(env, draws.lognormvariate, draws.random))
    boots = [env.timeout(draws.lognormvariate(*BOOT)) for _ in range(NODES)]
    yield env.all_of([steps, *boots])
    yield env.timeout(draws.random() * 60)
    samples.append((env.now - begin, loss))


def quantile(values, level):
    return sorted(values)[int(level * (len(values) - 1))]


def main():
    replications = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    draws = random.Random(1)
    samples = []
    begin = time.process_time()
    for _ in range(replications):
        env = simpy.Environment()
        env.process(outage(env, draws, samples))
        env.run()
    seconds = time.process_time() - begin
    recoveries = [recovery for recovery, _ in samples]
    losses = [loss for _, loss in samples]
    print(json.dumps({
        "engine": "simpy",
        "replications": replications,
        "seconds": round(seconds, 6),
        "replications_per_second": round(replications / seconds, 1),
        "rto_p50_s": round(quantile(recoveries, 0.5), 3),
        "rto_p95_s": round(quantile(recoveries, 0.95), 3),
        "rpo_p50_s": round(quantile(losses, 0.5), 4),
        "version": f"SimPy {simpy.__version__}, Python {platform.python_version()}",
    }))


main()
