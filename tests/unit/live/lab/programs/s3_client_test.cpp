#include "live/lab/programs/s3_client.hpp"

#include <catch2/catch.hpp>

namespace firedrill {
namespace {

// The examples of the Amazon S3 API Reference, "Signature Calculations for the Authorization Header".
const S3Account example{"http://examplebucket.s3.amazonaws.com", "us-east-1",
                        "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"};

std::string signature(const std::string& target) {
  const HttpHeaders headers = s3_signature(example, "GET", "examplebucket.s3.amazonaws.com", target,
                                           "", "20130524T000000Z");
  const std::string& authorization = headers.front().second;
  return authorization.substr(authorization.rfind('=') + 1);
}

TEST_CASE("requests are signed as the published examples are") {
  CHECK(signature("/?lifecycle=") ==
        "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543");
  CHECK(signature("/?max-keys=2&prefix=J") ==
        "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7");
}

TEST_CASE("the body is part of what is signed") {
  const auto signed_with = [](const std::string& body) {
    return s3_signature(example, "PUT", "h", "/b/k", body, "20130524T000000Z");
  };
  CHECK(signed_with("a") == signed_with("a"));
  CHECK(signed_with("a").front().second != signed_with("b").front().second);
}

}  // namespace
}  // namespace firedrill
