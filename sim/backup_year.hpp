// A year of backups: how many copies were due, how many failed and were reported, how many are
// there and cannot be read, and what the plan's validators saw of that.
// Example: BackupYear backups{plan, seed}; backups.play(year, tally);
#pragma once

#include <chrono>
#include <cstdint>
#include <vector>

#include "models/chance/random.hpp"
#include "models/plan/plan.hpp"

namespace firedrill {

inline constexpr Duration simulated_year = std::chrono::hours{365 * 24};

struct BackupTally {
  std::uint64_t due = 0;
  std::uint64_t failed = 0;       // reported
  std::uint64_t unreadable = 0;   // and nobody knows
  std::uint64_t validations = 0;  // runs of validators, one for each kind of data that is copied
  std::uint64_t found_wrong = 0;  // by them
};

class BackupYear {
 public:
  BackupYear(const Plan& plan, std::uint64_t seed);

  [[nodiscard]] BackupTally play(std::uint64_t year) const;

 private:
  const Plan& plan_;
  std::vector<StreamKey> keys_;  // per kind of data
};

}  // namespace firedrill
