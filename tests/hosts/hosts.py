"""Four hosts behind ssh for the tests of this folder: network namespaces with a cable to a router
and an sshd each, reached from a namespace of their own, where firedrill runs and which no fault
cuts off. Two hosts serve a shop, a third has its users and a Prometheus, the router sends the
shop's address to one of the two.

    with Hosts(program) as hosts:
        hosts.firedrill("drill", ..., "--target", hosts.inventory)
"""
import json
import os
import shutil
import subprocess
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.normpath(os.path.join(HERE, "..", ".."))
SHOP = "10.93.9.1"  # where users find it, whichever host answers
ADDRESS = {"control": "10.93.0.9", "east/web-1": "10.93.0.11", "west/web-1": "10.93.0.12",
           "north/user-1": "10.93.0.13", "north/router-1": "10.93.0.14"}
SPACE = {"control": "ctl", "east/web-1": "east", "west/web-1": "west", "north/user-1": "user",
         "north/router-1": "router"}
SERVICE = """
import http.server, sys
class Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        text = ("shop_up 1\\n" if self.path == "/metrics" else "from %s\\n" % sys.argv[1]).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/plain; version=0.0.4")
        self.end_headers()
        self.wfile.write(text)
    def log_message(self, *_):
        pass
http.server.ThreadingHTTPServer(("", 8080), Page).serve_forever()
"""


def sh(script, **more):
    return subprocess.run(["sh", "-ec", script], capture_output=True, text=True, timeout=60, **more)


class Hosts:
    def __init__(self, program):
        self.program = os.path.abspath(program)
        self.prefix = "fdhosts-%d-" % os.getpid()
        self.folder = tempfile.mkdtemp(prefix="firedrill-hosts-")
        self.children = []
        self.inventory = self.folder + "/inventory.json"

    def space(self, name):
        return self.prefix + SPACE[name]

    def __enter__(self):
        try:
            self.wire()
            self.start_daemons()
            self.write_inventory()
            self.prometheus = self.start_prometheus()
            self.wait(lambda: "from east/web-1" in self.visit(), 60, "the shop answers")
            self.wait(lambda: "success" in self.asked("up"), 60, "Prometheus answers")
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        for child in self.children:
            child.kill()
            child.wait()
        for name in SPACE:
            sh("{ ip netns pids %s | xargs -r kill -9; } || :\nip netns del %s || :" %
               (self.space(name), self.space(name)))
        shutil.rmtree(self.folder, ignore_errors=True)

    def wire(self):
        router = self.space("north/router-1")
        script = "".join("ip netns add %s\n" % self.space(name) for name in SPACE)
        script += "ip -n %s link add name hub type bridge\n" % self.space("control")
        for name, address in ADDRESS.items():
            port = "p-" + SPACE[name]
            script += ("ip link add name eth0 netns {0} type veth peer name {1} netns {2}\n"
                       "ip -n {2} link set {1} master hub up\n"
                       "ip -n {0} addr add {3}/24 dev eth0\n"
                       "ip -n {0} link set lo up\nip -n {0} link set eth0 up\n").format(
                           self.space(name), port, self.space("control"), address)
        script += "ip -n %s link set hub up\n" % self.space("control")
        for name in ("east/web-1", "west/web-1"):
            script += "ip -n %s addr add %s/32 dev lo\n" % (self.space(name), SHOP)
        script += "ip -n %s route add %s via %s\n" % (self.space("north/user-1"), SHOP,
                                                      ADDRESS["north/router-1"])
        script += "ip -n %s route add %s via %s\n" % (router, SHOP, ADDRESS["east/web-1"])
        script += ("ip netns exec {0} sh -c 'echo 1 >/proc/sys/net/ipv4/ip_forward; "
                   "echo 0 >/proc/sys/net/ipv4/conf/all/send_redirects; "
                   "echo 0 >/proc/sys/net/ipv4/conf/eth0/send_redirects'\n").format(router)
        done = sh(script)
        if done.returncode != 0:
            raise AssertionError("the hosts cannot be wired: " + done.stderr)

    def start(self, name, *command):
        child = subprocess.Popen(["ip", "netns", "exec", self.space(name), *command],
                                 stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                 stderr=open("%s/%s.err" % (self.folder, SPACE[name]), "ab"))
        self.children.append(child)
        return child

    def start_daemons(self):
        keys = self.folder + "/keys"
        done = sh("mkdir -p {0} /run/sshd\nssh-keygen -q -t ed25519 -N '' -f {0}/host\n"
                  "ssh-keygen -q -t ed25519 -N '' -f {0}/user\n"
                  "cp {0}/user.pub {0}/authorized\nchmod 600 {0}/authorized".format(keys))
        assert done.returncode == 0, done.stderr
        with open(keys + "/host.pub", encoding="utf-8") as stream:
            key = " ".join(stream.read().split()[:2])
        with open(keys + "/known_hosts", "w", encoding="utf-8") as stream:
            stream.writelines("%s %s\n" % (address, key) for address in ADDRESS.values())
        # bash reads the machine's ~/.bashrc for whoever comes by ssh, unless SHLVL is above one.
        for name in ADDRESS:
            if name == "control":
                continue
            self.start(name, "/usr/sbin/sshd", "-D", "-e", "-f", "/dev/null", "-h", keys + "/host",
                       "-o", "AuthorizedKeysFile=%s/authorized" % keys, "-o", "StrictModes=no",
                       "-o", "PermitRootLogin=prohibit-password", "-o", "UsePAM=no", "-o",
                       "PidFile=none", "-o", "SetEnv=SHLVL=9", "-o", "MaxStartups=100", "-o",
                       "MaxSessions=100")
        for name in ("east/web-1", "west/web-1"):
            self.start(name, "python3", "-c", SERVICE, name)

    def write_inventory(self):
        hosts = []
        for name, address in ADDRESS.items():
            if name == "control":
                continue
            hosts.append({
                "name": name, "region": name.split("/")[0], "environment": "staging",
                "reach": {"ssh": {"address": address, "user": "root",
                                  "identity": self.folder + "/keys/user",
                                  "known_hosts": self.folder + "/keys/known_hosts"}},
                "address": address, "interface": "eth0", "control": [ADDRESS["control"]],
                "journal": "%s/journal-%s" % (self.folder, SPACE[name])})
        # The first host of an inventory keeps the lock of the whole: no host that is to be lost.
        hosts.sort(key=lambda host: not host["name"].startswith("north/router"))
        self.write("inventory.json", {"format": "firedrill/target/1", "name": "shops-staging",
                                      "hosts": hosts})

    def start_prometheus(self):
        self.write("prometheus.yml", {
            "global": {"scrape_interval": "1s", "scrape_timeout": "1s"},
            "scrape_configs": [{"job_name": "shop", "static_configs": [
                {"targets": [ADDRESS["east/web-1"] + ":8080"]}]}]})
        return self.start("north/user-1", "prometheus", "--config.file",
                          self.folder + "/prometheus.yml", "--storage.tsdb.path",
                          self.folder + "/prometheus", "--web.listen-address",
                          ADDRESS["north/user-1"] + ":9090")

    def write(self, name, content):
        path = self.folder + "/" + name
        with open(path, "w", encoding="utf-8") as stream:
            stream.write(content if isinstance(content, str) else json.dumps(content, indent=1))
        os.chmod(path, 0o600)
        return path

    def within(self, name, *command):
        """A command in a host's network; what it printed."""
        done = subprocess.run(["ip", "netns", "exec", self.space(name), *command], timeout=60,
                              capture_output=True, text=True, check=False)
        return done.stdout

    def asked(self, expression):
        """What Prometheus answers to an expression."""
        return self.within("north/user-1", "curl", "-s", "-m", "5", "http://%s:9090/api/v1/query"
                           "?query=%s" % (ADDRESS["north/user-1"], expression))

    def visit(self):
        """The shop's page, as a user sees it."""
        return self.within("north/user-1", "curl", "-s", "-m", "1", "http://%s:8080/" % SHOP)

    def command(self, *words):
        return ["ip", "netns", "exec", self.space("control"), self.program, *words]

    def firedrill(self, *words, typed="shops-staging\n", patience=400):
        return subprocess.run(self.command(*words), cwd=ROOT, input=typed, capture_output=True,
                              text=True, timeout=patience, check=False)

    def begin(self, *words, typed="shops-staging\n"):
        """A firedrill that goes on."""
        process = subprocess.Popen(self.command(*words), cwd=ROOT, stdin=subprocess.PIPE,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        process.stdin.write(typed)
        process.stdin.flush()
        self.children.append(process)
        return process

    def remains(self):
        """What a drill has left on any host: rules, journals, processes; "" if nothing."""
        found = ""
        for name in SPACE:
            found += self.within(name, "nft", "list", "tables")
        found += " ".join(entry for entry in os.listdir(self.folder)
                          if entry.startswith("journal-"))
        for process in filter(str.isdigit, os.listdir("/proc")):
            try:
                with open("/proc/%s/cmdline" % process, "rb") as stream:
                    line = stream.read().decode(errors="replace")
            except OSError:  # it has ended meanwhile
                continue
            found += " process " + process if self.folder + "/journal-" in line else ""
        return found

    @staticmethod
    def wait(condition, seconds, what):
        until = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > until:
                raise AssertionError("not within %s s: %s" % (seconds, what))
            time.sleep(0.1)
