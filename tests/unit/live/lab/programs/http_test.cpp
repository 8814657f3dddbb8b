#include "live/lab/programs/http.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <array>
#include <catch2/catch.hpp>
#include <thread>

#include "live/lab/programs/worker_ring.hpp"

namespace firedrill {
namespace {

using namespace std::chrono_literals;

// Answers one connection with fixed bytes, whatever it is asked.
std::string answer_of(const std::string& bytes, Duration patience, HttpResponse& response) {
  const FileDescriptor listener = listen_on({"127.0.0.1", 17477});
  std::string asked;
  std::jthread server{[&] {
    const FileDescriptor socket = accept_from(listener.number(), after(5s));
    std::array<char, 4096> block{};
    asked.assign(block.data(), read_some(socket.number(), block, after(5s)));
    write_all(socket.number(), bytes, after(5s));
    if (bytes.empty()) {
      std::this_thread::sleep_for(1s);
    }
  }};
  response =
      http_request({"PUT", "http://127.0.0.1:17477/a/b", {{"X-One", "1"}}, "body"}, patience);
  server.join();
  return asked;
}

TEST_CASE("a connection that ends before a message is an error, and ends no program") {
  const FileDescriptor listener = listen_on({"127.0.0.1", 17478});
  std::jthread server{[&] {
    const FileDescriptor socket = accept_from(listener.number(), after(5s));
    std::array<char, 4096> block{};
    static_cast<void>(read_some(socket.number(), block, after(5s)));
  }};
  const HttpResponse response = http_request({"GET", "http://127.0.0.1:17478/", {}, ""}, 5s);
  CHECK(response.status == 0);
  CHECK(response.body == "the connection ended before a message");
}

TEST_CASE("an answer is understood in each of its forms") {
  HttpResponse response;
  SECTION("with a length") {
    const std::string asked =
        answer_of("HTTP/1.1 201 Created\r\nContent-Length: 2\r\nETag: x\r\n\r\nok", 5s, response);
    CHECK(asked.starts_with("PUT /a/b HTTP/1.1\r\nHost: 127.0.0.1:17477\r\n"));
    CHECK(asked.ends_with("\r\n\r\nbody"));
    CHECK(asked.find("X-One: 1\r\n") != std::string::npos);
    CHECK(response.status == 201);
    CHECK(response.body == "ok");
    CHECK(response.header("etag") == "x");
  }
  SECTION("in chunks") {
    answer_of(
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n1\r\nd\r\n0\r\n\r\n", 5s,
        response);
    CHECK(response.body == "abcd");
  }
  SECTION("until the connection ends") {
    answer_of("HTTP/1.0 200 OK\r\n\r\nall of it", 5s, response);
    CHECK(response.body == "all of it");
  }
  SECTION("cut short") {
    answer_of("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort", 5s, response);
    CHECK(response.status == 0);
  }
}

TEST_CASE("who does not answer costs no more than the patience") {
  HttpResponse response;
  const auto begin = std::chrono::steady_clock::now();
  answer_of("", 200ms, response);
  CHECK(response.status == 0);
  CHECK(response.body.find("timed out") != std::string::npos);
  CHECK(std::chrono::steady_clock::now() - begin < 3s);
}

TEST_CASE("every worker of a ring gets every part, in the order of the workers") {
  const std::vector<std::string> addresses = {"127.0.0.1", "127.0.0.2", "127.0.0.3"};
  std::array<std::vector<std::string>, 3> gathered;
  std::array<std::string, 3> heard;
  {
    std::vector<std::jthread> workers;
    for (int rank = 0; rank < 3; ++rank) {
      workers.emplace_back([&, rank] {
        WorkerRing ring{addresses, rank, 17480, "test"};
        const auto index = static_cast<std::size_t>(rank);
        heard[index] = ring.broadcast(rank == 0 ? "from the first" : "");
        gathered[index] = ring.gather("part " + std::to_string(rank));
      });
    }
  }
  for (std::size_t rank = 0; rank < 3; ++rank) {
    CHECK(heard[rank] == "from the first");
    CHECK(gathered[rank] == std::vector<std::string>{"part 0", "part 1", "part 2"});
  }
}

}  // namespace
}  // namespace firedrill
