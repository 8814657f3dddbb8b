#include "live/lab/programs/socket.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <charconv>
#include <stdexcept>

namespace firedrill {
namespace {

[[noreturn]] void throw_error(int number, const std::string& what) {
  throw std::system_error{number, std::generic_category(), what};
}

void wait_until(int socket, short event, Deadline deadline, const char* what) {
  while (true) {
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    if (left.count() <= 0) {
      throw_error(ETIMEDOUT, what);
    }
    pollfd entry{socket, event, 0};
    const int ready = ::poll(&entry, 1, static_cast<int>(std::min<long>(left.count(), 60'000)));
    if (ready > 0) {
      return;
    }
    if (ready < 0 && errno != EINTR) {
      throw_errno(what);
    }
  }
}

sockaddr_in to_native(const Endpoint& where) {
  sockaddr_in native{};
  native.sin_family = AF_INET;
  native.sin_port = htons(static_cast<std::uint16_t>(where.port));
  if (::inet_pton(AF_INET, where.address.c_str(), &native.sin_addr) != 1) {
    throw std::invalid_argument{where.address + " is no IPv4 address"};
  }
  return native;
}

FileDescriptor new_socket() {
  FileDescriptor socket{
      checked(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0), "socket")};
  const int on = 1;
  checked(::setsockopt(socket.number(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on), "TCP_NODELAY");
  return socket;
}

}  // namespace

Deadline after(Duration patience) { return std::chrono::steady_clock::now() + patience; }

Endpoint parse_endpoint(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  Endpoint where;
  if (colon != std::string_view::npos) {
    where.address = text.substr(0, colon);
    const std::string_view port = text.substr(colon + 1);
    const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), where.port);
    if (error == std::errc{} && end == port.data() + port.size() && where.port > 0 &&
        where.port < 65536) {
      static_cast<void>(to_native(where));
      return where;
    }
  }
  throw std::invalid_argument{std::string{text} + " is not ADDRESS:PORT"};
}

FileDescriptor connect_to(const Endpoint& where, Deadline deadline) {
  FileDescriptor socket = new_socket();
  const sockaddr_in native = to_native(where);
  // NOLINTNEXTLINE: the interface of sockets
  if (::connect(socket.number(), reinterpret_cast<const sockaddr*>(&native), sizeof native) == 0) {
    return socket;
  }
  if (errno != EINPROGRESS) {
    throw_errno("connect to " + where.address);
  }
  wait_until(socket.number(), POLLOUT, deadline, "connect");
  int error = 0;
  socklen_t size = sizeof error;
  checked(::getsockopt(socket.number(), SOL_SOCKET, SO_ERROR, &error, &size), "SO_ERROR");
  if (error != 0) {
    throw_error(error, "connect to " + where.address);
  }
  return socket;
}

FileDescriptor listen_on(const Endpoint& where) {
  FileDescriptor socket = new_socket();
  const int on = 1;
  checked(::setsockopt(socket.number(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on), "SO_REUSEADDR");
  const sockaddr_in native = to_native(where);
  // NOLINTNEXTLINE: the interface of sockets
  checked(::bind(socket.number(), reinterpret_cast<const sockaddr*>(&native), sizeof native),
          "bind to " + where.address);
  checked(::listen(socket.number(), 128), "listen");
  return socket;
}

FileDescriptor accept_from(int listener, Deadline deadline) {
  while (true) {
    const int socket = ::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (socket >= 0) {
      return FileDescriptor{socket};
    }
    if (errno != EAGAIN && errno != EINTR && errno != ECONNABORTED) {
      throw_errno("accept");
    }
    wait_until(listener, POLLIN, deadline, "accept");
  }
}

std::size_t read_some(int socket, std::span<char> buffer, Deadline deadline) {
  while (true) {
    const ssize_t count = ::recv(socket, buffer.data(), buffer.size(), 0);
    if (count >= 0) {
      return static_cast<std::size_t>(count);
    }
    if (errno != EAGAIN && errno != EINTR) {
      throw_errno("read");
    }
    wait_until(socket, POLLIN, deadline, "read");
  }
}

void read_all(int socket, std::span<char> buffer, Deadline deadline) {
  while (!buffer.empty()) {
    const std::size_t count = read_some(socket, buffer, deadline);
    if (count == 0) {
      throw_error(ECONNRESET, "read");
    }
    buffer = buffer.subspan(count);
  }
}

void write_all(int socket, std::string_view data, Deadline deadline) {
  while (!data.empty()) {
    const ssize_t count = ::send(socket, data.data(), data.size(), MSG_NOSIGNAL);
    if (count >= 0) {
      data.remove_prefix(static_cast<std::size_t>(count));
    } else if (errno == EAGAIN || errno == EINTR) {
      wait_until(socket, POLLOUT, deadline, "write");
    } else {
      throw_errno("write");
    }
  }
}

}  // namespace firedrill
