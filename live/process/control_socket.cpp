#include "live/process/control_socket.hpp"

#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <array>
#include <cstring>
#include <vector>

namespace firedrill {
namespace {

constexpr std::size_t largest_message = 512UL * 1024;

sockaddr_un address_of(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof address.sun_path) {
    errno = ENAMETOOLONG;
    throw_errno(path);
  }
  path.copy(address.sun_path, sizeof address.sun_path - 1);
  return address;
}

const sockaddr* generic(const sockaddr_un& address) {
  return reinterpret_cast<const sockaddr*>(&address);  // NOLINT: what the interface asks for
}

FileDescriptor new_socket(int flags) {
  FileDescriptor made{::socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | flags, 0)};
  checked(made.number(), "socket");
  const int size = static_cast<int>(largest_message);
  ::setsockopt(made.number(), SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
  return made;
}

// Room for one descriptor beside a message.
struct alignas(cmsghdr) Ancillary {
  std::array<char, CMSG_SPACE(sizeof(int))> bytes{};
};

// One message and the descriptor sent along; an empty one at the end.
ControlAnswer receive(int from) {
  std::vector<char> buffer(largest_message);
  Ancillary ancillary;
  iovec part{buffer.data(), buffer.size()};
  msghdr message{};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  message.msg_control = ancillary.bytes.data();
  message.msg_controllen = ancillary.bytes.size();
  const ssize_t size = ::recvmsg(from, &message, MSG_CMSG_CLOEXEC);
  ControlAnswer answer;
  if (size <= 0) {
    return answer;
  }
  answer.text.assign(buffer.data(), static_cast<std::size_t>(size));
  const cmsghdr* const header = CMSG_FIRSTHDR(&message);
  if (header != nullptr && header->cmsg_type == SCM_RIGHTS) {
    int descriptor = -1;
    std::memcpy(&descriptor, CMSG_DATA(header), sizeof descriptor);
    answer.descriptor.reset(descriptor);
  }
  return answer;
}

}  // namespace

FileDescriptor listen_control(const std::string& path) {
  const sockaddr_un address = address_of(path);
  ::unlink(path.c_str());
  FileDescriptor listening = new_socket(SOCK_NONBLOCK);
  checked(::bind(listening.number(), generic(address), sizeof address), path);
  checked(::chmod(path.c_str(), 0600), path);
  checked(::listen(listening.number(), 64), path);
  return listening;
}

FileDescriptor accept_control(int listening) {
  FileDescriptor client{::accept4(listening, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK)};
  if (client) {
    const int size = static_cast<int>(largest_message);
    ::setsockopt(client.number(), SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
  }
  return client;
}

std::string receive_control(int client) { return receive(client).text; }

void send_control(int client, const std::string& text, int descriptor) {
  std::string copy = text;
  iovec part{copy.data(), copy.size()};
  msghdr message{};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  Ancillary ancillary;
  if (descriptor >= 0) {
    message.msg_control = ancillary.bytes.data();
    message.msg_controllen = ancillary.bytes.size();
    cmsghdr* const header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(sizeof descriptor);
    std::memcpy(CMSG_DATA(header), &descriptor, sizeof descriptor);
  }
  static_cast<void>(::sendmsg(client, &message, MSG_NOSIGNAL));
}

ControlAnswer ask_control(const std::string& path, const std::string& request, Duration patience) {
  const sockaddr_un address = address_of(path);
  const FileDescriptor socket = new_socket(0);
  checked(::connect(socket.number(), generic(address), sizeof address), path);
  send_control(socket.number(), request);
  pollfd poll{socket.number(), POLLIN, 0};
  const auto milliseconds = std::chrono::ceil<std::chrono::milliseconds>(patience).count();
  const int ready = ::poll(&poll, 1, static_cast<int>(milliseconds));
  if (ready == 0) {
    errno = ETIMEDOUT;
    throw_errno(path);
  }
  ControlAnswer answer = receive(socket.number());
  if (answer.text.empty()) {
    errno = ECONNRESET;
    throw_errno(path);
  }
  return answer;
}

}  // namespace firedrill
