// A small assembled scenario that is right in every respect, so that a test can break one thing and
// see exactly that reported.
// Example: problems_with("/plan/components/1/database/replica_of", "dns")
#pragma once

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "scenarios/scenario_reader.hpp"

namespace firedrill {

inline constexpr const char* small_scenario_text = R"({
  "format": "firedrill/scenario/1",
  "name": "small",
  "plan": {
    "format": "firedrill/plan/1",
    "name": "small",
    "regions": [{"name": "east", "role": "primary"}, {"name": "west", "role": "secondary"}],
    "components": [
      {"name": "database", "region": "east", "database": {}},
      {"name": "replica", "region": "west", "database": {
        "replica_of": "database",
        "lag": {"ornstein_uhlenbeck": {"median": "2 s", "log_sd": 0.8, "relaxation": "5 min"}},
        "promotion": {"parameter": "promotion"}, "promotion_failure": {"parameter": "failure"}}},
      {"name": "bucket", "region": "east", "object_store": {}},
      {"name": "copy", "region": "west", "object_store": {
        "replica_of": "bucket", "object_latency": "10 s", "replication_rate": "1 Gbit/s"}},
      {"name": "nodes", "region": "west", "cluster": {
        "nodes": 4, "nodes_maximum": 8, "accelerators_per_node": 8, "start": {
          "launch": "3 min", "refusal_probability": 0, "refusal_wait": "1 min",
          "defect_probability": 0}}},
      {"name": "dns", "dns": {"serves": "east", "ttl": "60 s", "edit": "0 s"}},
      {"name": "caller", "external_report": {"delay": "5 min"}},
      {"name": "desk", "depends_on": ["database"], "rebuildable": {"rebuild": "1 h"}}
    ],
    "services": [
      {"name": "shop", "requirements": [{"route": "dns"}, {"database": "database"}]},
      {"name": "everything", "requirements": [{"nodes": 4}, {"rebuilt": "desk"}],
       "includes": ["shop"]}
    ],
    "data": [
      {"name": "orders", "tier": 1, "written_in": "east",
       "database_replication": {"replica": "replica"}},
      {"name": "weights", "written_in": "east",
       "checkpoint_stream": {"replica": "copy", "size": "100 GB", "interval": "30 min"}},
      {"name": "notes", "written_in": "east", "periodic_copy": {
        "mechanism": "snapshot", "interval": "1 day", "length": "10 min",
        "failure_probability": "1 %", "kept_in": "west", "retention": "30 days"}}
    ],
    "roles": [
      {"name": "operator", "acknowledge": "5 min", "absence_probability": 0.1,
       "escalate_after": "15 min", "decide": "1 min"}
    ],
    "objectives": [
      {"name": "shop-back", "kind": "rto", "service": "shop", "target": "1 h",
       "required_fraction": 0.95, "sustained": "5 min"},
      {"name": "orders-kept", "kind": "rpo", "data": ["orders", "notes"], "target": "15 min",
       "required_fraction": 0.99}
    ],
    "training": {"name": "job", "clusters": ["nodes"], "resumes_with": "shop",
      "tokens_per_node": 1000, "restart": "5 min", "checkpoints": "weights"},
    "governance": {
      "notifications": [{"severity": "High", "internal": [], "external": [], "within": "1 h"}]
    }
  },
  "parameters": {
    "promotion": {"title": "Promotion", "dimension": "time",
      "value": {"triangular": ["3 min", "6 min", "20 min"]}, "assumed": "a guess"},
    "failure": {"title": "Failure", "dimension": "ratio", "value": 0.05,
      "source": {"id": "x", "title": "A book", "year": 2020}},
    "outage": {"title": "Outage", "dimension": "time", "value": "2 h", "assumed": "a guess"}
  },
  "runbook": {
    "format": "firedrill/runbook/1",
    "name": "small",
    "steps": [
      {"name": "route", "action": {"update_dns": {
         "zone": "dns", "target": "west", "by": "record_edit"}},
       "patience": "5 min", "performer": "automatic", "after": ["promote"]},
      {"name": "promote", "action": {"promote": {"database": "replica"}}, "patience": "30 min",
       "retries": 2, "retry_wait": "1 min", "performer": "automatic",
       "on_failure": "escalate",
       "escalation": {"role": "operator", "action": {"promote": {"database": "replica"}},
                      "patience": "30 min"}},
      {"name": "tell", "action": {"notify": {"rule": "High", "length": "1 s"}},
       "patience": "1 min", "performer": "operator"}
    ]
  },
  "faults": [{"name": "fire", "at": "10 min", "region_outage": {
    "region": "east", "length": {"parameter": "outage"}, "control_plane_loss": 1,
    "control_plane_length": "1 h"}}],
  "objectives": "all",
  "probe_interval": "10 s",
  "horizon": "7 days"
})";

inline Document small_scenario() {
  return parse_document("small.json", small_scenario_text).value();
}

// The small scenario with the value at `pointer` replaced (JSON or a bare word).
inline Document small_scenario_with(const std::string& pointer, const std::string& value) {
  return with_value(small_scenario(), pointer, value).value();
}

// Everything reported when the small scenario is read with that one change.
inline Diagnostics problems_with(const std::string& pointer, const std::string& value) {
  const Document document = small_scenario_with(pointer, value);
  const auto scenario = read_scenario(document);
  return scenario ? Diagnostics{} : scenario.error();
}

// That change is reported once, with this code at this pointer; the diagnostic, for more checks.
inline Diagnostic only_problem(const std::string& pointer, const std::string& value,
                               const std::string& code, const std::string& where) {
  const Diagnostics problems = problems_with(pointer, value);
  std::string all;
  for (const Diagnostic& problem : problems) {
    all += render(problem);
  }
  INFO(pointer << " = " << value << "\n" << all);
  REQUIRE(problems.size() == 1);
  CHECK(problems.front().code == code);
  CHECK(problems.front().place.pointer == where);
  return problems.front();
}

}  // namespace firedrill
