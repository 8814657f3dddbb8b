#include "scenarios/run_values.hpp"

#include <algorithm>
#include <array>
#include <limits>

namespace firedrill {
namespace {

constexpr auto verb_count = static_cast<std::size_t>(Verb::await_person) + 1;

std::array<std::string_view, verb_count> verb_words() {
  std::array<std::string_view, verb_count> words;
  for (std::size_t index = 0; index < words.size(); ++index) {
    words[index] = name_of(static_cast<Verb>(index));
  }
  return words;
}

double not_negative(const Node& node, ReadContext& context) {
  if (node.kind != NodeKind::number) {
    context.error(node, "FD2005", "{} is not a number");
    return 0.0;
  }
  if (node.number < 0.0) {
    context.error(node, "FD2006", "{} is negative");
    return 0.0;
  }
  return node.number;
}

}  // namespace

double RunValues::number(std::string_view key) {
  const Node* const node = object.required(key);
  return node == nullptr ? 0.0 : not_negative(*node, context_);
}

Duration RunValues::time(std::string_view key) { return from_seconds(number(key)); }

std::optional<Duration> RunValues::optional_time(const Node& node) {
  return node.kind == NodeKind::null ? std::nullopt
                                     : std::optional{from_seconds(not_negative(node, context_))};
}

std::optional<Duration> RunValues::optional_time(std::string_view key) {
  const Node* const node = object.required(key);
  return node == nullptr ? std::nullopt : optional_time(*node);
}

std::uint64_t RunValues::count(std::string_view key) {
  return static_cast<std::uint64_t>(
      object.integer(key, 0, std::numeric_limits<std::int64_t>::max()));
}

std::string RunValues::digest(std::string_view key) {
  std::string digest = object.string(key);
  const bool is_digest =
      digest.size() == 64 && std::all_of(digest.begin(), digest.end(), [](char one) {
        return (one >= '0' && one <= '9') || (one >= 'a' && one <= 'f');
      });
  const Node* const node = object.optional(key);
  if (!is_digest && node != nullptr && node->kind == NodeKind::string) {
    context_.error(*node, "FD2006", "{} is not a SHA-256 of 64 lower-case hexadecimal digits");
  }
  return digest;
}

std::optional<std::string> RunValues::optional_name(std::string_view key) {
  const Node* const node = object.required(key);
  if (node == nullptr || node->kind == NodeKind::null) {
    return std::nullopt;
  }
  return object.string(key);
}

Verb RunValues::verb(std::string_view key) {
  return static_cast<Verb>(object.word(key, verb_words()));
}

std::int64_t RunValues::finding(Verb verb) {
  if (verb == Verb::read_copies) {
    return object.integer("copies", 0, std::numeric_limits<std::int64_t>::max());
  }
  if (verb == Verb::read_work || verb == Verb::read_lost_work) {
    const Node* const node = object.required("tokens");
    const bool is_all = node != nullptr && node->kind == NodeKind::null;
    return is_all ? all_tokens
                  : object.integer("tokens", 0, std::numeric_limits<std::int64_t>::max());
  }
  const std::string_view name = finding_name(verb);
  return name.empty() ? 0 : optional_time(name).value_or(never).count();
}

void read_probe(RunValues& values, RunProbe& probe) {
  probe.name = values.object.string("name");
  probe.kind = values.object.string("kind");
  probe.vantage = values.object.string("vantage");
  probe.service = values.object.string("service");
  probe.period = values.time("period_s");
  probe.sent = values.count("sent");
  probe.failed = values.count("failed");
  probe.not_sent = values.count("not_sent");
  probe.lateness = values.time("lateness_s");
  probe.first_failure = values.optional_time("first_failure_s");
  probe.first_success = values.optional_time("first_success_s");
  probe.unavailable = values.optional_time("unavailable_s").value_or(never);
  probe.goodput_lost = values.count("goodput_lost");
}

void read_ledger(RunValues& values, RunLedger& ledger) {
  ledger.name = values.object.string("name");
  ledger.data = values.object.string("data");
  ledger.commit_mode = values.object.string("commit_mode");
  ledger.intents = values.count("intents");
  ledger.acknowledged = values.count("acknowledged");
  ledger.refused = values.count("refused");
  ledger.unknown = values.count("unknown");
  ledger.survived = values.count("survived");
  ledger.lost = values.count("lost");
  ledger.lost_bytes = Bytes{static_cast<std::int64_t>(values.count("lost_bytes"))};
  ledger.loss_window = values.optional_time("loss_window_s");
  ledger.window_is_open = values.object.optional_boolean("loss_window_open").value_or(false);
  ledger.holes = values.count("holes");
  ledger.phantoms = values.count("phantoms");
  ledger.duplicates = values.count("duplicates");
  ledger.unknown_survived = values.count("unknown_survived");
  ledger.unverified = values.count("unverified");
}

void read_environment(RunValues& values, RunEnvironment& environment) {
  environment.kernel = values.object.string("kernel");
  environment.machine = values.object.string("machine");
  environment.processors = static_cast<unsigned>(values.object.integer("processors", 0, 1 << 20));
  environment.load_before = values.number("load_before");
  environment.load_after = values.number("load_after");
  environment.lateness = values.time("lateness_s");
  environment.lateness_bound = values.time("lateness_bound_s");
  environment.wan_lateness = values.optional_time("wan_lateness_s");
}

}  // namespace firedrill
