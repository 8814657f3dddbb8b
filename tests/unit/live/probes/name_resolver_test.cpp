// Questions and answers of DNS as RFC 1035 lays them out, byte by byte, and a server that is not
// there.
#include "live/probes/name_resolver.hpp"

#include <catch2/catch.hpp>

using namespace firedrill;
using namespace std::chrono_literals;

namespace {

using Packet = std::vector<unsigned char>;

// The answer to a question for a.test: header, question, records.
Packet answer_with(unsigned char flags, unsigned char count, const Packet& records) {
  Packet packet{0x12, 0x34, 0x81, flags, 0,   1,   0,   count, 0, 0, 0, 0,
                1,    'a',  4,    't',   'e', 's', 't', 0,     0, 1, 0, 1};
  packet.insert(packet.end(), records.begin(), records.end());
  return packet;
}

const Packet address_record{0xC0, 12, 0, 1, 0, 1, 0, 0, 0, 5, 0, 4, 10, 77, 2, 50};

}  // namespace

TEST_CASE("a question is laid out as RFC 1035 says") {
  CHECK(dns_question(0x1234, "a.test") == Packet{0x12, 0x34, 1, 0,   0,   1,   0,   0, 0, 0, 0, 0,
                                                 1,    'a',  4, 't', 'e', 's', 't', 0, 0, 1, 0, 1});
}

TEST_CASE("the first address of an answer counts, with its time to live") {
  const NameAnswer answer = read_dns_answer(answer_with(0x80, 1, address_record), 0x1234);
  CHECK(answer.error.empty());
  CHECK(answer.address == "10.77.2.50");
  CHECK(answer.ttl == 5s);
  // Behind an alias: CNAME a.test -> b.test, then the address.
  Packet alias{0xC0, 12, 0, 5, 0, 1, 0, 0, 0, 9, 0, 4, 1, 'b', 0xC0, 14};
  alias.insert(alias.end(), address_record.begin(), address_record.end());
  CHECK(read_dns_answer(answer_with(0x80, 2, alias), 0x1234).address == "10.77.2.50");
}

TEST_CASE("what is no answer is none") {
  CHECK(read_dns_answer(answer_with(0x80, 1, address_record), 0x1235).address.empty());
  CHECK(read_dns_answer(answer_with(0x83, 0, {}), 0x1234).error == "no such name");
  CHECK(read_dns_answer(answer_with(0x82, 0, {}), 0x1234).error == "the name server failed");
  CHECK(read_dns_answer(answer_with(0x80, 0, {}), 0x1234).error == "no address in the answer");
  CHECK(read_dns_answer({}, 0x1234).address.empty());
  const Packet whole = answer_with(0x80, 1, address_record);
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const Packet cut{whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size)};
    CHECK(read_dns_answer(cut, 0x1234).address.empty());
  }
}

TEST_CASE("an address in numbers needs no server, and a server that is not there is waited for") {
  NameResolver resolver{{.server = "127.0.0.1", .port = 1}};
  CHECK(resolver.resolve("10.1.2.3", 1ms).address == "10.1.2.3");
  const auto begun = std::chrono::steady_clock::now();
  CHECK_FALSE(resolver.resolve("a.test", 200ms).error.empty());
  CHECK(std::chrono::steady_clock::now() - begun < 2s);
}
