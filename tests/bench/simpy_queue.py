#!/usr/bin/env python3
"""M/M/1 in SimPy: a process for each customer and one Resource. Prints the JSON line of the other
programs. Needs Debian's python3-simpy3. Example: simpy_queue.py 50000"""

import json
import random
import sys
import time

import simpy

MEAN_GAP = 1 / 0.9


def customer(env, server, draws, times):
    arrived = env.now
    with server.request() as turn:
        yield turn
        yield env.timeout(draws.expovariate(1.0))
    times.append(env.now - arrived)


def arrivals(env, server, draws, count, times):
    for _ in range(count):
        yield env.timeout(draws.expovariate(1 / MEAN_GAP))
        env.process(customer(env, server, draws, times))


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 50_000
    draws = random.Random(1)
    times = []
    begin = time.process_time()
    env = simpy.Environment()
    env.process(arrivals(env, simpy.Resource(env, 1), draws, count, times))
    env.run()
    seconds = time.process_time() - begin
    print(json.dumps({"engine": "simpy", "customers": count, "seconds": seconds,
                      "customers_per_second": count / seconds,
                      "mean_time": sum(times) / count}))


main()
