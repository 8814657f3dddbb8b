#include "models/text/words.hpp"

#include <algorithm>

namespace firedrill {

std::vector<std::string> comma_separated(std::string_view list) {
  std::vector<std::string> parts;
  for (std::size_t begin = 0; begin < list.size();) {
    const std::size_t end = std::min(list.find(',', begin), list.size());
    if (end > begin) {
      parts.emplace_back(list.substr(begin, end - begin));
    }
    begin = end + 1;
  }
  return parts;
}

}  // namespace firedrill
