// A folder of one test, gone with it.
// Example: const TemporaryFolder folder; LedgerWriter ledger{folder / "a.ledger", {}};
// Its path is new each time, so tests can run side by side.
#pragma once

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <string>

namespace firedrill::test {

class TemporaryFolder {
 public:
  TemporaryFolder()
      : path_{(std::filesystem::temp_directory_path() / "firedrill-XXXXXX").string()} {
    REQUIRE(mkdtemp(path_.data()) != nullptr);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder() { std::filesystem::remove_all(path_); }

  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] std::string operator/(const std::string& name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

}  // namespace firedrill::test
