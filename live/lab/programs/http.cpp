#include "live/lab/programs/http.hpp"

#include <fmt/format.h>

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <exception>
#include <stdexcept>
#include <thread>

namespace firedrill {
namespace {

namespace beast = boost::beast::http;

constexpr std::uint64_t largest_body = 256U << 20U;  // bytes
constexpr Duration server_patience = std::chrono::seconds{5};

// Reads one message from `socket` into `parser`, to its end or the connection's.
template <class Parser>
void read_message(int socket, Parser& parser, Deadline deadline) {
  parser.eager(true);
  parser.body_limit(largest_body);
  std::string pending;
  std::array<char, 16384> block;
  while (!parser.is_done()) {
    const std::size_t count = read_some(socket, block, deadline);
    boost::system::error_code error;
    if (count == 0) {
      if (!parser.got_some()) {  // which put_eof takes for a wrong program
        throw std::runtime_error{"the connection ended before a message"};
      }
      parser.put_eof(error);
      if (error || !parser.is_done()) {
        throw std::runtime_error{"the connection ended within a message"};
      }
      return;
    }
    pending.append(block.data(), count);
    while (!pending.empty() && !parser.is_done()) {
      const std::size_t used = parser.put(boost::asio::buffer(pending), error);
      if (error && error != beast::error::need_more) {
        throw std::runtime_error{"no HTTP: " + error.message()};
      }
      pending.erase(0, used);
      if (error == beast::error::need_more || used == 0) {
        break;
      }
    }
  }
}

template <class Fields>
HttpHeaders headers_of(const Fields& fields) {
  HttpHeaders headers;
  for (const auto& field : fields) {
    headers.emplace_back(field.name_string(), field.value());
  }
  return headers;
}

struct Url {
  Endpoint server;
  std::string host;
  std::string target;
};

Url parse_url(const std::string& text) {
  constexpr std::string_view scheme = "http://";
  if (!text.starts_with(scheme)) {
    throw std::invalid_argument{text + " is no http URL"};
  }
  const std::size_t slash = text.find('/', scheme.size());
  const std::string host = text.substr(scheme.size(), slash - scheme.size());
  const bool has_port = host.find(':') != std::string::npos;
  return {parse_endpoint(has_port ? host : host + ":80"), host,
          slash == std::string::npos ? "/" : text.substr(slash)};
}

HttpResponse exchange(const HttpRequest& request, Deadline deadline) {
  const Url url = parse_url(request.target);
  const FileDescriptor socket = connect_to(url.server, deadline);
  std::string message = fmt::format("{} {} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n",
                                    request.method, url.target, url.host);
  for (const auto& [name, value] : request.headers) {
    message += fmt::format("{}: {}\r\n", name, value);
  }
  if (!request.body.empty() || request.method == "PUT" || request.method == "POST") {
    message += fmt::format("Content-Length: {}\r\n", request.body.size());
  }
  write_all(socket.number(), message + "\r\n" + request.body, deadline);
  beast::response_parser<beast::string_body> parser;
  parser.skip(request.method == "HEAD");
  read_message(socket.number(), parser, deadline);
  return {static_cast<int>(parser.get().result_int()), parser.get().body(),
          headers_of(parser.get())};
}

void answer(int socket, const std::function<HttpResponse(const HttpRequest&)>& handler) {
  beast::request_parser<beast::string_body> parser;
  read_message(socket, parser, after(server_patience));
  const auto& read = parser.get();
  const HttpRequest request{std::string{read.method_string()}, std::string{read.target()},
                            headers_of(read), read.body()};
  HttpResponse response;
  try {
    response = handler(request);
  } catch (const std::exception& error) {
    response = {500, fmt::format("{}\n", error.what())};
  }
  std::string message = fmt::format(
      "HTTP/1.1 {} {}\r\nConnection: close\r\nContent-Length: {}\r\n", response.status,
      std::string{
          beast::obsolete_reason(beast::int_to_status(static_cast<unsigned>(response.status)))},
      response.body.size());
  for (const auto& [name, value] : response.headers) {
    message += fmt::format("{}: {}\r\n", name, value);
  }
  message += "\r\n";
  if (request.method != "HEAD") {
    message += response.body;
  }
  write_all(socket, message, after(server_patience));
}

}  // namespace

std::string HttpResponse::header(std::string_view name) const {
  for (const auto& [key, value] : headers) {
    if (boost::beast::iequals(key, boost::beast::string_view{name.data(), name.size()})) {
      return value;
    }
  }
  return "";
}

HttpResponse http_request(const HttpRequest& request, Duration patience) {
  try {
    return exchange(request, after(patience));
  } catch (const std::exception& error) {
    return {0, error.what(), {}};
  }
}

void serve_http(const Endpoint& where, int threads,
                const std::function<HttpResponse(const HttpRequest&)>& handler) {
  const FileDescriptor listener = listen_on(where);
  const auto serve = [&] {
    while (true) {
      try {
        const FileDescriptor socket = accept_from(listener.number(), after(one_day));
        answer(socket.number(), handler);
      } catch (const std::exception&) {
        // The other side has gone, or sent what is no request: nobody is left to be told.
      }
    }
  };
  std::vector<std::jthread> others;
  for (int index = 1; index < threads; ++index) {
    others.emplace_back(serve);
  }
  serve();
  std::terminate();
}

}  // namespace firedrill
