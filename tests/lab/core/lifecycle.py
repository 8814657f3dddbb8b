"""How a lab is mended, refused and ended, and that two do not know of each other."""
import json
import os
import signal
import subprocess
import tempfile
import time

from lab import Lab, until
from network import EAST, WEST, change, link, ping


def node(lab, name):
    return next(one for one in lab.status()["nodes"] if one["name"] == name)


def is_ready(lab):
    return lab.status().get("is_ready", False)


def members(lab, suffix):
    """Host numbers of the processes in a control group of the lab."""
    for top in ("/sys/fs/cgroup/unified", "/sys/fs/cgroup"):
        path = f"{top}/firedrill-{lab.name}/{suffix}/cgroup.procs"
        if os.path.exists(path):
            return [int(line) for line in open(path, encoding="utf-8")]
    raise AssertionError("no control group " + suffix)


def named(pids, name):
    return [pid for pid in pids if open(f"/proc/{pid}/comm").read().strip() == name]


def router(lab):
    """The host's number of the WAN router's process."""
    for entry in os.listdir("/proc"):
        try:
            if entry.isdigit() and open(f"/proc/{entry}/comm").read().strip() == "lab-wan" \
                    and f"firedrill-{lab.name}/" in open(f"/proc/{entry}/cgroup").read():
                return int(entry)
        except OSError:
            pass
    raise AssertionError("no router runs")


def test_up_again_changes_nothing(lab):
    before = {one["name"]: one["starts"] for one in lab.status()["nodes"]}
    lab.up(lab.plan)
    assert {one["name"]: one["starts"] for one in lab.status()["nodes"]} == before


def test_a_service_that_dies_is_started_again(lab):
    sshd = next(pid for pid in named(members(lab, "us-east-1.db-1"), "sshd"))
    os.kill(sshd, signal.SIGKILL)
    took = until(lambda: node(lab, EAST)["services"][0]["restarts"] > 0 and is_ready(lab), 10,
                 "sshd is there again")
    return f"{took:.1f} s"


def test_a_node_that_dies_takes_all_with_it_and_comes_back_with_up(lab):
    lab.run(EAST, "sh", "-c", "setsid sleep 976.5 >/dev/null 2>&1 &")
    first = named(members(lab, "us-east-1.db-1"), "lab-node")[0]
    os.kill(first, signal.SIGKILL)
    until(lambda: not node(lab, EAST)["is_up"], 5, "the node is down")
    assert members(lab, "us-east-1.db-1") == []
    assert lab.firedrill("shell", EAST, "--", "true", check=False).returncode != 0
    begin = time.monotonic()
    lab.up(lab.plan)
    took = time.monotonic() - begin
    assert ping(lab, EAST, lab.address[WEST], 5)[2] == 5
    return f"back, and reachable, after {took:.1f} s"


def test_a_gateway_that_dies_is_wired_again_by_itself(lab):
    os.kill(named(members(lab, "us-west-2.gateway"), "lab-node")[0], signal.SIGKILL)
    time.sleep(0.5)
    until(lambda: is_ready(lab) and ping(lab, EAST, lab.address[WEST], 3)[2] == 3, 20,
          "the region is reached again")
    assert ping(lab, WEST, lab.address["us-west-2/app-1"], 5)[2] == 5


def test_a_router_that_dies_cuts_the_wan_and_the_next_goes_on_as_it_was_set(lab):
    change(lab, "us-east-1", "us-west-2", "--delay", "50 ms")
    change(lab, "us-east-1", "eu-west-1", "--cut")
    starts = lab.status()["wan"]["starts"]
    os.kill(router(lab), signal.SIGKILL)
    until(lambda: lab.status()["wan"]["starts"] == starts + 1, 5, "another router runs")
    until(lambda: ping(lab, EAST, lab.address[WEST], 3)[2] == 3, 10, "the WAN carries again")
    least = ping(lab, EAST, lab.address[WEST], 10)[0]
    assert 81 <= least < 83, f"{least} ms, not the 81 that were set"
    assert not link(lab, "us-east-1", "eu-west-1")["is_up"]
    change(lab, "us-east-1", "us-west-2", "--delay", "31 ms")
    change(lab, "us-east-1", "eu-west-1", "--heal")
    assert "the WAN is cut: its router has ended" in \
        lab.firedrill("logs", "supervisor", "--lines", "1000").stdout


def test_two_labs_stand_side_by_side(lab):
    other = Lab(lab.program, "coretest-2")
    try:
        other.up(lab.plan, "--only", "sshd")
        assert other.address == lab.address  # in networks of their own
        lab.run(EAST, "sh", "-c", "echo of-the-first >/tmp/mark")
        assert "of-the-first" not in other.run(EAST, "sh", "-c", "cat /tmp/mark", check=False)
        change(other, "us-east-1", "us-west-2", "--cut")
        assert ping(other, EAST, other.address[WEST], 3)[2] == 0
        assert ping(lab, EAST, lab.address[WEST], 3)[2] == 3
    finally:
        other.down()
    assert is_ready(lab)


def test_ssh_reaches_a_node_through_all_cuts(lab):
    lab.isolate("us-east-1")
    try:
        inventory = json.loads(lab.firedrill("inventory").stdout)
        host = next(one for one in inventory["hosts"] if one["name"] == EAST)
        ssh = host["reach"]["ssh"]
        done = subprocess.run(
            ["ssh", "-F", "none", "-i", ssh["identity"], "-o", "BatchMode=yes",
             "-o", "UserKnownHostsFile=" + ssh["known_hosts"],
             "-o", "HostKeyAlias=" + ssh["host_key_alias"], "-o", "ProxyUseFdpass=yes",
             "-o", "ProxyCommand=" + " ".join(ssh["proxy"]),
             "root@" + ssh["address"], "hostname"],
            capture_output=True, text=True, timeout=20)
        assert done.stdout == "db-1\n", done.stderr
    finally:
        lab.isolate("us-east-1", "--heal")


def test_a_fault_over_ssh_is_there_and_goes(lab):
    """By the lab's inventory as a file, with a charter: as on anybody's hosts."""
    with tempfile.TemporaryDirectory() as folder:
        def write(name, value):
            with open(f"{folder}/{name}", "w", encoding="utf-8") as file:
                json.dump(value, file)
            return f"{folder}/{name}"

        hosts = write("hosts.json", json.loads(lab.firedrill("inventory").stdout))
        charter = write("charter.json", {
            "format": "firedrill/charter/1", "name": "apart", "approved_by": "the test",
            "targets": [EAST, WEST], "faults": ["partition"],
            "blast_radius": {"hosts": 2, "regions": 2, "faults": 1}, "deadline": "60 s",
            "expires": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + 3600))})
        experiment = write("experiment.json", {
            "format": "firedrill/experiment/1", "name": "apart", "title": "Apart", "faults": [
                {"name": "apart", "at": "0 s", "length": "5 s",
                 "partition": {"hosts": [EAST], "peers": [WEST], "direction": "both"}}]})
        process = subprocess.Popen([lab.program, "inject", experiment, "--target", hosts,
                                    "--charter", charter], stderr=subprocess.PIPE, text=True)
        took = until(lambda: process.poll() is not None or
                     ping(lab, EAST, lab.address[WEST], 1)[2] == 0, 20, "they are apart")
        error = process.communicate(timeout=60)[1]
        assert process.returncode == 0, error
        assert ping(lab, EAST, lab.address[WEST], 3)[2] == 3
        return f"apart after {took:.1f} s"


def test_what_cannot_be_is_refused_with_a_clear_word(lab):
    def refused(*words):
        done = subprocess.run([lab.program, "lab", *words], capture_output=True, text=True)
        return done.returncode, done.stderr

    status, text = refused("up", "--name", "No Such Name", lab.plan)
    assert status == 2 and "cannot name a lab" in text, text
    status, text = refused("shell", "--name", lab.name, "us-east-1/db-11", "--", "true")
    assert status == 1 and 'did you mean "us-east-1/db-1"?' in text, text
    status, text = refused("status", "--name", "coretest-9")
    assert status == 4 and "there is no lab coretest-9" in text, text
    gaudi = os.path.join(os.path.dirname(lab.plan), "gaudi3-scale.json")
    status, text = refused("up", "--name", lab.name, gaudi)
    assert status == 2 and "runs another plan" in text, text
    nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
    done = subprocess.run([*nobody, lab.program, "lab", "up", "--name", "coretest-9", lab.plan],
                          capture_output=True, text=True, cwd="/")
    assert done.returncode == 1 and "runs as another user" in done.stderr, done.stderr


def test_a_supervisor_that_dies_leaves_no_process_and_up_begins_anew(lab):
    supervisor = json.load(open(lab.root + "/lab.json", encoding="utf-8"))["supervisor"]["pid"]
    os.kill(supervisor, signal.SIGKILL)
    until(lambda: members(lab, "us-east-1.db-1") == [] and members(lab, "supervisor") == [], 5,
          "all processes have gone with it")
    assert lab.firedrill("status", check=False).returncode == 4
    lab.up(lab.plan, "--only", "sshd")
    assert is_ready(lab)
