// Every rule of `firedrill check`: a scenario that has the contradiction, beside one that just has
// not (the sound scenario itself, or a change that comes close).
#include <algorithm>

#include "tests/unit/scenarios/check_fixture.hpp"

using namespace firedrill;

namespace {

const std::string pages = "/plan/governance";
const std::string components = "/plan/components/";
const std::string steps = "/runbook/steps/";

}  // namespace

TEST_CASE("the sound scenario contradicts itself nowhere") {
  for (const Diagnostic& finding : findings_with({})) {
    FAIL_CHECK(render(finding));
  }
}

TEST_CASE("FD4001: copies too rare for the promise") {
  const std::string interval = "/plan/data/1/periodic_copy/interval";
  // Fresh enough in (60 - 10) / interval of all moments: 99 % of them up to 50.5 min.
  CHECK(findings_with({{interval, "\"50.4 min\""}}).empty());
  const auto finding =
      only_finding({{interval, "\"60 min\""}}, "FD4001", interval, "/plan/objectives/3/target");
  CHECK(finding.message ==
        "notes is copied every 60 min and a copy takes 10 min: the newest complete one is up to 70 "
        "min old, and at 16.7 % of all moments older than the 60 min promised; 1 % may be");
  CHECK(finding.suggestion == "a copy every 50.5 min keeps the promise");
  const auto hopeless = only_finding({{"/plan/data/1/periodic_copy/length", "\"61 min\""}},
                                     "FD4001", interval, "/plan/data/1/periodic_copy/length");
  CHECK(hopeless.suggestion == "make copies smaller or quicker first: no interval mends this");
}

TEST_CASE("FD4002: two promises for the same data") {
  const std::string list = "/plan/objectives/3/data";
  CHECK(findings_with({{list, R"(["notes", "orders-database"])"},
                       {"/plan/objectives/3/target", "\"15 min\""},
                       {"/plan/data/1/periodic_copy/interval", "\"5 min\""}})
            .empty());
  only_finding({{list, R"(["notes", "orders-database"])"}}, "FD4002", "/plan/objectives/3/target",
               "/plan/objectives/2/target");
}

TEST_CASE("FD4003: a phase that ends too late, found by the words of its action") {
  const std::string phase = pages + "/responses/0/phases/0";
  CHECK(findings_with({{phase + "/until", "\"55 min\""}}).empty());
  const auto finding = only_finding({{phase + "/until", "\"60 min\""}}, "FD4003", phase + "/until",
                                    "/plan/objectives/0/target");
  CHECK(finding.message ==
        "\"Redirect traffic\" may end 60 min after a detection that may take 5 min, 65 min in all, "
        "but shop-back is due after 60 min");
  CHECK(findings_with({{phase + "/until", "\"60 min\""}, {phase + "/action", "\"Write a report\""}})
            .empty());
  only_finding({{pages + "/responses/0/phases/1/until", "\"4 h\""}}, "FD4003",
               pages + "/responses/0/phases/1/until", pages + "/responses/0/detection_within");
}

TEST_CASE("FD4004: a restore from too old a state") {
  const std::string age = pages + "/procedures/1/steps/0/source_age";
  CHECK(findings_with({{age, "\"15 min\""}}).empty());
  only_finding({{age, "\"1 day\""}}, "FD4004", age, "/plan/objectives/2/target");
  // Nothing says what this procedure restores.
  CHECK(findings_with({{age, "\"1 day\""}, {pages + "/procedures/1/name", "\"other\""}}).empty());
}

TEST_CASE("FD4005: tests that cannot fail") {
  const std::string step = pages + "/procedures/0/steps/1";
  const auto finding = only_finding({{step + "/command", "\"./compare x | wc -l\""}}, "FD4005",
                                    step + "/command", pages + "/procedures/0/every");
  CHECK(finding.message ==
        "\"Compare\" runs every 7 d and cannot fail: the status of a pipeline is that of its last "
        "command, and `wc -l` succeeds whatever `./compare x` does");
  only_finding({{step + "/can_fail", "false"}}, "FD4005", step + "/command",
               pages + "/procedures/0/every");
  only_finding(
      {{step + "/command", "\"echo done\""}, {pages + "/procedures/0/steps/0/can_fail", "false"}},
      "FD4005", step + "/command", pages + "/procedures/0/steps/0/command");
  // Nobody relies on the verdict of a procedure that is not scheduled.
  CHECK(findings_with({{pages + "/procedures/1/steps/0/can_fail", "false"}}).empty());
}

TEST_CASE("FD4006: a promotion without a fence that holds") {
  const std::string place = steps + "2/action/promote";
  only_finding({{steps + "2/after", "[\"tell\"]"}}, "FD4006", place, components + "0/database");
  const auto finding = only_finding({{steps + "1/on_failure", "\"go_on\""}}, "FD4006", place,
                                    steps + "1/on_failure");
  CHECK(finding.message.find("(fence may fail, and the runbook goes on)") != std::string::npos);
  only_finding({{steps + "1/action", R"({"perform": {"length": "1 min"}})"}}, "FD4006", place,
               components + "0/database");
}

TEST_CASE("FD4007: a failover that promotes nothing") {
  const std::string place = steps + "3/action/update_dns";
  const Edits without{{steps + "2/action", R"({"perform": {"length": "1 min"}})"}};
  only_finding(without, "FD4007", place, "/plan/services/0/requirements/1");
  Edits read_only = without;
  read_only.emplace_back("/plan/services/0/requirements", "[{\"route\": \"dns\"}]");
  CHECK(findings_with(read_only).empty());
  Edits by_hand = without;
  by_hand.emplace_back(steps + "2/on_failure", "\"escalate\"");
  by_hand.emplace_back(steps + "2/escalation", R"({
    "role": "operator", "patience": "1 h", "action": {"promote": {"database": "replica"}}})");
  const auto finding =
      only_finding(by_hand, "FD4007", place, steps + "2/escalation/action/promote");
  CHECK(finding.message.find("until somebody called for help does (promote)") != std::string::npos);
}

TEST_CASE("FD4008: what needs the region that is lost") {
  const std::string fault = "/faults/0/region_outage/region";
  SECTION("copies") {
    only_finding({{"/plan/data/1/periodic_copy/kept_in", "\"east\""}}, "FD4008",
                 "/plan/data/1/periodic_copy/kept_in", "/plan/data/1/written_in");
  }
  SECTION("traffic stopped by the region itself") {
    const std::string action = steps + "0/action";
    const Edits stop{{action, R"({"stop_traffic": {"region": "east", "length": "1 s"}})"}};
    only_finding(stop, "FD4008", action + "/stop_traffic/region", fault);
    CHECK(findings_with({stop[0], {"/faults/0/region_outage/control_plane_loss", "0"}}).empty());
  }
  SECTION("DNS records edited through it") {
    const Edits edit{{components + "5/dns/control_plane", "\"east\""}};
    only_finding(edit, "FD4008", steps + "3/action/update_dns/by",
                 components + "5/dns/control_plane");
    CHECK(findings_with({edit[0], {steps + "3/action/update_dns/by", "\"routing_control\""}})
              .empty());
  }
  SECTION("procedures") {
    const std::string needs = pages + "/procedures/1/steps/0/needs";
    only_finding({{needs, "\"east\""}}, "FD4008", needs, fault);
  }
  SECTION("monitors") {
    const Edits alone{{components + "6/region", "\"east\""}};
    CHECK(findings_with(alone).empty());  // the prober in the west still sees it
    only_finding({alone[0], {components + "7/prober/quorum", "0.6"}}, "FD4008",
                 "/plan/components/6", "/plan/components/7");
  }
}

TEST_CASE("FD4009: replication that cannot keep up") {
  const std::string rate = components + "3/object_store/replication_rate";
  // 60 GB in 30 min and 100 MB/s are 133 MB/s.
  const auto finding =
      only_finding({{rate, "\"133 MB/s\""}}, "FD4009", rate, "/plan/data/3/object_stream/rate");
  CHECK(finding.message ==
        "133.3 MB/s are written on average, but 133 MB/s carried: the backlog grows without bound");
  CHECK(findings_with({{rate, "\"134 MB/s\""}}).empty());
  // (1 MB/s for 60 of 61 min and 10 MB/s for one) on average.
  const std::string capacity = components + "1/database/lag/backlog/capacity";
  CHECK(findings_with({{capacity, "\"1.15 MB/s\""}}).empty());
  only_finding({{capacity, "\"1.14 MB/s\""}}, "FD4009", capacity,
               components + "1/database/lag/backlog/burst_write_rate");
}

TEST_CASE("FD4010: a standby too small") {
  const Edits small{{components + "4/cluster/nodes_maximum", "7"},
                    {steps + "4/action/scale_out/nodes", "7"}};
  only_finding(small, "FD4010", "/plan/services/1/requirements/0/nodes",
               "/faults/0/region_outage/region");
  Edits two = small;  // a second cluster there makes up for it
  two.emplace_back("/plan/components/-", R"({"name": "more", "region": "west", "cluster": {
    "nodes": 1, "nodes_maximum": 1, "accelerators_per_node": 8}})");
  CHECK(findings_with(two).empty());
}

TEST_CASE("FD4011: new nodes enter service untested") {
  const std::string key = pages + "/recreation/settings/skip_gpu_tests";
  const std::string failure = components + "4/cluster/start/defect_probability";
  only_finding({{key, "true"}}, "FD4011", key, failure);
  CHECK(findings_with({{key, "true"}, {failure, "0"}}).empty());
}

TEST_CASE("FD4012: detection may take longer than the recovery") {
  const std::string within = pages + "/responses/0/detection_within";
  const Edits late{{pages + "/responses/0/phases", "[]"},
                   {pages + "/notifications/0/within", "\"2 h\""}};
  CHECK(findings_with({late[0], late[1], {within, "\"59 min\""}}).empty());
  only_finding({late[0], late[1], {within, "\"1 h\""}}, "FD4012", "/plan/objectives/0/target",
               within);
}

TEST_CASE("FD4013: news due before it can be sent") {
  const std::string within = pages + "/notifications/0/within";
  CHECK(findings_with({{within, "\"5 min\""}}).empty());
  only_finding({{within, "\"4 min\""}}, "FD4013", within, pages + "/responses/0/detection_within");
  const Edits behind{{steps + "2/after", "[\"fence\"]"}, {steps + "0/after", "[\"promote\"]"}};
  const auto finding = only_finding(behind, "FD4013", steps + "0/after", within);
  CHECK(finding.message ==
        "news of severity High is due after 15 min, but the steps before tell may take 5 min + 30 "
        "min = 35 min");
  CHECK(findings_with({behind[0], behind[1], {steps + "2/patience", "\"10 min\""}}).empty());
}

TEST_CASE("FD4014: too few drills to prove a rate") {
  // ln 0.05 / ln 0.95 = 58.4 and a year holds 52.1 weeks; 0.9 takes 29, 0.99 takes 299.
  const std::string rate = pages + "/criteria/0/at_least";
  const auto finding = only_finding({{rate, "\"95 %\""}}, "FD4014", rate, pages + "/drills");
  CHECK(finding.message ==
        "95 % takes 59 drills in a row without a failure to prove (at 95 % confidence), and the "
        "plan holds 52 a year: 1.1 years of them");
  CHECK(findings_with({{rate, "\"95 %\""}, {pages + "/drills/0/every", "\"6 days\""}}).empty());
  const std::string indicator = pages + "/indicators/0/at_least";
  CHECK(only_finding({{indicator, "\"99 %\""}}, "FD4014", indicator, pages + "/drills")
            .message.find("299") != std::string::npos);
  CHECK(findings_with({{pages + "/drills/0/every", "\"0 s\""}}).empty());
}

TEST_CASE("FD4015: an objective covers what is not protected") {
  only_finding({{"/plan/objectives/3/data/-", "\"scratch\""}}, "FD4015",
               "/plan/data/4/not_protected", "/plan/objectives/3/target");
}

TEST_CASE("FD4016: recovery from a bucket that nobody reads") {
  const std::string bucket = pages + "/recreation/settings/backup_bucket";
  only_finding({{bucket, "\"dr-backups\""}}, "FD4016", bucket,
               pages + "/procedures/0/steps/0/command");
  const std::string command = pages + "/procedures/0/steps/0/command";
  CHECK(findings_with({{bucket, "\"dr-backups\""}, {command, "\"./fetch\""}}).empty());
}

TEST_CASE("FD4017: alerts later than the promised detection") {
  const std::string hold = components + "6/prometheus/hold";
  const std::string within = pages + "/responses/0/detection_within";
  // Rounded up to evaluations of 30 s, and 1 s of delivery.
  CHECK(findings_with({{hold, "\"270 s\""}}).empty());
  CHECK(only_finding({{hold, "\"271 s\""}}, "FD4017", hold, within).message ==
        "pager alerts after 5.02 min at the soonest, but no detection that may count on it is "
        "allowed more than 5 min");
  // The response counts on the prober, by its title.
  CHECK(findings_with({{hold, "\"271 s\""},
                       {pages + "/responses/0/detection", "\"The outside prober sees it\""}})
            .empty());
  only_finding({{components + "7/prober/interval", "\"148 s\""}}, "FD4017",
               components + "7/prober/interval", within);
}

TEST_CASE("FD4018: checkpoints too large or too rare") {
  const std::string interval = "/plan/data/2/checkpoint_stream/interval";
  // 60 GB at 1 GB/s take 1 min: fresh in (60 - 1) / interval of all moments.
  CHECK(findings_with({{interval, "\"59 min\""}}).empty());
  only_finding({{interval, "\"60 min\""}}, "FD4018", interval,
               components + "3/object_store/replication_rate");
}

TEST_CASE("FD4019: the fastest possible recovery is too late") {
  // 1 min 1 s of detection, 1 min of fencing, 5 of promotion, 1 of DNS, then 6 min of people and
  // the rebuild of the desk.
  const std::string rebuild = components + "8/rebuildable/rebuild";
  CHECK(findings_with({{rebuild, "\"225 min\""}}).empty());
  const auto finding = only_finding({{rebuild, "\"226 min\""}}, "FD4019",
                                    "/plan/objectives/1/target", steps + "5/action");
  CHECK(finding.message.find("rebuild ends 240 min after the fault") != std::string::npos);
  only_finding({{"/runbook/declared_by", "\"operator\""},
                {components + "1/database/promotion", "\"52 min\""}},
               "FD4019", "/plan/objectives/0/target", steps + "3/action");
}

TEST_CASE("FD4020: tests that look at names only") {
  const std::string command = pages + "/procedures/0/steps/1/command";
  const std::string criterion = pages + "/criteria/1/statement";
  for (const std::string listing : {"tar -tzf x.tgz", "tar tf x.tar", "tar --list -f x.tar",
                                    "pg_restore --list x.dump", "aws s3 ls s3://backups/"}) {
    only_finding({{command, "\"" + listing + "\""}}, "FD4020", command, criterion);
  }
  for (const std::string test : {"tar -xzf x.tgz", "pg_restore -d test x.dump", "./list"}) {
    CHECK(findings_with({{command, "\"" + test + "\""}}).empty());
  }
}

TEST_CASE("FD4021: recovery on other hardware") {
  const std::string type = pages + "/recreation/settings/instance_type";
  only_finding({{type, "\"p5.48xlarge\""}}, "FD4021", type, components + "4/title");
  CHECK(findings_with({{type, "\"p5.48xlarge\""}, {components + "4/title", "\"H100 nodes\""}})
            .empty());
  CHECK(findings_with({{type, "\"m5.large\""}}).empty());  // no accelerator that is known
}

TEST_CASE("FD4022: the runbook is not the process of the plan") {
  const std::string process = pages + "/failover";
  const auto finding = only_finding({{process + "/steps", R"(["route", "promote"])"}}, "FD4022",
                                    process + "/steps/1", "/runbook/steps");
  CHECK(finding.message.find("promote after route") != std::string::npos);
  only_finding({{process + "/steps/0", "\"warn\""}}, "FD4022", process + "/steps/0",
               "/runbook/steps");
  CHECK(findings_with({{process + "/steps/0", "\"warn\""}, {process + "/runbook", "\"other\""}})
            .empty());
}

TEST_CASE("FD4023: fewer automatic steps than promised") {
  const std::string share = pages + "/criteria/2/at_least";
  CHECK(findings_with({{share, "\"83 %\""}}).empty());  // five of six
  only_finding({{share, "\"84 %\""}}, "FD4023", share, steps + "5/performer");
}

TEST_CASE("FD4024: copies deleted before the next exists") {
  const std::string retention = "/plan/data/1/periodic_copy/retention";
  CHECK(findings_with({{retention, "\"30 min\""}}).empty());
  only_finding({{retention, "\"20 min\""}}, "FD4024", retention,
               "/plan/data/1/periodic_copy/interval");
}

TEST_CASE("behind a parameter, its value is shown as well") {
  const auto finding =
      only_finding({{"/parameters/slow", R"({"title": "Slow", "dimension": "time", "value": "2 h",
                                "assumed": "a guess"})"},
                    {"/plan/data/1/periodic_copy/interval", R"({"parameter": "slow"})"}},
                   "FD4001", "/plan/data/1/periodic_copy/interval", "/parameters/slow/value");
  CHECK(finding.related.front().pointer == "/parameters/slow/value");
}
