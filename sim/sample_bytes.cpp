#include "sim/sample_bytes.hpp"

#include <bit>
#include <cstdint>

namespace firedrill {
namespace {

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
  [[nodiscard]] bool is_used_up() const { return bytes_.empty() && !is_short_; }

 private:
  std::string_view bytes_;
  bool is_short_ = false;
};

// Each value passes through as words, both ways: what is written is what is read.
template <class Words>
class Passage {
 public:
  explicit Passage(Words words) : words_{words} {}
  [[nodiscard]] const Words& words() const { return words_; }

  void operator()(std::uint64_t& value) { words_.word(value); }
  void operator()(std::int64_t& value) {
    auto word = std::bit_cast<std::uint64_t>(value);
    words_.word(word);
    value = std::bit_cast<std::int64_t>(word);
  }
  void operator()(double& value) {
    auto word = std::bit_cast<std::uint64_t>(value);
    words_.word(word);
    value = std::bit_cast<double>(word);
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
  void operator()(std::optional<Duration>& value) {
    bool is_there = value.has_value();
    Duration duration = value.value_or(Duration::zero());
    (*this)(is_there);
    (*this)(duration);
    value = is_there ? std::optional{duration} : std::nullopt;
  }
  void operator()(StepSample& value) {
    (*this)(value.started);
    (*this)(value.ended);
    (*this)(value.length);
  }
  void operator()(RestorationMeasurement& value) {
    (*this)(value.copies);
    (*this)(value.discarded);
    (*this)(value.is_right);
  }
  void operator()(DurationSum& value) {
    auto words = value.words();
    (*this)(words[0]);
    (*this)(words[1]);
    value = DurationSum::of_words(words);
  }
  void operator()(RecoveryTotals& value) {
    for (RecoveryTotals::OfStep& step : value.steps) {
      (*this)(step.reached);
      (*this)(step.failed);
      (*this)(step.length);
      (*this)(step.critical);
      (*this)(step.waited);
    }
    (*this)(value.detection_critical);
    (*this)(value.clients_critical);
    (*this)(value.outage_critical);
    (*this)(value.diverged);
  }

  template <class Value>
  void rows(std::vector<Value>& column, std::size_t row, std::size_t count) {
    for (std::size_t index = row; index < row + count && index < column.size(); ++index) {
      (*this)(column[index]);
    }
  }
  template <class Columns>
  void each_column(Columns& columns, std::size_t row, std::size_t count) {
    for (auto& column : columns) {
      rows(column, row, count);
    }
  }
  void columns(Samples& samples, std::size_t row, std::size_t count) {
    each_column(samples.objectives, row, count);
    each_column(samples.phases, row, count);
    each_column(samples.steps, row, count);
    each_column(samples.duties, row, count);
    each_column(samples.throughput, row, count);
    rows(samples.lost_work, row, count);
    each_column(samples.restorations, row, count);
    rows(samples.hours, row, count);
    rows(samples.digests, row, count);
  }

 private:
  Words words_;
};

}  // namespace

void put_samples(std::string& bytes, Samples samples) {
  Passage passage{WordWriter{bytes}};
  passage.columns(samples, 0, static_cast<std::size_t>(samples.replications()));
  passage(samples.totals);
}

bool take_samples(std::string_view bytes, std::size_t row, std::size_t count, Samples& samples) {
  Passage passage{WordReader{bytes}};
  passage.columns(samples, row, count);
  RecoveryTotals totals;
  totals.steps.resize(samples.totals.steps.size());
  passage(totals);
  samples.totals.add(totals);
  return passage.words().is_used_up();
}

}  // namespace firedrill
