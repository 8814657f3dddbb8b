#include "models/base/utf8.hpp"

#include <algorithm>

namespace firedrill {

namespace {

unsigned byte_at(std::string_view text, std::size_t index) {
  return index < text.size() ? static_cast<unsigned char>(text[index]) : 0U;
}

bool is_continuation(unsigned byte) { return (byte & 0xC0U) == 0x80U; }

}  // namespace

std::size_t code_point_size(std::string_view text) {
  if (text.empty()) {
    return 0;
  }
  const unsigned first = byte_at(text, 0);
  const unsigned second = byte_at(text, 1);
  if (first < 0x80) {
    return 1;
  }
  if (first < 0xC2 || first > 0xF4 || !is_continuation(second)) {
    return 0;
  }
  if (first < 0xE0) {
    return 2;
  }
  // The second byte excludes overlong forms, surrogates and what lies beyond U+10FFFF.
  if ((first == 0xE0 && second < 0xA0) || (first == 0xED && second > 0x9F) ||
      (first == 0xF0 && second < 0x90) || (first == 0xF4 && second > 0x8F) ||
      !is_continuation(byte_at(text, 2))) {
    return 0;
  }
  if (first < 0xF0) {
    return 3;
  }
  return is_continuation(byte_at(text, 3)) ? 4 : 0;
}

std::size_t count_code_points(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char byte) {
    return !is_continuation(static_cast<unsigned char>(byte));
  }));
}

std::string_view first_code_points(std::string_view text, std::size_t count) {
  std::size_t end = 0;
  while (end < text.size()) {
    if (!is_continuation(byte_at(text, end)) && count-- == 0) {
      break;
    }
    ++end;
  }
  return text.substr(0, end);
}

std::size_t find_ill_formed(std::string_view text) {
  std::size_t offset = 0;
  while (offset < text.size()) {
    const std::size_t size = code_point_size(text.substr(offset));
    if (size == 0) {
      return offset;
    }
    offset += size;
  }
  return std::string_view::npos;
}

std::string repaired_utf8(std::string_view text) {
  std::string repaired;
  while (!text.empty()) {
    const std::size_t good = std::min(find_ill_formed(text), text.size());
    repaired += text.substr(0, good);
    text.remove_prefix(good);
    if (!text.empty()) {
      repaired += "\uFFFD";
      text.remove_prefix(1);
    }
  }
  return repaired;
}

}  // namespace firedrill
