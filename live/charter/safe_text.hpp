// Which names and paths may stand in an inventory or a charter: only such as mean the same to
// people, to a shell, to nftables and to a file system. Everything else is refused, not escaped.
// Example: is_safe_name("us-east-1/db-1") == true; is_safe_name("$(reboot)") == false
#pragma once

#include <string_view>

namespace firedrill {

// 1 to 200 letters, digits and . _ - / : @ of ASCII, that begin with a letter or digit and have
// neither ".." nor "//" in them.
[[nodiscard]] bool is_safe_name(std::string_view text);

// An absolute path of such characters (and +, ,), without ".." or "." as a part, not "/" itself.
[[nodiscard]] bool is_safe_path(std::string_view text);

// A word of a command: 1 to 200 letters, digits and the signs %+,-./:=@_ of ASCII, without "..".
[[nodiscard]] bool is_safe_word(std::string_view text);

// Addresses of one host in their usual form: not of everybody, not of none.
[[nodiscard]] bool is_ipv4(std::string_view text);
[[nodiscard]] bool is_ipv6(std::string_view text);

// Whether a name or label has "prod", "production", "prd" or "live" as one of its parts, in capital
// or small letters: "eu-PROD/db" does, "product-catalogue" does not.
[[nodiscard]] bool means_production(std::string_view text);

}  // namespace firedrill
