#include "app/lab_place.hpp"

#include <fmt/format.h>

#include <filesystem>

namespace firedrill {

namespace fs = std::filesystem;

std::optional<LabPlace> checked_place(const std::string& name) {
  auto place = place_of_lab(name);
  if (!place) {
    fmt::print(stderr,
               "firedrill: \"{}\" cannot name a lab: letters a to z, digits and hyphens, at most "
               "24\n",
               name);
  }
  return place;
}

std::optional<LabPlace> running_place(const std::string& name) {
  auto place = checked_place(name);
  if (place && !is_running(*place)) {
    fmt::print(stderr, "firedrill: there is no lab {}; `firedrill lab up{}` starts one\n", name,
               name == "main" ? "" : " --name " + name);
    return std::nullopt;
  }
  return place;
}

std::string plan_path(const std::string& wanted) {
  const fs::path own{"scenarios/plans/lab.json"};
  if (!wanted.empty() || fs::exists(own)) {
    return wanted.empty() ? own.string() : wanted;
  }
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  const fs::path beside = program.parent_path().parent_path().parent_path() / own;
  return fs::exists(beside, error) ? beside.string() : own.string();
}

}  // namespace firedrill
