// The seams between parsing, editing and printing a Document: one function each way, which only
// this folder calls; other rooms use document.hpp.
// Example: Result<Node> root = parse_tree(source);
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "models/base/result.hpp"
#include "models/text/document.hpp"

namespace firedrill {

// Files above 64 MiB are refused (FD1017) [bytes].
inline constexpr std::size_t largest_text = std::size_t{64} << 20U;

// The tree of `source`, whose nodes point into it. Errors: those of parse_document.
[[nodiscard]] Result<Node> parse_tree(const Source& source);

// `token` as one token of an RFC 6901 pointer: ~ becomes ~0 and / becomes ~1.
[[nodiscard]] std::string escaped_pointer_token(std::string_view token);

// `text` as a JSON string, quotes included.
[[nodiscard]] std::string quoted_json(std::string_view text);

}  // namespace firedrill
