#!/usr/bin/python3
"""All Swift daemons of one region from one interpreter: imported once, forked for each.

As programs of their own they take three times the memory, and ten times as long to start.
Builds the rings where they are missing (the same in every region: the seed is fixed), starts a
daemon again when it ends, and ends them all with itself, however it ends. SIGHUP makes the proxies
read their configuration anew.

    swift_daemons.py daemons.json
"""
import ctypes
import gc
import json
import os
import pwd
import signal
import sys
import time
import traceback

from swift.common import utils

CONFIG = json.load(open(sys.argv[1], encoding="utf-8"))
FOLDER = CONFIG["folder"]
utils.SWIFT_CONF_FILE = os.path.join(FOLDER, "swift.conf")  # before others read it

# What the daemons' pipelines load; imported here, their pages are shared.
import swift.account.replicator  # noqa: E402
import swift.account.server  # noqa: E402, F401
import swift.common.middleware.bulk  # noqa: E402, F401
import swift.common.middleware.catch_errors  # noqa: E402, F401
import swift.common.middleware.dlo  # noqa: E402, F401
import swift.common.middleware.gatekeeper  # noqa: E402, F401
import swift.common.middleware.healthcheck  # noqa: E402, F401
import swift.common.middleware.listing_formats  # noqa: E402, F401
import swift.common.middleware.memcache  # noqa: E402, F401
import swift.common.middleware.recon  # noqa: E402, F401
import swift.common.middleware.s3api.s3api  # noqa: E402, F401
import swift.common.middleware.slo  # noqa: E402, F401
import swift.common.middleware.tempauth  # noqa: E402, F401
import swift.container.replicator  # noqa: E402
import swift.container.server  # noqa: E402, F401
import swift.obj.auditor  # noqa: E402
import swift.obj.replicator  # noqa: E402
import swift.obj.server  # noqa: E402
import swift.obj.updater  # noqa: E402
import swift.proxy.server  # noqa: E402, F401
from swift.common import daemon, wsgi  # noqa: E402
from swift.common.ring import RingBuilder  # noqa: E402

PART_POWER, REPLICAS = 6, 3
PR_SET_PDEATHSIG, PR_SET_NAME = 1, 15
LIBC = ctypes.CDLL(None, use_errno=True)


def build_rings():
    for ring in CONFIG["rings"]:
        path = os.path.join(FOLDER, ring["name"] + ".ring.gz")
        if os.path.exists(path):
            continue
        builder = RingBuilder(PART_POWER, REPLICAS, 0)
        for store in ring["stores"]:
            for disk in range(1, CONFIG["disks"] + 1):
                builder.add_dev({
                    "region": store["region"], "zone": disk, "device": "d%d" % disk,
                    "ip": store["address"], "port": ring["port"], "weight": 100.0, "meta": "",
                    "replication_ip": store["address"], "replication_port": ring["port"]})
        builder.rebalance(seed=1)
        builder.get_ring().save(path + ".new")
        os.rename(path + ".new", path)


def config(name):
    return os.path.join(FOLDER, name + ".conf")


def server(file, app):
    extra = {}
    if app == "object-server":
        extra["global_conf_callback"] = swift.obj.server.global_conf_callback
    return lambda: sys.exit(wsgi.run_wsgi(config(file), app, verbose=True, **extra))


def worker(kind, file):
    return lambda: daemon.run_daemon(kind, config(file), verbose=True)


DAEMONS = {
    "object-server": server("object-server", "object-server"),
    "container-server": server("container-server", "container-server"),
    "account-server": server("account-server", "account-server"),
    "proxy-server": server("proxy-server", "proxy-server"),
    "proxy-tls": server("proxy-tls", "proxy-server"),
    "object-replicator": worker(swift.obj.replicator.ObjectReplicator, "object-server"),
    "object-updater": worker(swift.obj.updater.ObjectUpdater, "object-server"),
    "object-auditor": worker(swift.obj.auditor.ObjectAuditor, "object-server"),
    "container-replicator":
        worker(swift.container.replicator.ContainerReplicator, "container-server"),
    "account-replicator": worker(swift.account.replicator.AccountReplicator, "account-server"),
}


def become(name, parent):
    """A process of its own: session (Swift signals its whole group), user, log, and end."""
    os.setsid()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    user = pwd.getpwnam(CONFIG["user"])
    os.setgroups([])
    os.setgid(user.pw_gid)
    os.setuid(user.pw_uid)
    os.environ["HOME"] = FOLDER
    LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)  # lost by a change of user: after it
    if os.getppid() != parent:
        os._exit(1)
    LIBC.prctl(PR_SET_NAME, name[:15].encode(), 0, 0, 0)
    log = os.open(os.path.join(FOLDER, "log", name + ".log"),
                  os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    os.dup2(log, 1)
    os.dup2(log, 2)
    sys.argv = ["swift-" + name]


def start(name):
    parent = os.getpid()
    pid = os.fork()
    if pid != 0:
        return pid
    try:
        become(name, parent)
        DAEMONS[name]()
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(1)


def main():
    build_rings()
    gc.collect()
    gc.freeze()
    children = {}

    def end(*_):
        for pid in children:
            try:
                os.killpg(pid, signal.SIGKILL)  # with what it has started itself
            except ProcessLookupError:
                pass
        os._exit(0)

    def renew_proxies(*_):
        for pid, name in children.items():
            if name.startswith("proxy"):
                os.kill(pid, signal.SIGKILL)

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    signal.signal(signal.SIGHUP, renew_proxies)
    with open(os.path.join(FOLDER, "run", "launcher.pid"), "w", encoding="ascii") as file:
        file.write("%d\n" % os.getpid())
    for name in DAEMONS:
        children[start(name)] = name
    print("started", len(children), "daemons", flush=True)
    while True:
        pid, status = os.wait()
        name = children.pop(pid, None)
        if name is not None:
            print(name, "ended with", os.waitstatus_to_exitcode(status), flush=True)
            time.sleep(0.5)
            children[start(name)] = name


if __name__ == "__main__":
    main()
