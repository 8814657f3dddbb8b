#include "live/charter/file_check.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <filesystem>

namespace firedrill {
namespace {

Diagnostics problem_with(const std::string& file, std::string code, std::string message,
                         std::string suggestion) {
  Diagnostic problem;
  problem.code = std::move(code);
  problem.place.file = file;
  problem.message = std::move(message);
  problem.suggestion = std::move(suggestion);
  return {problem};
}

}  // namespace

bool goes_through_link(const std::string& path) {
  std::filesystem::path way;
  for (const auto& part : std::filesystem::path{path}) {
    way /= part;
    std::error_code ignored;  // what cannot be looked at is not there
    if (std::filesystem::is_symlink(std::filesystem::symlink_status(way, ignored))) {
      return true;
    }
  }
  return false;
}

Result<Document> load_guarded(const std::string& path) {
  struct stat status {};
  if (lstat(path.c_str(), &status) == 0) {
    if (S_ISLNK(status.st_mode)) {
      return problem_with(path, "FD5007", "the file is a symbolic link",
                          "give the file that it leads to");
    }
    if (S_ISREG(status.st_mode) && (status.st_mode & S_IWOTH) != 0) {
      return problem_with(path, "FD5009", "everybody may write this file",
                          fmt::format("take that away: chmod o-w {}", path));
    }
  }
  return load_document(path);
}

}  // namespace firedrill
