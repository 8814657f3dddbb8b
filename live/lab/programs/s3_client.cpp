#include "live/lab/programs/s3_client.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <charconv>
#include <ctime>

#include "models/text/document.hpp"

namespace firedrill {
namespace {

// The bytes that a text in hexadecimal digits stands for.
std::string from_hex(const std::string& digits) {
  std::string bytes;
  for (std::size_t at = 0; at + 1 < digits.size(); at += 2) {
    int value = 0;
    std::from_chars(digits.data() + at, digits.data() + at + 2, value, 16);
    bytes += static_cast<char>(value);
  }
  return bytes;
}

// HMAC-SHA-256 (RFC 2104, 1997), in hexadecimal digits.
std::string hmac_hex(std::string key, const std::string& text) {
  constexpr std::size_t block = 64;
  if (key.size() > block) {
    key = from_hex(sha256_hex(key));
  }
  key.resize(block, '\0');
  std::string inner = key;
  std::string outer = key;
  for (std::size_t at = 0; at < block; ++at) {
    inner[at] = static_cast<char>(inner[at] ^ 0x36);
    outer[at] = static_cast<char>(outer[at] ^ 0x5c);
  }
  return sha256_hex(outer + from_hex(sha256_hex(inner + text)));
}

std::string hmac(const std::string& key, const std::string& text) {
  return from_hex(hmac_hex(key, text));
}

// Percent-encodes all but unreserved characters, and '/' unless it stands in a query.
std::string encode(const std::string& text, bool in_path) {
  std::string out;
  for (const char byte : text) {
    const auto code = static_cast<unsigned char>(byte);
    const bool plain = (code >= '0' && code <= '9') || (code >= 'A' && code <= 'Z') ||
                       (code >= 'a' && code <= 'z') || code == '-' || code == '_' || code == '.' ||
                       code == '~' || (in_path && code == '/');
    out += plain ? std::string{byte} : fmt::format("%{:02X}", code);
  }
  return out;
}

std::string now() { return fmt::format("{:%Y%m%dT%H%M%SZ}", fmt::gmtime(std::time(nullptr))); }

}  // namespace

HttpHeaders s3_signature(const S3Account& account, const std::string& method,
                         const std::string& host, const std::string& target,
                         const std::string& body, const std::string& time) {
  const std::size_t question = target.find('?');
  const std::string path = target.substr(0, question);
  const std::string query = question == std::string::npos ? "" : target.substr(question + 1);
  const std::string payload = sha256_hex(body);
  const std::string names = "host;x-amz-content-sha256;x-amz-date";
  const std::string canonical =
      fmt::format("{}\n{}\n{}\nhost:{}\nx-amz-content-sha256:{}\nx-amz-date:{}\n\n{}\n{}", method,
                  path, query, host, payload, time, names, payload);
  const std::string scope = fmt::format("{}/{}/s3/aws4_request", time.substr(0, 8), account.region);
  const std::string to_sign =
      fmt::format("AWS4-HMAC-SHA256\n{}\n{}\n{}", time, scope, sha256_hex(canonical));
  std::string key = hmac("AWS4" + account.secret_key, time.substr(0, 8));
  key = hmac(hmac(hmac(key, account.region), "s3"), "aws4_request");
  return {{"Authorization",
           fmt::format("AWS4-HMAC-SHA256 Credential={}/{}, SignedHeaders={}, Signature={}",
                       account.access_key, scope, names, hmac_hex(key, to_sign))},
          {"X-Amz-Date", time},
          {"X-Amz-Content-Sha256", payload}};
}

HttpResponse S3Client::send(const std::string& method, const std::string& target,
                            const std::string& body, Duration patience) const {
  constexpr std::string_view scheme = "http://";
  const std::string host = account_.url.substr(scheme.size());
  return http_request({method, account_.url + target,
                       s3_signature(account_, method, host, target, body, now()), body},
                      patience);
}

HttpResponse S3Client::put(const std::string& bucket, const std::string& key,
                           const std::string& body, Duration patience) const {
  return send("PUT", encode("/" + bucket + "/" + key, true), body, patience);
}

HttpResponse S3Client::get(const std::string& bucket, const std::string& key,
                           Duration patience) const {
  return send("GET", encode("/" + bucket + "/" + key, true), "", patience);
}

S3Client::Listing S3Client::list(const std::string& bucket, const std::string& prefix,
                                 Duration patience) const {
  Listing listing;
  listing.response = send(
      "GET", fmt::format("/{}?list-type=2&prefix={}", bucket, encode(prefix, false)), "", patience);
  constexpr std::string_view opening = "<Key>";
  const std::string& text = listing.response.body;
  for (std::size_t at = text.find(opening); at != std::string::npos; at = text.find(opening, at)) {
    at += opening.size();
    listing.keys.push_back(text.substr(at, text.find('<', at) - at));
  }
  return listing;
}

}  // namespace firedrill
