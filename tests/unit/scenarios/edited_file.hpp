// A copy of a library file with one place changed, in a folder of its own that goes with it. Paths
// that the file gives relative to its folder still lead where they led.
// Example: EditedFile file{"scenarios/years/gaudi3-scale.json", "monthly", "weekly", "../"};
#pragma once

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace firedrill {

class EditedFile {
 public:
  // `relative` is how the paths in the file begin, "../" or "classes/".
  EditedFile(const std::string& file, const std::string& before, const std::string& after,
             const std::string& relative)
      : folder_{(std::filesystem::temp_directory_path() / "edited-XXXXXX").string()} {
    std::ifstream stream{file};
    std::string text{std::istreambuf_iterator<char>{stream}, {}};
    const std::size_t at = text.find(before);
    REQUIRE(at != std::string::npos);
    text.replace(at, before.size(), after);
    const std::filesystem::path home = std::filesystem::absolute(file).parent_path();
    const std::string absolute = "\"" + (home / relative).string();
    for (std::size_t found = text.find("\"" + relative); found != std::string::npos;
         found = text.find("\"" + relative, found + absolute.size())) {
      text.replace(found, relative.size() + 1, absolute);
    }
    REQUIRE(mkdtemp(folder_.data()) != nullptr);
    std::ofstream{path()} << text;
  }
  EditedFile(const EditedFile&) = delete;
  EditedFile& operator=(const EditedFile&) = delete;
  ~EditedFile() { std::filesystem::remove_all(folder_); }

  [[nodiscard]] std::string path() const { return folder_ + "/a.json"; }

 private:
  std::string folder_;
};

}  // namespace firedrill
