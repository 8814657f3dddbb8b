#include "reports/links_json.hpp"

#include <array>

namespace firedrill {
namespace {

using Json = nlohmann::ordered_json;

// In the order of Bottleneck.
constexpr std::array<const char*, 4> bottleneck_names{"service", "connections", "link", "cadence"};

}  // namespace

Json links_json(const Plan& plan, const LinkNeeds& needs) {
  Json loads = Json::array();
  for (const LinkLoad& load : needs.loads) {
    loads.push_back({{"link", plan.links[load.link].name},
                     {"from", plan.regions[load.from.index].name},
                     {"to", plan.regions[load.to.index].name},
                     {"lets_through_bytes_per_s", load.all.bytes_per_second},
                     {"may_take_bytes_per_s", load.may_take.bytes_per_second},
                     {"written_bytes_per_s", load.written.bytes_per_second},
                     {"log_lasts_s", load.log_lasts ? Json(to_seconds(*load.log_lasts)) : Json()}});
  }
  Json promises = Json::array();
  for (const LinkNeed& need : needs.needs) {
    promises.push_back(
        {{"objective", plan.objectives[need.objective].name},
         {"data", plan.data[need.data.index].name},
         {"replica", plan.components[need.replica.index].name},
         {"takes_bytes_per_s", need.takes.bytes_per_second},
         {"needs_bytes_per_s", need.needs ? Json(need.needs->bytes_per_second) : Json()},
         {"is_kept", need.is_kept},
         {"bottleneck", bottleneck_names[static_cast<std::size_t>(need.bottleneck)]}});
  }
  Json cadences = Json::array();
  for (const CadenceNeed& cadence : needs.cadences) {
    cadences.push_back({{"objective", plan.objectives[cadence.objective].name},
                        {"data", plan.data[cadence.data.index].name},
                        {"interval_s", to_seconds(cadence.interval)},
                        {"needs_bytes_per_s", cadence.needs.bytes_per_second}});
  }
  return {{"loads", loads}, {"needs", promises}, {"cadences", cadences}};
}

Json backlog_json(const std::vector<BacklogCurve>& curves) {
  Json list = Json::array();
  for (const BacklogCurve& curve : curves) {
    Json points = Json::array();
    for (const BacklogPoint& point : curve.points) {
      points.push_back({point.time_s, point.backlog_bytes, point.lag_s});
    }
    list.push_back({{"replica", curve.replica},
                    {"from", curve.from},
                    {"to", curve.to},
                    {"rate_bytes_per_s", curve.rate.bytes_per_second},
                    {"points", points}});
  }
  return list;
}

}  // namespace firedrill
