// How what is written rises and falls over a day.
// Example: "daily": [{"from": "0 h", "share": 0.4}, {"from": "8 h", "share": 1.6}]
#include "scenarios/plan_reader.hpp"

namespace firedrill {

DailyProfile read_daily(ObjectReader& object, Reading& reading) {
  DailyProfile daily;
  const Node* const list = object.optional("daily");
  if (list == nullptr) {
    return daily;
  }
  object.each("daily", [&](const Node& item) {
    ObjectReader part{item, reading.context};
    part.optional_string("comment");
    const std::size_t problems = reading.context.diagnostics().size();
    const double from = to_seconds(reading.laws.time_of_day(part, "from"));
    const bool is_time = reading.context.diagnostics().size() == problems;
    const double share = reading.laws.ratio(part, "share");
    if (is_time && !daily.parts.empty() && from <= daily.parts.back().from) {
      reading.context.error(*item.find("from"), "FD2006", "{} is not later than the one before",
                            "write the parts of the day in order of time");
    }
    part.finish();
    daily.parts.push_back({from, share});
  });
  if (list->kind == NodeKind::array && daily.parts.empty()) {
    reading.context.error(*list, "FD2006", "a day without parts",
                          "write at least one, or leave \"daily\" out");
  } else if (!reading.context.has_errors() && !(most_share(daily) > 0.0)) {
    reading.context.error(*list, "FD2006", "nothing is written all day",
                          "give one part of the day a share above 0");
  }
  return daily;
}

}  // namespace firedrill
