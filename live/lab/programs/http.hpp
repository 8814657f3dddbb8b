// HTTP/1.1 for the lab's own programs: one request a connection, every one with a deadline. Names
// are addresses; there is no TLS. Messages are read by Boost.Beast, which knows their every form.
// Example: http_request({"GET", "http://10.77.1.50:8080/health"}, seconds{1}).status == 200
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "live/lab/programs/socket.hpp"

namespace firedrill {

using HttpHeaders = std::vector<std::pair<std::string, std::string>>;

struct HttpRequest {
  std::string method;
  std::string target;  // of a client: the whole URL; in a server: what follows the host
  HttpHeaders headers{};
  std::string body{};
};

struct HttpResponse {
  int status = 0;  // 0: no answer came, and `body` says why
  std::string body{};
  HttpHeaders headers{};

  [[nodiscard]] bool is_good() const { return status >= 200 && status < 300; }
  // The value of a header, whatever the case of its name; "" if it is missing.
  [[nodiscard]] std::string header(std::string_view name) const;
};

// Never throws for what the network or the other side does.
[[nodiscard]] HttpResponse http_request(const HttpRequest& request, Duration patience);

// Serves for ever with `threads` threads; a request has to be read and its answer to be sent within
// five seconds each. What `handler` throws becomes status 500. Throws if it cannot listen.
[[noreturn]] void serve_http(const Endpoint& where, int threads,
                             const std::function<HttpResponse(const HttpRequest&)>& handler);

}  // namespace firedrill
