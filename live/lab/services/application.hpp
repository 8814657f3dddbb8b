// The application of a lab, as its users meet it: an HTTP service behind the name app.lab.test that
// writes and reads the database and the object store. It runs in the first two regions (each tries
// its own region's database first and takes whichever accepts writes), and is cold in the third.
// Example: curl -X PUT --data 42 http://app.lab.test:8080/records/order-1
#pragma once

#include "live/lab/services/common.hpp"

namespace firedrill {

inline constexpr int application_port = 8080;

[[nodiscard]] std::vector<LabService> application_services(const LabLayout& lab);

// "http://10.77.1.50:8080"
[[nodiscard]] std::string application_url(const LabNode& node);

// Files that hold the secrets of the lab's own programs, which read them anew when they need them.
[[nodiscard]] std::string database_password_file(const LabLayout& lab);
[[nodiscard]] std::string store_key_file(const LabLayout& lab);

}  // namespace firedrill
