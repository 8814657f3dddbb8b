// A parameter that is varied in place is the same as one that is varied in its file.
#include <catch2/catch.hpp>
#include <filesystem>
#include <string>

#include "scenarios/figures.hpp"
#include "scenarios/scenario_reader.hpp"
#include "scenarios/uncertain_scenario.hpp"

using namespace firedrill;

namespace {

struct Flat {
  std::vector<double> numbers;
  std::size_t laws = 0;
};

Flat flat(const Scenario& scenario) {
  Scenario copy = scenario;
  Flat all;
  for_each_figure(copy, [&all](auto& figure) {
    using Figure = std::decay_t<decltype(figure)>;
    if constexpr (std::is_same_v<Figure, Distribution>) {
      ++all.laws;
      for (const double u : {0.01, 0.3, 0.77}) {
        all.numbers.push_back(quantile(figure, u));
      }
    } else if constexpr (std::is_same_v<Figure, Duration>) {
      all.numbers.push_back(to_seconds(figure));
    } else if constexpr (std::is_same_v<Figure, Bytes>) {
      all.numbers.push_back(static_cast<double>(figure.count));
    } else if constexpr (std::is_same_v<Figure, Rate>) {
      all.numbers.push_back(figure.bytes_per_second);
    } else {
      all.numbers.push_back(figure);
    }
  });
  return all;
}

Assumption known_within(double factor, Distribution law, bool is_ratio = false) {
  Assumption assumption;
  assumption.known_within = factor;
  assumption.law = std::move(law);
  assumption.is_ratio = is_ratio;
  return assumption;
}

}  // namespace

TEST_CASE("members are counted and passed in their order") {
  Fault fault{"loss", Distribution{Constant{600.0}}, {}, LinkCut{}};
  int count = 0;
  for_each_member(fault, [&count](auto& /*member*/) { ++count; });
  CHECK(count == 6);
  Lognormal law{.median = 5.0, .log_sd = 0.25};
  std::vector<double> members;
  for_each_member(law, [&](double& member) { members.push_back(member); });
  CHECK(members == std::vector{5.0, 0.25});
}

TEST_CASE("varying a parameter in place and varying it in its file come to the same plan") {
  for (const auto& entry : std::filesystem::directory_iterator{"scenarios/library"}) {
    const auto assembled = assemble_scenario(entry.path().string());
    REQUIRE(assembled);
    const auto uncertain = UncertainScenario::read(*assembled);
    INFO(entry.path().string());
    REQUIRE(uncertain);
    CHECK(uncertain->left_out() == std::vector<std::string>{});
    CHECK(flat(uncertain->scenario()).numbers == flat(*read_scenario(*assembled)).numbers);

    // All at once, each its own way.
    UncertainScenario varied{*uncertain};
    std::vector<double> u;
    for (std::size_t index = 0; index < varied.parameters().size(); ++index) {
      u.push_back(0.05 + 0.9 * static_cast<double>(index % 7) / 6.0);
    }
    varied.set(u);
    const auto read =
        read_varied_scenario(*assembled, [&](const std::string& id, const Distribution& law) {
          for (std::size_t index = 0; index < u.size(); ++index) {
            const Assumption& one = varied.parameters()[index];
            if (one.name == id) {
              return relocated(one, plausible_factor(one, u[index]));
            }
          }
          return law;
        });
    REQUIRE(read);
    CHECK(flat(varied.scenario()).numbers == flat(*read).numbers);
    if (!u.empty()) {
      CHECK(flat(varied.scenario()).numbers != flat(uncertain->scenario()).numbers);
    }
  }
}

TEST_CASE("plausible values lie within the factor in nine of ten cases, odds between 0 and 1") {
  const Assumption time = known_within(2.0, {Lognormal{60.0, 0.5}});
  CHECK(plausible_factor(time, 0.95) == Approx(2.0));
  CHECK(plausible_factor(time, 0.05) == Approx(0.5));
  CHECK(plausible_factor(time, 0.5) == 1.0);
  CHECK(std::get<Lognormal>(relocated(time, 2.0).law).median == 120.0);
  CHECK(std::get<Lognormal>(relocated(time, 2.0).law).log_sd == 0.5);
  const Assumption share = known_within(2.0, {Constant{0.9}}, true);
  CHECK(std::get<Constant>(relocated(share, 2.0).law).value == Approx(1.8 / 1.9));
  CHECK(std::get<Constant>(relocated(share, 0.5).law).value == Approx(0.45 / 0.55));
  const Assumption certain = known_within(2.0, {Constant{1.0}}, true);
  CHECK(std::get<Constant>(relocated(certain, 2.0).law).value == 1.0);
  CHECK(std::get<Constant>(relocated(certain, 0.5).law).value == 1.0);
  const Assumption seconds = known_within(2.0, {Constant{0.9}});
  CHECK(std::get<Constant>(relocated(seconds, 2.0).law).value == Approx(1.8));
}
