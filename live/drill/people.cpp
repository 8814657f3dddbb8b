#include "live/drill/people.hpp"

#include <algorithm>
#include <chrono>
#include <thread>

#include "scenarios/notes.hpp"

namespace firedrill {
namespace {

using namespace std::chrono_literals;

// Whether `length` has passed without the drill's having ended.
bool pause(Duration length, const std::atomic<bool>& is_over) {
  const auto end = std::chrono::steady_clock::now() + length;
  while (!is_over && std::chrono::steady_clock::now() < end) {
    std::this_thread::sleep_for(std::min<Duration>(20ms, end - std::chrono::steady_clock::now()));
  }
  return !is_over;
}

StandIn read_stand_in(ObjectReader& object) {
  return {.acknowledges = object.optional_duration("acknowledges"),
          .decides = object.optional_duration("decides").value_or(0s),
          .hands_over = object.optional_duration("hands_over").value_or(0s)};
}

}  // namespace

Outcome StandIns::ask(Verb what, const std::string& role, const std::atomic<bool>& is_over) {
  const auto found = roles_.find(role);
  const StandIn& person = found == roles_.end() ? otherwise_ : found->second;
  if (what == Verb::page && !person.acknowledges) {
    while (pause(1s, is_over)) {
    }
    return Outcome::unknown;
  }
  const Duration length = what == Verb::page     ? *person.acknowledges
                          : what == Verb::decide ? person.decides
                                                 : person.hands_over;
  return pause(length, is_over) ? Outcome::succeeded : Outcome::unknown;
}

Result<StandInFile> load_stand_ins(const std::string& path) {
  const Result<Document> document = load_document(path);
  if (!document) {
    return document.error();
  }
  ReadContext context;
  ObjectReader object{document->root, context};
  allow_notes(object);
  read_format(object, "firedrill/stand-ins/1");
  StandInFile file;
  if (const Node* const otherwise = object.required("otherwise")) {
    ObjectReader reader{*otherwise, context};
    file.otherwise = read_stand_in(reader);
    reader.finish();
  }
  if (const Node* const roles = object.optional("roles")) {
    for (const auto& [name, node] : roles->members) {
      ObjectReader reader{node, context};
      file.roles[name] = read_stand_in(reader);
      reader.finish();
    }
  }
  object.finish();
  if (context.has_errors()) {
    return context.diagnostics();
  }
  return file;
}

Outcome PeopleAtTerminal::ask(Verb what, const std::string& role,
                              const std::atomic<bool>& is_over) {
  const std::lock_guard lock{mutex_};
  const char* const question =
      what == Verb::page     ? "you are paged: the drill's alarm. Press Enter when you see it."
      : what == Verb::decide ? "is this to be acted upon? y or n, Enter."
                             : "the next shift takes over. Press Enter when it knows all.";
  show_("EXERCISE " + role + ": " + question);
  while (!is_over) {
    if (const auto line = read_line_(200ms)) {
      const bool refuses = what == Verb::decide && (line->starts_with("n") || *line == "N");
      return refuses ? Outcome::failed : Outcome::succeeded;
    }
  }
  return Outcome::unknown;
}

}  // namespace firedrill
