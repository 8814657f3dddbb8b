// SPDX-License-Identifier: GPL-2.0-only
// A study: many cases read from one file, each run until its figures are precise enough, written to
// another file with where they come from. What is already in that file is not run again.
// Example: const Study study = read_study("sim/wan/cases.json"); run_study(study, options);
#pragma once

#include <cstdint>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "sim/wan/located.hpp"
#include "sim/wan/packet_run.hpp"

namespace firedrill_wan {

struct StudyCase {
  nlohmann::ordered_json written;  // as in the file, with its name
  std::string name;
  std::uint64_t seed = 0;  // of its first run; 0: the study's
  PacketCase packets;
};

struct Study {
  std::string title;
  std::string salt;  // by which the cases are held out; "": they may be fitted to
  std::uint64_t seed = 1;
  double precision = 0.015;            // standard error of the mean that is enough
  std::uint64_t segments = 1'000'000;  // delivered in all runs of a case: no further run is begun
  std::vector<StudyCase> cases;
};

// Throws InvalidFile with all that is not known or understood, and where it stands.
[[nodiscard]] Study read_study(const std::string& path);

struct StudyOptions {
  std::string study_path;
  std::string out_path;
  std::string only;  // cases whose name begins so; all where empty
  // Called after each case with how many of how many are done and the CPU seconds of the last.
  std::function<void(std::size_t, std::size_t, const std::string&, double)> progress;
};

// Runs what is missing in `out_path` and rewrites the file after each case, whole or not at all.
// Throws std::runtime_error where it cannot be written.
void run_study(const Study& study, const StudyOptions& options);

}  // namespace firedrill_wan
