// What the services of every product share: where a service keeps its files, how it is asked
// whether it is ready, and a command for one node as a value, which is what the responder carries
// out later.
// Example: database_folder = service_folder(lab, node, "postgres");
//          readiness = ready_when(http_answers("http://10.77.1.20:8080/healthcheck"), seconds{20})
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "live/lab/layout.hpp"
#include "live/lab/service.hpp"

namespace firedrill {

// A command that is to run in one node, named as "region/name".
struct NodeCommand {
  std::string node;
  CommandLine command;
};

// ROOT/nodes/REGION/NODE
[[nodiscard]] std::string node_folder(const LabLayout& lab, const LabNode& node);
// ROOT/nodes/REGION/NODE/SERVICE
[[nodiscard]] std::string service_folder(const LabLayout& lab, const LabNode& node,
                                         std::string_view service);

[[nodiscard]] LabFile folder_of(std::string path, std::string owner, unsigned mode = 0755);

// `script` for sh, which stops at the first command that fails.
[[nodiscard]] CommandLine shell(std::string script, std::string user = "root");

// Exits with 0 when `url` answers with a status below 400 within a second; certificates are not
// looked at.
[[nodiscard]] CommandLine http_answers(std::string url);

// `probe`, asked every 100 ms until `patience` has passed.
[[nodiscard]] Readiness ready_when(CommandLine probe, Duration patience);

// A task, ready once it has ended with 0; tried again while `patience` lasts.
[[nodiscard]] LabService task(std::string name, const LabNode& node, std::vector<std::string> needs,
                              CommandLine command, Duration patience);

}  // namespace firedrill
