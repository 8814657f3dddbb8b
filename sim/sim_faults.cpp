// How the simulated world breaks: what each kind of fault takes away, when it ends, what it leaves
// of the data, and when a monitor raises the alarm.
#include <algorithm>

#include "sim/sim_world.hpp"

namespace firedrill {

// What each kind of data had not got out of the lost regions by now is lost.
void SimWorld::lose_region(RegionId region) {
  state_.lost |= RegionSet{1} << region.index;
  for (std::uint32_t data = 0; data < data_age_.size(); ++data) {
    lose_data(DataId{data}, losses_.age(DataId{data}, now_, state_.lost, luck_), now_);
  }
}

// Of `data` a state is left that was `age` old at the moment `since`.
void SimWorld::lose_data(DataId data, Duration age, Duration since) {
  data_age_[data.index] = std::max(data_age_[data.index], age);
  if (plan_.training && plan_.training->checkpoints == data && age > Duration::zero()) {
    training_.lose_checkpoints(age == never ? -never : since - age);
  }
}

void SimWorld::begin_fault(const RegionOutage& outage, std::uint32_t fault) {
  Draws& draws = luck_[fault_streams_[fault].length];
  const std::uint32_t region = outage.region.index;
  const Duration length = sample_duration(outage.length, draws);
  const bool takes_control_planes = draws.bernoulli(outage.control_plane_loss);
  const Duration control_length = sample_duration(outage.control_plane_length, draws);

  RegionReturn& back = returns_[region];
  back.at = std::max(back.at, add(now_, length));
  schedule(length, {.what = Due::What::region_back, .subject = region});
  if (takes_control_planes) {
    state_.control_planes_lost |= RegionSet{1} << region;
    back.control_planes_at = std::max(back.control_planes_at, add(now_, control_length));
    schedule(control_length, {.what = Due::What::control_plane_back, .subject = region});
  }
  lose_region(outage.region);
  alert_after(detection_.delay(state_, true, luck_), fault);
}

void SimWorld::begin_fault(const ComponentOutage& outage, std::uint32_t fault) {
  for (const ComponentId component : outage.components) {
    state_.stop(component);
  }
  for (const DataId data : outage.destroys) {
    lose_data(data, losses_.age_of_loss(data, now_, state_.lost, luck_), now_);
  }
  const Duration length = sample_duration(outage.length, luck_[fault_streams_[fault].length]);
  schedule(length, {.what = Due::What::components_back, .subject = fault});
  // What no user feels (a monitor, a standby) is repaired in its own time and starts no recovery.
  alert_after(is_felt() ? detection_.delay(state_, true, luck_) : never, fault);
}

void SimWorld::end_outage(std::uint32_t fault) {
  if (const auto* cut = std::get_if<LinkCut>(&scenario_.faults[fault].model)) {
    training_.cut(cut->from, cut->to, false);
    return;
  }
  const auto& outage = std::get<ComponentOutage>(scenario_.faults[fault].model);
  for (const ComponentId component : outage.components) {
    state_.resume(component);
  }
  faults_[fault].is_active = false;
}

void SimWorld::begin_fault(const Flapping& /*flapping*/, std::uint32_t fault) { flap(fault, 0); }

// An even `count` takes the region down, an odd one brings it back.
void SimWorld::flap(std::uint32_t fault, std::uint32_t count) {
  const auto& flapping = std::get<Flapping>(scenario_.faults[fault].model);
  Draws& draws = luck_[fault_streams_[fault].length];
  const bool goes_down = count % 2 == 0;
  const Duration length = sample_duration(goes_down ? flapping.down : flapping.up, draws);
  if (goes_down) {
    returns_[flapping.region.index].at = add(now_, length);
    lose_region(flapping.region);
    alert_after(detection_.delay(state_, true, luck_), fault);
  } else {
    state_.lost &= ~(RegionSet{1} << flapping.region.index);
    faults_[fault].is_active = false;
  }
  if (count + 1 < 2 * static_cast<std::uint32_t>(flapping.times)) {
    schedule(length, {.what = Due::What::flapped, .subject = fault, .detail = count + 1});
  }
}

// Nobody is alerted: what is lost by it shows when a region is lost.
void SimWorld::begin_fault(const LinkCut& cut, std::uint32_t fault) {
  const Duration length = sample_duration(cut.length, luck_[fault_streams_[fault].length]);
  losses_.cut_link(cut.from, cut.to, now_, add(now_, length));
  follow_log_disks(fault);
  if (training_.reads_over_links()) {
    training_.cut(cut.from, cut.to, true);
    schedule(length, {.what = Due::What::components_back, .subject = fault});
  }
}

// As with a cut link: nobody is alerted.
void SimWorld::begin_fault(const LinkDegradation& network, std::uint32_t fault) {
  const Duration length = sample_duration(network.length, luck_[fault_streams_[fault].length]);
  losses_.narrow_link(network.from, network.to, now_, add(now_, length), network.latency,
                      carried(network));
  follow_log_disks(fault);
}

void SimWorld::begin_fault(const ReplicaStall& stall, std::uint32_t fault) {
  const Duration length = sample_duration(stall.length, luck_[fault_streams_[fault].length]);
  losses_.stall(stall.replica, now_, add(now_, length));
  follow_log_disks(fault);
}

void SimWorld::begin_fault(const NodeFailure& failure, std::uint32_t fault) {
  ComponentState& cluster = state_.components[failure.cluster.index];
  const int broken = std::min(failure.nodes, cluster.nodes);
  cluster.nodes -= broken;
  cluster.requested_nodes -= broken;
  training_.interrupt(now_, failure.cluster);
  alert_after(detection_.delay(state_, is_felt(), luck_), fault);
}

void SimWorld::begin_fault(const DataCorruption& corruption, std::uint32_t fault) {
  corrupt(corruption.data, sample_duration(corruption.noticed, luck_[fault_streams_[fault].length]),
          fault);
}

void SimWorld::begin_fault(const Intrusion& intrusion, std::uint32_t fault) {
  corrupt(intrusion.tampered, sample_duration(intrusion.dwell, luck_[fault_streams_[fault].length]),
          fault);
}

void SimWorld::begin_fault(const Absence& absence, std::uint32_t fault) {
  const Duration length = sample_duration(absence.length, luck_[fault_streams_[fault].length]);
  for (const RoleId role : absence.roles) {
    people_.leave(role, add(now_, length));
  }
}

// Noticed by the first validation that can, or else after `noticed`.
void SimWorld::corrupt(const std::vector<DataId>& data, Duration noticed, std::uint32_t fault) {
  for (const DataId kind : data) {
    data_.corrupt(kind, now_);
  }
  alert_after(
      std::min(noticed, detection_.validation_delay(
                            {data, data_, now_, clock_.time_of_day(now_), noticed}, state_, luck_)),
      fault);
}

bool SimWorld::is_felt() const {
  for (std::uint32_t service = 0; service < services_.size(); ++service) {
    if (services_[service].is_up && !state_.is_up(ServiceId{service})) {
      return true;
    }
  }
  return false;
}

void SimWorld::alert_after(Duration delay, std::uint32_t fault) {
  faults_[fault].is_active = true;
  ++faults_[fault].begun;
  schedule(delay, {.what = Due::What::alert, .subject = fault, .detail = faults_[fault].begun});
}

void SimWorld::raise_alert(std::uint32_t fault, std::uint32_t begun) {
  const auto* outage = std::get_if<RegionOutage>(&scenario_.faults[fault].model);
  const bool is_over = outage != nullptr
                           ? state_.stands(outage->region)
                           : !faults_[fault].is_active || faults_[fault].begun != begun;
  if (has_alerted_ || is_over) {
    return;  // it was over before anybody could see it
  }
  has_alerted_ = true;
  for (const Waiting& waiting : alerts_) {
    answer_now(*waiting.operation);
  }
  alerts_.clear();
}

}  // namespace firedrill
