"""What the drills of this folder share: checks that are counted, and the binding and the charter
that a drill is given, each time anew and with what a test changes in them."""
import hashlib
import json
import os
from datetime import datetime, timedelta, timezone

from hosts import ADDRESS, SHOP, ROOT

FOLDER = os.path.dirname(os.path.abspath(__file__))
VISIT = "curl -sf -m 1 http://%s:8080/ >/dev/null" % SHOP


class Checks:
    def __init__(self):
        self.passed, self.failed = 0, 0

    def __call__(self, what, holds, facts=""):
        word, more = "ok" if holds else "FAILED", "" if holds or facts == "" else ": %s" % (facts,)
        print("%-6s   %s%s" % (word, what, more), flush=True)
        self.passed += 1 if holds else 0
        self.failed += 0 if holds else 1


check = Checks()


def route(host):
    return {"host": "north/router-1",
            "script": "ip route replace %s via %s" % (SHOP, ADDRESS[host])}


class Bound:
    def __init__(self, hosts):
        self.hosts = hosts
        self.number = 0
        with open(hosts.inventory, encoding="utf-8") as stream:
            content = json.load(stream)
        # As docs/FORMATS.md says: of the canonical text.
        self.digest = hashlib.sha256(json.dumps(content, sort_keys=True, separators=(",", ":"),
                                                ensure_ascii=False).encode()).hexdigest()

    def binding(self, slow=False):
        # A step that takes a minute waits where firedrill runs.
        wait = [{"script": "sleep 60"}] if slow else []
        return {
            "format": "firedrill/binding/1", "name": "shops",
            "probes": [{"name": "visit", "service": "shop", "period": "250 ms", "patience": "5 s",
                        "command": {"host": "north/user-1", "script": VISIT}}],
            "alerts": [{"every": "250 ms", "host": "north/user-1",
                        "script": "! %s && ! %s" % (VISIT, VISIT)}],
            "actions": {"update_dns/dns/west": wait + [route("west/web-1")]},
            "steady": [{"host": "north/user-1", "script": VISIT}],
            "afterwards": [route("east/web-1")]}

    def charter(self, **changes):
        expires = datetime.now(timezone.utc) + timedelta(hours=1)
        return {"format": "firedrill/charter/1", "name": "shops", "approved_by": "A. Jones",
                "inventory_digest": self.digest, "targets": ["east/web-1"],
                "faults": ["region_loss"], "blast_radius": {"hosts": 1, "regions": 1, "faults": 1},
                "deadline": "5 min", "expires": expires.strftime("%Y-%m-%dT%H:%M:%SZ"), **changes}

    def words(self, charter=None, binding=None):
        self.number += 1
        write = self.hosts.write
        return [os.path.relpath(FOLDER + "/scenario.json", ROOT), "--target", self.hosts.inventory,
                "--charter", write("charter-%d.json" % self.number,
                                   self.charter(**(charter or {}))),
                "--binding", write("binding-%d.json" % self.number,
                                   self.binding(**(binding or {}))),
                "--out", self.hosts.folder + "/runs", "--steady", "1", "--lateness", "10"]
