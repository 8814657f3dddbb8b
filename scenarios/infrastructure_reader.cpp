#include "scenarios/infrastructure_reader.hpp"

#include <fmt/format.h>

#include "models/plan/topology.hpp"
#include "scenarios/notes.hpp"

namespace firedrill {
namespace {

constexpr std::int64_t most_at_a_time = 1'000;
constexpr std::int64_t default_parallelism = 10;  // Terraform's -parallelism

InfrastructureResource read_resource(const Node& node, const NameTable& names, Reading& reading) {
  ObjectReader object{node, reading.context};
  allow_notes(object);
  InfrastructureResource resource;
  resource.name = object.string("name");
  object.each_optional("needs", [&](const Node& item) {
    resource.needs.push_back(names.find(item, reading.context).value_or(0));
  });
  resource.creation = reading.laws.time(object, "creation");
  if (object.optional("fast_creation") != nullptr) {
    resource.fast_creation = reading.laws.time(object, "fast_creation");
  }
  if (object.optional("failure_probability") != nullptr) {
    resource.failure_probability = reading.laws.probability(object, "failure_probability");
  }
  if (const Node* const component = object.optional("stands_for")) {
    resource.stands_for = reading.component(*component);
  }
  if (const Node* const component = object.optional("reads")) {
    resource.reads = reading.component(*component);
  }
  object.finish();
  return resource;
}

// What is wrong with `resource` of the component `code` standing for what it says, if anything.
std::string problem_with(const InfrastructureResource& resource, std::size_t code,
                         const std::vector<Component>& components, std::vector<char>& is_taken) {
  const std::uint32_t target = resource.stands_for->index;
  const Component& component = components[target];
  if (std::holds_alternative<InfrastructureCode>(component.model)) {
    return "{} is code itself";
  }
  if (component.region && component.region != components[code].region) {
    return "{} is in another region than the code that would create it";
  }
  if (is_taken[target] != 0) {
    return "another resource stands for {} already";
  }
  is_taken[target] = 1;
  return {};
}

}  // namespace

InfrastructureCode read_infrastructure(ObjectReader& object, Reading& reading) {
  InfrastructureCode code;
  code.parallelism = static_cast<int>(
      object.optional_integer("parallelism", 1, most_at_a_time).value_or(default_parallelism));
  code.fast_provisioning = object.optional_boolean("fast_provisioning").value_or(false);
  code.skip_gpu_tests = object.optional_boolean("skip_gpu_tests");
  NameTable names{"resource"};
  names.collect(object.optional("resources"), "name", reading.context);
  const std::size_t problems = reading.context.diagnostics().size();
  object.each("resources", [&](const Node& item) {
    code.resources.push_back(read_resource(item, names, reading));
  });
  if (code.resources.empty() || reading.context.diagnostics().size() != problems) {
    return code;
  }
  std::vector<std::vector<std::uint32_t>> needs;
  for (const InfrastructureResource& resource : code.resources) {
    needs.push_back(resource.needs);
  }
  report_cycle(find_cycle(needs), *object.required("resources"), names, "needs", reading.context);
  return code;
}

void settle_tests(const Node& list, std::vector<Component>& components, Reading& reading) {
  for (std::size_t index = 0; index < components.size(); ++index) {
    const auto* code = std::get_if<InfrastructureCode>(&components[index].model);
    if (code == nullptr || !code->skip_gpu_tests) {
      continue;
    }
    for (const InfrastructureResource& resource : code->resources) {
      auto* const cluster =
          resource.stands_for ? std::get_if<Cluster>(&components[resource.stands_for->index].model)
                              : nullptr;
      if (cluster == nullptr) {
        continue;
      }
      NodeStart& start = cluster->start;
      start.skips_tests = *code->skip_gpu_tests;
      if (start.skips_tests && start.defect_probability > 0.0 && !start.defect_shows) {
        reading.context.error(
            *list.items[index].find("infrastructure")->find("skip_gpu_tests"), "FD3022",
            fmt::format("nothing says when the defects of {} show that nobody tests for",
                        components[resource.stands_for->index].name),
            "add \"defect_shows\" to its \"start\"");
      }
    }
  }
}

void check_infrastructure(const Node& list, const std::vector<Component>& components,
                          Reading& reading) {
  std::vector<char> is_taken(components.size(), 0);
  for (std::size_t index = 0; index < components.size(); ++index) {
    const auto* code = std::get_if<InfrastructureCode>(&components[index].model);
    if (code == nullptr) {
      continue;
    }
    const Node& resources = *list.items[index].find("infrastructure")->find("resources");
    for (std::size_t number = 0; number < code->resources.size(); ++number) {
      const InfrastructureResource& resource = code->resources[number];
      const std::string problem =
          resource.stands_for ? problem_with(resource, index, components, is_taken) : std::string{};
      if (!problem.empty()) {
        reading.context.error(*resources.items[number].find("stands_for"), "FD3021", problem,
                              "name a component of the same region, once");
      }
    }
  }
}

}  // namespace firedrill
