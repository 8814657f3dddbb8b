#include "live/charter/safe_text.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <string>

namespace firedrill {
namespace {

constexpr std::size_t longest = 200;

bool is_letter_or_digit(char sign) {
  return (sign >= 'a' && sign <= 'z') || (sign >= 'A' && sign <= 'Z') ||
         (sign >= '0' && sign <= '9');
}

bool consists_of(std::string_view text, std::string_view signs) {
  return std::all_of(text.begin(), text.end(), [&](char sign) {
    return is_letter_or_digit(sign) || signs.find(sign) != std::string_view::npos;
  });
}

bool has_step_up(std::string_view text) {
  return text.find("..") != std::string_view::npos || text.find("//") != std::string_view::npos;
}

}  // namespace

bool is_safe_name(std::string_view text) {
  return !text.empty() && text.size() <= longest && is_letter_or_digit(text.front()) &&
         consists_of(text, "._-/:@") && !has_step_up(text);
}

bool is_safe_path(std::string_view text) {
  return text.size() >= 2 && text.size() <= longest && text.front() == '/' && text.back() != '/' &&
         consists_of(text, "._-/:@+,") && !has_step_up(text) &&
         (std::string{text} + "/").find("/./") == std::string::npos;
}

bool is_safe_word(std::string_view text) {
  return !text.empty() && text.size() <= longest && consists_of(text, "%+,-./:=@_") &&
         text.find("..") == std::string_view::npos;
}

bool is_ipv4(std::string_view text) {
  in_addr address{};
  return inet_pton(AF_INET, std::string{text}.c_str(), &address) == 1 &&
         address.s_addr != htonl(INADDR_ANY) && address.s_addr != htonl(INADDR_BROADCAST);
}

bool is_ipv6(std::string_view text) {
  in6_addr address{};
  return inet_pton(AF_INET6, std::string{text}.c_str(), &address) == 1 &&
         IN6_IS_ADDR_UNSPECIFIED(&address) == 0;
}

bool means_production(std::string_view text) {
  std::string part;
  for (const char sign : std::string{text} + "/") {
    if (is_letter_or_digit(sign)) {
      part += static_cast<char>(sign >= 'A' && sign <= 'Z' ? sign - 'A' + 'a' : sign);
      continue;
    }
    while (!part.empty() && part.back() >= '0' && part.back() <= '9') {
      part.pop_back();  // "prod1"
    }
    for (const std::string_view word : {"prod", "production", "prd", "live", "productive"}) {
      if (part == word) {
        return true;
      }
    }
    part.clear();
  }
  return false;
}

}  // namespace firedrill
