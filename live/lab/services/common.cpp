#include "live/lab/services/common.hpp"

#include <fmt/format.h>

#include <utility>

namespace firedrill {

std::string node_folder(const LabLayout& lab, const LabNode& node) {
  return fmt::format("{}/nodes/{}", lab.root, node.id());
}

std::string service_folder(const LabLayout& lab, const LabNode& node, std::string_view service) {
  return fmt::format("{}/{}", node_folder(lab, node), service);
}

LabFile folder_of(std::string path, std::string owner, unsigned mode) {
  return {std::move(path), "", std::move(owner), mode, true};
}

CommandLine shell(std::string script, std::string user) {
  return {{"sh", "-ec", std::move(script)}, {}, std::move(user), "/"};
}

CommandLine http_answers(std::string url) {
  return {{"curl", "--silent", "--fail", "--insecure", "--max-time", "1", "--output", "/dev/null",
           std::move(url)},
          {},
          "nobody",
          "/"};
}

Readiness ready_when(CommandLine probe, Duration patience) {
  return {std::move(probe), std::chrono::milliseconds{100}, patience};
}

LabService task(std::string name, const LabNode& node, std::vector<std::string> needs,
                CommandLine command, Duration patience) {
  LabService service;
  service.name = std::move(name);
  service.node = node.id();
  service.needs = std::move(needs);
  service.start = std::move(command);
  service.readiness.interval = std::chrono::milliseconds{500};
  service.readiness.patience = patience;
  service.ends = true;
  return service;
}

}  // namespace firedrill
