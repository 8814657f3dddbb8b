"""Names: three authorities, caches that keep what they know for its TTL, signed updates."""
import time

from lab import until

ZONE = "lab.test"
AUTHORITIES = ["us-east-1/dns-1", "us-west-2/dns-1", "eu-west-1/dns-1"]
TTL = 5  # seconds, of names that a failover moves


def serial(lab, node):
    answer = lab.dig("eu-west-1/user-1", lab.address[node], ZONE, "SOA")
    return int(answer.split()[2]) if answer else None


def test_all_authorities_agree(lab):
    """Each authority and each resolver says the same of every name that moves."""
    for name in ("app", "db", "store.us-west-2"):
        answers = {lab.dig("eu-west-1/user-1", lab.address[server], name + "." + ZONE)
                   for server in AUTHORITIES + ["us-east-1/resolver-1", "eu-west-1/resolver-1"]}
        assert len(answers) == 1 and answers.pop().startswith("10."), (name, answers)


def test_cache_keeps_a_name_for_its_ttl(lab):
    """A changed name reaches a client within TTL + 1 s of the secondaries + the query; not before,
    if the cache had just asked."""
    resolver = lab.address["eu-west-1/resolver-1"]
    old, new = lab.address["us-east-1/app-1"], lab.address["us-west-2/app-1"]
    app = "app." + ZONE
    delays = []
    for target, before in ((new, old), (old, new)):
        until(lambda: lab.dig("eu-west-1/user-1", resolver, app) == before, 15, "the old name")
        # From here the cache has at least almost the whole time to live before it asks again.
        until(lambda: int((lab.dig("eu-west-1/user-1", resolver, app, "+noall", "+answer",
                                   "+ttlid", "+noshort").split() or [0, 0])[1]) >= TTL - 1, 10,
              "a fresh entry")
        begin = time.monotonic()
        lab.act("point-name", "eu-west-1/ops-1", "app", target)
        accepted = time.monotonic() - begin
        assert lab.dig("eu-west-1/user-1", lab.address["eu-west-1/dns-1"], app) == target
        assert lab.dig("eu-west-1/user-1", resolver, app) == before, "the cache forgot early"
        until(lambda: lab.dig("eu-west-1/user-1", resolver, app) == target, 20, "the new name")
        delays.append(time.monotonic() - begin)
    assert all(delay <= TTL + 1 + 4 for delay in delays), delays
    return "client sees it after %.1f and %.1f s, update %.2f s" % (*delays, accepted)


def test_secondaries_follow(lab):
    before = serial(lab, "eu-west-1/dns-1")
    lab.act("point-name", "eu-west-1/ops-1", "probe", "10.77.9.9")
    took = until(lambda: all(serial(lab, node) == before + 1 for node in AUTHORITIES), 10,
                 "all authorities have the new serial")
    return "%.2f s" % took


def test_unsigned_updates_are_refused(lab):
    script = "server %s\nzone %s\nupdate add evil.%s. 5 A 10.0.0.1\nsend\n" % (
        lab.address["eu-west-1/dns-1"], ZONE, ZONE)
    said = lab.run("eu-west-1/user-1", "sh", "-c", "printf '%s' \"$0\" | nsupdate 2>&1", script,
                   check=False)
    assert "REFUSED" in said or "NOTAUTH" in said, said
    assert lab.dig("eu-west-1/user-1", lab.address["eu-west-1/dns-1"], "evil." + ZONE) == ""


def test_names_survive_the_loss_of_their_primary(lab):
    """With the primary authority's region cut off, the others still answer."""
    lab.isolate("eu-west-1")
    try:
        time.sleep(1)
        for region in ("us-east-1", "us-west-2"):
            resolver = lab.address[region + "/resolver-1"]
            took = until(lambda: lab.dig(region + "/app-1", resolver, "db." + ZONE) != "", 8,
                         "an answer in " + region)
    finally:
        lab.isolate("eu-west-1", "--heal")
    return "answer after %.1f s" % took
