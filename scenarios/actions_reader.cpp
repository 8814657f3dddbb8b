// Corrective actions as a file beside the plan (firedrill/actions/1).

#include "scenarios/day_reader.hpp"
#include "scenarios/drill_programme.hpp"
#include "scenarios/names.hpp"
#include "scenarios/notes.hpp"

namespace firedrill {
namespace {

constexpr std::array<std::string_view, 3> action_state_words{"open", "done", "accepted"};

CorrectiveAction read_action(const Node& node, ReadContext& context) {
  ObjectReader object{node, context};
  allow_notes(object);
  CorrectiveAction action;
  action.id = object.string("id");
  action.title = object.string("title");
  action.finding = object.string("finding");
  action.cause = object.optional_string("cause").value_or("");
  action.owner = object.string("owner");
  action.opened = read_day(object, "opened");
  action.due = read_day(object, "due");
  action.state = static_cast<ActionState>(object.word("state", action_state_words));
  if (const Node* const retest = object.optional("retest")) {
    ObjectReader reader{*retest, context};
    allow_notes(reader);
    action.retest = CorrectiveAction::Retest{reader.string("scenario"), read_day(reader, "by")};
    if (action.retest->by < action.opened) {
      context.error(*reader.optional("by"), "FD3061",
                    "{} lies before the action was opened, " + text_of(action.opened));
    }
    reader.finish();
  }
  if (const Node* const accepted = object.optional("accepted")) {
    ObjectReader reader{*accepted, context};
    action.accepted_by = reader.string("by");
    action.accepted_until = read_day(reader, "until");
    reader.finish();
  }
  if ((action.state == ActionState::accepted) != action.accepted_until.has_value()) {
    report_object(object, "FD3063", "an accepted risk says who accepted it and until when",
                  "give \"accepted\": {\"by\": ..., \"until\": ...} with the state \"accepted\", "
                  "and with no other");
  }
  object.finish();
  return action;
}

}  // namespace

Result<std::vector<CorrectiveAction>> read_actions(const Document& document) {
  ReadContext context;
  ObjectReader object{document.root, context};
  allow_notes(object);
  read_format(object, "firedrill/actions/1");
  NameTable ids{"action"};
  ids.collect(object.optional("actions"), "id", context);
  std::vector<CorrectiveAction> actions;
  object.each("actions", [&](const Node& item) { actions.push_back(read_action(item, context)); });
  object.finish();
  if (context.has_errors()) {
    return context.diagnostics();
  }
  return actions;
}

Result<std::vector<CorrectiveAction>> load_actions(const std::string& path) {
  const Result<Document> document = load_document(path);
  if (!document) {
    return document.error();
  }
  return read_actions(*document);
}

}  // namespace firedrill
