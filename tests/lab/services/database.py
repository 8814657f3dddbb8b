"""The database: replication and its lag, commit modes, backups, restores elsewhere."""
import json
import time

from lab import until
from store import holds_segment

PRIMARY, NEAR, FAR, COLD = ("us-east-1/db-1", "us-east-1/db-2", "us-west-2/db-1", "eu-west-1/db-1")
SEGMENT = 1448 / 1514  # payload of a full TCP segment, of the bytes on the wire


def backup_info(lab, node):
    """What pgBackRest says of the repository, as seen from a node's own region."""
    folder = lab.root + "/nodes/" + node + "/postgres"
    return json.loads(lab.run(node, "runuser", "-u", "postgres", "--", "pgbackrest", "--config=" +
                              folder + "/pgbackrest.conf", "--stanza=lab", "info",
                              "--output=json"))[0]


def newest_backup(lab, node):
    backups = backup_info(lab, node).get("backup", [])
    return backups[-1]["label"] if backups else None


def make_marks(lab):
    lab.sql(PRIMARY, "create table if not exists marks (id int primary key)")


def test_replicas_stream(lab):
    rows = lab.sql(PRIMARY, "select application_name, state, sync_state from pg_stat_replication")
    assert sorted(rows.split()) == ["us_east_1_db_2|streaming|async",
                                    "us_west_2_db_1|streaming|async"], rows
    slots = lab.sql(PRIMARY, "select slot_name, active from pg_replication_slots order by 1")
    assert slots.split() == ["us_east_1_db_2|t", "us_west_2_db_1|t"], slots
    assert lab.sql(PRIMARY, "show data_checksums") == "on"


def test_a_write_arrives_everywhere(lab):
    make_marks(lab)
    lab.sql(PRIMARY, "insert into marks values (1) on conflict do nothing")
    for node in (NEAR, FAR):
        until(lambda: lab.sql(node, "select count(*) from marks", check=False) == "1", 10, node)
        refused = lab.firedrill("shell", node, "--", "psql", "-h", lab.address[node], "-U",
                                "postgres", "-qc", "insert into marks values (2)", check=False)
        assert "read-only" in refused.stderr, refused.stderr


def test_a_slow_link_makes_the_replica_lag(lab):
    """Bytes behind fall as fast as the link lets through: its rate x 1448/1514, less overhead."""
    mbits = 8
    lab.firedrill("wan", "--from", "us-east-1", "--to", "us-west-2", "--rate", "%d Mbit/s" % mbits)
    try:
        lab.sql(PRIMARY, "create table if not exists ballast (x text); alter table ballast alter x "
                         "set storage plain")
        lab.sql(PRIMARY, "insert into ballast select repeat(md5(i::text), 30) from "
                         "generate_series(1, 12000) as i")
        end = lab.sql(PRIMARY, "select pg_current_wal_lsn()")
        samples = []

        def behind():
            left = float(lab.sql(FAR, "select pg_wal_lsn_diff('%s', pg_last_wal_receive_lsn())"
                                 % end))
            samples.append((time.monotonic(), left))
            return left <= 0
        until(behind, 90, "the far replica has caught up")
    finally:
        lab.firedrill("wan", "--from", "us-east-1", "--to", "us-west-2", "--rate", "1 Gbit/s")
    drained = [(t, b) for t, b in samples if b > 1_000_000]
    assert len(drained) >= 5, samples
    (t0, b0), (t1, b1) = drained[0], drained[-1]
    rate, bound = (b0 - b1) / (t1 - t0), mbits * 1e6 / 8 * SEGMENT
    assert 0.80 * bound <= rate <= 1.02 * bound, (rate, bound)
    return "drains %.0f kB/s of the link's %.0f kB/s, %.1f MB behind at first" % (
        rate / 1e3, bound / 1e3, b0 / 1e6)


def test_commit_modes_wait_for_whom_they_say(lab):
    """With the second region cut off, a commit that waits for it hangs; another returns."""
    lab.act("set-commit-mode", PRIMARY, "other-region")
    try:
        until(lambda: lab.sql(PRIMARY, "select sync_state from pg_stat_replication where "
                                       "application_name = 'us_west_2_db_1'") == "sync", 10, "sync")
        lab.cut("us-east-1", "us-west-2")
        insert = "set statement_timeout = '2s'; insert into marks values (%d)"
        lab.sql(PRIMARY, "set synchronous_commit = local; insert into marks values (10)")
        waits = lab.firedrill("shell", PRIMARY, "--", "timeout", "3", "psql", "-h",
                              lab.address[PRIMARY], "-U", "postgres", "-qc", insert % 11,
                              check=False)
        assert waits.returncode != 0 or "canceling wait" in waits.stderr, waits.stderr
    finally:
        lab.cut("us-east-1", "us-west-2", "--heal")
        lab.act("set-commit-mode", PRIMARY, "own-disk")
    until(lambda: lab.sql(FAR, "select count(*) from marks where id = 10", check=False) == "1", 30,
          "the far replica has come back")


def test_backup_and_restore_to_a_moment_in_another_region(lab):
    """What was written before the moment is there, what came after is not."""
    make_marks(lab)
    begin = time.monotonic()
    lab.act("back-up-database", PRIMARY, "full", patience=120)
    backup = time.monotonic() - begin
    seen = until(lambda: newest_backup(lab, COLD) == newest_backup(lab, PRIMARY), 60,
                 "the backup is in the third region")
    lab.sql(PRIMARY, "insert into marks values (100)")
    moment = lab.sql(PRIMARY, "select clock_timestamp()")
    time.sleep(0.2)
    lab.sql(PRIMARY, "insert into marks values (101)")
    # The segment with both writes has to be in the archive, and in the third region.
    segment = lab.sql(PRIMARY, "select pg_walfile_name(pg_switch_wal())")
    archived = until(lambda: lab.sql(PRIMARY, "select last_archived_wal >= '%s' from "
                                     "pg_stat_archiver" % segment) == "t", 60, "archived")
    until(lambda: holds_segment(lab, "eu-west-1", segment), 60,
          "the segment is in the third region")
    begin = time.monotonic()
    lab.act("restore-database", COLD, "rehearsal", moment, patience=120)
    restore = time.monotonic() - begin
    lab.service(COLD + "/postgres", "start")
    try:
        lab.wait_for_stage(COLD + "/postgres", "ready", 40)
        until(lambda: lab.sql(COLD, "select pg_is_in_recovery()", check=False) == "f", 20,
              "it takes writes")
        rows = lab.sql(COLD, "select id from marks where id >= 100").split()
        assert rows == ["100"], rows
        assert lab.sql(COLD, "show archive_mode") == "off", "a rehearsal must not archive"
    finally:
        lab.service(COLD + "/postgres", "stop")
        lab.wait_for_stage(COLD + "/postgres", "stopped", 20)
        lab.run(COLD, "rm", "-rf", lab.root + "/nodes/" + COLD + "/postgres/data")
    return ("backup %.1f s, in the third region %.1f s later; WAL archived %.1f s, restore %.1f s"
            % (backup, seen, archived, restore))


def test_backup_says_what_it_holds(lab):
    info = backup_info(lab, PRIMARY)
    assert info["status"]["code"] == 0, info["status"]
    assert info["backup"][-1]["error"] is False, info["backup"][-1]


def test_a_crashed_primary_recovers_what_it_acknowledged(lab):
    """Killed, not stopped: what was committed before is there after, and nobody restarted it."""
    make_marks(lab)
    pid = lab.run(PRIMARY, "sh", "-c", "head -1 %s/nodes/%s/postgres/data/postmaster.pid"
                  % (lab.root, PRIMARY))
    lab.sql(PRIMARY, "insert into marks values (200)")
    lab.run(PRIMARY, "kill", "-9", pid)
    lab.wait_for_stage(PRIMARY + "/postgres", "failed", 20)
    begin = time.monotonic()
    lab.service(PRIMARY + "/postgres", "start")
    lab.wait_for_stage(PRIMARY + "/postgres", "ready", 40)
    took = time.monotonic() - begin
    assert lab.sql(PRIMARY, "select count(*) from marks where id = 200") == "1"
    return "ready again after %.1f s" % took
