#include "scenarios/planned_year_reader.hpp"

#include <tuple>

#include "scenarios/day_reader.hpp"
#include "scenarios/notes.hpp"

namespace firedrill {
namespace {

// What `firedrill plan` writes beside it is for people: it is passed over.
PlannedYear::Drill read_drill(const Node& node, ReadContext& context) {
  ObjectReader object{node, context};
  PlannedYear::Drill drill;
  drill.day = read_day(object, "day");
  drill.cadence = object.string("drill");
  drill.title = object.string("title");
  if (const Node* const period = object.required("period")) {
    ObjectReader days{*period, context};
    std::tie(drill.from, drill.until) = read_period(days);
  }
  const Node* const retest = object.required("retest");
  if (retest != nullptr && retest->kind != NodeKind::null) {
    drill.retest = object.string("retest");
  }
  const Node* const rehearsal = object.required("rehearsal");
  if (rehearsal != nullptr && rehearsal->kind != NodeKind::null) {
    ObjectReader rehearsed{*rehearsal, context};
    if (const Node* const scenario = rehearsed.required("scenario")) {
      drill.scenario = ObjectReader{*scenario, context}.string("name");
    }
  }
  return drill;
}

}  // namespace

Result<PlannedYear> read_planned_year(const Document& document) {
  ReadContext context;
  ObjectReader object{document.root, context};
  read_format(object, "firedrill/drill-calendar/1");
  PlannedYear planned;
  constexpr std::int64_t first_year = 1970, last_year = 9999;
  planned.year = static_cast<int>(object.integer("year", first_year, last_year));
  if (const Node* const programme = object.required("programme")) {
    ObjectReader named{*programme, context};
    planned.programme = named.string("name");
    planned.programme_digest = named.string("digest");
  }
  if (const Node* const plan = object.required("plan")) {
    planned.plan = ObjectReader{*plan, context}.string("name");
  }
  object.each("drills",
              [&](const Node& node) { planned.drills.push_back(read_drill(node, context)); });
  if (context.has_errors()) {
    return context.diagnostics();
  }
  return planned;
}

}  // namespace firedrill
