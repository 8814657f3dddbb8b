// The object store: OpenStack Swift in all three regions as one account that each region writes to
// three disks of its own first and replicates to the others in the background, with an S3 and a
// Swift interface (http and, for pgBackRest, https). Objects of the bucket "archive" are kept in
// the third region alone. One process a region starts its daemons from one interpreter
// (swift_daemons.py), which saves two thirds of their memory and start time.
// Example: store_endpoint(lab, "us-west-2").url == "http://10.77.2.20:8080"
#pragma once

#include "live/lab/services/common.hpp"

namespace firedrill {

struct StoreEndpoint {
  std::string url;          // "http://10.77.1.20:8080"
  std::string host;         // "store.us-east-1.lab.test", the name in the certificate
  int tls_port = 0;         // of the same node
  std::string certificate;  // file; signs itself
  std::string access_key;   // S3: "lab:admin"
  std::string secret_key;
  std::string signing_region;
  std::string account;  // path of the Swift interface: "/v1/AUTH_lab"
};

[[nodiscard]] StoreEndpoint store_endpoint(const LabLayout& lab, std::string_view region);

// The buckets that `lab up` makes; the last is the archive tier.
[[nodiscard]] std::vector<std::string> store_buckets();

[[nodiscard]] std::vector<LabService> object_store_services(const LabLayout& lab);

}  // namespace firedrill
