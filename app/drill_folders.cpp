#include "app/drill_folders.hpp"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include "app/output.hpp"
#include "scenarios/compare_run.hpp"

namespace firedrill {
namespace {

namespace files = std::filesystem;

void collect(const files::path& path, int depth, std::vector<std::string>& folders) {
  constexpr int deepest = 4;  // campaign/runs/drill, and one more
  if (files::exists(path / "run.json")) {
    folders.push_back(path.lexically_normal().generic_string());
    return;
  }
  std::vector<files::path> inside;
  std::error_code ignored;  // what cannot be looked into holds no drill
  for (const auto& entry : files::directory_iterator{path, ignored}) {
    if (entry.is_directory() && depth < deepest) {
      inside.push_back(entry.path());
    }
  }
  std::sort(inside.begin(), inside.end());
  for (const files::path& one : inside) {
    collect(one, depth + 1, folders);
  }
}

}  // namespace

std::vector<std::string> drill_folders(const std::vector<std::string>& paths) {
  std::vector<std::string> folders;
  for (const std::string& path : paths) {
    collect(path, 0, folders);
  }
  return folders;
}

Result<ComparedDrills> compare_drills(std::vector<LoadedDrill> drills) {
  Diagnostics problems;
  ComparedDrills compared;
  for (auto& [folder, drill] : drills) {
    if (!drill) {
      problems.insert(problems.end(), drill.error().begin(), drill.error().end());
      continue;
    }
    compared.comparisons.push_back(compare_run(drill->run, drill->prediction));
    compared.comparisons.back().folder = folder;
    compared.drills.push_back(std::move(drill).value());
  }
  if (!problems.empty()) {
    return problems;
  }
  return compared;
}

Result<ComparedDrills> load_drills(const std::vector<std::string>& paths) {
  std::vector<LoadedDrill> drills;
  for (const std::string& folder : drill_folders(paths)) {
    drills.push_back({folder, load_drill(folder)});
  }
  if (drills.empty()) {
    Diagnostic none;
    none.code = "FD1001";
    none.place.file = paths.empty() ? "." : paths.front();
    none.message = "there is no recorded drill: no folder with run.json";
    none.suggestion = "firedrill drill makes one";
    return Diagnostics{std::move(none)};
  }
  return compare_drills(std::move(drills));
}

ExitCode report_drill_errors(const Diagnostics& problems) {
  const ExitCode code = report_errors(problems);
  return is_unverified(problems) ? ExitCode::unverified : code;
}

}  // namespace firedrill
