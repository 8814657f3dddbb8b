// Resolves names by asking one given name server, so that a probe knows whose answer it has, in two
// manners that applications have: afresh each time, or remembered for as long as the answer says
// (its TTL). Both are probed, because a failover by DNS reaches them at different times.
// Example: NameResolver resolver{{.server = "10.77.3.2", .remembers = true}};
//          resolver.resolve("app.lab.test", 500ms).address == "10.77.1.50"
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "models/base/units.hpp"

namespace firedrill {

struct ResolverOptions {
  std::string server;  // IPv4 address of the name server; "": as this machine resolves
  int port = 53;
  bool remembers = false;
};

struct NameAnswer {
  std::string address{};  // IPv4; "" if there is none
  Duration ttl{};
  std::string error{};
};

// A question for the IPv4 address of `name` (RFC 1035), and the answer that such a packet holds.
// `id` must match; an answer with several addresses gives the first.
[[nodiscard]] std::vector<unsigned char> dns_question(std::uint16_t id, const std::string& name);
[[nodiscard]] NameAnswer read_dns_answer(const std::vector<unsigned char>& packet,
                                         std::uint16_t id);

class NameResolver {
 public:
  explicit NameResolver(ResolverOptions options) : options_{std::move(options)} {}

  // An address in numbers is its own answer. From any thread; asks from the calling thread's
  // network namespace.
  [[nodiscard]] NameAnswer resolve(const std::string& name, Duration patience);

 private:
  struct Known {
    NameAnswer answer;
    std::chrono::steady_clock::time_point until;
  };

  [[nodiscard]] NameAnswer ask(const std::string& name, Duration patience) const;

  ResolverOptions options_;
  std::mutex mutex_;
  std::map<std::string, Known> known_;
};

}  // namespace firedrill
