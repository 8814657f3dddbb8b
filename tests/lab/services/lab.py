"""A running lab as the tests see it: by firedrill's own commands for what is done to it, and by the
tools of each product (psql, dig, curl, s3cmd, sinfo) for what is true of it."""
import json
import subprocess
import time

PATIENCE = 60  # seconds that one command may take


class Lab:
    def __init__(self, program, name):
        self.program, self.name = program, name
        self.root = "/var/lib/firedrill/lab/" + name
        self.address = {}

    def firedrill(self, *words, check=True, patience=PATIENCE):
        verb, *rest = words
        done = subprocess.run([self.program, "lab", verb, "--name", self.name, *rest],
                              capture_output=True, text=True, timeout=patience)
        if check and done.returncode != 0:
            raise AssertionError("firedrill lab %s: %s" % (" ".join(words), done.stderr.strip()))
        return done

    def up(self, plan, *words):
        """Asked a second time where the first was not enough: a machine may be very busy."""
        first = self.firedrill("up", plan, "--patience", "120", *words, check=False, patience=240)
        if first.returncode != 0:
            self.firedrill("up", plan, "--patience", "120", *words, patience=240)
        for node in self.status()["nodes"]:
            self.address[node["name"]] = node["address"]

    def status(self):
        return json.loads(self.firedrill("status", "--json", check=False).stdout)

    def down(self):
        self.firedrill("down", patience=120)

    def run(self, node, *command, check=True, patience=PATIENCE):
        """A command in a node; its output without the last line's end."""
        done = self.firedrill("shell", node, "--", *command, check=check, patience=patience)
        return done.stdout.strip()

    def act(self, *words, patience=PATIENCE):
        return self.firedrill("act", *words, patience=patience).stdout.strip()

    def service(self, name, verb):
        self.firedrill("service", name, verb)

    def wait_for_stage(self, service, stage, seconds):
        node, name = service.rsplit("/", 1)

        def stage_now():
            for one in self.status()["nodes"]:
                for own in one.get("services", []):
                    if one["name"] == node and own["name"] == name:
                        return own["stage"]
            return None
        return until(lambda: stage_now() == stage, seconds, "%s is %s" % (service, stage))

    def cut(self, first, second, verb="--cut"):
        """Both directions between two regions."""
        self.firedrill("wan", "--from", first, "--to", second, verb)
        self.firedrill("wan", "--from", second, "--to", first, verb)

    def isolate(self, region, verb="--cut"):
        for other in ("us-east-1", "us-west-2", "eu-west-1"):
            if other != region:
                self.cut(region, other, verb)

    # What the products' own tools say.

    def sql(self, node, text, check=True):
        return self.run(node, "env", "PGCONNECT_TIMEOUT=10", "psql", "-h", self.address[node], "-U",
                        "postgres", "-qAtc", text, check=check)

    def dig(self, node, server, name, *more):
        return self.run(node, "dig", "+short", "+time=1", "+tries=1", "@" + server, name, *more,
                        check=False)

    def curl(self, node, *arguments):
        """Status and body of a request made in a node; 0 when there was no answer."""
        text = self.run(node, "curl", "-s", "-m", "3", "-w", "\n%{http_code}", *arguments,
                        check=False)
        body, _, status = text.rpartition("\n")
        return int(status), body

    def secret(self, name):
        return json.load(open(self.root + "/keys/secrets.json", encoding="utf-8"))[name]

    def s3(self, region, *words, check=True, key=None):
        host = "store.%s.lab.test:8080" % region
        node = region + ("/user-1" if region == "eu-west-1" else "/app-1")
        return self.run(node, "s3cmd", "-c", "/dev/null", "--access_key=lab:admin",
                        "--secret_key=" + (key or self.secret("store_key")), "--host=" + host,
                        "--host-bucket=" + host, "--no-ssl", "--region=" + region,
                        "--no-progress", *words,
                        check=check)

    def slurm(self, region, *command, check=True):
        config = "%s/nodes/%s/ctl-1/slurm/slurm.conf" % (self.root, region)
        return self.run(region + "/ctl-1", "env", "SLURM_CONF=" + config, *command, check=check)

    def alerts(self):
        status, body = self.curl("eu-west-1/ops-1", "http://%s:9080/alerts" %
                                 self.address["eu-west-1/ops-1"])
        assert status == 200, (status, body)
        return json.loads(body)["alerts"]


def until(is_so, seconds, what):
    """Waits until `is_so()`; the seconds it took. An error if it does not come to be in time."""
    begin = time.monotonic()
    while True:
        if is_so():
            return time.monotonic() - begin
        if time.monotonic() - begin > seconds:
            raise AssertionError("not within %s s: %s" % (seconds, what))
        time.sleep(0.1)


def median(values):
    return sorted(values)[len(values) // 2]
