"""A user of the lab's database who knows nothing of firedrill: asks the resolver with dig, writes
with psql, once a period, and prints a JSON line for each attempt. Runs in a node of the lab.

    python3 observer.py PERIOD_S RESOLVER NAME
"""
import json
import os
import subprocess
import sys
import time

period, resolver, name = float(sys.argv[1]), sys.argv[2], sys.argv[3]
environment = dict(os.environ, PGCONNECT_TIMEOUT="1", PGOPTIONS="-c tcp_user_timeout=1000")


def once():
    answer = subprocess.run(["dig", "+short", "+time=1", "+tries=1", "@" + resolver, name],
                            capture_output=True, text=True).stdout.split()
    if not answer:
        return False
    try:
        done = subprocess.run(
            ["psql", "-XAtq", "-h", answer[-1], "-U", "postgres", "-c",
             "insert into firedrill_observer (at) values (clock_timestamp())"],
            capture_output=True, timeout=1.0, env=environment)
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0


begin = time.monotonic()
number = 0
while True:
    due = begin + number * period
    time.sleep(max(0.0, due - time.monotonic()))
    asked = time.monotonic()
    succeeded = once()
    print(json.dumps({"asked": asked, "answered": time.monotonic(), "ok": succeeded}), flush=True)
    number = max(number + 1, int((time.monotonic() - begin) / period))
