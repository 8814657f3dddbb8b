"""The third region, of which only stores and names run until it is needed."""
import time

from lab import until
from store import holds_segment

PRIMARY = "us-east-1/db-1"
USER = "eu-west-1/user-1"


def test_the_cold_region_comes_up_from_backups(lab):
    """Nothing of it ran: its database is restored from the archive, its application started."""
    lab.sql(PRIMARY, "insert into records (id, value) values ('cold', 'start') on conflict do "
                     "nothing")
    # The segment that holds the commit: one ends with a statement of its own.
    segment = lab.sql(PRIMARY, "select pg_walfile_name(pg_switch_wal())")
    until(lambda: holds_segment(lab, "eu-west-1", segment), 120,
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
