"""What the acceptance drills share: checks that are counted, a drill by firedrill, an observer that
is no part of it, and what its run must say of itself."""
import hashlib
import json
import os
import signal
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.normpath(os.path.join(HERE, "..", "..", ".."))
PEOPLE = "scenarios/bindings/lab-people.json"
PRIMARY, NEAR, FAR = "us-east-1/db-1", "us-east-1/db-2", "us-west-2/db-1"
USER = "eu-west-1/user-1"


class Checks:
    def __init__(self):
        self.passed, self.failed = 0, 0

    def __call__(self, what, holds, facts=""):
        word, more = "ok" if holds else "FAILED", "" if facts == "" else ": %s" % (facts,)
        print("%-6s   %s%s" % (word, what, more), flush=True)
        self.passed += 1 if holds else 0
        self.failed += 0 if holds else 1


check = Checks()


class Observer:
    """Writes once a period from a user's node; what it saw, in order of asking, is in `lines`."""
    PERIOD = 0.25  # as the probes in scenarios/bindings/lab.json [s]

    def __init__(self, lab, folder):
        lab.sql(PRIMARY, "create table if not exists firedrill_observer (at timestamptz)")
        with open(os.path.join(HERE, "observer.py"), encoding="utf-8") as source:
            program = source.read()
        self.path = folder + "/observer.jsonl"
        self.command = [lab.program, "lab", "shell", "--name", lab.name, USER, "--", "python3",
                        "-c", program, str(self.PERIOD), lab.address["eu-west-1/resolver-1"],
                        "db.lab.test"]
        self.lines = []

    def __enter__(self):
        self.output = open(self.path, "w", encoding="utf-8")
        self.process = subprocess.Popen(self.command, stdout=self.output, start_new_session=True)
        return self

    def __exit__(self, *_):
        os.killpg(self.process.pid, signal.SIGTERM)  # it and what it has started in the node
        self.process.wait()
        self.output.close()
        with open(self.path, encoding="utf-8") as stream:
            lines = [json.loads(line) for line in stream if line.endswith("\n")]
        self.lines = sorted(lines, key=lambda line: line["due"])

    def first_failure(self, after):
        return next((line for line in self.lines if line["due"] >= after and not line["ok"]), None)

    def first_lasting_success(self, after, seconds=5.0):
        """The first of a streak of successes of that length."""
        start = None
        for line in self.lines:
            if line["due"] <= after:
                continue
            start = (start or line) if line["ok"] else None
            if start and line["due"] - start["due"] >= seconds:
                return start
        return None

    def lateness(self):
        return max(line["asked"] - line["due"] for line in self.lines)


def drill(lab, scenario, folder, *more):
    """A drill's run, its folder and how long it took."""
    begin = time.monotonic()
    done = subprocess.run(
        [lab.program, "drill", "scenarios/library/%s.json" % scenario, "--target", "lab", "--lab",
         lab.name, "--people", PEOPLE, "--out", folder, "--json", "--lateness", "5", "--steady",
         "3", *more], cwd=ROOT, capture_output=True, text=True, timeout=600)
    if not done.stdout.startswith("{"):
        sys.stderr.write(done.stderr[-4000:])
        raise AssertionError("firedrill drill: status %d" % done.returncode)
    run = json.loads(done.stdout)
    where = folder + "/" + run["id"]
    print("         drill %s: %.0f s" % (scenario, time.monotonic() - begin), flush=True)
    for objective in run["objectives"]:
        print("         %s: %s" % (objective["name"], objective["verdict"]), flush=True)
    check("the drill is completed", run["state"] == "completed", run["reason"])
    check("its exit status says what its objectives say",
          (done.returncode == 4) == any(one["verdict"] == "missed" for one in run["objectives"]),
          done.returncode)
    check_chain(where, run)
    check("steady before and afterwards", run["steady_state"]["before"]["held"]
          and run["steady_state"]["after"]["held"], run["steady_state"])
    check("nothing was left behind", run["undo"]["residue"] == [] and
          run["undo"]["entries"] == run["undo"]["reverted"] > 0, run["undo"])
    compared = subprocess.run([lab.program, "compare", where, "--json"], cwd=ROOT,
                              capture_output=True, text=True, timeout=60)
    check("its evidence verifies and can be compared", compared.returncode in (0, 4, 5)
          and compared.stdout.startswith("{"), compared.stderr.strip()[:300])
    return run, where


def check_chain(folder, run):
    before = "0" * 64
    count = seal = injected = None
    with open(folder + "/events.jsonl", "rb") as stream:
        for count, line in enumerate(stream):
            event = json.loads(line)
            if event["before"] != before or event["n"] != count:
                return check("every event follows from the one before", False, count)
            before = hashlib.sha256(line.rstrip(b"\n")).hexdigest()
            seal = count if event["kind"] == "seal" else seal
            injected = count if event["kind"] == "inject" and injected is None else injected
    check("every event follows from the one before", run["chain"]["digest"] == before,
          "%d events" % (count + 1))
    check("the prediction was sealed before the fault",
          seal is not None and injected is not None and seal < injected
          and run["prediction"]["seal"] == seal)
    with open(folder + "/prediction.json", "rb") as stream:
        check("the sealed prediction is the one beside the run",
              hashlib.sha256(stream.read()).hexdigest() == run["prediction"]["digest"])


def zero_of(folder):
    """The run's zero on the system's clock [s]."""
    from datetime import datetime
    with open(folder + "/events.jsonl", encoding="utf-8") as stream:
        event = json.loads(stream.readline())
    moment = datetime.fromisoformat(event["utc"].replace("Z", "+00:00"))
    return moment.timestamp() - event["at_s"]


def probe_lines(folder, name):
    with open("%s/probes/%s.jsonl" % (folder, name), encoding="utf-8") as stream:
        return [json.loads(line) for line in stream]


def steps_of(run):
    """Outcome of the last attempt at each step."""
    outcomes = {}
    for event in run["timeline"]:
        if event.get("step") and event["verb"] not in ("page", "decide", "wait", "await_person"):
            outcomes[event["step"]] = event["outcome"]
    return outcomes


def check_ledger(lab, run):
    """The ledger against the rows that psql counts, on the primary. Writing went on after the
    ledger was read: only those that stand in it count."""
    ledger = run["ledgers"][0]
    rows = int(lab.sql(PRIMARY, "select count(*) from firedrill_writes where writer = (select "
                                "max(writer) from firedrill_writes) and id < %d" %
                                ledger["intents"]))
    check("as many acknowledged writes survive as psql counts, but for those without an answer",
          rows == ledger["survived"] + ledger["unknown_survived"],
          "%d survived, %d rows" % (ledger["survived"], rows))
    check("what was acknowledged either survived or was found to be lost",
          ledger["survived"] + ledger["lost"] == ledger["acknowledged"] > 20,
          "%d acknowledged, %d lost" % (ledger["acknowledged"], ledger["lost"]))
    return ledger


def check_home(lab):
    """Everything is where it was before: by psql, dig and the WAN's own counters."""
    check("the first region's database is the primary, the second's is not",
          lab.sql(PRIMARY, "select pg_is_in_recovery()") == "f"
          and lab.sql(FAR, "select pg_is_in_recovery()") == "t")
    streaming = lab.sql(PRIMARY, "select string_agg(application_name, ' ' order by "
                                 "application_name) from pg_stat_replication where state = "
                                 "'streaming'")
    check("both replicas follow it", streaming == "us_east_1_db_2 us_west_2_db_1", streaming)
    for name, node in (("db", PRIMARY), ("app", "us-east-1/app-1")):
        found = lab.dig(USER, lab.address["eu-west-1/dns-1"], name + ".lab.test")
        check("the name %s points home" % name, found == lab.address[node], found)
    links = json.loads(lab.firedrill("wan", "--json").stdout)["links"]
    check("no direction of the WAN is cut", all(link["is_up"] for link in links))
    right = lab.sql(PRIMARY, "select count(*) from firedrill_facts where value = md5(id::text)")
    check("a thousand rows are right", right == "1000", right)
