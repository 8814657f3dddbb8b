"""The whole of it, by hand: the first region is cut off, the second takes over, users find it and
nothing they were told is lost; the first comes back as a replica, and takes over again."""
import threading
import time

from lab import until
from monitoring import confirmed

OLD, NEAR, NEW = "us-east-1/db-1", "us-east-1/db-2", "us-west-2/db-1"
USER = "eu-west-1/user-1"


class Writer:
    """A user who writes a record every 0.2 s, looking the name up each time, and remembers which
    were acknowledged."""

    def __init__(self, lab):
        self.lab, self.acknowledged, self.failed, self.times = lab, [], [], []
        self.stopping = False
        self.thread = threading.Thread(target=self.work)

    def work(self):
        number = 0
        resolver = self.lab.address["eu-west-1/resolver-1"]
        script = ('a=$(dig +short +time=1 +tries=1 @%s app.lab.test | tail -1); '
                  'curl -s -m 2 -o /dev/null -w "%%{http_code}" -X PUT --data x '
                  'http://$a:8080/records/user-$0') % resolver
        while not self.stopping:
            number += 1
            status = self.lab.run(USER, "sh", "-c", script, str(number), check=False)
            if status == "201":
                self.acknowledged.append(number)
                self.times.append(time.monotonic())
            else:
                self.failed.append(number)
            time.sleep(0.2)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.stopping = True
        self.thread.join()

    def outage(self, since):
        """From `since` to the first write acknowledged after the last gap of over 1.5 s began."""
        after = [moment for moment in self.times if moment > since]
        previous, back = since, None
        for moment in after:
            if moment - previous > 1.5 or previous == since:
                back = moment
            previous = moment
        return back - since


def lost(lab, node, numbers):
    there = set(lab.sql(node, "select id from records where id like 'user-%'").split())
    return [number for number in numbers if "user-%d" % number not in there]


def test_failover(lab):
    with Writer(lab) as writer:
        until(lambda: len(writer.acknowledged) >= 10, 30, "ten writes")
        cut = time.monotonic()
        lab.isolate("us-east-1")
        until(lambda: confirmed(lab, alert="RegionDown", region="us-east-1"), 30, "confirmed")
        detected = time.monotonic() - cut
        lab.act("promote-database", NEW)
        promoted = time.monotonic() - cut
        lab.act("point-name", "eu-west-1/ops-1", "app", lab.address["us-west-2/app-1"])
        lab.act("point-name", "eu-west-1/ops-1", "db", lab.address[NEW])
        named = time.monotonic() - cut
        before = len(writer.acknowledged)
        until(lambda: len(writer.acknowledged) >= before + 10, 60, "users write again")
        outage = writer.outage(cut)
    assert lab.sql(NEW, "select pg_is_in_recovery()") == "f"
    gone = lost(lab, NEW, writer.acknowledged)
    # Replication is asynchronous: what was acknowledged in the link's delay before the cut may be
    # lost, a write at most.
    assert len(gone) <= 1, gone
    return ("detected %.1f s, promoted %.1f s, name changed %.1f s, users write after %.1f s; "
            "%d of %d acknowledged writes lost" % (detected, promoted, named, outage, len(gone),
                                                   len(writer.acknowledged)))


def test_the_old_region_comes_back_as_replica(lab):
    """Fenced first: its database is stopped before the cut heals, so that it serves nobody."""
    lab.sql(OLD, "insert into records (id, value) values ('split', 'brain')")
    for node in (OLD, NEAR):
        lab.service(node + "/postgres", "stop")
        lab.wait_for_stage(node + "/postgres", "stopped", 30)
    lab.isolate("us-east-1", "--heal")
    begin = time.monotonic()
    lab.act("rewind-database", OLD, NEW)
    lab.service(OLD + "/postgres", "start")
    lab.wait_for_stage(OLD + "/postgres", "ready", 60)
    rewound = time.monotonic() - begin
    lab.act("rebuild-database", NEAR, NEW)
    lab.service(NEAR + "/postgres", "start")
    lab.wait_for_stage(NEAR + "/postgres", "ready", 60)
    streaming = lab.sql(NEW, "select count(*) from pg_stat_replication where state = 'streaming'")
    assert streaming == "2", streaming
    assert lab.sql(OLD, "select pg_is_in_recovery()") == "t"
    assert lab.sql(OLD, "select count(*) from records where id = 'split'") == "0", "divergent row"
    return "rewound and streaming after %.1f s" % rewound


def test_failback(lab):
    """In order, so nothing may be lost: writes are stopped before the old primary takes over."""
    with Writer(lab) as writer:
        until(lambda: len(writer.acknowledged) >= 5, 40, "five writes")
        begin = time.monotonic()
        lab.service("us-west-2/app-1/application", "stop")
        until(lambda: lab.sql(NEW, "select replay_lsn = pg_current_wal_lsn() from "
                              "pg_stat_replication where application_name = 'us_east_1_db_1'")
              == "t", 30, "the old primary has all of it")
        lab.service(NEW + "/postgres", "stop")
        lab.wait_for_stage(NEW + "/postgres", "stopped", 30)
        lab.act("promote-database", OLD)
        lab.act("point-name", "eu-west-1/ops-1", "app", lab.address["us-east-1/app-1"])
        lab.act("point-name", "eu-west-1/ops-1", "db", lab.address[OLD])
        before = len(writer.acknowledged)
        until(lambda: len(writer.acknowledged) >= before + 5, 60, "users write again")
        outage = writer.outage(begin)
    gone = lost(lab, OLD, writer.acknowledged)
    assert not gone, gone
    lab.act("rewind-database", NEW, OLD)
    lab.service(NEW + "/postgres", "start")
    lab.wait_for_stage(NEW + "/postgres", "ready", 60)
    lab.service("us-west-2/app-1/application", "start")
    lab.wait_for_stage("us-west-2/app-1/application", "ready", 30)
    return "users write again after %.1f s; %d of %d lost" % (outage, len(gone),
                                                              len(writer.acknowledged))


def test_the_cold_region_comes_up_from_backups(lab):
    """Nothing of it ran: its database is restored from the archive, its application started."""
    lab.sql(OLD, "insert into records (id, value) values ('cold', 'start') on conflict do nothing")
    segment = lab.sql(OLD, "select pg_walfile_name(pg_switch_wal())")  # one that holds the commit
    until(lambda: segment in lab.s3("eu-west-1", "ls", "-r", "s3://pgbackrest/lab/archive/"), 120,
          "the newest segment is in the third region")
    lab.isolate("eu-west-1")
    try:
        begin = time.monotonic()
        lab.service("eu-west-1/db-1/postgres", "start")
        lab.service("eu-west-1/app-1/application", "start")
        lab.wait_for_stage("eu-west-1/app-1/application", "ready", 90)
        took = time.monotonic() - begin
        url = "http://%s:8080/records/cold" % lab.address["eu-west-1/app-1"]
        status, body = lab.curl(USER, url)
        assert status == 200 and '"start"' in body and lab.address["eu-west-1/db-1"] in body, body
    finally:
        for service in ("eu-west-1/app-1/application", "eu-west-1/db-1/postgres"):
            lab.service(service, "stop")
            lab.wait_for_stage(service, "stopped", 20)
        lab.run("eu-west-1/db-1", "rm", "-rf", lab.root + "/nodes/eu-west-1/db-1/postgres/data")
        lab.isolate("eu-west-1", "--heal")
    return "serves %.1f s after it was asked for" % took
