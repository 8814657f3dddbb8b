"""The loss of a region: a drill that fails over and back, and a person who does both with one
command each."""
import json
import os
import subprocess
import time

from drill import (FAR, PEOPLE, PRIMARY, ROOT, USER, Observer, check, check_home, check_ledger,
                   drill, probe_lines, steps_of, zero_of)
from lab import until
from store import get, put
from writer import Writer

PROBE = "write@eu-west-1"


def compare_with_observer(observer, run, folder):
    """When users could write again, to one probe period and what either was late."""
    zero = zero_of(folder)
    fault = zero + run["faults"][0]["injected_s"]
    failed, back = observer.first_failure(fault - 1.0), observer.first_lasting_success(fault)
    check("the observer saw the outage begin and end", failed is not None and back is not None)
    probe = next(one for one in run["probes"] if one["name"] == PROBE)
    if failed is None or back is None or probe["first_success_s"] is None:
        return check("firedrill saw it, too", False, probe)
    first = next(line for line in probe_lines(folder, PROBE)
                 if abs(line["answered_s"] - probe["first_success_s"]) < 1e-3)
    late = observer.lateness() + probe["lateness_s"]
    # One that waits while the service comes back may have begun before it or not.
    waited = max(first["answered_s"] - first["intended_s"], back["answered"] - back["asked"])
    apart = abs(zero + first["intended_s"] - back["due"])
    check("both saw users write again in the same probe period",
          apart <= observer.PERIOD + late + waited,
          "%.3f s apart, of %.2f s; %.3f s late, %.3f s waited" % (apart, observer.PERIOD, late,
                                                                   waited))
    begun = abs(zero + probe["first_failure_s"] - failed["due"])
    # An attempt of psql's takes some round trips more than one on an open connection.
    check("both saw the outage begin in the same", begun <= observer.PERIOD + late + 0.5,
          "%.3f s apart" % begun)


def check_objects(lab, run, where):
    """Objects that a store had acknowledged, of which the other region's had not all when the first
    was cut off."""
    objects = next(one for one in run["ledgers"] if one["data"] == "training-datasets")
    check("what became of every object is known", objects["acknowledged"] > 5
          and objects["unverified"] == 0
          and objects["survived"] + objects["lost"] == objects["acknowledged"], objects)
    with open(where + "/events.jsonl", encoding="utf-8") as stream:
        events = [json.loads(line) for line in stream]
    readings = [event["data"] for event in events if event["kind"] == "read_back"
                and event["data"]["data"] == "training-datasets"]
    check("once all is back, none is missing",
          readings and readings[-1]["lost"] == 0 and readings[-1]["survived"] > 5, readings)
    left = lab.s3("us-east-1", "ls", "s3://documents/firedrill-writes-")
    check("no object of the probes is left", left == "", left[:200])


def test_failover_and_failback(lab, folder):
    content = put(lab, "us-east-1", "documents", "kept", 120_011)
    until(lambda: get(lab, "us-west-2", "documents", "kept") == content, 60, "a copy elsewhere")
    with Observer(lab, folder) as observer:
        run, where = drill(lab, "lab-failback", folder)
    outcomes = steps_of(run)
    for step in ("promote_replica", "update_dns_records", "fail_back", "route_clients_back",
                 "rebuild_replicas"):
        check("the conductor has carried out " + step, outcomes.get(step) == "succeeded",
              outcomes.get(step))
    compare_with_observer(observer, run, where)
    ledger = check_ledger(lab, run)
    # Replication is asynchronous: what was acknowledged within the line's delay before the cut.
    check("at most a write was lost", ledger["lost"] <= 1, ledger["lost"])
    check_objects(lab, run, where)
    gone = int(lab.sql(PRIMARY, "select count(*) from firedrill_observer"))
    told = sum(1 for line in observer.lines if line["ok"])
    check("what the observer was told is there, but for that", told - 1 <= gone, (told, gone))
    check("the document is there, in the third region too",
          get(lab, "eu-west-1", "documents", "kept") == content)
    check_home(lab)


def respond(lab, folder, *words):
    return subprocess.Popen(
        [lab.program, "respond", *words, "--lab", lab.name, "--people", PEOPLE, "--out", folder],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def ended(process):
    out, error = process.communicate(timeout=240)
    return process.returncode, out + error[-1500:]


def test_one_command_each(lab, folder):
    """Nobody drills: a region is lost, and who is on duty has two commands."""
    failback = "scenarios/library/lab-failback.json"
    with Writer(lab) as writer:
        until(lambda: len(writer.acknowledged) >= 10, 40, "ten writes")
        response = respond(lab, folder, "scenarios/library/lab-regional-outage.json")
        time.sleep(2)
        check("it waits for an alert", response.poll() is None)
        lab.isolate("us-east-1")
        # What the old primary takes now, cut off and not yet fenced, must not come back.
        lab.sql(PRIMARY, "insert into records (id, value) values ('split', 'brain')")
        begin = time.monotonic()
        status, said = ended(response)
        check("the failover is one command", status == 0, said if status else "%.1f s after the "
              "cut" % (time.monotonic() - begin))
        before = len(writer.acknowledged)
        until(lambda: len(writer.acknowledged) >= before + 5, 60, "users write again")
        check("the second region's database takes the writes",
              lab.sql(FAR, "select pg_is_in_recovery()") == "f")
        name = lab.dig(USER, lab.address["eu-west-1/dns-1"], "db.lab.test")
        check("the name points there", name == lab.address[FAR], name)
        gone = writer.lost(FAR)
        check("what was acknowledged before is there", len(gone) <= 1, gone)
        lab.isolate("us-east-1", "--heal")
        begin = time.monotonic()
        status, said = ended(respond(lab, folder, failback, "--now", "--from",
                                     "resync_old_primary"))
        check("the failback is one command", status == 0,
              said if status else "%.1f s" % (time.monotonic() - begin))
        before = len(writer.acknowledged)
        until(lambda: len(writer.acknowledged) >= before + 5, 60, "users write again")
    gone = writer.lost(PRIMARY)
    check("what was acknowledged before and meanwhile is there", len(gone) <= 1,
          "%d of %d lost" % (len(gone), len(writer.acknowledged)))
    split = lab.sql(PRIMARY, "select count(*) from records where id = 'split'")
    check("what the old primary took alone is gone", split == "0", split)
    check_home(lab)
    check("both left a log", sum("response" in one for one in os.listdir(folder)) == 2)
    lab.act("power-down-nodes", "us-west-2", "gpu-5,gpu-6,gpu-7,gpu-8")
