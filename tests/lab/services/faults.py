"""Every kind of fault on a lab, by `firedrill inject` and nothing but the scripts it runs in the
nodes: while each lasts, a tool that is no part of firedrill measures that it is there, and how
strong it is; afterwards the nodes are as they were."""
import json
import os
import re
import subprocess
import tempfile
import threading
import time

from lab import until

EAST, WEST, NORTH = "us-east-1", "us-west-2", "eu-west-1"
ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "..")
EXPERIMENT = os.path.join(ROOT, "scenarios/experiments/lab-faults.json")


def main_process(lab, node, *words):
    """The number of the oldest process in `node` with all these among its arguments, or ""."""
    return lab.run(node, "sh", "-c", "for one in /proc/[0-9]*; do line=$(tr '\\0' '\\n' "
                   "<$one/cmdline 2>/dev/null); for word in " + " ".join(words) + "; do echo "
                   "\"$line\" | grep -qxF -e \"$word\" || continue 2; done; echo ${one#/proc/}; "
                   "done | sort -n | head -n 1")


def round_trip(lab, node, address):
    """The median of 10, in milliseconds."""
    lines = lab.run(node, "ping", "-c", "10", "-i", "0.05", "-W", "2", address, check=False)
    times = sorted(float(one) for one in re.findall(r"time=([\d.]+) ms", lines))
    return times[len(times) // 2] if times else None


def answers(lab, node, address):
    return round_trip(lab, node, address) is not None


def page_of(lab):
    path = lab.sql(EAST + "/db-1", "select current_setting('data_directory') || '/' || "
                   "pg_relation_filepath('firedrill_rot')")
    with open(path, "rb") as file:
        return file.read(8192)


def killed(lab, before):
    now = main_process(lab, EAST + "/app-1", "lab-program", "application")
    assert now != before["application"], now
    return "process %s is %s" % (before["application"], now or "gone")


def paused(lab, _):
    process = main_process(lab, WEST + "/app-1", "lab-program", "application")
    state = lab.run(WEST + "/app-1", "sed", "-n", "s/^State:.//p", "/proc/%s/status" % process)
    assert state.startswith("T"), state
    status, _ = lab.curl("eu-west-1/user-1", "http://%s:8080/health" % lab.address[WEST + "/app-1"])
    assert status == 0, status
    return "state " + state


def crashing(lab, _):
    seen = set()
    for _ in range(40):
        seen.add(main_process(lab, NORTH + "/ops-1", "lab-program", "sink"))
        time.sleep(0.1)
    assert len(seen - {""}) >= 2, seen
    return "%d processes seen in turn" % len(seen - {""})


def is_up(lab, name):
    return next(one["is_up"] for one in lab.status()["nodes"] if one["name"] == name)


def lost(lab, _):
    assert not is_up(lab, EAST + "/gpu-8")


def rebooted(lab, _):
    assert not is_up(lab, EAST + "/gpu-7")
    took = until(lambda: is_up(lab, EAST + "/gpu-7"), 15, "the node is on again")
    assert took > 2.5, took
    return "on again %.1f s later" % took


def apart(lab, _):
    assert not answers(lab, EAST + "/gpu-1", lab.address[EAST + "/gpu-2"])
    assert not answers(lab, EAST + "/gpu-2", lab.address[EAST + "/gpu-1"])
    assert answers(lab, EAST + "/gpu-1", lab.address[EAST + "/db-1"])


def slow(lab, before):
    more = round_trip(lab, EAST + "/db-1", lab.address[NORTH + "/user-1"]) - before["trip"]
    assert 135 <= more <= 165, more
    return "a round trip takes %.1f ms longer, 150 asked for" % more


def losing(lab, _):
    done = lab.run(EAST + "/gpu-3", "ping", "-q", "-c", "6000", "-i", "0.001",
                   lab.address[EAST + "/db-1"], check=False)
    share = float(re.search(r"([\d.]+)% packet loss", done).group(1))
    assert 18 <= share <= 22, share
    return "%.1f %% of 6000 packets lost, 20 asked for" % share


def flapping(lab, _):
    seen = []
    for _ in range(80):
        flags = lab.run(EAST + "/gpu-4", "ip", "-o", "link", "show", "dev", "eth0")
        seen.append("state UP" in flags)
        time.sleep(0.1)
    assert 0.3 <= sum(seen) / len(seen) <= 0.7, seen
    changes = sum(one != other for one, other in zip(seen, seen[1:]))
    assert changes >= 3, changes
    return "up %.0f %% of the time, %d changes" % (100 * sum(seen) / len(seen), changes)


def silent(lab, _):
    text = lab.dig(EAST + "/gpu-5", lab.address[EAST + "/resolver-1"], "app.lab.test")
    assert not re.search(r"^10\.", text, re.MULTILINE), text
    assert answers(lab, EAST + "/gpu-5", lab.address[EAST + "/resolver-1"])


def misled(lab, _):
    text = lab.run(EAST + "/gpu-6", "getent", "ahostsv4", "app.lab.test")
    assert text.startswith("10.77.9.9 "), text


def full(lab, _):
    text = lab.run(NORTH + "/user-1", "sh", "-c",
                   "dd if=/dev/zero of=/run/probe bs=4096 count=1 2>&1; rm -f /run/probe",
                   check=False)
    assert "No space left" in text, text


def slow_to_sync(lab, _):
    """How long its flush lags behind the primary's, as the primary itself sees it."""
    def lag():
        lab.sql(EAST + "/db-1", "update firedrill_rot_beat set beat = beat + 1")
        return float(lab.sql(EAST + "/db-1", "select coalesce(extract(epoch from flush_lag), 0) "
                             "from pg_stat_replication where application_name = 'us_east_1_db_2'")
                     or 0)
    until(lambda: lag() >= 0.3, 10, "each flush takes 300 ms")
    return "flush lag %.3f s" % lag()


def rotten(lab, before):
    bits = sum(bin(one ^ other).count("1") for one, other in zip(before["page"], page_of(lab)))
    assert bits == 1, bits


def stalled(lab, _):
    lab.sql(EAST + "/db-1", "insert into firedrill_rot_mark values ('while stalled')")
    time.sleep(2)
    assert lab.sql(WEST + "/db-1", "select count(*) from firedrill_rot_mark") == "0"
    received = lab.sql(WEST + "/db-1", "select pg_last_wal_receive_lsn() > "
                       "pg_last_wal_replay_lsn()")
    assert received == "t", received


def slot_gone(lab, _):
    assert lab.sql(EAST + "/db-1", "select count(*) from pg_replication_slots "
                   "where slot_name = 'us_east_1_db_2'") == "0"


def busy(lab, _):
    def ticks():
        return int(lab.run(EAST + "/gpu-2", "sh", "-c", "for one in /proc/[0-9]*; do grep -qsF "
                           "'while :; do :; done' $one/cmdline && cat $one/stat; done | "
                           "awk '{ sum += $14 + $15 } END { print sum + 0 }'"))
    first, begin = ticks(), time.monotonic()
    time.sleep(3)
    share = (ticks() - first) / 100 / (time.monotonic() - begin)
    assert share > 0.05, share  # of one processor; the machine may have other work
    return "%.2f of a processor" % share


def memory(lab, _):
    held = int(lab.run(EAST + "/gpu-2", "ps", "-C", "tail", "-o", "rss=").split()[0]) * 1024
    assert 90e6 <= held <= 140e6, held
    return "%.0f MB held, 100 asked for" % (held / 1e6)


def connected(lab, before):
    now = sessions(lab)
    assert 18 <= now - before["sessions"] <= 24, (before["sessions"], now)
    return "%d more sessions" % (now - before["sessions"])


def sessions(lab):
    return int(lab.sql(EAST + "/db-1", "select count(*) from pg_stat_activity where "
                       "backend_type = 'client backend' and usename = 'postgres'"))


def revoked(lab, _):
    text = lab.run(EAST + "/app-1", "env", "PGPASSWORD=" + lab.secret("database_password"), "psql",
                   "-h", lab.address[EAST + "/db-1"], "-U", "app", "-d", "postgres", "-qAtc",
                   "select 1", check=False)
    assert text != "1", text


def unobserved(lab, _):
    address = lab.address[WEST + "/monitor-1"]
    for port in (9090, 9093):
        status, _ = lab.curl(WEST + "/monitor-1", "http://%s:%d/-/healthy" % (address, port))
        assert status == 0, (port, status)


def expired(lab, _):
    def is_expired():
        text = lab.run(NORTH + "/user-1", "sh", "-c", "echo | openssl s_client -connect %s:8443 "
                       "2>/dev/null | openssl x509 -noout -checkend 0" %
                       lab.address[NORTH + "/store-1"], check=False)
        return "will expire" in text
    return "shown %.1f s after the change" % until(is_expired, 20, "the store shows it")


def failing_to_sync(lab, _):
    def is_down():
        lab.sql(EAST + "/db-1", "update firedrill_rot_beat set beat = beat + 1")
        return lab.sql(EAST + "/db-2", "select 1", check=False) != "1"
    return "down %.1f s later" % until(is_down, 12, "a database that cannot sync ends itself")


def cut_off(lab, _):
    for name in ("db-1", "app-1", "store-1"):
        assert not answers(lab, NORTH + "/user-1", lab.address[WEST + "/" + name]), name


CHECKS = {"application-killed": killed, "application-paused": paused, "sink-crashing": crashing,
          "worker-lost": lost, "worker-rebooted": rebooted, "workers-apart": apart,
          "path-slow": slow, "packets-lost": losing, "link-flapping": flapping,
          "names-silent": silent, "names-wrong": misled, "disk-full": full,
          "syncs-slow": slow_to_sync, "page-rotten": rotten, "replay-stalled": stalled,
          "slot-lost": slot_gone, "processors-taken": busy, "memory-taken": memory,
          "connections-taken": connected, "password-revoked": revoked, "observer-lost": unobserved,
          "certificate-expired": expired, "syncs-failing": failing_to_sync, "region-lost": cut_off}


def state(lab):
    """What faults change in nodes, by the kernel's own tools."""
    script = ("nft list ruleset 2>/dev/null; tc qdisc show dev eth0 2>/dev/null; ip -o addr show "
              "dev eth0 | sed '/ scope link /d; s/ valid_lft.*//'; ip route; "
              "cat /etc/hosts; ls -A /run /dev/shm | "
              "grep -v PostgreSQL; grep -lsz '^FIREDRILL_FAULT=' /proc/[0-9]*/environ; "
              "grep -hs '^TracerPid:.[1-9]' /proc/[0-9]*/status")
    return {name: lab.run(name, "sh", "-c", script, check=False) for name in sorted(lab.address)
            if is_up(lab, name)}


def settle(lab, before):
    """Waits until the nodes are as they were; says what is not, where they do not come to be so."""
    for _ in range(15):
        now = state(lab)
        if now == before:
            return
        time.sleep(2)
    changed = {name: sorted(set(before.get(name, "").split("\n")) ^
                            set(now.get(name, "").split("\n")))
               for name in set(before) | set(now) if before.get(name) != now.get(name)}
    raise AssertionError("not as they were: %s" % changed)


def watch(lab, name, before, found):
    try:
        found[name] = (True, CHECKS[name](lab, before) or "")
    except Exception as error:  # of any kind: it is told with the others
        found[name] = (False, "%s: %s" % (type(error).__name__, error))


def run_experiment(lab, before):
    """firedrill's exit status and answer, and what was seen of each fault while it lasted."""
    found, watchers, lines = {}, [], []
    output = tempfile.TemporaryFile("w+", encoding="utf-8")
    process = subprocess.Popen([lab.program, "inject", EXPERIMENT, "--lab", lab.name, "--json"],
                               stdout=output, stderr=subprocess.PIPE, text=True)
    for line in process.stderr:
        lines.append(line.rstrip())
        begun = re.match(r"firedrill: [\d.]+ s: (\S+)$", line.rstrip())
        if begun:
            # A line comes before the fault does.
            watchers.append(threading.Timer(1.5, watch, (lab, begun.group(1), before, found)))
            watchers[-1].start()
    status = process.wait()
    for one in watchers:
        one.join()
    output.seek(0)
    return status, output.read(), found, lines


def test_every_fault_is_there_as_it_was_asked_for_and_goes_without_a_trace(lab):
    primary = EAST + "/db-1"
    lab.sql(primary, "create table firedrill_rot as select id, md5(id::text) as value from "
            "generate_series(1, 1000) as id")
    lab.sql(primary, "create table firedrill_rot_mark (mark text)")
    lab.sql(primary, "create table firedrill_rot_beat as select 0 as beat")
    lab.sql(primary, "checkpoint")
    try:
        before = {"application": main_process(lab, EAST + "/app-1", "lab-program", "application"),
                  "trip": round_trip(lab, primary, lab.address[NORTH + "/user-1"]),
                  "page": page_of(lab), "sessions": sessions(lab)}
        nodes = state(lab)
        begin = time.monotonic()
        status, answer, found, lines = run_experiment(lab, before)
        took = time.monotonic() - begin
        assert status == 0, (status, lines[-8:])
        faults = json.loads(answer)["faults"]
        wrong = {one["name"]: one["problem"] for one in faults if one["problem"]}
        assert len(faults) == len(CHECKS) and not wrong, wrong
        bad = {name: what for name, (is_good, what) in found.items() if not is_good}
        assert set(found) == set(CHECKS) and not bad, bad
        assert page_of(lab) == before["page"]
        until(lambda: lab.status()["is_ready"], 60, "all services are ready again")
        settle(lab, nodes)
        until(lambda: lab.sql(WEST + "/db-1", "select count(*) from firedrill_rot_mark") == "1", 20,
              "what was written meanwhile has come across")
        until(lambda: lab.sql(primary, "select count(*) from pg_stat_replication where "
                              "state = 'streaming'") == "2", 30, "both standbys follow")
    finally:
        lab.sql(primary, "drop table if exists firedrill_rot, firedrill_rot_mark, "
                "firedrill_rot_beat", check=False)
    facts = ["%s: %s" % (name, what) for name, (_, what) in sorted(found.items()) if what]
    return ("%.0f s for %d faults\n" % (took, len(found)) +
            "\n".join(" " * 17 + one for one in facts))


def test_a_wrong_clock_is_refused_where_nothing_can_move_it(lab):
    name = "/tmp/firedrill-clock-%d.json" % os.getpid()
    with open(name, "w", encoding="utf-8") as file:
        skew = {"host": EAST + "/db-1", "service": "postgres", "offset": "300 s"}
        json.dump({"format": "firedrill/experiment/1", "name": "clock", "title": "Clock",
                   "faults": [{"name": "late", "at": "0 s", "length": "1 s", "clock_skew": skew}]},
                  file)
    try:
        done = subprocess.run([lab.program, "inject", name, "--lab", lab.name],
                              capture_output=True, text=True, timeout=30)
        assert done.returncode == 3 and "clock_file" in done.stderr, (done.returncode, done.stderr)
    finally:
        os.remove(name)
