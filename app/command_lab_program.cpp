// firedrill lab-program: the servers and workers that a lab runs and that no package brings. Not
// for people: the lab's services start it, with options that only they know.

#include <fmt/core.h>

#include <cstdlib>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <vector>

#include "app/cli.hpp"
#include "app/commands.hpp"
#include "live/lab/programs/application.hpp"
#include "live/lab/programs/power_switch.hpp"
#include "live/lab/programs/sink.hpp"
#include "live/lab/programs/trainer.hpp"
#include "models/text/words.hpp"

namespace firedrill {
namespace {

struct ServerArguments {
  std::string listen;
  std::string record;
  int quorum = 2;
  std::string region;
  std::string databases;
  int local_databases = 1;
  std::string password_file;
  std::string store;
  std::string store_key_file;
};

struct TrainerArguments {
  std::string config;
  std::string name = "train";
  std::string peers;
  int rank = 0;
  std::int64_t steps = 0;
  std::int64_t step_milliseconds = 0;
  int checkpoint_every = 8;
  bool takes_over = false;
};

struct LabProgramArguments {
  ServerArguments server;
  TrainerArguments train;
  PowerSwitch power;
};

// A variable that Slurm sets for each worker, as a number.
int from_slurm(const char* name, int otherwise) {
  const char* const text = std::getenv(name);
  return text == nullptr ? otherwise : std::stoi(text);
}

ApplicationOptions application_options(const ServerArguments& arguments) {
  ApplicationOptions options;
  options.listen = parse_endpoint(arguments.listen);
  options.region = arguments.region;
  for (const std::string& address : comma_separated(arguments.databases)) {
    options.databases.push_back({address, 5432});
  }
  options.local_databases = arguments.local_databases;
  options.password_file = arguments.password_file;
  options.store_url = arguments.store;
  options.store_key_file = arguments.store_key_file;
  return options;
}

TrainerOptions trainer_options(const TrainerArguments& arguments) {
  std::ifstream file{arguments.config};
  if (!file) {
    throw std::runtime_error{"cannot read " + arguments.config};
  }
  const auto config = nlohmann::json::parse(file);
  TrainerOptions options;
  options.run = arguments.name;
  for (const std::string& peer : comma_separated(arguments.peers)) {
    options.addresses.push_back(config.at("addresses").at(peer));
  }
  options.rank = arguments.rank;
  const int restarts = from_slurm("SLURM_RESTART_COUNT", 0);
  options.attempt = fmt::format("{}.{}", from_slurm("SLURM_JOB_ID", 0), restarts);
  // A worker of an earlier start may still hold its port.
  options.port = config.at("port").get<int>() + restarts % 100;
  options.folder = config.at("checkpoints");
  std::string key;
  std::getline(std::ifstream{config.at("store_key_file").get<std::string>()}, key);
  options.store = {config.at("store"), config.at("region"), "lab:admin", key};
  options.bucket = config.at("bucket");
  options.steps = arguments.steps;
  options.step_time = std::chrono::milliseconds{arguments.step_milliseconds};
  options.checkpoint_every = arguments.checkpoint_every;
  options.takes_over = arguments.takes_over;
  return options;
}

ExitCode to_exit(TrainingEnd end) {
  switch (end) {
    case TrainingEnd::finished:
      return ExitCode::met;
    case TrainingEnd::broken:
      return ExitCode::broken;
    case TrainingEnd::fenced:
      return ExitCode::missed;
  }
  return ExitCode::broken;
}

class LabProgram : public CommandWith<LabProgramArguments> {
 public:
  explicit LabProgram(CLI::App& program)
      : CommandWith{program,
                    {"lab-program", "Servers and workers of a lab; its services start them",
                     "  firedrill lab-program sink --listen 127.0.0.1:9080 --record sink.jsonl"}},
        sink_{*line_.add_subcommand("sink", "takes alerts and notifications")},
        application_{*line_.add_subcommand("application", "what users talk to")},
        train_{*line_.add_subcommand("train", "one worker of the training job")},
        power_{*line_.add_subcommand("power-switch", "runs a program while a file is there")} {
    line_.group("");  // not in the list of commands
    line_.require_subcommand(1);
    add_server_options();
    add_train_options();
    power_.add_option("FILE", arguments_.power.file)->required();
    power_.add_option("PROGRAM", arguments_.power.program)->required();
  }

  [[nodiscard]] ExitCode run() const override {
    const ServerArguments& server = arguments_.server;
    if (sink_.parsed()) {
      run_sink({parse_endpoint(server.listen), server.quorum, server.record});
    }
    if (application_.parsed()) {
      run_application(application_options(server));
    }
    if (power_.parsed()) {
      run_power_switch(arguments_.power);
    }
    return to_exit(run_trainer(trainer_options(arguments_.train)));
  }

 private:
  void add_server_options() {
    ServerArguments& server = arguments_.server;
    for (CLI::App* const one : {&sink_, &application_}) {
      one->add_option("--listen", server.listen, "ADDRESS:PORT")->required();
    }
    sink_.add_option("--record", server.record, "file to append to")->required();
    sink_.add_option("--quorum", server.quorum, "observers that confirm an alert");
    application_.add_option("--region", server.region)->required();
    application_.add_option("--databases", server.databases, "addresses")->required();
    application_.add_option("--local-databases", server.local_databases, "how many are near");
    application_.add_option("--password-file", server.password_file)->required();
    application_.add_option("--store", server.store, "URL")->required();
    application_.add_option("--store-key-file", server.store_key_file)->required();
  }

  void add_train_options() {
    TrainerArguments& train = arguments_.train;
    train_.add_option("--config", train.config, "of the cluster")->required();
    train_.add_option("--peers", train.peers, "names of all workers, by rank")->required();
    train_.add_option("--rank", train.rank, "of this worker, from 0");
    train_.add_option("--name", train.name, "of the run");
    train_.add_option("--steps", train.steps, "in all")->required();
    train_.add_option("--step-milliseconds", train.step_milliseconds, "that a step takes at least");
    train_.add_option("--checkpoint-every", train.checkpoint_every, "steps");
    train_.add_flag("--takes-over", train.takes_over, "from a region that may still be training");
  }

  CLI::App& sink_;
  CLI::App& application_;
  CLI::App& train_;
  CLI::App& power_;
};

}  // namespace

std::unique_ptr<Command> make_lab_program(CLI::App& program) {
  return std::make_unique<LabProgram>(program);
}

}  // namespace firedrill
