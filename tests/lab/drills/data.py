"""Data that goes wrong: by a faulty release, by an intruder, by a mistake. What came back is
counted with psql, and keys are tried with psql and s3cmd."""
import json
import os

from drill import PRIMARY, check, check_home, check_ledger, drill, steps_of

EVIDENCE = "/shared/evidence"


def timeline_of(lab):
    return int(lab.sql(PRIMARY, "select timeline_id from pg_control_checkpoint()"))


def check_steps(run, steps):
    outcomes = steps_of(run)
    for step in steps:
        check("the conductor has carried out " + step, outcomes.get(step) == "succeeded",
              outcomes.get(step))


def test_corruption_with_restore(lab, folder):
    drill_data(lab, folder, "lab-data-corruption",
               ("stop_processes", "determine_extent", "restore_clean_backup", "resume_operations",
                "rebuild_replicas"))


def drill_data(lab, folder, scenario, steps):
    """A drill after which the database is one that was restored."""
    try:
        before = timeline_of(lab)
    except AssertionError:
        before = 0
    run, where = drill(lab, scenario, folder)
    check_steps(run, steps)
    check("the database is a restored one: on another timeline", timeline_of(lab) > before,
          "%d after %d" % (timeline_of(lab), before))
    ledger = check_ledger(lab, run)
    check("users were served wrong rows, or none, until then",
          all(one["unavailable_s"] and one["unavailable_s"] > 1 for one in run["probes"]
              if one["name"] == "read@eu-west-1"))
    check_home(lab)
    return run, where, ledger


def login(lab, password):
    return lab.firedrill("shell", "us-east-1/app-1", "--", "env", "PGPASSWORD=" + password,
                         "PGCONNECT_TIMEOUT=5", "psql", "-h", lab.address[PRIMARY], "-U", "app",
                         "-d", "postgres", "-qAtc", "select 1", check=False)


def test_breach_isolation_with_secret_rotation(lab, folder):
    password, key = lab.secret("database_password"), lab.secret("store_key")
    run, where, _ = drill_data(lab, folder, "lab-breach",
                               ("isolate_systems", "preserve_evidence", "restore_clean_backups",
                                "rotate_secrets", "resume_operations"))
    check("the password that the intruder had is refused",
          "authentication failed" in login(lab, password).stderr)
    check("the new one is accepted", login(lab, lab.secret("database_password")).stdout == "1\n")
    check("the old key of the store is refused",
          "s3://documents" not in lab.s3("us-west-2", "ls", check=False, key=key))
    check("the new one is accepted in every region",
          all("s3://documents" in lab.s3(region, "ls", check=False)
              for region in ("us-east-1", "us-west-2", "eu-west-1")))
    with open(lab.root + EVIDENCE + "/rows", encoding="utf-8") as stream:
        rows = [line.split("\t")[:2] for line in stream]
    check("the evidence holds the five rows that were tampered with",
          rows == [[str(number), "tampered"] for number in range(1, 6)], rows)
    events = open(where + "/events.jsonl", encoding="utf-8").read()
    check("no secret stands in the run", password not in events
          and lab.secret("database_password") not in events
          and lab.secret("store_key") not in events)


def test_backup_restoration(lab, folder):
    run, _, ledger = drill_data(lab, folder, "lab-backup-restoration",
                                ("stop_application", "restore_from_snapshot",
                                 "update_connection_strings", "restart_application"))
    # The plan's script restores the newest backup and nothing after it.
    check("all that was acknowledged since the backup is found to be lost",
          ledger["lost"] > 5, ledger["lost"])
    info = json.loads(lab.run(
        PRIMARY, "runuser", "-u", "postgres", "--", "pgbackrest", "--config=%s/nodes/%s/postgres/"
        "pgbackrest.conf" % (lab.root, PRIMARY), "--stanza=lab", "info", "--output=json"))[0]
    label = info["backup"][-1]["label"]
    listed = lab.s3("us-west-2", "ls", "s3://pgbackrest/lab/backup/lab/")
    check("the backup that was restored is in the second region's store, too", label in listed,
          label)
    check("the repository is sound", info["status"]["code"] == 0
          and os.path.exists(lab.root + "/shared/rows-are-in-a-backup"), info["status"])
