#include "live/probes/name_resolver.hpp"

#include <arpa/inet.h>
#include <arpa/nameser.h>
#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cstring>
#include <memory>
#include <utility>

namespace firedrill {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t header_size = 12;

bool is_address(const std::string& text) {
  in_addr address{};
  return ::inet_pton(AF_INET, text.c_str(), &address) == 1;
}

NameAnswer failure(std::string why) { return {.error = std::move(why)}; }

// As applications of this machine do; what they learn of the TTL is nothing.
NameAnswer ask_system(const std::string& name) {
  addrinfo hints{};
  hints.ai_family = AF_INET;
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (const int code = ::getaddrinfo(name.c_str(), nullptr, &hints, &found); code != 0) {
    return failure(::gai_strerror(code));
  }
  const std::unique_ptr<addrinfo, void (*)(addrinfo*)> owner{found, ::freeaddrinfo};
  std::array<char, NI_MAXHOST> text{};
  if (::getnameinfo(found->ai_addr, found->ai_addrlen, text.data(), text.size(), nullptr, 0,
                    NI_NUMERICHOST) != 0) {
    return failure("no address in numbers");
  }
  return {.address = text.data()};
}

class Socket {
 public:
  Socket() : number_{::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0)} {}
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;
  ~Socket() {
    if (number_ >= 0) {
      ::close(number_);
    }
  }
  [[nodiscard]] int number() const { return number_; }

 private:
  int number_;
};

// Whether something can be read before `deadline`.
bool wait_for_answer(int socket, Clock::time_point deadline) {
  const auto left =
      std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
  pollfd waiting{socket, POLLIN, 0};
  return left >= 0 && ::poll(&waiting, 1, static_cast<int>(left) + 1) == 1;
}

}  // namespace

std::vector<unsigned char> dns_question(std::uint16_t id, const std::string& name) {
  std::vector<unsigned char> packet{static_cast<unsigned char>(id >> 8U),
                                    static_cast<unsigned char>(id & 0xFFU),
                                    1,  // recursion desired
                                    0,
                                    0,
                                    1,
                                    0,
                                    0,
                                    0,
                                    0,
                                    0,
                                    0};
  for (std::size_t at = 0; at < name.size();) {
    const std::size_t end = std::min(name.find('.', at), name.size());
    packet.push_back(static_cast<unsigned char>(end - at));
    packet.insert(packet.end(), name.begin() + static_cast<std::ptrdiff_t>(at),
                  name.begin() + static_cast<std::ptrdiff_t>(end));
    at = end + 1;
  }
  packet.push_back(0);  // the root
  for (const int word : {static_cast<int>(ns_t_a), static_cast<int>(ns_c_in)}) {
    packet.push_back(static_cast<unsigned char>(word >> 8));
    packet.push_back(static_cast<unsigned char>(word & 0xFF));
  }
  return packet;
}

NameAnswer read_dns_answer(const std::vector<unsigned char>& packet, std::uint16_t id) {
  ns_msg message;
  const bool is_ours = packet.size() >= header_size && packet[0] == id >> 8U &&
                       packet[1] == (id & 0xFFU) && (packet[2] & 0x80U) != 0;
  if (!is_ours || ::ns_initparse(packet.data(), static_cast<int>(packet.size()), &message) != 0) {
    return failure("not an answer to the question");
  }
  if (const int code = static_cast<int>(ns_msg_getflag(message, ns_f_rcode)); code != 0) {
    return failure(code == ns_r_nxdomain   ? "no such name"
                   : code == ns_r_servfail ? "the name server failed"
                                           : "the name server refused");
  }
  for (int index = 0; index < ns_msg_count(message, ns_s_an); ++index) {
    ns_rr record;
    if (::ns_parserr(&message, ns_s_an, index, &record) != 0) {
      break;
    }
    std::array<char, INET_ADDRSTRLEN> text{};
    if (ns_rr_type(record) == ns_t_a && ns_rr_rdlen(record) == sizeof(in_addr) &&
        ::inet_ntop(AF_INET, ns_rr_rdata(record), text.data(), text.size()) != nullptr) {
      return {.address = text.data(), .ttl = std::chrono::seconds{ns_rr_ttl(record)}};
    }
  }
  return failure("no address in the answer");
}

NameAnswer NameResolver::ask(const std::string& name, Duration patience) const {
  if (options_.server.empty()) {
    return ask_system(name);
  }
  static std::atomic<std::uint16_t> last_id{static_cast<std::uint16_t>(::getpid())};
  const std::uint16_t id = ++last_id;
  const Socket socket;
  sockaddr_in server{};
  server.sin_family = AF_INET;
  server.sin_port = htons(static_cast<std::uint16_t>(options_.port));
  sockaddr generic{};
  if (::inet_pton(AF_INET, options_.server.c_str(), &server.sin_addr) != 1) {
    return failure("the name server has no address");
  }
  std::memcpy(&generic, &server, sizeof server);
  const auto question = dns_question(id, name);
  const Clock::time_point deadline = Clock::now() + patience;
  // Asked again after a third of the patience: datagrams get lost.
  for (int tries = 1; tries <= 3; ++tries) {
    if (::connect(socket.number(), &generic, sizeof server) != 0 ||
        ::send(socket.number(), question.data(), question.size(), 0) < 0) {
      return failure(std::strerror(errno));
    }
    const Clock::time_point until = tries == 3 ? deadline : Clock::now() + patience / 3;
    while (wait_for_answer(socket.number(), until)) {
      std::vector<unsigned char> packet(4096);
      const auto size = ::recv(socket.number(), packet.data(), packet.size(), 0);
      if (size < 0) {
        return failure(std::strerror(errno));
      }
      packet.resize(static_cast<std::size_t>(size));
      NameAnswer answer = read_dns_answer(packet, id);
      if (answer.error != "not an answer to the question") {
        return answer;
      }
    }
  }
  return failure("the name server did not answer");
}

NameAnswer NameResolver::resolve(const std::string& name, Duration patience) {
  if (is_address(name)) {
    return {.address = name, .ttl = never};
  }
  if (options_.remembers) {
    const std::lock_guard lock{mutex_};
    const auto known = known_.find(name);
    if (known != known_.end() && Clock::now() < known->second.until) {
      return known->second.answer;
    }
  }
  NameAnswer answer = ask(name, patience);
  if (options_.remembers && answer.error.empty()) {
    const std::lock_guard lock{mutex_};
    known_[name] = {answer, Clock::now() + answer.ttl};
  }
  return answer;
}

}  // namespace firedrill
