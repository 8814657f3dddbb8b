// The configuration files of one region's Swift: its four servers, the daemons that move objects
// between regions, rsync for the databases of names, and what swift_daemons.py is to start.
// Example: service.files = swift_files(lab, lab.node("us-west-2/store-1"));
#pragma once

#include "live/lab/services/object_store.hpp"

namespace firedrill {

inline constexpr int store_port = 8080;
inline constexpr int store_tls_port = 8443;
inline constexpr int store_disks = 3;  // fewer than replicas, and a write would cross the WAN
inline constexpr std::string_view archive_policy = "archive";

[[nodiscard]] std::vector<LabFile> swift_files(const LabLayout& lab, const LabNode& node);

}  // namespace firedrill
