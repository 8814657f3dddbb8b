// Probes over HTTP: a page, an object written to or read from a store with an S3 interface, an
// expression asked of Prometheus. All by libcurl, so TLS is what it is for users; names are
// resolved by the probe's own resolver.
// Example: HttpProbe{{.url = "http://app.lab.test:8080/health"}, resolver}.attempt(...)
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "live/ledger/ledger_writer.hpp"
#include "live/probes/name_resolver.hpp"
#include "live/probes/probe_client.hpp"

namespace firedrill {

struct HttpCall {
  std::string method = "GET";
  std::string url;
  std::string body{};
  std::vector<std::string> headers{};  // "name: value"
  std::string signing{};               // as CURLOPT_AWS_SIGV4: "aws:amz:us-east-1:s3"; "": unsigned
  std::string access_key{}, secret_key{};
};

struct HttpAnswer {
  long status = 0;  // 0: none came
  std::string body{};
  std::string error{};
  bool was_sent = false;  // some of the request has left

  [[nodiscard]] bool is_good() const { return status >= 200 && status < 300; }
};

// One client with its connections.
class HttpSession {
 public:
  HttpSession(NameResolver& resolver, bool is_fresh);
  HttpSession(const HttpSession&) = delete;
  HttpSession& operator=(const HttpSession&) = delete;
  ~HttpSession();

  [[nodiscard]] HttpAnswer call(const HttpCall& call, Duration patience);

  // `certificate`: file with the authorities to believe beside none other; "": those of the system.
  void trust(std::string certificate) { certificate_ = std::move(certificate); }

 private:
  NameResolver& resolver_;
  bool is_fresh_;
  std::string certificate_{};
  void* handle_;  // CURL
};

struct HttpTarget {
  std::string url;
  std::string body{};     // not empty: PUT
  std::string expects{};  // the answer contains this; "": whatever it says
  bool is_fresh = false;
  std::string certificate{};
};

class HttpProbe final : public ProbeClient {
 public:
  HttpProbe(HttpTarget target, NameResolver& resolver);
  [[nodiscard]] ProbeAnswer attempt(const ProbeAttempt& attempt) override;

 private:
  HttpTarget target_;
  HttpSession session_;
};

// A store with an S3 interface. `secret_file` holds the secret key alone, `access_key` is no
// secret.
struct S3Target {
  std::string endpoint;  // "http://store.us-east-1.lab.test:8080"
  std::string region, bucket;
  std::string access_key, secret_file;
  bool is_fresh = false;
  std::string certificate{};
};

// A request for object `key`, signed.
[[nodiscard]] HttpCall s3_call(const S3Target& target, const std::string& method,
                               const std::string& key, std::string body);

// What each object of S3WriteProbe holds.
[[nodiscard]] const std::string& s3_payload();

// Writes an object a probe, named after writer and sequence, through the ledger.
class S3WriteProbe final : public ProbeClient {
 public:
  S3WriteProbe(S3Target target, NameResolver& resolver, std::string prefix, LedgerWriter& ledger);
  [[nodiscard]] ProbeAnswer attempt(const ProbeAttempt& attempt) override;

 private:
  S3Target target_;
  HttpSession session_;
  std::string prefix_;
  LedgerWriter& ledger_;
};

// Reads one object and compares its bytes with what was written there.
class S3ReadProbe final : public ProbeClient {
 public:
  S3ReadProbe(S3Target target, NameResolver& resolver, std::string key, std::string content);
  [[nodiscard]] ProbeAnswer attempt(const ProbeAttempt& attempt) override;

 private:
  S3Target target_;
  HttpSession session_;
  std::string key_, content_;
};

// Succeeds when the expression gives any sample.
class PrometheusProbe final : public ProbeClient {
 public:
  PrometheusProbe(std::string address, std::string expression, NameResolver& resolver);
  [[nodiscard]] ProbeAnswer attempt(const ProbeAttempt& attempt) override;

 private:
  std::string address_, expression_;
  HttpSession session_;
};

}  // namespace firedrill
