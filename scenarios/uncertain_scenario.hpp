// A scenario whose parameters are not exactly known: each has a factor by which its location may be
// wrong, lognormal around 1, nine of ten within `known_within` either way; of a probability it is
// the odds that the factor multiplies. Shapes of laws stay. Parameters are changed where they ended
// up in the scenario (figures.hpp), which takes microseconds; to read it anew takes milliseconds.
// Example: uncertain.set(3, 0.95);  // the fourth parameter, near its high end
//          simulate(uncertain.scenario(), options);
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "models/base/result.hpp"
#include "models/text/document.hpp"
#include "scenarios/scenario.hpp"

namespace firedrill {

// The law of `parameter` with its location multiplied by `factor` > 0; a plain number between 0 and
// 1 stays between them.
[[nodiscard]] Distribution relocated(const Assumption& parameter, double factor);

// The factor that a share `u` in (0, 1) of the plausible ones does not exceed; 1 at 0.5.
[[nodiscard]] double plausible_factor(const Assumption& parameter, double u);

class UncertainScenario {
 public:
  // The scenario as it is. Errors: those of read_scenario.
  [[nodiscard]] static Result<UncertainScenario> read(const Document& assembled);

  UncertainScenario(const UncertainScenario& other);
  UncertainScenario(UncertainScenario&&) noexcept = default;
  UncertainScenario& operator=(const UncertainScenario&) = delete;
  UncertainScenario& operator=(UncertainScenario&&) noexcept = default;
  ~UncertainScenario() = default;

  // Those that can be varied: the plan holds a copy, it is not exactly known, and neither zero
  // nor a ratio of 1, whose odds no factor moves.
  [[nodiscard]] const std::vector<Assumption>& parameters() const { return parameters_; }
  // The names of those that cannot although they matter: the plan holds no plain copy.
  [[nodiscard]] const std::vector<std::string>& left_out() const { return left_out_; }

  // Puts one parameter to the `u`-quantile of its plausible values; 0.5 is as it is.
  void set(std::size_t parameter, double u);
  // All, in their order.
  void set(std::span<const double> u);

  // With what has been set; stays where it is.
  [[nodiscard]] const Scenario& scenario() const { return *scenario_; }

 private:
  // Figures are numbered as for_each_figure passes them.
  struct Use {
    std::size_t figure = 0;
    std::size_t parameter = 0;
  };
  using Place = std::variant<Distribution*, double*, Duration*, Bytes*, Rate*>;

  explicit UncertainScenario(Scenario scenario);
  void find_uses(Scenario marked);
  void find_places();

  std::unique_ptr<Scenario> scenario_;
  std::vector<Assumption> parameters_;
  std::vector<std::string> left_out_;
  std::vector<Use> uses_;                   // in order of figures
  std::vector<std::vector<Place>> places_;  // per parameter
};

}  // namespace firedrill
