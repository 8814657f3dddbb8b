#include "scenarios/day_reader.hpp"

namespace firedrill {
namespace {

Day day_in(const Node& node, ReadContext& context) {
  const auto day = node.kind == NodeKind::string ? day_of(node.string) : std::nullopt;
  if (!day) {
    context.error(node, "FD3060", "{} is no day of the calendar",
                  "write year, month and day, like \"2027-03-15\"");
  }
  return day.value_or(Day{});
}

}  // namespace

Day read_day(ObjectReader& object, std::string_view key) {
  const Node* const node = object.required(key);
  return node == nullptr ? Day{} : day_in(*node, object.context());
}

std::optional<Day> read_optional_day(ObjectReader& object, std::string_view key) {
  const Node* const node = object.optional(key);
  return node == nullptr ? std::nullopt : std::optional{day_in(*node, object.context())};
}

std::pair<Day, Day> read_period(ObjectReader& object) {
  const Day from = read_day(object, "from");
  const Day until = read_optional_day(object, "until").value_or(from);
  if (until < from) {
    object.context().error(*object.optional("until"), "FD3061",
                           "{} lies before the beginning, " + text_of(from),
                           "exchange the two, or leave \"until\" out for a single day");
  }
  return {from, std::max(from, until)};
}

}  // namespace firedrill
