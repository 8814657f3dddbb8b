#!/usr/bin/env python3
"""The posterior of posterior_test.cpp with censored samples, integrated a second time.

Plain sums over a wide, fine grid in (median, log_sd) itself, without any adaptation, so that
nothing but the formula of the model is shared with models/judgement/posterior.cpp. Prints what the
test expects: python3 tests/unit/models/judgement/posterior_reference.py
"""
import math

EXACT = [100.0, 140.0, 95.0]
CENSORED = [200.0, 200.0, 60.0]
MEDIAN_0, FACTOR, SPREAD_0, SPREAD_SD = 120.0, 2.0, 0.3, 0.5
COLUMNS, ROWS = 1200, 600


def normal(value, mean, sd):
    return math.exp(-0.5 * ((value - mean) / sd) ** 2) / sd


def upper(z):
    return 0.5 * math.erfc(z / math.sqrt(2.0))


medians = [20.0 * math.exp(math.log(100.0) * i / COLUMNS) for i in range(COLUMNS + 1)]
spreads = [0.03 * math.exp(math.log(100.0) * j / ROWS) for j in range(ROWS + 1)]
by_median = [0.0] * len(medians)
by_spread = [0.0] * len(spreads)
predicted = {}
total = 0.0
weights = []
for j, spread in enumerate(spreads):
    prior = normal(math.log(spread), math.log(SPREAD_0), SPREAD_SD)
    for i, median in enumerate(medians):
        weight = prior * normal(math.log(median), math.log(MEDIAN_0), math.log(FACTOR))
        for value in EXACT:
            weight *= normal(math.log(value), math.log(median), spread)
        for value in CENSORED:
            weight *= upper(math.log(value / median) / spread)
        by_median[i] += weight
        by_spread[j] += weight
        total += weight
        weights.append((weight, math.log(median), spread))


def quantile(values, sums, p):
    below = 0.0
    for i in range(1, len(values)):
        stretch = 0.5 * (sums[i - 1] + sums[i])
        if below + stretch >= p * total:
            share = (p * total - below) / stretch
            return values[i - 1] * (values[i] / values[i - 1]) ** share
        below += stretch
    return values[-1]


def next_quantile(p):
    heavy = [one for one in weights if one[0] > 1e-9 * max(by_spread)]
    mass = sum(one[0] for one in heavy)
    low, high = 3.0, 8.0
    for _ in range(25):
        middle = 0.5 * (low + high)
        below = sum(w * (1.0 - upper((middle - m) / s)) for w, m, s in heavy) / mass
        low, high = (middle, high) if below < p else (low, middle)
    return low


print("median", quantile(medians, by_median, 0.5))
print("low", quantile(medians, by_median, 0.025))
print("high", quantile(medians, by_median, 0.975))
print("log_sd", quantile(spreads, by_spread, 0.5))
print("ln next, 50 %", next_quantile(0.5))
print("ln next, 95 %", next_quantile(0.95))
