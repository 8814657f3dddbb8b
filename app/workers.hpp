// Which of how many workers this process is, as whoever started it says: mpirun (Open MPI), srun,
// or a Slurm job array. No library of theirs is needed for that.
// Example: worker_place().workers == 2 under mpirun -n 2
#pragma once

#include <cstdint>
#include <string>

namespace firedrill {

struct WorkerPlace {
  std::uint64_t worker = 0, workers = 1;
  bool is_array = false;  // tasks of an array may run hours apart: none waits for the others
  std::string job{};      // that started all of them at once, as a file's name; "": only one
};

// From the environment; one worker of one where nothing there speaks of more.
[[nodiscard]] WorkerPlace worker_place();

}  // namespace firedrill
