"""A user of the lab's database who knows nothing of firedrill: asks the resolver with dig, writes
with psql, once a period whatever became of the attempts before, and prints a JSON line for each.
Runs in a node of the lab. Times are of the system's clock.

    python3 observer.py PERIOD_S RESOLVER NAME
"""
import json
import os
import subprocess
import sys
import threading
import time

period, resolver, name = float(sys.argv[1]), sys.argv[2], sys.argv[3]
environment = dict(os.environ, PGCONNECT_TIMEOUT="2", PGOPTIONS="-c tcp_user_timeout=1000")
printing = threading.Lock()


def succeeds():
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


def attempt(due):
    asked = time.time()
    is_good = succeeds()
    with printing:
        print(json.dumps({"due": due, "asked": asked, "answered": time.time(), "ok": is_good}),
              flush=True)


due = time.time()
while True:
    time.sleep(max(0.0, due - time.time()))
    threading.Thread(target=attempt, args=(due,), daemon=True).start()
    due += period
