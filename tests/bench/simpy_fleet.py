#!/usr/bin/env python3
"""The benchmark fleet (tests/bench/fleet_model.hpp) in SimPy, timed by itself: a process a node and
one for the job, which failures interrupt. Between interruptions the job computes what its
checkpoints saved, as firedrill does. Prints the same JSON line as the other programs.
Needs Debian's python3-simpy3. Example: simpy_fleet.py 1000 1   (nodes, years)
"""

import heapq
import json
import platform
import random
import sys
import time

import simpy

YEAR = 8760 * 3600.0
NODE_RATE = 6.5e-3 / 86400  # [1/s]
DETECTION, REPAIR, RESTART = 30.0, 86400.0, 200.0
INTERVAL, WRITE = 600.0, 30.0
CYCLE = INTERVAL + WRITE


class Fleet:
    def __init__(self, env, nodes, draws):
        self.env = env
        self.draws = draws
        self.wanted = nodes - nodes // 10
        self.held = set(range(self.wanted))
        self.idle = list(range(self.wanted, nodes))  # a heap: lowest number first
        self.down = set()
        self.failures = 0
        self.useful = 0.0
        self.came_back = None  # an event the waiting job listens to
        self.training_since = None
        self.job = env.process(self.train())
        for node in range(nodes):
            env.process(self.live(node))

    def live(self, node):
        env, draws = self.env, self.draws
        while True:
            yield env.timeout(draws.expovariate(NODE_RATE))
            self.failures += 1
            self.down.add(node)
            if node in self.held:
                self.held.remove(node)
                self.job.interrupt()
            yield env.timeout(DETECTION)
            yield env.timeout(draws.expovariate(1 / REPAIR))
            self.down.remove(node)
            heapq.heappush(self.idle, node)
            if self.came_back is not None and not self.came_back.triggered:
                self.came_back.succeed()

    def fill(self):
        while len(self.held) < self.wanted and self.idle:
            node = heapq.heappop(self.idle)
            if node not in self.down:
                self.held.add(node)
        return len(self.held) == self.wanted

    def useful_at_end(self):
        """Useful time, with the work that no checkpoint has saved yet."""
        if self.training_since is None:
            return self.useful
        cycles, rest = divmod(self.env.now - self.training_since, CYCLE)
        return self.useful + cycles * INTERVAL + min(rest, INTERVAL)

    def sleep(self, event):
        """Waits for `event`, whatever interrupts it."""
        while not event.processed:
            try:
                yield event
            except simpy.Interrupt:
                pass

    def train(self):
        env = self.env
        while True:
            self.training_since = env.now
            try:
                yield env.event()  # until a failure
            except simpy.Interrupt:
                self.useful += (env.now - self.training_since) // CYCLE * INTERVAL
                self.training_since = None
            is_running = False
            while not is_running:
                yield from self.sleep(env.timeout(DETECTION))
                while not self.fill():
                    self.came_back = env.event()
                    yield from self.sleep(self.came_back)
                try:
                    yield env.timeout(RESTART)
                    is_running = True
                except simpy.Interrupt:
                    pass


def main():
    nodes = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    years = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    failures, useful = 0, 0.0
    draws = random.Random(1)
    begin = time.process_time()
    for _ in range(years):
        env = simpy.Environment()
        fleet = Fleet(env, nodes, draws)
        env.run(until=YEAR)
        failures += fleet.failures
        useful += fleet.useful_at_end() / YEAR
    seconds = time.process_time() - begin
    print(json.dumps({
        "engine": "simpy", "nodes": nodes, "years": years, "seconds": round(seconds, 6),
        "seconds_a_year": round(seconds / years, 6),
        "failures_a_year": round(failures / years, 2),
        "effective_training_ratio": round(useful / years, 6),
        "version": f"SimPy {simpy.__version__}, Python {platform.python_version()}",
    }))


main()
