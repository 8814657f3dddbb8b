#include "reports/diagnostics_json.hpp"

#include "reports/json_text.hpp"

namespace firedrill {
namespace {

nlohmann::ordered_json place_json(const Place& place) {
  return {{"file", place.file},
          {"line", place.line},
          {"column", place.column},
          {"pointer", place.pointer}};
}

}  // namespace

std::string diagnostics_json(const Diagnostics& diagnostics) {
  auto entries = nlohmann::ordered_json::array();
  for (const Diagnostic& diagnostic : diagnostics) {
    auto related = nlohmann::ordered_json::array();
    for (const Place& place : diagnostic.related) {
      related.push_back(place_json(place));
    }
    entries.push_back({{"code", diagnostic.code},
                       {"severity", diagnostic.severity == Severity::error ? "error" : "warning"},
                       {"place", place_json(diagnostic.place)},
                       {"message", diagnostic.message},
                       {"suggestion", diagnostic.suggestion},
                       {"related", related}});
  }
  return json_text({{"format", "firedrill/diagnostics/1"}, {"diagnostics", entries}});
}

}  // namespace firedrill
