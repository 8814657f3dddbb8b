#include "live/ledger/ledger_writer.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace firedrill {
namespace {

// The file grows by so much at a time [bytes]: 30,000 records.
constexpr std::int64_t extension = std::int64_t{1} << 20U;

LedgerRecordKind kind_of(WriteFate fate) {
  switch (fate) {
    case WriteFate::acknowledged:
      return LedgerRecordKind::acknowledged;
    case WriteFate::refused:
      return LedgerRecordKind::refused;
    case WriteFate::unknown:
      break;
  }
  return LedgerRecordKind::unknown;
}

}  // namespace

LedgerWriter::LedgerWriter(const std::string& path, const LedgerHeader& header)
    : file_{::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600)} {
  if (file_ < 0) {
    throw std::system_error{errno, std::generic_category(), path};
  }
  const std::string line = ledger_header_line(header);
  if (!write_out({line.begin(), line.end()})) {
    const int reason = errno;
    ::close(file_);
    throw std::system_error{reason, std::generic_category(), path};
  }
  committer_ = std::thread{[this] { commit_forever(); }};
}

LedgerWriter::~LedgerWriter() {
  {
    const std::lock_guard lock{mutex_};
    is_closing_ = true;
  }
  has_work_.notify_one();
  committer_.join();
  // What cannot be cut off is zeros, which a reader takes for the end.
  static_cast<void>(::ftruncate(file_, written_) == 0 && ::fsync(file_) == 0);
  ::close(file_);
}

bool LedgerWriter::intend(std::uint64_t id, Duration at, Bytes size) {
  return wait_durable(append({.kind = LedgerRecordKind::intent, .id = id, .at = at, .size = size}));
}

void LedgerWriter::answer(std::uint64_t id, Duration at, WriteFate fate) {
  append({.kind = kind_of(fate), .id = id, .at = at});
}

bool LedgerWriter::flush() {
  std::unique_lock lock{mutex_};
  const std::uint64_t ticket = appended_;
  lock.unlock();
  return wait_durable(ticket);
}

LedgerWriter::Totals LedgerWriter::totals() const {
  const std::lock_guard lock{mutex_};
  return {batches_, durable_};
}

std::uint64_t LedgerWriter::append(const LedgerRecord& record) {
  const LedgerBytes bytes = encode(record);
  std::uint64_t ticket = 0;
  {
    const std::lock_guard lock{mutex_};
    waiting_.insert(waiting_.end(), bytes.begin(), bytes.end());
    ticket = ++appended_;
  }
  has_work_.notify_one();
  return ticket;
}

bool LedgerWriter::wait_durable(std::uint64_t ticket) {
  std::unique_lock lock{mutex_};
  has_committed_.wait(lock, [&] { return durable_ >= ticket || has_failed_; });
  return durable_ >= ticket;
}

void LedgerWriter::commit_forever() {
  std::vector<unsigned char> batch;
  std::unique_lock lock{mutex_};
  for (;;) {
    has_work_.wait(lock, [&] { return !waiting_.empty() || is_closing_; });
    if (waiting_.empty()) {
      return;
    }
    batch.clear();
    std::swap(batch, waiting_);
    const std::uint64_t last = appended_;
    lock.unlock();
    const bool is_durable = !has_failed_ && write_out(batch);
    lock.lock();
    if (is_durable) {
      durable_ = last;
      ++batches_;
    } else {
      has_failed_ = true;  // after a failed fdatasync nobody knows what is on the disk
    }
    has_committed_.notify_all();
  }
}

bool LedgerWriter::write_out(const std::vector<unsigned char>& batch) {
  const auto size = static_cast<std::int64_t>(batch.size());
  if (written_ + size > extended_) {
    const std::int64_t more = extension + size;
    if (const int reason = ::posix_fallocate(file_, extended_, more); reason != 0) {
      errno = reason;
      return false;
    }
    extended_ += more;
  }
  for (std::size_t done = 0; done < batch.size();) {
    const auto count = ::pwrite(file_, batch.data() + done, batch.size() - done,
                                written_ + static_cast<std::int64_t>(done));
    if (count < 0 && errno != EINTR) {
      return false;
    }
    done += count < 0 ? 0 : static_cast<std::size_t>(count);
  }
  written_ += size;
  return ::fdatasync(file_) == 0;
}

}  // namespace firedrill
