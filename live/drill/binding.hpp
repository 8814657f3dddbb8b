// How a drill's words become deeds on one target: which commands carry out which action, what each
// fault is there, which probes speak for which service, who raises alerts, where acknowledged
// writes are read back. A file of format "firedrill/binding/1", so a new target needs no code. What
// is not bound is refused before the drill begins; nothing is guessed.
// Example: load_binding("scenarios/bindings/lab.json", {{"lab", "main"}})
#pragma once

#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "live/faults/commands.hpp"
#include "live/probes/http_probe.hpp"
#include "live/probes/sql_probe.hpp"
#include "models/base/result.hpp"
#include "models/text/document.hpp"
#include "scenarios/scenario.hpp"

namespace firedrill {

// A script for sh on a host of the inventory; "" is where firedrill runs.
struct BoundCommand {
  std::string host;
  std::string script;
};

// How probes resolve names.
struct BoundResolver {
  std::string server;
  int port = 53;
  bool remembers = true;  // for as long as an answer says; else it asks each time anew
};

struct BoundSqlRead {
  SqlTarget target;
  std::string statement;
};
struct BoundSqlWrite {
  SqlTarget target;
  std::string table;
  std::string data;  // the kind of data of the plan that its ledger stands for
};
struct BoundS3Read {
  S3Target target;
  std::string key, content;
};
struct BoundS3Write {
  S3Target target;
  std::string prefix;
  std::string data;
};
struct BoundExpression {
  std::string address, expression;
};
struct BoundQuestion {
  BoundCommand command;
  std::optional<Duration> progress;  // the last number it prints grows at least that often
};
using BoundProbeKind = std::variant<BoundSqlRead, BoundSqlWrite, HttpTarget, BoundS3Read,
                                    BoundS3Write, BoundExpression, BoundQuestion>;
// "sql_read", in the order of BoundProbeKind; also the member that says it in a file.
[[nodiscard]] std::string_view name_of(const BoundProbeKind& kind);

struct BoundProbe {
  std::string name;
  std::string vantage;  // host of the inventory to look from; "": where firedrill runs
  std::string service;  // of the plan that it speaks for; "": it is only recorded
  Duration period{}, patience{};
  BoundResolver resolver;
  BoundProbeKind kind;
};

struct BoundAlert {
  BoundCommand command;  // succeeds once the alert is raised
  Duration every{};
};

// Where what was written is read back from, once the old primary is fenced: a database, or stores
// of which any may have an object. `diverged` succeeds if writes were taken on both sides.
struct BoundReadBack {
  std::string probe;  // whose ledger
  std::variant<SqlTarget, std::vector<S3Target>> target;
  BoundResolver resolver;
  std::optional<BoundCommand> diverged;
};

struct TargetBinding {
  std::string name, title, digest;
  std::vector<BoundProbe> probes;
  std::vector<BoundAlert> alerts;
  std::map<std::string, std::vector<BoundCommand>> actions;  // by key: see action_keys()
  std::map<std::string, std::vector<FaultPart>> faults;      // by the fault's name
  std::map<std::string, BoundReadBack> read_backs;           // by kind of data
  std::vector<BoundCommand> prepare;                         // before anything is probed
  std::vector<BoundCommand> steady;      // each succeeds while the target is as it should be
  std::vector<BoundCommand> afterwards;  // bring it back to that, after everything is healed
  std::vector<BoundCommand> clean_up;    // remove what probes wrote, once it has been read back
};

// Replacements of ${NAME} in every text of a binding.
using BindingValues = std::map<std::string, std::string>;

// Errors: those of parse_document, FD2xxx; FD3013; FD6201, a ${NAME} that has no value.
[[nodiscard]] Result<TargetBinding> read_binding(const Document& document,
                                                 const BindingValues& values);
[[nodiscard]] Result<TargetBinding> load_binding(const std::string& path,
                                                 const BindingValues& values);

// Under which keys the action of a step is looked up, the most special first: "step/promote",
// "promote/database-replica", "update_dns/dns/us-west-2", "notify". The first that is bound counts.
[[nodiscard]] std::vector<std::string> action_keys(const Action& action, const std::string& step,
                                                   const Plan& plan);

// What `scenario` asks for and `binding` does not have, a line each.
[[nodiscard]] std::vector<std::string> unbound(const Scenario& scenario,
                                               const TargetBinding& binding, bool responds);

}  // namespace firedrill
