#include "live/lab/programs/trainer.hpp"

#include <fmt/format.h>

#include <atomic>
#include <condition_variable>
#include <cstdio>
#include <cstring>
#include <exception>
#include <fstream>
#include <mutex>
#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>
#include <thread>

#include "live/lab/programs/fenced_checkpoints.hpp"
#include "live/lab/programs/worker_ring.hpp"

namespace firedrill {
namespace {

using Json = nlohmann::ordered_json;

double seconds_of_now() {
  return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
}

void say(Json event) {
  event["at"] = seconds_of_now();
  fmt::print("{}\n", event.dump());
  std::fflush(stdout);
}

// Sends the newest state to the object store in a thread of its own: a store that is slow or cut
// off holds up nobody. States that are overtaken while one is being sent are left out.
class Uploader {
 public:
  explicit Uploader(FencedCheckpoints& checkpoints)
      : checkpoints_{checkpoints}, thread_{[this](const std::stop_token& stop) { work(stop); }} {}

  void offer(const TrainingState& state) {
    const std::lock_guard lock{mutex_};
    waiting_ = state;
    changed_.notify_one();
  }
  // Sends what is waiting, and ends.
  void finish() {
    thread_.request_stop();
    thread_.join();
  }
  [[nodiscard]] bool is_fenced() const { return is_fenced_; }

 private:
  void work(const std::stop_token& stop) {
    while (true) {
      std::optional<TrainingState> state;
      {
        std::unique_lock lock{mutex_};
        changed_.wait(lock, stop, [this] { return waiting_.has_value(); });
        state.swap(waiting_);
      }
      if (!state) {
        return;
      }
      switch (checkpoints_.upload(*state)) {
        case Saving::saved:
          break;
        case Saving::fenced:
          is_fenced_ = true;
          break;
        case Saving::failed:
          say({{"event", "not uploaded"}, {"step", state->step}});
          break;
      }
    }
  }

  FencedCheckpoints& checkpoints_;
  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::optional<TrainingState> waiting_;
  std::atomic<bool> is_fenced_ = false;
  std::jthread thread_;
};

std::string pack(const std::vector<ShardGradient>& shards) {
  std::string bytes;
  for (const ShardGradient& shard : shards) {
    const std::size_t begin = bytes.size();
    bytes.resize(begin + (1 + training_parameters) * sizeof(double));
    std::memcpy(bytes.data() + begin, &shard.loss, sizeof(double));
    std::memcpy(bytes.data() + begin + sizeof(double), shard.gradient.data(),
                training_parameters * sizeof(double));
  }
  return bytes;
}

// Shard s is the (s / workers)-th of worker s % workers.
std::vector<ShardGradient> unpack(const std::vector<std::string>& parts) {
  constexpr std::size_t size = (1 + training_parameters) * sizeof(double);
  std::vector<ShardGradient> shards(training_shards);
  for (std::size_t index = 0; index < shards.size(); ++index) {
    const std::string& part = parts[index % parts.size()];
    const std::size_t begin = index / parts.size() * size;
    if (part.size() < begin + size) {
      throw std::runtime_error{"a worker sent too few gradients"};
    }
    std::memcpy(&shards[index].loss, part.data() + begin, sizeof(double));
    shards[index].gradient.resize(training_parameters);
    std::memcpy(shards[index].gradient.data(), part.data() + begin + sizeof(double),
                training_parameters * sizeof(double));
  }
  return shards;
}

class Trainer {
 public:
  explicit Trainer(const TrainerOptions& options)
      : options_{options},
        ring_{options.addresses, options.rank, options.port, options.run + "/" + options.attempt},
        folder_{options.folder + "/" + options.run},
        bucket_{S3Client{options.store}, options.bucket, options.run},
        checkpoints_{folder_, bucket_, options.store.region} {}

  TrainingEnd run();

 private:
  [[nodiscard]] bool is_first() const { return ring_.rank() == 0; }
  void begin();
  void step();
  [[nodiscard]] Saving save();

  const TrainerOptions& options_;
  WorkerRing ring_;
  FolderPlace folder_;
  BucketPlace bucket_;
  FencedCheckpoints checkpoints_;
  std::optional<Uploader> uploader_;
  std::ofstream progress_;
  Checkpoint current_;
};

// The first worker claims an epoch and tells all what to go on from.
void Trainer::begin() {
  std::string message;
  if (is_first()) {
    auto claim = checkpoints_.claim(options_.takes_over);
    if (!claim) {
      throw std::runtime_error{"the folder of checkpoints cannot be written: " + options_.folder};
    }
    current_ = {claim->epoch, claim->newest ? claim->newest->state : initial_state()};
    say({{"event", "claimed"},
         {"epoch", claim->epoch},
         {"step", current_.state.step},
         {"loss", current_.state.loss},
         {"from_epoch", claim->newest ? claim->newest->epoch : 0},
         {"workers", ring_.size()},
         {"known_elsewhere", claim->is_in_bucket}});
    progress_.open(options_.folder + "/" + options_.run + ".progress.jsonl", std::ios::app);
    uploader_.emplace(checkpoints_);
    message = encode_checkpoint(current_);
  }
  const auto begun = decode_checkpoint(ring_.broadcast(std::move(message)));
  if (!begun) {
    throw std::runtime_error{"the first worker sent what is no checkpoint"};
  }
  current_ = *begun;
}

void Trainer::step() {
  std::vector<ShardGradient> mine;
  for (int shard = ring_.rank(); shard < training_shards; shard += ring_.size()) {
    mine.push_back(shard_gradient(current_.state, shard));
  }
  take_step(current_.state, unpack(ring_.gather(pack(mine))));
  if (is_first()) {
    progress_ << Json{{"epoch", current_.epoch},
                      {"step", current_.state.step},
                      {"loss", current_.state.loss},
                      {"workers", ring_.size()},
                      {"at", seconds_of_now()}}
                     .dump()
              << std::endl;
  }
}

Saving Trainer::save() {
  const Saving saving = uploader_->is_fenced() ? Saving::fenced : checkpoints_.save(current_.state);
  if (saving == Saving::saved) {
    uploader_->offer(current_.state);
  }
  return saving;
}

TrainingEnd Trainer::run() {
  begin();
  while (current_.state.step < options_.steps) {
    const Deadline due = after(options_.step_time);
    step();
    const bool is_due = current_.state.step % options_.checkpoint_every == 0 ||
                        current_.state.step == options_.steps;
    if (is_first() && is_due) {
      const Saving saving = save();
      if (saving != Saving::saved) {
        const bool is_fenced = saving == Saving::fenced;
        say({{"event", is_fenced ? "fenced" : "not saved"},
             {"epoch", current_.epoch},
             {"step", current_.state.step}});
        return is_fenced ? TrainingEnd::fenced : TrainingEnd::broken;
      }
    }
    std::this_thread::sleep_until(due);
  }
  if (is_first()) {
    uploader_->finish();
    say({{"event", "finished"},
         {"epoch", current_.epoch},
         {"step", current_.state.step},
         {"loss", current_.state.loss}});
  }
  return TrainingEnd::finished;
}

}  // namespace

TrainingEnd run_trainer(const TrainerOptions& options) {
  try {
    return Trainer{options}.run();
  } catch (const std::exception& error) {
    say({{"event", "broken"}, {"rank", options.rank}, {"error", error.what()}});
    return TrainingEnd::broken;
  }
}

}  // namespace firedrill
