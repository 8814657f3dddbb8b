// What a simulated fleet waits for. Nothing is ever taken out of the calendar: what the job plans
// carries a ticket, and is ignored when another plan has been made since.
// Example: calendar.add(now + life, {.what = FleetDue::What::failure, .cause = 0, .subject = node})
#pragma once

#include <cstdint>

#include "sim/calendar.hpp"

namespace firedrill {

struct FleetDue {
  enum class What : std::uint8_t {
    failure,      // of a source
    detection,    // of its failure
    restoration,  // of the source ends
    job_begins,
    job_allocates,  // takes nodes and restarts, or waits
    job_trains,     // its restart is over
    job_regrows     // stops at a checkpoint to take nodes back
  };
  What what = What::failure;
  std::uint16_t cause = 0;
  std::uint32_t subject = 0;  // the source, or the job's ticket
  std::uint32_t stop = 0;     // of a detection: which stop of the job its failure belongs to
};

// Keeps only what is due before the end: a node whose next failure lies beyond costs nothing.
class FleetCalendar {
 public:
  void begin(Duration end) {
    due_.clear();
    end_ = end;
  }
  void add(Duration time, const FleetDue& due) {
    if (time < end_) {
      due_.add(time, due);
    }
  }
  const FleetDue* pop(Duration& time) { return due_.pop(time); }  // see Calendar::pop

 private:
  Calendar<FleetDue> due_;
  Duration end_{};
};

}  // namespace firedrill
