// A ledger survives a crash at any byte: what had been made durable is read, what was torn is said,
// and what cannot be believed is an error.
#include <sys/wait.h>
#include <unistd.h>
#include <algorithm>
#include <atomic>
#include <catch2/catch.hpp>
#include <csignal>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>
#include <vector>

#include "live/ledger/ledger_file.hpp"
#include "live/ledger/ledger_writer.hpp"
#include "tests/unit/live/ledger/temporary_folder.hpp"

using namespace firedrill;
using namespace firedrill::test;

namespace {

const LedgerHeader header{"orders-write", "orders", "synchronous_commit=local"};

std::string text_of(const std::string& path) {
  std::ifstream stream{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{stream}, {}};
}

void put_text(const std::string& path, const std::string& text) {
  std::ofstream{path, std::ios::binary | std::ios::trunc} << text;
}

std::string code_of(const Result<Ledger>& ledger) {
  return ledger ? "" : ledger.error().front().code;
}

}  // namespace

TEST_CASE("a record is protected by the checksum that others compute") {
  // CRC-32C of 32 zero bytes is 8A9136AA (RFC 3720, B.4): of our 28 bytes computed independently.
  const LedgerRecord record{LedgerRecordKind::intent, 0x0102030405060708, Duration{9}, Bytes{10}};
  const LedgerBytes bytes = encode(record);
  CHECK(bytes[0] == 8);
  CHECK(bytes[7] == 1);
  CHECK(bytes[8] == 9);
  CHECK(bytes[16] == 10);
  CHECK(bytes[24] == 1);
  std::uint32_t rest = ~std::uint32_t{0};  // bit by bit, the definition
  for (std::size_t index = 0; index < 28; ++index) {
    for (unsigned bit = 0; bit < 8; ++bit) {
      const bool is_odd = ((rest ^ (static_cast<unsigned>(bytes[index]) >> bit)) & 1U) != 0;
      rest = (rest >> 1U) ^ (is_odd ? 0x82F63B78U : 0U);
    }
  }
  rest = ~rest;
  CHECK(bytes[28] == (rest & 0xFFU));
  CHECK(bytes[31] == rest >> 24U);
  const auto back = decode(bytes);
  REQUIRE(back);
  CHECK(back->id == record.id);
  CHECK(back->at == record.at);
  CHECK(back->size == record.size);
}

TEST_CASE("every bit of a record is protected") {
  const LedgerBytes bytes = encode({LedgerRecordKind::acknowledged, 77, Duration{123'456}, {}});
  for (std::size_t bit = 0; bit < 8 * ledger_record_size; ++bit) {
    LedgerBytes flipped = bytes;
    flipped[bit / 8] ^= static_cast<unsigned char>(1U << (bit % 8));
    CHECK_FALSE(decode(flipped));
  }
}

TEST_CASE("what many threads intend and answer is read back", "[threads]") {
  const TemporaryFolder folder;
  const std::string path = folder / "a.ledger";
  constexpr std::uint64_t threads = 8, each = 200;
  {
    LedgerWriter writer{path, header};
    std::vector<std::thread> workers;
    std::atomic<std::uint64_t> refusals{0};
    for (std::uint64_t worker = 0; worker < threads; ++worker) {
      workers.emplace_back([&, worker] {
        for (std::uint64_t index = 0; index < each; ++index) {
          const std::uint64_t id = worker * each + index;
          refusals +=
              writer.intend(id, Duration{static_cast<std::int64_t>(id)}, Bytes{100}) ? 0 : 1;
          if (index % 4 != 3) {
            writer.answer(id, Duration{static_cast<std::int64_t>(id) + 5},
                          index % 4 == 2 ? WriteFate::refused : WriteFate::acknowledged);
          }
        }
      });
    }
    for (std::thread& worker : workers) {
      worker.join();
    }
    CHECK(refusals == 0);
    CHECK(writer.flush());
    CHECK(writer.totals().records == threads * each + threads * each / 4 * 3);
    CHECK(writer.totals().batches <= writer.totals().records);
  }
  const Result<Ledger> ledger = read_ledger(path);
  REQUIRE(ledger);
  CHECK(ledger->header.commit_mode == header.commit_mode);
  CHECK(ledger->torn_bytes == 0);
  REQUIRE(ledger->writes.size() == threads * each);
  for (const LedgerWrite& write : ledger->writes) {
    const std::uint64_t part = write.id % 4;
    CHECK(write.fate == (part == 3   ? WriteFate::unknown
                         : part == 2 ? WriteFate::refused
                                     : WriteFate::acknowledged));
    CHECK(write.answered.has_value() == (part != 3));
    CHECK(write.size == Bytes{100});
  }
}

TEST_CASE("a ledger that was cut at any byte gives all that stood before") {
  const TemporaryFolder folder;
  const std::string path = folder / "a.ledger";
  {
    LedgerWriter writer{path, header};
    for (std::uint64_t id = 0; id < 5; ++id) {
      REQUIRE(writer.intend(id, Duration{1}, Bytes{1}));
      writer.answer(id, Duration{2}, WriteFate::acknowledged);
    }
  }
  const std::string whole = text_of(path);
  const std::size_t begin = whole.find('\n') + 1;
  REQUIRE(whole.size() == begin + 10 * ledger_record_size);
  const bool with_zeros = GENERATE(false, true);  // as the file was extended ahead of time
  for (std::size_t size = begin; size <= whole.size(); ++size) {
    put_text(path, whole.substr(0, size) + std::string(with_zeros ? 100'000 : 0, '\0'));
    const Result<Ledger> ledger = read_ledger(path);
    REQUIRE(ledger);
    const std::size_t records = (size - begin) / ledger_record_size;
    CHECK(ledger->writes.size() == (records + 1) / 2);
    const auto answered =
        std::count_if(ledger->writes.begin(), ledger->writes.end(),
                      [](const LedgerWrite& one) { return one.answered.has_value(); });
    CHECK(static_cast<std::size_t>(answered) == records / 2);
  }
}

TEST_CASE("a ledger that cannot be believed is an error") {
  const TemporaryFolder folder;
  const std::string path = folder / "a.ledger";
  const auto with = [&](const std::vector<LedgerRecord>& records) {
    std::string text = ledger_header_line(header);
    for (const LedgerRecord& record : records) {
      const LedgerBytes bytes = encode(record);
      text.append(bytes.begin(), bytes.end());
    }
    put_text(path, text);
    return read_ledger(path);
  };
  using Kind = LedgerRecordKind;
  CHECK(code_of(with({{Kind::intent, 1}, {Kind::acknowledged, 1}})) == "");
  CHECK(code_of(with({{Kind::intent, 1}, {Kind::intent, 1}})) == "FD6002");
  CHECK(code_of(with({{Kind::acknowledged, 1}})) == "FD6002");
  CHECK(code_of(with({{Kind::intent, 1}, {Kind::refused, 1}, {Kind::acknowledged, 1}})) ==
        "FD6002");
  CHECK(code_of(with({{Kind::intent, 1}, {Kind::end}, {Kind::intent, 2}})) == "FD6002");
  CHECK(code_of(read_ledger(folder / "none")) == "FD1001");
  put_text(path, "{\"format\": \"firedrill/run/1\"}\n");
  CHECK(code_of(read_ledger(path)) == "FD6001");
  put_text(path, "");
  CHECK(code_of(read_ledger(path)) == "FD6001");
  const std::string whole = ledger_header_line(header);
  CHECK(with({{Kind::intent, 1}, {Kind::intent, 2}, {Kind::intent, 3}}));
  std::string damaged = text_of(path);
  damaged[whole.size() + ledger_record_size] ^= 1;
  put_text(path, damaged);
  CHECK(code_of(read_ledger(path)) == "FD6002");
}

TEST_CASE("a writer killed at any moment has sent nothing that its ledger does not know") {
  // The child says on a pipe what it would send, right after intend() said that it may.
  const TemporaryFolder folder;
  for (int round = 0; round < 20; ++round) {
    const std::string path = folder / ("killed-" + std::to_string(round));
    int pipe[2];
    REQUIRE(::pipe(pipe) == 0);
    const pid_t child = ::fork();
    if (child == 0) {
      LedgerWriter writer{path, header};
      for (std::uint64_t id = 0;; ++id) {
        if (!writer.intend(id, Duration{1}, Bytes{1}) ||
            ::write(pipe[1], &id, sizeof id) != sizeof id) {
          ::_exit(1);
        }
      }
    }
    ::close(pipe[1]);
    ::usleep(static_cast<useconds_t>(3'000 + 1'700 * round));
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    std::uint64_t sent = 0;
    std::uint64_t last = 0;
    while (::read(pipe[0], &last, sizeof last) == sizeof last) {
      ++sent;
    }
    ::close(pipe[0]);
    const Result<Ledger> ledger = read_ledger(path);
    if (sent > 0) {
      REQUIRE(ledger);
      REQUIRE(ledger->writes.size() >= sent);
      CHECK(ledger->writes[sent - 1].id == last);
    }
  }
}

TEST_CASE("a ledger never takes the place of another") {
  const TemporaryFolder folder;
  { const LedgerWriter first{folder / "a.ledger", header}; }
  CHECK_THROWS_AS((LedgerWriter{folder / "a.ledger", header}), std::system_error);
}
