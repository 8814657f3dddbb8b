#include "app/workers.hpp"

#include <charconv>
#include <cstdlib>
#include <optional>

#include "models/text/document.hpp"

namespace firedrill {
namespace {

std::string text_of(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string{} : std::string{value};
}

std::optional<std::uint64_t> number_of(const char* name) {
  const std::string text = text_of(name);
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool is_number = error == std::errc{} && end == text.data() + text.size();
  return is_number ? std::optional{value} : std::nullopt;
}

// `job` may be any text that no other job of theirs has.
std::optional<WorkerPlace> started_together(const char* rank, const char* size,
                                            const std::string& job) {
  const auto worker = number_of(rank), workers = number_of(size);
  if (!worker || !workers || *worker >= *workers) {
    return std::nullopt;
  }
  constexpr std::size_t enough = 16;
  return WorkerPlace{*worker, *workers, false, sha256_hex(job).substr(0, enough)};
}

}  // namespace

WorkerPlace worker_place() {
  // Open MPI numbers its jobs by process, but draws this key for each.
  if (const auto place = started_together(
          "OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE",
          text_of("OMPI_MCA_orte_precondition_transports") + text_of("PMIX_NAMESPACE"))) {
    return *place;
  }
  const auto task = number_of("SLURM_ARRAY_TASK_ID"), count = number_of("SLURM_ARRAY_TASK_COUNT");
  if (task && count) {
    // Arrays begin anywhere and may take steps: --array=1-15:2.
    const std::uint64_t step = number_of("SLURM_ARRAY_TASK_STEP").value_or(1);
    const std::uint64_t first = number_of("SLURM_ARRAY_TASK_MIN").value_or(0);
    const std::uint64_t worker = *task < first || step == 0 ? *task : (*task - first) / step;
    if (worker < *count) {
      return {worker, *count, true, {}};
    }
  }
  // Of the step, which srun starts; the variables of a batch script say nothing of what it runs.
  return started_together("SLURM_PROCID", "SLURM_STEP_NUM_TASKS",
                          text_of("SLURM_JOB_ID") + "." + text_of("SLURM_STEP_ID"))
      .value_or(WorkerPlace{});
}

}  // namespace firedrill
