// The part of S3 that a lab's programs need, with requests signed as AWS says (signature version 4,
// "Authenticating Requests", Amazon S3 API Reference). Works with any store that has the interface.
// Example: S3Client store{{"http://10.77.1.20:8080", "us-east-1", "lab:admin", key}};
//          store.put("checkpoints", "epoch-2/step-40", bytes, seconds{5}).is_good()
#pragma once

#include <string>
#include <vector>

#include "live/lab/programs/http.hpp"

namespace firedrill {

struct S3Account {
  std::string url;     // of the store: "http://10.77.1.20:8080"
  std::string region;  // that requests are signed for
  std::string access_key;
  std::string secret_key;
};

// The headers Authorization, X-Amz-Date and X-Amz-Content-Sha256 of a request at `time`
// ("20260131T235959Z"). `target` is a path with an optional query whose keys are sorted, both
// already encoded.
[[nodiscard]] HttpHeaders s3_signature(const S3Account& account, const std::string& method,
                                       const std::string& host, const std::string& target,
                                       const std::string& body, const std::string& time);

class S3Client {
 public:
  explicit S3Client(S3Account account) : account_{std::move(account)} {}

  [[nodiscard]] HttpResponse put(const std::string& bucket, const std::string& key,
                                 const std::string& body, Duration patience) const;
  [[nodiscard]] HttpResponse get(const std::string& bucket, const std::string& key,
                                 Duration patience) const;
  struct Listing {
    HttpResponse response;
    std::vector<std::string> keys;  // sorted; at most a thousand
  };
  [[nodiscard]] Listing list(const std::string& bucket, const std::string& prefix,
                             Duration patience) const;

 private:
  [[nodiscard]] HttpResponse send(const std::string& method, const std::string& target,
                                  const std::string& body, Duration patience) const;

  S3Account account_;
};

}  // namespace firedrill
