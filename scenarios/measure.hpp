// Reads one recovery off its timeline. Pure: the same for a simulated and a measured run, so that
// comparing the two compares like with like.
// RTO runs from the fault that users felt first to the first success of a streak that lasted (from
// the moment services stop, where that fault is silent); RPO is the age of the newest recoverable
// state at the fault, as read back. The critical path is walked backwards from that first success
// through the steps that the service needed. Example:
// Measurer{scenario}.measure(timeline, measurement);
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "models/recovery/measurement.hpp"
#include "models/recovery/timeline.hpp"
#include "scenarios/measure_duties.hpp"
#include "scenarios/restorations.hpp"
#include "scenarios/scenario.hpp"

namespace firedrill {

// The first RTO objective, if there is one: what the critical path is about.
[[nodiscard]] std::optional<std::uint32_t> first_rto_objective(const Scenario& scenario);

// The RTO objective whose recovery ends the outage for the training job: the first whose service
// needs nodes, else the first at all; none if the scenario has no RTO objective.
[[nodiscard]] std::optional<std::uint32_t> capacity_objective(const Scenario& scenario);

// Whether `step` brings back something that `service` cannot do without.
[[nodiscard]] bool is_needed_for(ServiceId service, const Step& step, const Plan& plan);

enum class MeasureOf {
  all,
  outcome  // not phases, critical path and duties: they stay blank, and take no time
};

class Measurer {
 public:
  explicit Measurer(const Scenario& scenario);

  // Overwrites `measurement`, keeping its memory.
  void measure(const Timeline& timeline, Measurement& measurement,
               MeasureOf part = MeasureOf::all) const;

 private:
  struct Boundaries;

  void read(const Event& event, Measurement& measurement, Boundaries& boundaries) const;
  void read_recovery(const Event& event, Measurement& measurement, Boundaries& boundaries) const;
  void read_loss(const Event& event, Measurement& measurement) const;
  void read_step(const Event& event, StepMeasurement& step) const;
  void measure_phases(Measurement& measurement, const Boundaries& boundaries) const;
  void walk_critical_path(Measurement& measurement, const Boundaries& boundaries) const;

  const Scenario& scenario_;
  DutyMeasurer duties_;
  std::vector<DataId> endangered_;
  std::uint32_t first_rto_ = 0;  // index of the first RTO objective
  bool has_rto_ = false;
  bool has_substitutes_ = false;  // some steps begin only if another fails
  std::uint32_t capacity_ = 0;    // index of the objective that brings full capacity back
  std::vector<std::uint8_t>
      is_relevant_;    // per step: the service of the first RTO needs its effect
  Measurement blank_;  // of a timeline without events
};

// Whether the restore, which has a region to bring data into, fills a database that then takes the
// place of `primary`.
[[nodiscard]] bool fills_database(const Plan& plan, const Restore& restore, ComponentId primary);

}  // namespace firedrill
