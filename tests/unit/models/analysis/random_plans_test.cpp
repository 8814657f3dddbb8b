// Random small plans: effects and cut sets against a second, slower reading of docs/FORMATS.md that
// tries every place for the clients of every zone and every set of losses.
#include <catch2/catch.hpp>

#include <algorithm>
#include <map>
#include <set>

#include "models/analysis/plan_analysis.hpp"
#include "models/chance/random.hpp"
#include "tests/unit/models/analysis/plan_fixture.hpp"

using namespace firedrill;

namespace {

using LostSet = std::set<Element>;

// The judge: recursion and enumeration, nothing precomputed.
class Oracle {
 public:
  Oracle(const Plan& plan, const LostSet& lost, Reserve reserve)
      : plan_{plan}, lost_{lost}, is_used_{reserve == Reserve::used} {}

  // Tries every combination of one region a zone.
  bool is_up(ServiceId service) const {
    std::vector<std::uint32_t> zones;
    for (std::uint32_t index = 0; index < plan_.components.size(); ++index) {
      if (std::holds_alternative<DnsZone>(plan_.components[index].model)) {
        zones.push_back(index);
      }
    }
    std::size_t combinations = 1;
    for (std::size_t zone = 0; zone < zones.size(); ++zone) {
      combinations *= plan_.regions.size();
    }
    for (std::size_t combination = 0; combination < combinations; ++combination) {
      std::map<std::uint32_t, RegionId> places;
      std::size_t rest = combination;
      for (const std::uint32_t zone : zones) {
        places[zone] = RegionId{static_cast<std::uint32_t>(rest % plan_.regions.size())};
        rest /= plan_.regions.size();
      }
      if (works(service, places)) {
        return true;
      }
    }
    return false;
  }

 private:
  bool is_lost(ElementKind kind, std::uint32_t index) const {
    return lost_.count(Element{kind, index}) != 0;
  }

  bool stands(std::uint32_t index) const {
    const Component& part = plan_.components[index];
    if (is_lost(ElementKind::component, index) ||
        (part.region && is_lost(ElementKind::region, part.region->index))) {
      return false;
    }
    for (const ComponentId needed : part.depends_on) {
      if (!stands(needed.index)) {
        return false;
      }
    }
    return true;
  }

  bool works(ServiceId id, const std::map<std::uint32_t, RegionId>& places) const {
    const Service& service = plan_.services[id.index];
    std::optional<RegionId> place;
    for (const Requirement& need : service.requirements) {
      if (const auto* route = std::get_if<NeedsRoute>(&need)) {
        place = places.at(route->zone.index);
        const auto& zone = std::get<DnsZone>(plan_.components[route->zone.index].model);
        const bool is_moved = place != zone.serves;
        const bool can_move =
            is_used_ &&
            !(zone.control_plane && is_lost(ElementKind::control_plane, zone.control_plane->index));
        if (!stands(route->zone.index) || is_lost(ElementKind::region, place->index) ||
            (is_moved && !can_move)) {
          return false;
        }
      }
    }
    for (const Requirement& need : service.requirements) {
      bool is_met = std::holds_alternative<NeedsRoute>(need);
      for (std::uint32_t region = 0; region < plan_.regions.size(); ++region) {
        is_met = is_met || ((!place || place->index == region) && meets(need, region));
      }
      if (!is_met) {
        return false;
      }
    }
    return std::all_of(service.includes.begin(), service.includes.end(),
                       [&](ServiceId part) { return works(part, places); });
  }

  bool meets(const Requirement& need, std::uint32_t region) const {
    const bool has_hands = is_used_ && !is_lost(ElementKind::control_plane, region);
    if (const auto* rebuilt = std::get_if<NeedsRebuilt>(&need)) {
      bool has_place = false;
      for (std::uint32_t other = 0; other < plan_.regions.size(); ++other) {
        has_place = has_place || !is_lost(ElementKind::region, other);
      }
      const std::uint32_t part = rebuilt->component.index;
      const auto& model = std::get<Rebuildable>(plan_.components[part].model);
      return (is_used_ && has_place) || (model.stands_in_steady_state && stands(part));
    }
    int nodes = 0;
    bool writes = false;
    for (std::uint32_t index = 0; index < plan_.components.size(); ++index) {
      const Component& part = plan_.components[index];
      if (part.region != RegionId{region} || !stands(index)) {
        continue;
      }
      if (const auto* cluster = std::get_if<Cluster>(&part.model)) {
        nodes += has_hands ? cluster->nodes_maximum : cluster->nodes;
      }
      const auto* wanted = std::get_if<NeedsDatabase>(&need);
      const auto* database = std::get_if<Database>(&part.model);
      writes = writes || (wanted != nullptr && database != nullptr &&
                          (wanted->primary.index == index ||
                           (has_hands && database->replica_of == wanted->primary)));
    }
    const auto* count = std::get_if<NeedsNodes>(&need);
    return count == nullptr ? writes : nodes >= count->nodes;
  }

  const Plan& plan_;
  const LostSet& lost_;
  bool is_used_;
};

std::uint32_t below(Draws& draws, std::size_t limit) {
  return static_cast<std::uint32_t>(draws.uniform() * static_cast<double>(limit));
}

Plan random_plan(Draws& draws) {
  PlanMaker made;
  if (draws.bernoulli(0.5)) {
    made.plan.regions.push_back({"north", "tertiary"});
  }
  const auto place = [&] { return RegionId{below(draws, made.plan.regions.size())}; };
  const auto needs = [&] {
    std::vector<ComponentId> some;
    for (std::uint32_t index = 0; index < made.plan.components.size(); ++index) {
      if (draws.bernoulli(0.15)) {
        some.push_back(ComponentId{index});
      }
    }
    return some;
  };
  std::vector<ComponentId> zones;
  for (const char* name : {"dns", "other-dns"}) {
    DnsZone zone = zone_to(place(), 1.0, Duration::zero());
    if (draws.bernoulli(0.5)) {
      zone.control_plane = place();
    }
    zones.push_back(made.add(name, std::nullopt, zone, needs()));
  }
  const auto database = made.add("database", place(), Database{}, needs());
  made.add("replica", place(), replica_of(database, 1.0), needs());
  made.add("second", place(), replica_of(database, 1.0), needs());
  made.add("one", place(), cluster_of(1, 2), needs());
  made.add("two", place(), cluster_of(2, 3), needs());
  const auto desk =
      made.add("desk", place(), Rebuildable{constant(1.0), draws.bernoulli(0.5)}, needs());
  for (const char* name : {"first", "second", "third"}) {
    std::vector<Requirement> wanted;
    if (draws.bernoulli(0.8)) {
      wanted.emplace_back(NeedsRoute{zones[below(draws, 2)]});
    }
    if (draws.bernoulli(0.7)) {
      wanted.emplace_back(NeedsDatabase{database});
    }
    if (draws.bernoulli(0.5)) {
      wanted.emplace_back(NeedsNodes{1 + static_cast<int>(below(draws, 4))});
    }
    if (draws.bernoulli(0.3)) {
      wanted.emplace_back(NeedsRebuilt{desk});
    }
    std::vector<ServiceId> included;
    if (!made.plan.services.empty() && draws.bernoulli(0.5)) {
      included.push_back(ServiceId{below(draws, made.plan.services.size())});
    }
    made.serve(name, std::move(wanted), std::move(included));
  }
  return made.plan;
}

// Minimal sets among all of at most `most_losses` of `elements` that bring `service` down.
std::set<LostSet> cuts_by_trying(const Plan& plan, ServiceId service,
                                 const std::vector<Element>& elements) {
  std::set<LostSet> cuts;
  std::set<LostSet> level{{}};
  for (std::size_t size = 0; size <= most_losses; ++size) {
    std::set<LostSet> next;
    for (const LostSet& lost : level) {
      const bool has_smaller = std::any_of(cuts.begin(), cuts.end(), [&](const LostSet& cut) {
        return std::includes(lost.begin(), lost.end(), cut.begin(), cut.end());
      });
      if (has_smaller) {
        continue;
      }
      if (!Oracle{plan, lost, Reserve::used}.is_up(service)) {
        cuts.insert(lost);
        continue;
      }
      for (const Element element : elements) {
        LostSet more = lost;
        if (more.insert(element).second) {
          next.insert(std::move(more));
        }
      }
    }
    level = std::move(next);
  }
  return cuts;
}

std::set<LostSet> as_sets(const std::vector<std::vector<Element>>& cuts) {
  std::set<LostSet> all;
  for (const auto& cut : cuts) {
    all.insert(LostSet(cut.begin(), cut.end()));
  }
  return all;
}

Effect effect_by_trying(const Plan& plan, Element element, ServiceId service) {
  LostSet with_control{element};
  if (element.kind == ElementKind::region) {
    with_control.insert({ElementKind::control_plane, element.index});
  }
  if (Oracle{plan, {element}, Reserve::idle}.is_up(service) ||
      !Oracle{plan, {}, Reserve::idle}.is_up(service)) {
    return Effect::none;
  }
  if (Oracle{plan, with_control, Reserve::used}.is_up(service)) {
    return Effect::failover;
  }
  return Oracle{plan, {element}, Reserve::used}.is_up(service) ? Effect::needs_control_plane
                                                               : Effect::lost;
}

}  // namespace

TEST_CASE("random plans have the effects and cut sets that trying everything finds") {
  std::size_t cuts_seen = 0;
  std::set<Effect> effects_seen;
  for (std::uint64_t round = 0; round < 60; ++round) {
    INFO("round " << round << "; again with: test_unit_models_analysis \"random plans*\"");
    Draws draws{StreamKey{7, "plan"}, round};
    const Plan plan = random_plan(draws);
    const PlanAnalysis analysis = analyse(plan, {});
    std::vector<Element> components;
    std::vector<Element> places;
    for (std::uint32_t index = 0; index < plan.components.size(); ++index) {
      components.push_back({ElementKind::component, index});
    }
    for (std::uint32_t index = 0; index < plan.regions.size(); ++index) {
      places.push_back({ElementKind::region, index});
      places.push_back({ElementKind::control_plane, index});
    }
    for (std::uint32_t index = 0; index < plan.services.size(); ++index) {
      const ServiceStructure& found = analysis.services[index];
      const ServiceId service{index};
      CHECK(as_sets(found.cuts_by_component) == cuts_by_trying(plan, service, components));
      CHECK(as_sets(found.cuts_by_region) == cuts_by_trying(plan, service, places));
      cuts_seen += found.cuts_by_component.size() + found.cuts_by_region.size();
      for (const LossEffects& loss : analysis.losses) {
        CHECK(loss.effects[index] == effect_by_trying(plan, loss.lost, service));
        effects_seen.insert(loss.effects[index]);
      }
    }
  }
  CHECK(cuts_seen > 500);           // the plans are not all trivial
  CHECK(effects_seen.size() == 4);  // and every effect occurs
}
