#include "live/lab/programs/worker_ring.hpp"

#include <array>
#include <cstring>
#include <stdexcept>
#include <thread>

namespace firedrill {
namespace {

constexpr Duration patience = std::chrono::seconds{20};
constexpr std::uint32_t longest_message = 64U << 20U;  // bytes

// The next worker may come up later than this one.
FileDescriptor connect_again(const Endpoint& where, Deadline deadline) {
  while (true) {
    try {
      return connect_to(where, std::min(deadline, after(std::chrono::seconds{1})));
    } catch (const std::system_error&) {
      if (std::chrono::steady_clock::now() >= deadline) {
        throw;
      }
      std::this_thread::sleep_for(std::chrono::milliseconds{50});
    }
  }
}

}  // namespace

WorkerRing::WorkerRing(const std::vector<std::string>& addresses, int rank, int port,
                       const std::string& run)
    : size_{static_cast<int>(addresses.size())}, rank_{rank} {
  if (size_ == 1) {
    return;
  }
  const auto address = [&](int index) {
    return Endpoint{addresses.at(static_cast<std::size_t>(index % size_)), port};
  };
  const Deadline deadline = after(patience);
  const FileDescriptor listener = listen_on(address(rank_));
  next_ = connect_again(address(rank_ + 1), deadline);
  previous_ = accept_from(listener.number(), deadline);
  send(run);
  if (receive() != run) {
    throw std::runtime_error{"the worker before this one belongs to another run"};
  }
}

void WorkerRing::send(const std::string& message) {
  const auto size = static_cast<std::uint32_t>(message.size());
  std::string framed(sizeof size, '\0');
  std::memcpy(framed.data(), &size, sizeof size);
  write_all(next_.number(), framed + message, after(patience));
}

std::string WorkerRing::receive() {
  std::array<char, sizeof(std::uint32_t)> head{};
  const Deadline deadline = after(patience);
  read_all(previous_.number(), head, deadline);
  std::uint32_t size = 0;
  std::memcpy(&size, head.data(), sizeof size);
  if (size > longest_message) {
    throw std::runtime_error{"a worker sent what is no message"};
  }
  std::string message(size, '\0');
  read_all(previous_.number(), message, deadline);
  return message;
}

std::string WorkerRing::broadcast(std::string message) {
  if (rank_ > 0) {
    message = receive();
  }
  if (rank_ + 1 < size_) {
    send(message);
  }
  return message;
}

std::vector<std::string> WorkerRing::gather(std::string part) {
  std::vector<std::string> parts(static_cast<std::size_t>(size_));
  int owner = rank_;
  parts[static_cast<std::size_t>(owner)] = std::move(part);
  for (int round = 1; round < size_; ++round) {
    send(parts[static_cast<std::size_t>(owner)]);  // small enough for the sockets' buffers
    owner = (owner + size_ - 1) % size_;
    parts[static_cast<std::size_t>(owner)] = receive();
  }
  return parts;
}

}  // namespace firedrill
