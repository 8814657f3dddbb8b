"""A drill that somebody ends in the middle, and one that its charter does not permit."""
import glob
import json
import subprocess
import time

from drill import FAR, PEOPLE, PRIMARY, ROOT, USER, check, check_home
from lab import until


def begin(lab, scenario, folder, *more):
    return subprocess.Popen(
        [lab.program, "drill", "scenarios/library/%s.json" % scenario, "--target", "lab", "--lab",
         lab.name, "--people", PEOPLE, "--out", folder, "--json", "--lateness", "5", *more],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def reaches(lab, node):
    return "1 received" in lab.run(USER, "ping", "-c", "1", "-W", "1", lab.address[node],
                                   check=False)


def has_begun(folder, kind):
    """Whether an event of that kind stands in the record of the only drill below `folder`."""
    for path in glob.glob(folder + "/*/events.jsonl"):
        with open(path, encoding="utf-8") as stream:
            return any('"kind":"%s"' % kind in line for line in stream)
    return False


def test_stop_in_the_middle(lab, folder):
    folder += "/stopped"
    process = begin(lab, "lab-failback", folder)
    until(lambda: has_begun(folder, "inject") and not reaches(lab, PRIMARY), 120,
          "a region is lost")
    since = time.monotonic()
    done = subprocess.run([lab.program, "stop", "--target", "lab", "--lab", lab.name, "--json"],
                          capture_output=True, text=True, timeout=120)
    took = time.monotonic() - since
    stop = json.loads(done.stdout)
    check("stop ends the running drill", done.returncode == 0
          and [one["outcome"] for one in stop["drills"]] == ["stopped"], done.stdout[-600:])
    check("its faults are healed when it returns", reaches(lab, PRIMARY), "%.1f s" % took)
    output, error = process.communicate(timeout=240)
    run = json.loads(output)
    check("the drill says that it was stopped", process.returncode == 6
          and run["state"] == "aborted" and "firedrill stop" in run["reason"], error[-300:])
    check("nothing was left behind", run["undo"]["residue"] == [], run["undo"])
    until(lambda: lab.sql(FAR, "select pg_is_in_recovery()", check=False) == "t", 60,
          "the second region follows")
    check_home(lab)


def test_charter(lab, folder):
    """One that permits less than the drill needs."""
    path = folder + "/charter.json"
    with open(path, "w", encoding="utf-8") as file:
        json.dump({"format": "firedrill/charter/1", "name": "one-node", "approved_by": "the test",
                   "targets": [FAR], "faults": ["process_kill"],
                   "blast_radius": {"hosts": 1, "regions": 1, "faults": 1}, "deadline": "5 min",
                   "expires": time.strftime("%Y-%m-%dT%H:%M:%SZ",
                                            time.gmtime(time.time() + 3600))}, file)
    process = begin(lab, "lab-failback", folder + "/refused", "--charter", path)
    output, error = process.communicate(timeout=120)
    check("a drill beyond its charter is refused", process.returncode in (3, 6)
          and "FD51" in error + output, (process.returncode, error[-400:]))
    check("and has broken nothing", not has_begun(folder + "/refused", "inject")
          and reaches(lab, PRIMARY))
