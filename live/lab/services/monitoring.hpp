// Monitoring in a lab: in each region an observer (Prometheus, Alertmanager, blackbox exporter)
// that probes every region once a second, and one sink for their webhooks on the operations node.
// An observer that is cut off alone raises alarms too, so the sink counts: an alert is confirmed
// when `alert_quorum` observers raise it.
// Example: curl http://10.77.3.80:9080/alerts
#pragma once

#include "live/lab/services/common.hpp"

namespace firedrill {

inline constexpr int alert_quorum = 2;
inline constexpr int sink_port = 9080;

[[nodiscard]] std::vector<LabService> monitoring_services(const LabLayout& lab);

// Where alerts and notifications go: POST /alerts, POST /notifications; GET shows what has come.
[[nodiscard]] std::string sink_url(const LabLayout& lab);

}  // namespace firedrill
