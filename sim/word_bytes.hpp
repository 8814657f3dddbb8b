// Values as bytes and back, so that what was computed here can be counted elsewhere or later:
// 64-bit words, little-endian, the same on every machine. An aggregate passes member by member
// (models/base/members.hpp); of a vector only the elements do, so that a reader needs one of the
// right length, unless it passes as a list().
// Example: std::string bytes; write_words(bytes, tally); read_words(bytes, other);
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "models/base/members.hpp"
#include "models/base/units.hpp"
#include "sim/duration_sum.hpp"

namespace firedrill {

class WordWriter {
 public:
  explicit WordWriter(std::string& bytes) : bytes_{bytes} {}
  void word(const std::uint64_t& word) {
    for (unsigned shift = 0; shift < 64; shift += 8) {
      bytes_.push_back(static_cast<char>(word >> shift & 0xffU));
    }
  }

 private:
  std::string& bytes_;
};

class WordReader {
 public:
  explicit WordReader(std::string_view bytes) : bytes_{bytes} {}
  void word(std::uint64_t& word) {
    if (bytes_.size() < 8) {
      is_short_ = true;
      return;
    }
    word = 0;
    for (unsigned index = 0; index < 8; ++index) {
      word |= std::uint64_t{static_cast<unsigned char>(bytes_[index])} << 8 * index;
    }
    bytes_.remove_prefix(8);
  }
  // Whether words are left, and none was asked for in vain.
  [[nodiscard]] bool has_more() const { return !bytes_.empty() && !is_short_; }
  // Whether there were exactly as many words as were asked for.
  [[nodiscard]] bool is_used_up() const { return bytes_.empty() && !is_short_; }

 private:
  std::string_view bytes_;
  bool is_short_ = false;
};

// Each value passes through as words, both ways: what is written is what is read.
template <class Words>
class WordPassage {
 public:
  explicit WordPassage(Words words) : words_{words} {}
  [[nodiscard]] const Words& words() const { return words_; }

  void operator()(std::uint64_t& value) { words_.word(value); }
  void operator()(std::int64_t& value) { as_bits(value); }
  void operator()(double& value) { as_bits(value); }
  void operator()(std::uint32_t& value) {
    std::uint64_t word = value;
    words_.word(word);
    value = static_cast<std::uint32_t>(word);
  }
  void operator()(bool& value) {
    std::uint64_t word = value ? 1 : 0;
    words_.word(word);
    value = word != 0;
  }
  void operator()(Duration& value) {
    std::int64_t count = value.count();
    (*this)(count);
    value = Duration{count};
  }
  void operator()(DurationSum& value) {
    auto words = value.words();
    (*this)(words);
    value = DurationSum::of_words(words);
  }
  template <class Value>
  void operator()(std::optional<Value>& value) {
    bool is_there = value.has_value();
    Value inner = value.value_or(Value{});
    (*this)(is_there);
    (*this)(inner);
    value = is_there ? std::optional{inner} : std::nullopt;
  }
  template <class Value>
  void operator()(std::vector<Value>& values) {
    rows(values, 0, values.size());
  }
  template <class Value, std::size_t Count>
  void operator()(std::array<Value, Count>& values) {
    for (Value& value : values) {
      (*this)(value);
    }
  }
  // A text: its length, then a word a character.
  void operator()(std::string& text) { list(text); }
  void operator()(char& character) {
    std::uint64_t word = static_cast<unsigned char>(character);
    words_.word(word);
    character = static_cast<char>(word);
  }
  template <class Aggregate>
  requires std::is_aggregate_v<Aggregate>
  void operator()(Aggregate& value) { for_each_member(value, *this); }

  // Elements behind their number: a reader takes what comes, as far as words go.
  template <class List>
  void list(List& values) {
    std::uint64_t count = values.size();
    words_.word(count);
    if constexpr (std::is_same_v<Words, WordReader>) {
      values.clear();
      for (std::uint64_t index = 0; index < count && words_.has_more(); ++index) {
        typename List::value_type value{};
        (*this)(value);
        values.push_back(std::move(value));
      }
    } else {
      for (auto& value : values) {
        (*this)(value);
      }
    }
  }

  // Elements [row, row + count) of `column`, so far as it has them.
  template <class Value>
  void rows(std::vector<Value>& column, std::size_t row, std::size_t count) {
    for (std::size_t index = row; index < row + count && index < column.size(); ++index) {
      (*this)(column[index]);
    }
  }

 private:
  template <class Value>
  void as_bits(Value& value) {
    auto word = std::bit_cast<std::uint64_t>(value);
    words_.word(word);
    value = std::bit_cast<Value>(word);
  }

  Words words_;
};

// Appends `value` to `bytes`.
template <class Value>
void write_words(std::string& bytes, Value& value) {
  WordPassage{WordWriter{bytes}}(value);
}

// Reads what write_words() wrote into a value whose vectors have the lengths they had there. False,
// with `value` partly written, if `bytes` are not exactly those of such a value.
template <class Value>
[[nodiscard]] bool read_words(std::string_view bytes, Value& value) {
  WordPassage passage{WordReader{bytes}};
  passage(value);
  return passage.words().is_used_up();
}

}  // namespace firedrill
