// Reads bindings: see binding.hpp.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>

#include "live/drill/binding.hpp"
#include "models/text/reader.hpp"
#include "scenarios/names.hpp"
#include "scenarios/notes.hpp"

namespace firedrill {
namespace {

using namespace std::chrono_literals;

constexpr std::array<std::string_view, 7> probe_words{"sql_read", "sql_write",  "http",   "s3_read",
                                                      "s3_write", "prometheus", "command"};

// A word as sh reads it back: in single quotes.
std::string quoted(const std::string& word) {
  std::string text = "'";
  for (const char one : word) {
    text += one == '\'' ? std::string{"'\\''"} : std::string{one};
  }
  return text + "'";
}

class BindingReader {
 public:
  BindingReader(const Document& document, const BindingValues& values)
      : document_{document}, values_{values} {}

  Result<TargetBinding> read();

 private:
  std::string text(ObjectReader& object, std::string_view key, std::string otherwise = {});
  std::string needed_text(ObjectReader& object, std::string_view key);
  std::string filled(const Node& node, const std::string& text);
  std::string lines(ObjectReader& object, std::string_view key);
  std::string script(ObjectReader& object, std::string_view key);
  BoundCommand command(const Node& node);
  std::vector<BoundCommand> commands(const Node& node);
  SqlTarget sql_target(ObjectReader& object);
  S3Target s3_target(ObjectReader& object);
  BoundResolver resolver(ObjectReader& object);
  BoundProbeKind probe_kind(const Choice& choice);
  BoundProbe probe(const Node& node);
  FaultPart fault_part(const Node& node);
  BoundReadBack read_back(const Node& node);

  const Document& document_;
  const BindingValues& values_;
  ReadContext context_;
  std::string functions_;  // of the shell, before each script
  NameTable sql_writers_{"probe that writes by SQL"};
  NameTable s3_writers_{"probe that writes objects"};
};

std::string BindingReader::filled(const Node& node, const std::string& text) {
  std::string whole;
  std::size_t at = 0;
  for (std::size_t begin = text.find("${"); begin != std::string::npos;
       begin = text.find("${", at)) {
    const std::size_t end = text.find('}', begin);
    const std::string name =
        text.substr(begin + 2, end == std::string::npos ? end : end - begin - 2);
    const auto value = values_.find(name);
    const bool is_ours =
        std::all_of(name.begin(), name.end(), [](char one) { return one >= 'a' && one <= 'z'; });
    if (end == std::string::npos || !is_ours) {  // of the shell
      whole += text.substr(at, begin + 2 - at);
      at = begin + 2;
      continue;
    }
    if (value == values_.end()) {
      context_.error(node, "FD6201", fmt::format("nothing is known of \"{}\" here", name),
                     "a lab has ${lab}, ${root} and ${firedrill}");
      return text;
    }
    whole += text.substr(at, begin - at) + value->second;
    at = end + 1;
  }
  return whole + text.substr(at);
}

std::string BindingReader::text(ObjectReader& object, std::string_view key, std::string otherwise) {
  const auto found = object.optional_string(key);
  return found ? filled(*object.optional(key), *found) : std::move(otherwise);
}

std::string BindingReader::needed_text(ObjectReader& object, std::string_view key) {
  const std::string found = object.string(key);
  const Node* const node = object.optional(key);
  return node == nullptr ? found : filled(*node, found);
}

// A text, or several as lines.
std::string BindingReader::lines(ObjectReader& object, std::string_view key) {
  const Node* const node = object.optional(key);
  if (node == nullptr || node->kind != NodeKind::array) {
    return text(object, key);
  }
  std::string whole;
  for (const std::string& line : object.strings(key)) {
    whole += filled(*node, line) + "\n";
  }
  return whole;
}

// What the binding's functions are put before; "" where there is none.
std::string BindingReader::script(ObjectReader& object, std::string_view key) {
  const std::string own = lines(object, key);
  return own.empty() ? own : functions_ + own;
}

BoundCommand BindingReader::command(const Node& node) {
  ObjectReader object{node, context_};
  allow_notes(object);
  BoundCommand bound{.host = text(object, "host"), .script = script(object, "script")};
  if (object.optional("command") != nullptr) {
    for (const std::string& word : object.strings("command")) {
      bound.script +=
          (bound.script.empty() ? "" : " ") + quoted(filled(*object.optional("command"), word));
    }
  }
  if (bound.script.empty() && node.kind == NodeKind::object) {
    report_object(object, "FD3012", "neither \"command\" nor \"script\"", "give one of them");
  }
  object.finish();
  return bound;
}

std::vector<BoundCommand> BindingReader::commands(const Node& node) {
  std::vector<BoundCommand> all;
  if (node.kind != NodeKind::array) {
    all.push_back(command(node));
    return all;
  }
  for (const Node& item : node.items) {
    all.push_back(command(item));
  }
  return all;
}

SqlTarget BindingReader::sql_target(ObjectReader& object) {
  SqlTarget target;
  target.host = needed_text(object, "host");
  target.server.port = static_cast<int>(object.optional_integer("port", 1, 65535).value_or(5432));
  target.server.database = text(object, "database", "postgres");
  target.server.user = text(object, "user", "postgres");
  target.server.password_file = text(object, "password_file");
  target.is_fresh = object.optional_boolean("fresh").value_or(false);
  return target;
}

S3Target BindingReader::s3_target(ObjectReader& object) {
  return {.endpoint = needed_text(object, "endpoint"),
          .region = needed_text(object, "region"),
          .bucket = needed_text(object, "bucket"),
          .access_key = needed_text(object, "access_key"),
          .secret_file = needed_text(object, "secret_file"),
          .is_fresh = object.optional_boolean("fresh").value_or(false),
          .certificate = text(object, "certificate")};
}

BoundResolver BindingReader::resolver(ObjectReader& object) {
  BoundResolver resolver;
  const Node* const node = object.optional("resolver");
  if (node != nullptr) {
    ObjectReader reader{*node, context_};
    resolver.server = text(reader, "server");
    resolver.port = static_cast<int>(reader.optional_integer("port", 1, 65535).value_or(53));
    resolver.remembers = reader.optional_boolean("remembers").value_or(true);
    reader.finish();
  }
  return resolver;
}

BoundProbeKind BindingReader::probe_kind(const Choice& choice) {
  ObjectReader object{*choice.node, context_};
  BoundProbeKind kind;
  switch (choice.index) {
    case 0:
      kind = BoundSqlRead{sql_target(object), text(object, "statement", "select 1")};
      break;
    case 1:
      kind = BoundSqlWrite{sql_target(object), text(object, "table", "firedrill_writes"),
                           text(object, "data")};
      break;
    case 2:
      kind = HttpTarget{.url = needed_text(object, "url"),
                        .body = text(object, "body"),
                        .expects = text(object, "expects"),
                        .is_fresh = object.optional_boolean("fresh").value_or(false),
                        .certificate = text(object, "certificate")};
      break;
    case 3:
      kind = BoundS3Read{s3_target(object), needed_text(object, "key"),
                         needed_text(object, "content")};
      break;
    case 4:
      kind = BoundS3Write{s3_target(object), text(object, "prefix", "firedrill-"),
                          text(object, "data")};
      break;
    case 5:
      kind = BoundExpression{needed_text(object, "address"), needed_text(object, "expression")};
      break;
    default: {
      const auto progress = object.optional_duration("progress");
      static_cast<void>(object.required("script"));
      BoundCommand bound{.host = text(object, "host"), .script = script(object, "script")};
      kind = BoundQuestion{std::move(bound), progress};
    }
  }
  object.finish();
  return kind;
}

BoundProbe BindingReader::probe(const Node& node) {
  ObjectReader object{node, context_};
  allow_notes(object);
  BoundProbe probe;
  probe.name = object.string("name");
  probe.vantage = text(object, "vantage");
  probe.service = text(object, "service");
  probe.period = object.duration("period");
  probe.patience = object.duration("patience");
  if (probe.period < 5ms || probe.patience < 5ms) {
    context_.error(node, "FD2006", "a probe's period and patience are at least 5 ms", "");
    probe.period = probe.patience = 1s;
  }
  probe.resolver = resolver(object);
  if (const auto choice = choose(object, probe_words, "kind of probe")) {
    probe.kind = probe_kind(*choice);
    if (std::holds_alternative<BoundSqlWrite>(probe.kind)) {
      sql_writers_.add(probe.name);
    } else if (std::holds_alternative<BoundS3Write>(probe.kind)) {
      s3_writers_.add(probe.name);
    }
  }
  object.finish();
  return probe;
}

FaultPart BindingReader::fault_part(const Node& node) {
  ObjectReader object{node, context_};
  allow_notes(object);
  FaultPart part;
  part.kind = object.string("kind");
  part.host = needed_text(object, "host");
  part.title = text(object, "title");
  for (const std::string_view key : {"inject", "revert", "state"}) {
    static_cast<void>(object.required(key));
  }
  part.needs = script(object, "needs");
  part.inject = script(object, "inject");
  part.revert = script(object, "revert");
  part.state = script(object, "state");
  part.verify = script(object, "verify");
  object.finish();
  return part;
}

BoundReadBack BindingReader::read_back(const Node& node) {
  ObjectReader object{node, context_};
  allow_notes(object);
  BoundReadBack back;
  back.probe = object.string("probe");
  std::vector<S3Target> stores;
  object.each_optional("s3", [&](const Node& store) {
    ObjectReader members{store, context_};
    stores.push_back(s3_target(members));
    members.finish();
  });
  const bool is_s3 = node.find("s3") != nullptr;
  if (is_s3) {
    if (stores.empty()) {
      context_.error(*node.find("s3"), "FD2006", "there is no store in it", "name one");
    }
    back.target = std::move(stores);
  } else {
    back.target = sql_target(object);
  }
  if (const Node* const name = node.find("probe"); name != nullptr && !back.probe.empty()) {
    static_cast<void>((is_s3 ? s3_writers_ : sql_writers_).find(*name, context_));
  }
  back.resolver = resolver(object);
  if (const Node* const diverged = object.optional("diverged")) {
    back.diverged = command(*diverged);
  }
  object.finish();
  return back;
}

Result<TargetBinding> BindingReader::read() {
  ObjectReader object{document_.root, context_};
  allow_notes(object);
  read_format(object, "firedrill/binding/1");
  TargetBinding binding;
  binding.name = object.string("name");
  binding.title = object.optional_string("title").value_or("");
  binding.digest = document_.digest();
  functions_ = lines(object, "functions");
  object.each("probes", [&](const Node& item) { binding.probes.push_back(probe(item)); });
  object.each_optional("alerts", [&](const Node& item) {
    ObjectReader alert{item, context_};
    allow_notes(alert);
    static_cast<void>(alert.required("script"));
    BoundAlert bound{.command = {text(alert, "host"), script(alert, "script")},
                     .every = alert.optional_duration("every").value_or(500ms)};
    alert.finish();
    binding.alerts.push_back(std::move(bound));
  });
  const auto each_member = [&](std::string_view key, const auto& read) {
    const Node* const node = object.optional(key);
    if (node != nullptr && node->kind == NodeKind::object) {
      for (const auto& [name, member] : node->members) {
        read(name, member);
      }
    } else if (node != nullptr) {
      context_.error(*node, "FD2001", "{} is not an object");
    }
  };
  each_member("actions", [&](const std::string& name, const Node& node) {
    binding.actions[name] = commands(node);
  });
  each_member("faults", [&](const std::string& name, const Node& node) {
    for (const Node& item : node.items) {
      binding.faults[name].push_back(fault_part(item));
    }
  });
  each_member("read_backs", [&](const std::string& name, const Node& node) {
    binding.read_backs[name] = read_back(node);
  });
  object.each_optional("prepare",
                       [&](const Node& item) { binding.prepare.push_back(command(item)); });
  object.each_optional("steady",
                       [&](const Node& item) { binding.steady.push_back(command(item)); });
  object.each_optional("afterwards",
                       [&](const Node& item) { binding.afterwards.push_back(command(item)); });
  object.each_optional("clean_up",
                       [&](const Node& item) { binding.clean_up.push_back(command(item)); });
  object.finish();
  if (context_.has_errors()) {
    return context_.diagnostics();
  }
  return binding;
}

}  // namespace

std::string_view name_of(const BoundProbeKind& kind) { return probe_words[kind.index()]; }

Result<TargetBinding> read_binding(const Document& document, const BindingValues& values) {
  return BindingReader{document, values}.read();
}

Result<TargetBinding> load_binding(const std::string& path, const BindingValues& values) {
  const Result<Document> document = load_document(path);
  if (!document) {
    return document.error();
  }
  return read_binding(*document, values);
}

}  // namespace firedrill
