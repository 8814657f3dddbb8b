#include "live/lab/remove_tree.hpp"

#include <algorithm>
#include <thread>
#include <vector>

namespace firedrill {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t removers = 16;  // they wait nearly all the time

using Paths = std::vector<fs::path>;

// What is in `folder`, by depth. What goes away meanwhile is left out.
std::vector<Paths> levels_of(const fs::path& folder) {
  std::vector<Paths> levels;
  std::error_code error;
  for (fs::recursive_directory_iterator entry{folder, error}; entry != fs::end(entry);
       entry.increment(error)) {
    const auto depth = static_cast<std::size_t>(entry.depth());
    levels.resize(std::max(levels.size(), depth + 1));
    levels[depth].push_back(entry->path());
  }
  return levels;
}

void remove_all_of(const Paths& paths) {
  std::vector<std::jthread> threads;
  for (std::size_t first = 0; first < std::min(removers, paths.size()); ++first) {
    threads.emplace_back([&paths, first] {
      std::error_code ignored;  // remove_all meets it again
      for (std::size_t index = first; index < paths.size(); index += removers) {
        fs::remove(paths[index], ignored);
      }
    });
  }
}

}  // namespace

std::error_code remove_tree(const fs::path& folder) {
  std::vector<Paths> levels = levels_of(folder);
  for (; !levels.empty(); levels.pop_back()) {
    remove_all_of(levels.back());
  }
  std::error_code error;
  fs::remove_all(folder, error);
  return error;
}

}  // namespace firedrill
