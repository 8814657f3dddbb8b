// The words of a command as the calls that start programs take them: pointers with a null after
// the last. They point into `words`, which must outlive them.
// Example: const auto arguments = argument_pointers(words);
//          ::execv(arguments[0], arguments.data());
#pragma once

#include <string>
#include <vector>

namespace firedrill {

[[nodiscard]] inline std::vector<char*> argument_pointers(const std::vector<std::string>& words) {
  std::vector<char*> pointers;
  pointers.reserve(words.size() + 1);
  for (const std::string& word : words) {
    pointers.push_back(const_cast<char*>(word.c_str()));  // exec and posix_spawn do not write
  }
  pointers.push_back(nullptr);
  return pointers;
}

}  // namespace firedrill
