#include "scenarios/assembly.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <utility>

#include "scenarios/notes.hpp"

namespace firedrill {
namespace {

// The shape of an assembled document before anything is in it.
constexpr std::string_view empty_text = R"({"plan": {}, "parameters": {}})";

std::string beside(const std::string& file, const std::string& name) {
  return (std::filesystem::path{file}.parent_path() / name).lexically_normal().generic_string();
}

// The paths in the list "parameters" of `owner`, each seen from the file it stands in.
std::vector<std::string> parameter_files(const Node* owner) {
  const Node* const list = owner == nullptr ? nullptr : owner->find("parameters");
  std::vector<std::string> paths;
  if (list != nullptr && list->kind == NodeKind::array) {
    for (const Node& item : list->items) {
      if (item.kind == NodeKind::string && item.source != nullptr) {
        paths.push_back(beside(item.source->file, item.string));
      }
    }
  }
  return paths;
}

void strip_pointer(Node& node, std::size_t length) {
  node.pointer.erase(0, length);
  for (Node& item : node.items) {
    strip_pointer(item, length);
  }
  for (auto& [key, member] : node.members) {
    strip_pointer(member, length);
  }
}

std::string escaped(std::string_view token) {
  std::string text;
  for (const char letter : token) {
    text += letter == '~' ? "~0" : letter == '/' ? "~1" : std::string(1, letter);
  }
  return text;
}

class Assembly {
 public:
  explicit Assembly(Document document) : document_{std::move(document)} {}

  // Puts the file that the string at `pointer` names in its place, and tells which file it was.
  void graft_file(const std::string& key, const std::string& file);

  // Collects the parameters of all these files.
  void graft_parameters(const std::vector<std::string>& paths);
  [[nodiscard]] const Node& root() const { return document_.root; }

  void apply_changes();

  // Reports `node` if it is missing.
  void require(std::string_view key);

  [[nodiscard]] bool has_problems() const { return has_errors(problems_); }

  [[nodiscard]] Result<Document> finish() && {
    if (has_problems()) {
      return std::move(problems_);
    }
    return std::move(document_);
  }

 private:
  void graft_parameter_file(const std::string& path);
  void add(const Diagnostics& problems) {
    problems_.insert(problems_.end(), problems.begin(), problems.end());
  }
  void report(const Place& place, std::string_view code, std::string message,
              std::string suggestion = {}, std::vector<Place> related = {}) {
    problems_.push_back(Diagnostic{std::string{code}, Severity::error, place, std::move(message),
                                   std::move(suggestion), std::move(related)});
  }
  // `node` in place of the value at `pointer`, whose parent must exist. `holder` keeps alive the
  // text the node came from.
  void put(const std::string& pointer, Node node, Document& holder);

  Document document_;
  Diagnostics problems_;
};

void Assembly::put(const std::string& pointer, Node node, Document& holder) {
  strip_pointer(node, node.pointer.size());
  Result<Document> made = with_value(std::move(document_), pointer, "null");
  holder.root = std::move(node);
  document_ = grafted(std::move(made).value(), pointer, holder);
}

void Assembly::graft_file(const std::string& key, const std::string& file) {
  const Node* const node = document_.root.find(key);
  if (node == nullptr || node->kind != NodeKind::string) {
    return;  // it stands in the scenario itself
  }
  const Result<Document> part = load_document(beside(file, node->string));
  if (!part) {
    return add(part.error());
  }
  document_ = grafted(std::move(document_), "/" + key, *part);
}

void Assembly::graft_parameters(const std::vector<std::string>& paths) {
  for (const std::string& path : paths) {
    graft_parameter_file(path);
  }
}

void Assembly::graft_parameter_file(const std::string& path) {
  Result<Document> loaded = load_document(path);
  if (!loaded) {
    return add(loaded.error());
  }
  Document file = std::move(loaded).value();
  const Node root = std::exchange(file.root, Node{});
  ReadContext context;
  ObjectReader object{root, context};
  allow_notes(object);
  read_format(object, "firedrill/parameters/1");
  const Node* const parameters = object.required("parameters");
  object.finish();
  if (parameters != nullptr) {
    ObjectReader{*parameters, context};  // reports what is no object
  }
  add(context.diagnostics());
  if (parameters == nullptr) {
    return;
  }
  for (const auto& [id, node] : parameters->members) {
    const Node* const earlier = document_.root.find("parameters")->find(id);
    if (earlier != nullptr && node.find("fitted") == nullptr) {
      report(place_of_key(node), "FD3002", fmt::format("a second parameter is called \"{}\"", id),
             "names must differ", {place_of_key(*earlier)});
    } else {
      put("/parameters/" + escaped(id), node, file);
    }
  }
}

void Assembly::apply_changes() {
  auto& members = document_.root.members;
  const auto found = std::find_if(members.begin(), members.end(),
                                  [](const auto& member) { return member.first == "changes"; });
  if (found == members.end()) {
    return;
  }
  const Node changes = std::move(found->second);
  members.erase(found);
  if (changes.kind != NodeKind::object) {
    return report(place_of(changes), "FD2001", fmt::format("{} is not an object", excerpt(changes)),
                  "write {\"/pointer\": value}");
  }
  Document holder = document_;
  for (const auto& [pointer, value] : changes.members) {
    const Result<Document> attempt = with_value(document_, pointer, "null");
    if (attempt) {
      put(pointer, value, holder);
      continue;
    }
    for (const Diagnostic& problem : attempt.error()) {
      report(place_of_key(value), problem.code, problem.message, problem.suggestion);
    }
  }
}

void Assembly::require(std::string_view key) {
  if (document_.root.kind == NodeKind::object && document_.root.find(key) == nullptr) {
    Place place = place_of(document_.root);
    place.length = 1;  // the opening brace stands for the object
    report(place, "FD3015", fmt::format("the scenario has no {}", key),
           fmt::format("add \"{}\" with the path of one", key));
  }
}

// `document` with an empty /parameters for the plan's to go to; FD2003 if it brings its own.
Result<Document> with_parameters(Document document) {
  if (document.root.kind != NodeKind::object) {
    return Diagnostics{Diagnostic{"FD2001",
                                  Severity::error,
                                  place_of(document.root),
                                  fmt::format("{} is not an object", excerpt(document.root)),
                                  "write its members in braces, { }",
                                  {}}};
  }
  if (const Node* const own = document.root.find("parameters")) {
    return Diagnostics{Diagnostic{"FD2003",
                                  Severity::error,
                                  place_of_key(*own),
                                  "the member \"parameters\" is not known here",
                                  "the plan names the parameter files",
                                  {}}};
  }
  return with_value(std::move(document), "/parameters", "{}");
}

}  // namespace

Result<Document> assemble_scenario(const std::string& path,
                                   const std::vector<std::string>& more_parameters) {
  Result<Document> loaded = load_document(path);
  if (!loaded) {
    return loaded;
  }
  Result<Document> prepared = with_parameters(std::move(loaded).value());
  if (!prepared) {
    return prepared;
  }
  Assembly assembly{std::move(prepared).value()};
  assembly.require("plan");
  assembly.require("runbook");
  assembly.graft_file("plan", path);
  assembly.graft_file("runbook", path);
  assembly.graft_parameters(parameter_files(assembly.root().find("plan")));
  assembly.graft_parameters(more_parameters);
  if (!assembly.has_problems()) {  // else a change could not reach what is missing
    assembly.apply_changes();
  }
  return std::move(assembly).finish();
}

Result<Document> assemble_plan(const std::string& path) {
  Result<Document> loaded = load_document(path);
  if (!loaded) {
    return loaded;
  }
  Result<Document> frame = parse_document(path, std::string{empty_text});
  Assembly assembly{grafted(std::move(frame).value(), "/plan", *loaded)};
  assembly.graft_parameters(parameter_files(assembly.root().find("plan")));
  return std::move(assembly).finish();
}

Result<Document> assemble_study(const std::string& path) {
  Result<Document> loaded = load_document(path);
  if (!loaded) {
    return loaded;
  }
  if (loaded->root.kind != NodeKind::object) {
    ReadContext context;
    const ObjectReader shape{loaded->root, context};
    return context.diagnostics();
  }
  const std::vector<std::string> files = parameter_files(&loaded->root);
  Result<Document> prepared = with_value(std::move(loaded).value(), "/parameters", "{}");
  if (!prepared) {
    return prepared;
  }
  Assembly assembly{std::move(prepared).value()};
  assembly.graft_parameters(files);
  return std::move(assembly).finish();
}

}  // namespace firedrill
