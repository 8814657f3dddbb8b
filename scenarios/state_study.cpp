#include "scenarios/state_study.hpp"

#include <algorithm>
#include <utility>

#include "scenarios/assembly.hpp"
#include "scenarios/law_reader.hpp"
#include "scenarios/names.hpp"
#include "scenarios/notes.hpp"
#include "scenarios/parameters.hpp"

namespace firedrill {
namespace {

class StateStudyReader {
 public:
  explicit StateStudyReader(const Document& assembled)
      : assembled_{assembled}, parameters_{*assembled.root.find("parameters"), context_} {}

  Result<StateStudy> read();

 private:
  std::uint32_t state_named(const Node& reference);
  ModelState read_state(const Node& node);
  void check_time_passes(const StateModel& model);

  const Document& assembled_;
  ReadContext context_;
  ParameterTable parameters_;
  LawReader laws_{&parameters_, context_};
  NameTable names_{"state"};
};

std::uint32_t StateStudyReader::state_named(const Node& reference) {
  return names_.find(reference, context_).value_or(0);
}

ModelState StateStudyReader::read_state(const Node& node) {
  ObjectReader object{node, context_};
  allow_notes(object);
  ModelState state;
  state.name = object.string("name");
  state.is_up = object.boolean("up");
  object.each_optional("transitions", [&](const Node& item) {
    ObjectReader transition{item, context_};
    allow_notes(transition);
    const Node* const to = transition.required("to");
    const std::uint32_t target = to == nullptr ? 0 : state_named(*to);
    if (to != nullptr && to->string == state.name) {
      context_.error(*to, "FD3024", "{} leads to itself", "a transition leads to another state");
    }
    state.transitions.push_back({target, laws_.time(transition, "after")});
    transition.finish();
  });
  object.finish();
  return state;
}

// A law that is always zero is an instant; a round of instants would never end.
void StateStudyReader::check_time_passes(const StateModel& model) {
  StateModel instants = model;
  for (ModelState& state : instants.states) {
    std::erase_if(state.transitions, [](const StateTransition& one) {
      const auto* constant = std::get_if<Constant>(&one.after.law);
      return constant == nullptr || constant->value > 0.0;
    });
  }
  for (std::uint32_t index = 0; index < instants.states.size(); ++index) {
    for (const StateTransition& transition : instants.states[index].transitions) {
      if (reachable_from(instants, transition.to)[index] != 0) {
        context_.error(*assembled_.root.find("states")->items[index].find("transitions"), "FD3024",
                       "no time passes on the way back to this state",
                       "give one of the transitions a law that takes time");
        return;
      }
    }
  }
}

Result<StateStudy> StateStudyReader::read() {
  ObjectReader object{assembled_.root, context_};
  allow_notes(object);
  read_format(object, "firedrill/state-study/1");
  object.ignore("parameters");
  StateStudy study;
  study.name = object.string("name");
  study.title = object.optional_string("title").value_or("");
  study.model.horizon = laws_.interval(object, "horizon");
  names_.collect(object.optional("states"), "name", context_);
  object.each("states", [&](const Node& item) { study.model.states.push_back(read_state(item)); });
  if (const Node* const begins = object.required("begins")) {
    study.model.begins = state_named(*begins);
  }
  object.each_optional("watched",
                       [&](const Node& item) { study.model.watched.push_back(state_named(item)); });
  object.finish();
  if (!context_.has_errors()) {
    check_time_passes(study.model);
  }
  if (context_.has_errors()) {
    return context_.diagnostics();
  }
  study.digest = assembled_.digest();
  study.assumptions = parameters_.assumptions();
  return study;
}

}  // namespace

Result<StateStudy> read_state_study(const Document& assembled) {
  return StateStudyReader{assembled}.read();
}

Result<StateStudy> load_state_study(const std::string& path) {
  const Result<Document> assembled = assemble_study(path);
  if (!assembled) {
    return assembled.error();
  }
  return read_state_study(*assembled);
}

}  // namespace firedrill
