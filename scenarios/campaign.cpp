#include "scenarios/campaign.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <utility>

#include "models/chance/random.hpp"
#include "models/text/document.hpp"
#include "models/text/reader.hpp"
#include "scenarios/notes.hpp"

namespace firedrill {
namespace {

constexpr std::int64_t most_repetitions = 10'000;
constexpr std::uint64_t largest_seed = (std::uint64_t{1} << 53) - 1;  // that JSON keeps exactly

std::string seen_from(const std::string& file, const std::string& path) {
  return (std::filesystem::path{file}.parent_path() / path).lexically_normal().generic_string();
}

CampaignScenario read_scenario(const Node& node, const std::string& file, ReadContext& context) {
  ObjectReader object{node, context};
  allow_notes(object);
  CampaignScenario scenario;
  const Node* const path = object.required("scenario");
  scenario.path = seen_from(file, object.string("scenario"));
  scenario.repetitions =
      static_cast<std::uint32_t>(object.integer("repetitions", 1, most_repetitions));
  scenario.arguments = object.optional_strings("arguments");
  if (const Node* const weight = object.optional("weight")) {
    scenario.weight = read_quantity(*weight, Dimension::ratio, context).value_or(1.0);
  }
  object.finish();
  if (path == nullptr || path->kind != NodeKind::string) {
    return scenario;
  }
  const Result<Document> document = load_document(scenario.path);
  if (!document) {
    for (const Diagnostic& problem : document.error()) {
      context.add(problem);
    }
    return scenario;
  }
  const Node* const name = document->root.find("name");
  if (name != nullptr && name->kind == NodeKind::string) {
    scenario.name = name->string;
  } else {
    context.error(*path, "FD2002", "{} is no scenario: it has no name");
  }
  return scenario;
}

}  // namespace

Result<Campaign> load_campaign(const std::string& path) {
  const Result<Document> document = load_document(path);
  if (!document) {
    return document.error();
  }
  ReadContext context;
  ObjectReader object{document->root, context};
  allow_notes(object);
  read_format(object, "firedrill/campaign/1");
  Campaign campaign;
  campaign.digest = document->digest();
  campaign.name = object.string("name");
  campaign.title = object.optional_string("title").value_or("");
  campaign.seed = static_cast<std::uint64_t>(
      object.integer("seed", 0, static_cast<std::int64_t>(largest_seed)));
  campaign.time_budget = object.optional_duration("time_budget");
  if (const auto program = object.optional_string("program")) {
    campaign.program = seen_from(path, *program);
  }
  campaign.arguments = object.optional_strings("arguments");
  object.each("scenarios", [&](const Node& item) {
    CampaignScenario scenario = read_scenario(item, path, context);
    const bool is_second =
        std::any_of(campaign.scenarios.begin(), campaign.scenarios.end(),
                    [&](const CampaignScenario& one) { return one.name == scenario.name; });
    if (is_second && !scenario.name.empty()) {
      context.error(item, "FD3002",
                    fmt::format("a second scenario is called \"{}\"", scenario.name),
                    "names must differ");
    }
    campaign.scenarios.push_back(std::move(scenario));
  });
  if (campaign.scenarios.empty() && object.optional("scenarios") != nullptr) {
    context.error(*object.optional("scenarios"), "FD2006", "a campaign of no scenario",
                  "name at least one");
  }
  object.finish();
  if (context.has_errors()) {
    return context.diagnostics();
  }
  return campaign;
}

std::vector<CampaignDrill> drills_of(const Campaign& campaign) {
  std::vector<CampaignDrill> drills;
  const StreamKey seeds{campaign.seed, "campaign/seeds"};
  for (std::uint32_t scenario = 0; scenario < campaign.scenarios.size(); ++scenario) {
    for (std::uint32_t repetition = 1; repetition <= campaign.scenarios[scenario].repetitions;
         ++repetition) {
      drills.push_back({.number = 0,
                        .scenario = scenario,
                        .repetition = repetition,
                        .seed = seeds.member(drills.size()).bits() & largest_seed});
    }
  }
  Draws draws{StreamKey{campaign.seed, "campaign/order"}, 0};
  for (std::size_t left = drills.size(); left > 1; --left) {
    const auto other = static_cast<std::size_t>(draws.uniform() * static_cast<double>(left));
    std::swap(drills[left - 1], drills[other]);
  }
  for (std::uint32_t index = 0; index < drills.size(); ++index) {
    drills[index].number = index + 1;
  }
  return drills;
}

std::string folder_of(const CampaignDrill& drill, const Campaign& campaign) {
  return fmt::format("{:03}-{}-{}", drill.number, campaign.scenarios[drill.scenario].name,
                     drill.repetition);
}

}  // namespace firedrill
