#include "live/charter/charter.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <set>

#include "live/charter/file_check.hpp"
#include "live/charter/safe_text.hpp"
#include "models/base/moment.hpp"
#include "scenarios/notes.hpp"

namespace firedrill {
namespace {

constexpr std::array<std::string_view, 2> condition_words{"probe", "prometheus"};
constexpr std::array<std::string_view, 2> unanswered_words{"abort", "go_on"};
constexpr Duration longest_deadline = one_day;
constexpr std::int64_t most_of_anything = 10'000;
constexpr std::size_t most_targets = 10'000;
constexpr std::size_t longest_expression = 2'000;

class CharterReader {
 public:
  CharterReader(std::span<const std::string_view> kinds, std::chrono::sys_seconds now)
      : kinds_{kinds}, now_{now} {}
  Result<Charter> read(const Document& document);

 private:
  std::string name(const Node& node);
  void read_targets(ObjectReader& object, Charter& charter);
  void read_faults(ObjectReader& object, Charter& charter);
  AbortCondition condition(const Node& node);
  BlastRadius blast_radius(const Node& node);
  std::chrono::sys_seconds expiry(ObjectReader& object);

  std::span<const std::string_view> kinds_;
  std::chrono::sys_seconds now_;
  ReadContext context_;
};

std::string CharterReader::name(const Node& node) {
  if (node.kind != NodeKind::string || !is_safe_name(node.string)) {
    context_.error(node, "FD5101", "{} is not the name of one thing",
                   "write names in full: letters, digits and . _ - / : @, no wildcards");
    return "";
  }
  if (means_production(node.string)) {
    context_.error(node, "FD5006", "{} says that this is production",
                   "drills act on labs and staging only");
  }
  return node.string;
}

void CharterReader::read_targets(ObjectReader& object, Charter& charter) {
  std::set<std::string> seen;
  object.each("targets", [&](const Node& node) {
    const std::string target = name(node);
    if (!target.empty() && !seen.insert(target).second) {
      context_.error(node, "FD3002", "{} is given twice", "leave one of them out");
    }
    charter.targets.push_back(target);
  });
  const Node* const list = object.node().find("targets");
  if (list != nullptr && list->kind == NodeKind::array &&
      (list->items.empty() || list->items.size() > most_targets)) {
    context_.error(*list, "FD5102", "a charter permits 1 to 10,000 targets", "name hosts");
  }
}

void CharterReader::read_faults(ObjectReader& object, Charter& charter) {
  object.each("faults", [&](const Node& node) {
    if (const auto kind = read_word(node, kinds_, context_)) {
      charter.faults.emplace_back(kinds_[*kind]);
    }
  });
  const Node* const list = object.node().find("faults");
  if (list != nullptr && list->kind == NodeKind::array && list->items.empty()) {
    context_.error(*list, "FD5102", "a charter permits at least one kind of fault",
                   "name kinds, as \"process_kill\"");
  }
}

AbortCondition CharterReader::condition(const Node& node) {
  ObjectReader object{node, context_};
  allow_notes(object);
  AbortCondition found;
  if (const auto choice = choose(object, condition_words, "condition")) {
    if (choice->index == 0) {
      found.when = AbortProbe{name(*choice->node)};
    } else {
      ObjectReader members{*choice->node, context_};
      AbortExpression asked{members.string("address"), members.string("expression")};
      if (const Node* const from = members.optional("from")) {
        asked.from = name(*from);
      }
      if (members.optional("unanswered") != nullptr) {
        asked.goes_on_unanswered = members.word("unanswered", unanswered_words) == 1;
      }
      members.finish();
      const bool has_scheme =
          asked.address.starts_with("http://") || asked.address.starts_with("https://");
      const std::string_view rest = std::string_view{asked.address}.substr(
          std::min<std::size_t>(asked.address.size(), asked.address.find("//") + 2));
      if (!has_scheme || !is_safe_name(rest) || rest.find('@') != std::string_view::npos) {
        context_.error(*choice->node, "FD5103",
                       fmt::format("\"{}\" is not an address of Prometheus", asked.address),
                       "write it like \"http://10.77.1.9:9090\"");
      }
      const bool is_text = !asked.expression.empty() &&
                           asked.expression.size() <= longest_expression &&
                           std::none_of(asked.expression.begin(), asked.expression.end(),
                                        [](unsigned char sign) { return std::iscntrl(sign) != 0; });
      if (!is_text) {
        context_.error(*choice->node, "FD5103", "the expression is empty, too long or no text",
                       "write it like \"up == 0\"");
      }
      found.when = asked;
    }
  }
  found.hold = object.optional_duration("for").value_or(Duration::zero());
  object.finish();
  return found;
}

BlastRadius CharterReader::blast_radius(const Node& node) {
  ObjectReader object{node, context_};
  allow_notes(object);
  const BlastRadius radius{object.integer("hosts", 1, most_of_anything),
                           object.integer("regions", 1, most_of_anything),
                           object.integer("faults", 1, most_of_anything)};
  object.finish();
  return radius;
}

// "2027-01-31T18:00:00Z": UTC, to the second, nothing else.
std::chrono::sys_seconds CharterReader::expiry(ObjectReader& object) {
  using namespace std::chrono;
  const Node* const node = object.required("expires");
  if (node == nullptr) {
    return now_;
  }
  // To the second: a fraction would promise more than anybody approves.
  const auto moment = node->kind == NodeKind::string && node->string.find('.') == std::string::npos
                          ? moment_of(node->string)
                          : std::nullopt;
  if (!moment) {
    context_.error(*node, "FD5104", "{} is not a moment",
                   "write it in UTC, like \"2027-01-31T18:00:00Z\"");
    return now_;
  }
  if (*moment <= now_) {
    context_.error(*node, "FD5105", "the charter has expired: {}",
                   "have it approved anew, with a later \"expires\"");
  }
  return floor<seconds>(*moment);
}

Result<Charter> CharterReader::read(const Document& document) {
  ObjectReader object{document.root, context_};
  allow_notes(object);
  read_format(object, "firedrill/charter/1");
  Charter charter;
  if (const Node* const own = object.required("name")) {
    charter.name = name(*own);
  }
  charter.approved_by = object.string("approved_by");
  charter.inventory_digest = object.optional_string("inventory_digest").value_or("");
  read_targets(object, charter);
  read_faults(object, charter);
  if (const Node* const node = object.required("blast_radius")) {
    charter.blast_radius = blast_radius(*node);
  }
  object.each_optional("abort_when",
                       [&](const Node& node) { charter.abort_when.push_back(condition(node)); });
  charter.deadline = object.duration("deadline");
  if (const Node* const node = document.root.find("deadline");
      node != nullptr &&
      (charter.deadline <= Duration::zero() || charter.deadline > longest_deadline)) {
    context_.error(*node, "FD5106", "{} is no deadline of a drill",
                   "write a time above zero and at most 24 h");
  }
  charter.expires = expiry(object);
  object.finish();
  if (context_.has_errors()) {
    return context_.diagnostics();
  }
  charter.digest = document.digest();
  return charter;
}

Diagnostic refusal(std::string code, std::string message, std::string suggestion) {
  Diagnostic made;
  made.code = std::move(code);
  made.message = std::move(message);
  made.suggestion = std::move(suggestion);
  return made;
}

bool is_in(const std::vector<std::string>& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

}  // namespace

Result<Charter> read_charter(const Document& document, std::span<const std::string_view> kinds,
                             std::chrono::sys_seconds now) {
  return CharterReader{kinds, now}.read(document);
}

Result<Charter> load_charter(const std::string& path, std::span<const std::string_view> kinds,
                             std::chrono::sys_seconds now) {
  const Result<Document> document = load_guarded(path);
  return document ? read_charter(*document, kinds, now) : Result<Charter>{document.error()};
}

bool needs_typed_name(const Charter& charter, const TargetInventory& inventory) {
  return std::any_of(charter.targets.begin(), charter.targets.end(), [&](const auto& target) {
    const Host* const host = inventory.host(target);
    return host == nullptr || host->environment != "lab";
  });
}

Diagnostics check_charter(const Charter& charter, const TargetInventory& inventory,
                          const std::string& typed_name) {
  Diagnostics problems;
  std::vector<std::string> names;
  for (const Host& host : inventory.hosts) {
    names.push_back(host.name);
  }
  for (const std::string& target : charter.targets) {
    if (!is_in(names, target)) {
      problems.push_back(refusal("FD5107",
                                 fmt::format("charter {} permits {}, which the inventory {} does "
                                             "not have",
                                             charter.name, target, inventory.name),
                                 did_you_mean(target, names)));
    }
  }
  for (const AbortCondition& condition : charter.abort_when) {
    const auto* asked = std::get_if<AbortExpression>(&condition.when);
    if (asked != nullptr && !asked->from.empty() && !is_in(names, asked->from)) {
      problems.push_back(refusal("FD5107",
                                 fmt::format("charter {} asks Prometheus from {}, which the "
                                             "inventory {} does not have",
                                             charter.name, asked->from, inventory.name),
                                 did_you_mean(asked->from, names)));
    }
  }
  const bool is_serious = needs_typed_name(charter, inventory);
  const bool is_other = charter.inventory_digest != inventory.digest;
  if (is_other && (is_serious || !charter.inventory_digest.empty())) {
    problems.push_back(refusal(
        "FD5108",
        fmt::format("charter {} was not approved for this inventory {}", charter.name,
                    inventory.name),
        fmt::format("have it approved with \"inventory_digest\": \"{}\"", inventory.digest)));
  }
  if (is_serious && typed_name != inventory.name) {
    problems.push_back(refusal("FD5109",
                               fmt::format("{} is no lab: its name was not typed", inventory.name),
                               fmt::format("confirm with --confirm {}", inventory.name)));
  }
  return problems;
}

Diagnostics refuse(const Charter& charter, const TargetInventory& inventory,
                   std::span<const Hurt> there, const Hurt& next) {
  Diagnostics problems;
  if (!is_in(charter.faults, next.kind)) {
    problems.push_back(
        refusal("FD5110", fmt::format("charter {} does not permit {}", charter.name, next.kind),
                "have it approved with that kind of fault"));
  }
  std::set<std::string> hosts{next.hosts.begin(), next.hosts.end()};
  for (const std::string& host : hosts) {
    if (!is_in(charter.targets, host)) {
      problems.push_back(refusal(
          "FD5111", fmt::format("charter {} does not permit to hurt {}", charter.name, host),
          "have it approved with that target"));
    }
  }
  for (const Hurt& one : there) {
    hosts.insert(one.hosts.begin(), one.hosts.end());
  }
  std::set<std::string> regions;
  for (const std::string& name : hosts) {
    if (const Host* const host = inventory.host(name)) {
      regions.insert(host->region);
    }
  }
  const auto check = [&](std::size_t count, std::int64_t most, std::string_view what) {
    if (static_cast<std::int64_t>(count) > most) {
      problems.push_back(refusal("FD5112",
                                 fmt::format("{} {} would be hurt at once; charter {} permits {}",
                                             count, what, charter.name, most),
                                 "heal something before, or have a larger blast radius approved"));
    }
  };
  check(hosts.size(), charter.blast_radius.hosts, "hosts");
  check(regions.size(), charter.blast_radius.regions, "regions");
  check(there.size() + 1, charter.blast_radius.faults, "faults");
  return problems;
}

}  // namespace firedrill
