// How many acknowledged writes a second the ledger takes: each of N writers intends a write, waits
// until that is durable, and notes the acknowledgement, as probes do around a write. The baseline
// synchronises each intent by itself. The files lie in the working directory: on a disk, not in
// memory. Wanted: 5,000 a second.
// Example: bench_ledger --benchmark_filter=group_commit
#include <benchmark/benchmark.h>
#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <optional>
#include <string>

#include "live/ledger/ledger_writer.hpp"

namespace firedrill {
namespace {

std::optional<LedgerWriter> ledger;
std::atomic<std::uint64_t> next_id{0};

std::string new_path() {
  static std::atomic<int> count{0};
  return "bench-" + std::to_string(::getpid()) + "-" + std::to_string(count++) + ".ledger";
}

Duration now() { return std::chrono::steady_clock::now().time_since_epoch(); }

void group_commit(benchmark::State& state) {
  static std::string path;
  if (state.thread_index() == 0) {
    path = new_path();
    ledger.emplace(path, LedgerHeader{"bench", "", ""});
  }
  for (auto iteration : state) {
    static_cast<void>(iteration);
    const std::uint64_t id = next_id++;
    if (!ledger->intend(id, now(), Bytes{128})) {
      state.SkipWithError("not durable");
      break;
    }
    ledger->answer(id, now(), WriteFate::acknowledged);
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()));
  if (state.thread_index() == 0) {
    const auto totals = ledger->totals();
    ledger.reset();
    std::filesystem::remove(path);
    state.counters["records_per_sync"] =
        static_cast<double>(totals.records) / static_cast<double>(totals.batches);
  }
}

// One fdatasync an intent: what it would be without batches.
void each_alone(benchmark::State& state) {
  const std::string path = new_path();
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  const LedgerBytes record = encode({LedgerRecordKind::intent, 1, now(), Bytes{128}});
  for (auto iteration : state) {
    static_cast<void>(iteration);
    if (::write(file, record.data(), record.size()) < 0 || ::fdatasync(file) != 0 ||
        ::write(file, record.data(), record.size()) < 0) {
      state.SkipWithError("not durable");
      break;
    }
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()));
  ::close(file);
  std::filesystem::remove(path);
}

// Wall time: nearly all of it is waiting for the disk.
BENCHMARK(group_commit)->ThreadRange(1, 64)->UseRealTime();
BENCHMARK(each_alone)->UseRealTime();

}  // namespace
}  // namespace firedrill
