#include "sim/sample_bytes.hpp"

#include "sim/word_bytes.hpp"

namespace firedrill {
namespace {

template <class Words>
void pass_rows(WordPassage<Words>& passage, Samples& samples, std::size_t row, std::size_t count) {
  const auto each_column = [&](auto& columns) {
    for (auto& column : columns) {
      passage.rows(column, row, count);
    }
  };
  each_column(samples.objectives);
  each_column(samples.phases);
  each_column(samples.steps);
  each_column(samples.duties);
  each_column(samples.throughput);
  passage.rows(samples.lost_work, row, count);
  each_column(samples.restorations);
  passage.rows(samples.hours, row, count);
  passage.rows(samples.digests, row, count);
}

}  // namespace

void put_samples(std::string& bytes, Samples samples) {
  WordPassage passage{WordWriter{bytes}};
  pass_rows(passage, samples, 0, static_cast<std::size_t>(samples.replications()));
  passage(samples.totals);
}

bool take_samples(std::string_view bytes, std::size_t row, std::size_t count, Samples& samples) {
  WordPassage passage{WordReader{bytes}};
  pass_rows(passage, samples, row, count);
  RecoveryTotals totals;
  totals.steps.resize(samples.totals.steps.size());
  passage(totals);
  samples.totals.add(totals);
  return passage.words().is_used_up();
}

}  // namespace firedrill
