// Cases of the packet simulation between regions, and what it found: the files that firedrill-wan
// reads and writes, as the surrogate of models/network is fitted to and held against. Which cases
// are held out follows from their content and a salt that the fit could not know.
// Example: const auto results = load_wan_results("models/parameters/wan/ns-3.37.json");
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "models/network/transfer_case.hpp"
#include "models/text/document.hpp"

namespace firedrill {

struct WanCase {
  std::string name{};
  TransferCase transfer{};
};

struct WanLag {
  double mean = 0.0;            // [s] over time
  double peak = 0.0;            // [s]
  double standard_error = 0.0;  // of the mean [s]
};

// What the packet simulation found of one case.
struct WanResult {
  WanCase one{};
  Rate goodput;
  Rate standard_error;
  std::optional<WanLag> lag{};  // none for a greedy copy
  double segments = 0.0;        // delivered, in all runs
  double cpu_seconds = 0.0;
};

struct WanResults {
  std::string title{};
  std::string simulator{};  // "ns-3.37"
  std::string command{};    // that made the file
  std::string salt{};       // by which its cases are held out; "": they may be fitted to
  std::vector<WanResult> results{};
};

// A study of format firedrill/wan-study/1; all errors at once.
[[nodiscard]] Result<std::vector<WanCase>> load_wan_study(const std::string& path);

// Its results, of format firedrill/wan-result/1.
[[nodiscard]] Result<WanResults> load_wan_results(const std::string& path);

// Whether `salt` keeps a case back: SHA-256 of the salt and the digest of the case without its name
// (SHA-256 of its canonical form), first eight hexadecimal digits as a number, divisible by three.
// sim/wan/make_cases.py decides the same before anything is run.
[[nodiscard]] bool is_held_out(const Node& one, const std::string& salt);

}  // namespace firedrill
