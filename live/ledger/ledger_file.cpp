#include "live/ledger/ledger_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <span>
#include <unordered_map>
#include <utility>

#include "models/text/document.hpp"
#include "models/text/reader.hpp"

namespace firedrill {
namespace {

constexpr const char* ledger_format = "firedrill/ledger/1";
constexpr std::size_t checked_size = ledger_record_size - sizeof(std::uint32_t);

constexpr std::array<std::uint32_t, 256> crc_table() {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t byte = 0; byte < table.size(); ++byte) {
    std::uint32_t rest = byte;
    for (int bit = 0; bit < 8; ++bit) {
      rest = (rest >> 1U) ^ ((rest & 1U) != 0 ? 0x82F63B78U : 0U);  // Castagnoli's, reflected
    }
    table[byte] = rest;
  }
  return table;
}

std::uint32_t crc32c(std::span<const unsigned char> bytes) {
  static constexpr auto table = crc_table();
  std::uint32_t sum = ~std::uint32_t{0};
  for (const unsigned char byte : bytes) {
    sum = (sum >> 8U) ^ table[(sum ^ byte) & 0xFFU];
  }
  return ~sum;
}

template <class Number>
void put(LedgerBytes& bytes, std::size_t at, Number number) {
  for (std::size_t index = 0; index < sizeof(Number); ++index) {
    bytes[at + index] = static_cast<unsigned char>(number >> (8U * index));
  }
}

template <class Number>
Number get(const LedgerBytes& bytes, std::size_t at) {
  Number number = 0;
  for (std::size_t index = 0; index < sizeof(Number); ++index) {
    number |= static_cast<Number>(Number{bytes[at + index]} << (8U * index));
  }
  return number;
}

bool is_blank(const LedgerBytes& bytes) {
  return std::all_of(bytes.begin(), bytes.end(), [](unsigned char byte) { return byte == 0; });
}

Diagnostics error(const std::string& path, const char* code, std::string message,
                  std::string suggestion) {
  Place place;
  place.file = path;
  return {Diagnostic{
      code, Severity::error, std::move(place), std::move(message), std::move(suggestion), {}}};
}

// Puts writes together from their records.
class Assembler {
 public:
  // What contradicts the records before it; "" if nothing does.
  std::string take(const LedgerRecord& record);
  std::vector<LedgerWrite> writes;

 private:
  std::unordered_map<std::uint64_t, std::size_t> index_;
};

std::string Assembler::take(const LedgerRecord& record) {
  const auto found = index_.find(record.id);
  if (record.kind == LedgerRecordKind::intent) {
    if (found != index_.end()) {
      return fmt::format("write {} is intended twice", record.id);
    }
    index_.emplace(record.id, writes.size());
    writes.push_back({.id = record.id, .intended = record.at, .size = record.size});
    return {};
  }
  if (found == index_.end()) {
    return fmt::format("write {} is answered, but was never intended", record.id);
  }
  LedgerWrite& write = writes[found->second];
  if (write.answered) {
    return fmt::format("write {} is answered twice", record.id);
  }
  write.answered = record.at;
  write.fate = record.kind == LedgerRecordKind::acknowledged ? WriteFate::acknowledged
               : record.kind == LedgerRecordKind::refused    ? WriteFate::refused
                                                             : WriteFate::unknown;
  return {};
}

// Whether a valid record that is not the end stands anywhere at or after `at`.
bool has_record(const std::string& text, std::size_t at) {
  for (; at + ledger_record_size <= text.size(); at += ledger_record_size) {
    LedgerBytes bytes;
    std::copy_n(text.begin() + static_cast<std::ptrdiff_t>(at), ledger_record_size, bytes.begin());
    const auto record = decode(bytes);
    if (record && record->kind != LedgerRecordKind::end) {
      return true;
    }
  }
  return false;
}

std::optional<LedgerHeader> read_header(const std::string& line) {
  const auto json = nlohmann::json::parse(line, nullptr, false);
  if (!json.is_object() || json.value("format", "") != ledger_format) {
    return std::nullopt;
  }
  return LedgerHeader{json.value("name", ""), json.value("data", ""),
                      json.value("commit_mode", "")};
}

Result<Ledger> read_records(const std::string& path, const std::string& text, std::size_t at,
                            LedgerHeader header) {
  constexpr const char* cure = "the writes of this ledger count as unverified";
  Assembler assembler;
  std::size_t torn = 0;
  for (; at + ledger_record_size <= text.size(); at += ledger_record_size) {
    LedgerBytes bytes;
    std::copy_n(text.begin() + static_cast<std::ptrdiff_t>(at), ledger_record_size, bytes.begin());
    const auto record = decode(bytes);
    if (!record || record->kind == LedgerRecordKind::end) {
      if (has_record(text, at)) {
        return error(path, "FD6002",
                     fmt::format("a wrong record at byte {}, and valid ones after it", at), cure);
      }
      torn = record ? 0 : ledger_record_size;
      break;
    }
    if (std::string wrong = assembler.take(*record); !wrong.empty()) {
      return error(path, "FD6002", std::move(wrong), cure);
    }
  }
  if (at + ledger_record_size > text.size()) {
    torn = text.size() - at;
  }
  return Ledger{std::move(header), std::move(assembler.writes), torn};
}

}  // namespace

LedgerBytes encode(const LedgerRecord& record) {
  LedgerBytes bytes{};
  put(bytes, 0, record.id);
  put(bytes, 8, static_cast<std::uint64_t>(record.at.count()));
  put(bytes, 16, static_cast<std::uint64_t>(record.size.count));
  put(bytes, 24, static_cast<std::uint32_t>(record.kind));
  put(bytes, checked_size, crc32c(std::span{bytes}.first(checked_size)));
  return bytes;
}

std::optional<LedgerRecord> decode(const LedgerBytes& bytes) {
  if (is_blank(bytes)) {
    return LedgerRecord{};
  }
  const auto kind = get<std::uint32_t>(bytes, 24);
  const bool is_kind = kind >= static_cast<std::uint32_t>(LedgerRecordKind::intent) &&
                       kind <= static_cast<std::uint32_t>(LedgerRecordKind::unknown);
  const bool is_whole =
      get<std::uint32_t>(bytes, checked_size) == crc32c(std::span{bytes}.first(checked_size));
  if (!is_kind || !is_whole) {
    return std::nullopt;
  }
  return LedgerRecord{.kind = static_cast<LedgerRecordKind>(kind),
                      .id = get<std::uint64_t>(bytes, 0),
                      .at = Duration{static_cast<std::int64_t>(get<std::uint64_t>(bytes, 8))},
                      .size = Bytes{static_cast<std::int64_t>(get<std::uint64_t>(bytes, 16))}};
}

std::string ledger_header_line(const LedgerHeader& header) {
  const nlohmann::ordered_json json{{"format", ledger_format},
                                    {"name", header.name},
                                    {"data", header.data},
                                    {"commit_mode", header.commit_mode}};
  return json.dump() + "\n";
}

Result<Ledger> read_ledger(const std::string& path) {
  std::ifstream stream{path, std::ios::binary};
  if (!stream) {
    return error(path, "FD1001", "cannot be read", "");
  }
  const std::string text{std::istreambuf_iterator<char>{stream}, {}};
  const std::size_t line = text.find('\n');
  auto header = line == std::string::npos ? std::nullopt : read_header(text.substr(0, line));
  if (!header) {
    return error(path, "FD6001", "is not a ledger of acknowledged writes",
                 "name a file that firedrill drill has written");
  }
  return read_records(path, text, line + 1, *std::move(header));
}

}  // namespace firedrill
