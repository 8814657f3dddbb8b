#include "app/shared_work.hpp"

#include <fmt/core.h>

#include "app/workers.hpp"

namespace firedrill {

CLI::Option* add_checkpoint_option(CLI::App& command, std::string& folder) {
  return command
      .add_option("--checkpoint", folder,
                  "keep what is done here: an interrupted run goes on from it, and processes of "
                  "mpirun, srun or a Slurm job array share it")
      ->option_text("FOLDER");
}

SharedRun shared_run(const std::string& folder) {
  if (folder.empty()) {
    return {};
  }
  const WorkerPlace place = worker_place();
  return {folder, place.worker, place.workers, place.is_array, place.job, FIREDRILL_VERSION};
}

void mention(const SharedOutcome& outcome, const SharedRun& run) {
  if (outcome.found > 0) {
    fmt::print(stderr, "firedrill: {} of {} blocks were in {} already\n", outcome.found,
               outcome.blocks, run.folder);
  }
  for (const auto& [worker, blocks] : outcome.taken_over) {
    fmt::print(stderr, "firedrill: worker {} was lost; {} of its blocks redone by another\n",
               worker, blocks);
  }
  if (run.only_own_share) {
    fmt::print(stderr,
               "firedrill: share {} of {} is in {}; once all are: the same command outside the "
               "array\n",
               run.worker + 1, run.workers, run.folder);
  }
}

bool lacks_checkpoint(const std::string& folder) {
  const WorkerPlace place = worker_place();
  const bool is_one_of_many = !place.job.empty() && place.workers > 1;
  if (is_one_of_many && folder.empty()) {
    fmt::print(stderr,
               "firedrill: {} processes were started, and each would do all of it; to share the "
               "work: --checkpoint FOLDER, which all can reach\n",
               place.workers);
  }
  return is_one_of_many && folder.empty();
}

bool is_array_in_vain(const std::string& command, const std::string& folder) {
  const bool is_in_vain = worker_place().is_array && !folder.empty();
  if (is_in_vain) {
    fmt::print(stderr,
               "firedrill: {} chooses what to try next by what all have found, and tasks of an "
               "array may run hours apart: share it by mpirun or srun\n",
               command);
  }
  return is_in_vain;
}

bool is_one_too_many(const std::string& command) {
  const WorkerPlace place = worker_place();
  const bool is_one_of_many = !place.job.empty() && place.workers > 1;
  if (is_one_of_many) {
    fmt::print(stderr,
               "firedrill: {} processes were started, and each would do all of it: {} has nothing "
               "to share; start one\n",
               place.workers, command);
  }
  return is_one_of_many;
}

}  // namespace firedrill
