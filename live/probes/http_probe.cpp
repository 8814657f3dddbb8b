#include "live/probes/http_probe.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <chrono>
#include <mutex>
#include <new>
#include <utility>

#include "live/probes/prometheus_query.hpp"
#include "live/probes/sql_session.hpp"
#include "models/text/document.hpp"

namespace firedrill {
namespace {

constexpr std::size_t payload_size = 1000;
constexpr std::size_t largest_answer = std::size_t{1} << 20U;

// Once a program, before any handle: libcurl's own rule.
void begin_curl() {
  static std::once_flag once;
  std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
}

std::size_t take_body(const char* data, std::size_t size, std::size_t count, void* into) {
  auto& body = *static_cast<std::string*>(into);
  if (body.size() + size * count > largest_answer) {
    return 0;
  }
  body.append(data, size * count);
  return size * count;
}

struct FreeList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using List = std::unique_ptr<curl_slist, FreeList>;

void append(List& list, const std::string& line) {
  curl_slist* const longer = curl_slist_append(list.get(), line.c_str());
  if (longer == nullptr) {
    throw std::bad_alloc{};
  }
  static_cast<void>(list.release());
  list.reset(longer);
}

struct HostPort {
  std::string host, port;
};

// Of "http://name:8080/path".
HostPort host_of(const std::string& url) {
  const std::size_t scheme = url.find("://");
  const std::size_t begin = scheme == std::string::npos ? 0 : scheme + 3;
  const std::size_t end = std::min(url.find_first_of("/?#", begin), url.size());
  const std::string host = url.substr(begin, end - begin);
  const std::size_t colon = host.find(':');
  if (colon != std::string::npos) {
    return {host.substr(0, colon), host.substr(colon + 1)};
  }
  return {host, url.starts_with("https:") ? "443" : "80"};
}

ProbeAnswer failure_of(const HttpAnswer& answer) {
  return {ProbeStatus::failed, answer.status == 0 ? answer.error
                                                  : "status " + std::to_string(answer.status) +
                                                        ": " + first_line(answer.body)};
}

void sign(CURL* handle, const HttpCall& call) {
  if (!call.signing.empty()) {
    curl_easy_setopt(handle, CURLOPT_AWS_SIGV4, call.signing.c_str());
    // One by one: an access key may have a colon in it, as Swift's do.
    curl_easy_setopt(handle, CURLOPT_USERNAME, call.access_key.c_str());
    curl_easy_setopt(handle, CURLOPT_PASSWORD, call.secret_key.c_str());
  }
}

}  // namespace

HttpSession::HttpSession(NameResolver& resolver, bool is_fresh)
    : resolver_{resolver}, is_fresh_{is_fresh} {
  begin_curl();
  handle_ = curl_easy_init();
  if (handle_ == nullptr) {
    throw std::bad_alloc{};
  }
}

HttpSession::~HttpSession() { curl_easy_cleanup(handle_); }

HttpAnswer HttpSession::call(const HttpCall& call, Duration patience) {
  HttpAnswer answer;
  const auto begun = std::chrono::steady_clock::now();
  const HostPort target = host_of(call.url);
  const NameAnswer name = resolver_.resolve(target.host, patience);
  if (!name.error.empty()) {
    answer.error = "DNS: " + name.error;
    return answer;
  }
  const Duration left = patience - (std::chrono::steady_clock::now() - begun);
  CURL* const handle = handle_;
  curl_easy_reset(handle);  // keeps connections
  List route;
  append(route, target.host + ":" + target.port + ":" + name.address + ":" + target.port);
  List headers;
  if (call.signing.empty()) {
    append(headers, "Expect:");  // libcurl 7.88 would sign it, and then not send it
  }
  for (const std::string& line : call.headers) {
    append(headers, line);
  }
  std::string error(CURL_ERROR_SIZE, '\0');
  curl_easy_setopt(handle, CURLOPT_URL, call.url.c_str());
  curl_easy_setopt(handle, CURLOPT_CONNECT_TO, route.get());
  curl_easy_setopt(handle, CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, error.data());
  curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(handle, CURLOPT_PROXY, "");
  curl_easy_setopt(handle, CURLOPT_USERAGENT, "firedrill-probe");
  curl_easy_setopt(
      handle, CURLOPT_TIMEOUT_MS,
      static_cast<long>(std::max<std::int64_t>(1, left / std::chrono::milliseconds{1})));
  curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, take_body);
  curl_easy_setopt(handle, CURLOPT_WRITEDATA, &answer.body);
  curl_easy_setopt(handle, CURLOPT_FRESH_CONNECT, is_fresh_ ? 1L : 0L);
  curl_easy_setopt(handle, CURLOPT_FORBID_REUSE, is_fresh_ ? 1L : 0L);
  if (!certificate_.empty()) {
    curl_easy_setopt(handle, CURLOPT_CAINFO, certificate_.c_str());
  }
  if (call.method != "GET") {
    curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE, static_cast<long>(call.body.size()));
    curl_easy_setopt(handle, CURLOPT_COPYPOSTFIELDS, call.body.c_str());
    curl_easy_setopt(handle, CURLOPT_CUSTOMREQUEST, call.method.c_str());
  }
  sign(handle, call);
  const CURLcode code = curl_easy_perform(handle);
  long request_size = 0;
  curl_easy_getinfo(handle, CURLINFO_REQUEST_SIZE, &request_size);
  answer.was_sent = request_size > 0;
  if (code == CURLE_OK) {
    curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &answer.status);
  } else {
    answer.error = first_line(error.substr(0, error.find('\0')));
    answer.error = answer.error.empty() ? curl_easy_strerror(code) : answer.error;
  }
  return answer;
}

const std::string& s3_payload() {
  static const std::string payload(payload_size, 'x');
  return payload;
}

// S3 asks for the digest of the body as a header that is signed, too.
HttpCall s3_call(const S3Target& target, const std::string& method, const std::string& key,
                 std::string body) {
  std::string digest = sha256_hex(body);
  return {.method = method,
          .url = target.endpoint + "/" + target.bucket + "/" + key,
          .body = std::move(body),
          .headers = {"x-amz-content-sha256: " + digest},
          .signing = "aws:amz:" + target.region + ":s3",
          .access_key = target.access_key,
          .secret_key = read_secret(target.secret_file)};
}

HttpProbe::HttpProbe(HttpTarget target, NameResolver& resolver)
    : target_{std::move(target)}, session_{resolver, target_.is_fresh} {
  session_.trust(target_.certificate);
}

ProbeAnswer HttpProbe::attempt(const ProbeAttempt& attempt) {
  const HttpAnswer answer = session_.call(
      {.method = target_.body.empty() ? "GET" : "PUT", .url = target_.url, .body = target_.body},
      attempt.patience);
  if (!answer.is_good()) {
    return failure_of(answer);
  }
  if (answer.body.find(target_.expects) == std::string::npos) {
    return {ProbeStatus::failed, "the answer lacks what was expected: " + first_line(answer.body)};
  }
  return {ProbeStatus::succeeded};
}

S3WriteProbe::S3WriteProbe(S3Target target, NameResolver& resolver, std::string prefix,
                           LedgerWriter& ledger)
    : target_{std::move(target)},
      session_{resolver, target_.is_fresh},
      prefix_{std::move(prefix)},
      ledger_{ledger} {
  session_.trust(target_.certificate);
}

ProbeAnswer S3WriteProbe::attempt(const ProbeAttempt& attempt) {
  const Bytes size{static_cast<std::int64_t>(s3_payload().size())};
  if (!ledger_.intend(attempt.sequence, attempt.now(), size)) {
    return {ProbeStatus::not_sent, "the ledger is not durable"};
  }
  const std::string key = prefix_ + std::to_string(attempt.sequence);
  const HttpAnswer answer =
      session_.call(s3_call(target_, "PUT", key, s3_payload()), attempt.patience);
  // A store that answers with an error may have written a copy all the same; only what was never
  // sent, and what was forbidden, certainly had no effect.
  const bool is_refused =
      (answer.status == 0 && !answer.was_sent) || (answer.status >= 400 && answer.status < 500);
  ledger_.answer(attempt.sequence, attempt.now(),
                 answer.is_good() ? WriteFate::acknowledged
                 : is_refused     ? WriteFate::refused
                                  : WriteFate::unknown);
  return answer.is_good() ? ProbeAnswer{ProbeStatus::succeeded} : failure_of(answer);
}

S3ReadProbe::S3ReadProbe(S3Target target, NameResolver& resolver, std::string key,
                         std::string content)
    : target_{std::move(target)},
      session_{resolver, target_.is_fresh},
      key_{std::move(key)},
      content_{std::move(content)} {
  session_.trust(target_.certificate);
}

ProbeAnswer S3ReadProbe::attempt(const ProbeAttempt& attempt) {
  const HttpAnswer answer = session_.call(s3_call(target_, "GET", key_, ""), attempt.patience);
  if (!answer.is_good()) {
    return failure_of(answer);
  }
  return answer.body == content_ ? ProbeAnswer{ProbeStatus::succeeded}
                                 : ProbeAnswer{ProbeStatus::failed, "wrong bytes"};
}

PrometheusProbe::PrometheusProbe(std::string address, std::string expression,
                                 NameResolver& resolver)
    : address_{std::move(address)}, expression_{std::move(expression)}, session_{resolver, false} {}

ProbeAnswer PrometheusProbe::attempt(const ProbeAttempt& attempt) {
  const HttpAnswer answer =
      session_.call({.url = prometheus_url(address_, expression_)}, attempt.patience);
  if (!answer.is_good()) {
    return failure_of(answer);
  }
  PrometheusAnswer found = read_prometheus(answer.body);
  const bool is_true = found.is_answer && found.samples > 0;
  return {is_true ? ProbeStatus::succeeded : ProbeStatus::failed, std::move(found.detail)};
}

}  // namespace firedrill
