// RFC 3161 time stamps: a token of an outside authority that these bytes existed by then. Made
// elsewhere (`openssl ts -query -data manifest.json -sha256`), imported, and checked here by
// libcrypto. Source: RFC 3161, 2001.
// Example: read_time_stamp(token, manifest, {ca_pem}).at  // "2026-11-29T01:30:00Z"
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace firedrill {

struct TimeStamp {
  std::string problem;      // why it is none of these bytes; "" if it is
  std::string at;           // UTC, as the authority says
  bool is_trusted = false;  // signed by one of the authorities that are held
};

// `authorities`: PEM certificates; empty: whose it is cannot be told.
[[nodiscard]] TimeStamp read_time_stamp(std::string_view token, std::string_view stamped,
                                        const std::vector<std::string>& authorities);

}  // namespace firedrill
