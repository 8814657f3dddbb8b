"""Secrets: what has been rotated locks out the old one, and everything goes on with the new."""
import subprocess

from lab import until

APPLICATION = "us-east-1/app-1"


def is_healthy(lab):
    return lab.curl(APPLICATION, "http://%s:8080/health" % lab.address[APPLICATION])[0] == 200


def login(lab, password):
    return lab.firedrill("shell", "us-east-1/app-1", "--", "env", "PGPASSWORD=" + password,
                         "PGCONNECT_TIMEOUT=3", "psql", "-h", lab.address["us-east-1/db-1"], "-U",
                         "app", "-d", "postgres", "-qAtc", "select 1", check=False)


def test_the_database_password(lab):
    old = lab.secret("database_password")
    assert login(lab, old).stdout.strip() == "1"
    lab.act("rotate-database-password", "us-east-1/db-1", "n3wPassw0rd")
    assert lab.secret("database_password") == "n3wPassw0rd"
    assert login(lab, "n3wPassw0rd").stdout.strip() == "1"
    assert "authentication failed" in login(lab, old).stderr
    lab.service(APPLICATION + "/application", "restart")  # no connection of before is left
    until(lambda: is_healthy(lab), 30, "the application is healthy")


def test_the_store_key(lab):
    old = lab.secret("store_key")
    lab.act("rotate-store-key", "n3wStoreKey")
    assert lab.secret("store_key") == "n3wStoreKey"

    def is_listed(region):
        return "s3://documents" in lab.s3(region, "ls", check=False)
    took = max(until(lambda: is_listed(region), 30, region)
               for region in ("us-east-1", "us-west-2", "eu-west-1"))
    assert "s3://documents" not in lab.s3("us-west-2", "ls", check=False, key=old)
    url = "http://%s:8080/documents/rotated" % lab.address[APPLICATION]
    until(lambda: lab.curl(APPLICATION, "-X", "PUT", "--data", "after", url)[0] == 201, 20,
          "the application stores documents")
    # The archive goes on: a new segment is pushed with the new key.
    segment = lab.sql("us-east-1/db-1", "select pg_walfile_name(pg_switch_wal())")
    until(lambda: lab.sql("us-east-1/db-1", "select last_archived_wal >= '%s' from "
                          "pg_stat_archiver" % segment) == "t", 90, "archived")
    return "all regions take it after %.1f s" % took


def test_a_node_lets_in_the_labs_own_key_alone(lab):
    """ssh as a user would, with the lab's key and its known host key; without a key, nothing."""
    address = lab.address["us-west-2/db-1"]
    known = lab.root + "/keys/known_hosts.test"
    with open(lab.root + "/keys/host.pub", encoding="ascii") as file:
        host_key = " ".join(file.read().split()[:2])
    with open(known, "w", encoding="ascii") as file:
        file.write("%s %s\n" % (address, host_key))
    options = ["-o", "BatchMode=yes", "-o", "UserKnownHostsFile=" + known, "-o",
               "StrictHostKeyChecking=yes", "-o", "ConnectTimeout=5", "-o", "IdentitiesOnly=yes"]
    good = lab.run("us-east-1/ctl-1", "ssh", *options, "-i", lab.root + "/keys/controller",
                   "root@" + address, "hostname")
    assert good == "db-1", good
    bad = lab.firedrill("shell", "us-east-1/ctl-1", "--", "ssh", *options, "-i", "/dev/null",
                        "root@" + address, "hostname", check=False)
    assert bad.returncode != 0 and "Permission denied" in bad.stderr, bad
    subprocess.run(["rm", "-f", known], check=True)
