"""Monitoring: how long until an alert comes, and that one observer alone confirms none."""
import json
import time

from lab import until


def raised(lab, **labels):
    return [alert for alert in lab.alerts()
            if all(alert[name] == value for name, value in labels.items())]


def confirmed(lab, **labels):
    return [alert for alert in raised(lab, **labels) if alert["is_confirmed"]]


def is_quiet(lab):
    """No alert is raised, and none is on its way: rules hold them back for two seconds."""
    for monitor in ("us-west-2/monitor-1", "eu-west-1/monitor-1"):
        answer = lab.curl(monitor, "http://%s:9090/api/v1/query?query=ALERTS" %
                          lab.address[monitor])[1]
        if json.loads(answer or "{}").get("data", {}).get("result") != []:
            return False
    return not lab.alerts()


def test_nothing_is_raised_while_all_is_well(lab):
    until(lambda: is_quiet(lab), 60, "no alert")


def test_a_dead_service_is_confirmed_by_a_quorum(lab):
    """Model: U(0, 1 s) to the next scrape + 2 s, rounded up to the next evaluation."""
    firsts, quorums = [], []
    service = "us-west-2/app-1/application"
    for _ in range(3):
        until(lambda: is_quiet(lab), 60, "no alert")
        pid = next(own["pid"] for one in lab.status()["nodes"] if one["name"] == "us-west-2/app-1"
                   for own in one["services"] if own["name"] == "application")
        assert pid
        begin = time.time()
        lab.service(service, "stop")
        until(lambda: confirmed(lab, alert="ServiceDown", region="us-west-2",
                                service="application"), 20, "a confirmed alert")
        alert = confirmed(lab, alert="ServiceDown", region="us-west-2", service="application")[0]
        assert len(alert["observers"]) >= 2, alert
        firsts.append(alert["since"] - begin)
        quorums.append(alert["confirmed_at"] - begin)
        lab.service(service, "start")
        resolved = until(lambda: not raised(lab, region="us-west-2", service="application"), 30,
                         "the alert is gone")
    assert all(1.5 <= first <= 10 for first in firsts), firsts
    return "first alert after %s s, quorum after %s s, resolved %.1f s" % (
        " ".join("%.2f" % one for one in firsts), " ".join("%.2f" % one for one in quorums),
        resolved)


def test_an_observer_that_is_cut_off_confirms_nothing(lab):
    """The third region, where the sink is, sees nobody: one observer's alarms are no quorum."""
    lab.isolate("eu-west-1")
    try:
        until(lambda: raised(lab, alert="RegionDown"), 20, "the lonely observer raises alarms")
        time.sleep(3)
        alerts = lab.alerts()
        assert alerts and all(alert["observers"] == ["eu-west-1"] for alert in alerts), alerts
        assert not any(alert["is_confirmed"] for alert in alerts), alerts
    finally:
        lab.isolate("eu-west-1", "--heal")
    until(lambda: not raised(lab, alert="RegionDown"), 30, "resolved")


def test_an_isolated_region_is_confirmed_down(lab):
    """Packets are dropped, not refused, so the probe's time-out (0.9 s) comes on top."""
    begin = time.time()
    lab.isolate("us-west-2")
    try:
        until(lambda: confirmed(lab, alert="RegionDown", region="us-west-2"), 30, "confirmed")
        alert = confirmed(lab, alert="RegionDown", region="us-west-2")[0]
        assert "us-west-2" not in alert["observers"], alert
    finally:
        lab.isolate("us-west-2", "--heal")
    until(lambda: not raised(lab, alert="RegionDown"), 30, "resolved")
    return "confirmed after %.2f s" % (alert["confirmed_at"] - begin)


def test_notifications_end_in_the_sink(lab):
    text = "EXERCISE: it's a \"test\""
    lab.act("notify", "eu-west-1/ops-1", "CTO", text)
    url = "http://%s:9080/notifications" % lab.address["eu-west-1/ops-1"]
    come = json.loads(lab.curl("eu-west-1/ops-1", url)[1])["notifications"]
    assert come[-1]["message"] == {"audience": "CTO", "text": text}, come
