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

Result<ComparedDrills> load_drills(const std::vector<std::string>& paths) {
  const std::vector<std::string> folders = drill_folders(paths);
  Diagnostics problems;
  ComparedDrills loaded;
  for (const std::string& folder : folders) {
    Result<RecordedDrill> drill = load_drill(folder);
    if (!drill) {
      problems.insert(problems.end(), drill.error().begin(), drill.error().end());
      continue;
    }
    loaded.comparisons.push_back(compare_run(drill->run, drill->prediction));
    loaded.comparisons.back().folder = folder;
    loaded.drills.push_back(std::move(drill).value());
  }
  if (folders.empty()) {
    Diagnostic none;
    none.code = "FD1001";
    none.place.file = paths.empty() ? "." : paths.front();
    none.message = "there is no recorded drill: no folder with run.json";
    none.suggestion = "firedrill drill makes one";
    problems.push_back(std::move(none));
  }
  if (!problems.empty()) {
    return problems;
  }
  return loaded;
}

ExitCode report_drill_errors(const Diagnostics& problems) {
  const ExitCode code = report_errors(problems);
  return is_unverified(problems) ? ExitCode::unverified : code;
}

}  // namespace firedrill
