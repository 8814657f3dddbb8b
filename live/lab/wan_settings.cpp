#include "live/lab/wan_settings.hpp"

#include <algorithm>
#include <array>

namespace firedrill {
namespace {

using namespace std::chrono_literals;

constexpr Rate gigabit{125e6};

struct Pair {
  std::string_view one;
  std::string_view other;
  Duration round_trip;
};

constexpr std::array<Pair, 3> chosen{{{"us-east-1", "us-west-2", 62ms},
                                      {"us-east-1", "eu-west-1", 70ms},
                                      {"us-west-2", "eu-west-1", 130ms}}};
constexpr Duration of_others = 70ms;

}  // namespace

Duration round_trip(const std::string& one, const std::string& other) {
  const auto found = std::find_if(chosen.begin(), chosen.end(), [&](const Pair& pair) {
    return (pair.one == one && pair.other == other) || (pair.one == other && pair.other == one);
  });
  return found == chosen.end() ? of_others : found->round_trip;
}

std::vector<LinkSettings> default_wan(const LabLayout& layout) {
  std::vector<LinkSettings> links;
  for (const LabRegion& from : layout.regions) {
    for (const LabRegion& to : layout.regions) {
      LinkSettings settings;
      settings.delay = round_trip(from.name, to.name) / 2;
      settings.rate = gigabit;
      links.push_back(settings);
    }
  }
  return links;
}

}  // namespace firedrill
