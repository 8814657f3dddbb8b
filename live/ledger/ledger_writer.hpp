// Writes a ledger so that nothing is sent before its intent would survive a crash of this machine:
// one thread gathers what all writers have appended since its last turn, writes it in one piece and
// calls fdatasync once for all of them (group commit), so that thousands of writes a second share a
// few hundred synchronisations. The file is extended ahead of time, since growing it would cost a
// second synchronisation, of its metadata.
// Example: if (ledger.intend(id, now, Bytes{100})) { send(); ledger.answer(id, later, fate); }
#pragma once

#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "live/ledger/ledger_file.hpp"

namespace firedrill {

class LedgerWriter {
 public:
  // Creates the file at `path`, which must not exist. Throws std::system_error.
  LedgerWriter(const std::string& path, const LedgerHeader& header);
  LedgerWriter(const LedgerWriter&) = delete;
  LedgerWriter& operator=(const LedgerWriter&) = delete;
  ~LedgerWriter();  // makes everything durable and cuts the file to its length

  // Appends the intent and waits until it is durable. False: it is not, and never will be; nothing
  // may be sent, and the ledger takes nothing more. From any thread.
  [[nodiscard]] bool intend(std::uint64_t id, Duration at, Bytes size);

  // Appends what became of it; durable with the next batch. From any thread.
  void answer(std::uint64_t id, Duration at, WriteFate fate);

  // Waits until everything appended so far is durable; false as above.
  [[nodiscard]] bool flush();

  // How often fdatasync was called, and how many records it made durable.
  struct Totals {
    std::uint64_t batches = 0, records = 0;
  };
  [[nodiscard]] Totals totals() const;

 private:
  std::uint64_t append(const LedgerRecord& record);
  [[nodiscard]] bool wait_durable(std::uint64_t ticket);
  void commit_forever();
  [[nodiscard]] bool write_out(const std::vector<unsigned char>& batch);

  int file_ = -1;
  std::int64_t written_ = 0, extended_ = 0;  // [bytes]; of the committing thread
  mutable std::mutex mutex_;
  std::condition_variable has_work_, has_committed_;
  std::vector<unsigned char> waiting_;  // records that are in no batch yet
  std::uint64_t appended_ = 0, durable_ = 0, batches_ = 0;
  bool has_failed_ = false, is_closing_ = false;
  std::thread committer_;
};

}  // namespace firedrill
