#include "live/lab/services/services.hpp"

#include <algorithm>
#include <iterator>

#include "live/lab/services/application.hpp"
#include "live/lab/services/cluster.hpp"
#include "live/lab/services/monitoring.hpp"
#include "live/lab/services/names.hpp"
#include "live/lab/services/object_store.hpp"
#include "live/lab/services/remote_shell.hpp"

namespace firedrill {

std::vector<LabService> lab_services(const LabLayout& lab, CommitMode mode) {
  std::vector<LabService> all = database_services(lab, mode);
  for (const std::vector<LabService>& some :
       {object_store_services(lab), name_services(lab), monitoring_services(lab),
        cluster_services(lab), application_services(lab), remote_shell_services(lab)}) {
    all.insert(all.end(), some.begin(), some.end());
  }
  const std::vector<LabFile> files = node_files(lab);
  for (LabService& service : all) {
    std::ranges::copy_if(files, std::back_inserter(service.files), [&](const LabFile& file) {
      return file.path.starts_with(node_folder(lab, lab.node(service.node)) + "/etc/");
    });
  }
  return all;
}

}  // namespace firedrill
