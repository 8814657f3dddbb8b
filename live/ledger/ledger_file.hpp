// The ledger of one writer on disk: a line of JSON that says what the writes are, then records of
// fixed size, each with its own checksum, in the order in which they were made durable. A crash can
// tear the last records only; reading stops there and says how much was torn. A record that is
// wrong in the middle is no torn tail but a ledger that cannot be believed, and an error.
// Example: const Result<Ledger> ledger = read_ledger("orders-write.ledger"); ledger->writes.size()
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "models/base/result.hpp"
#include "models/base/units.hpp"

namespace firedrill {

// What the first line says. `commit_mode` is what an acknowledgement promised:
// "synchronous_commit=remote_apply".
struct LedgerHeader {
  std::string name;
  std::string data;  // the kind of data of the plan that it stands for
  std::string commit_mode;
};

// What is known of a write: asked for and not answered, accepted, or refused for certain. `unknown`
// is said aloud when the answer is no longer waited for; silence means the same.
enum class WriteFate : std::uint8_t { unknown, acknowledged, refused };

enum class LedgerRecordKind : std::uint8_t { end = 0, intent = 1, acknowledged, refused, unknown };

struct LedgerRecord {
  LedgerRecordKind kind = LedgerRecordKind::end;
  std::uint64_t id = 0;  // of the write, never used twice
  Duration at{};         // when it was intended, or answered; the controller's clock
  Bytes size{};          // of the payload; of intents only
};

// One write, put together from its records.
struct LedgerWrite {
  std::uint64_t id = 0;
  Duration intended{};
  std::optional<Duration> answered{};
  WriteFate fate = WriteFate::unknown;
  Bytes size{};
};

struct Ledger {
  LedgerHeader header;
  std::vector<LedgerWrite> writes;  // in the order in which they were intended
  std::size_t torn_bytes = 0;       // at the end, of records that were not written to their end
};

inline constexpr std::size_t ledger_record_size = 32;
using LedgerBytes = std::array<unsigned char, ledger_record_size>;

// A record as it stands in the file: little-endian fields, then the CRC-32C of what is before it
// (Castagnoli's polynomial, RFC 3720, appendix B.4).
[[nodiscard]] LedgerBytes encode(const LedgerRecord& record);
// The record, or nullopt if the checksum is wrong. All zeros is a record of kind `end`.
[[nodiscard]] std::optional<LedgerRecord> decode(const LedgerBytes& bytes);

[[nodiscard]] std::string ledger_header_line(const LedgerHeader& header);  // ends with a newline

// The ledger at `path`. FD1001: cannot be read; FD6001: no ledger; FD6002: a wrong record that
// valid ones follow, or records that contradict each other (an answer without its intent, an id
// twice, two different answers).
[[nodiscard]] Result<Ledger> read_ledger(const std::string& path);

}  // namespace firedrill
