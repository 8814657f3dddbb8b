// Runs one service of the lab: waits for what it needs, writes its files, prepares, starts, asks
// until it is ready, and starts it again when it ends unasked. Everything happens in calls from the
// event loop, so that sixty of them start side by side.
// Example: ServiceRunner runner{loop, service, host}; runner.want(true); ... runner.stage()
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "live/lab/service.hpp"
#include "live/process/event_loop.hpp"
#include "live/process/spawn.hpp"

namespace firedrill {

enum class ServiceStage {
  stopped,    // nobody wants it
  waiting,    // for its node, or for a service it needs
  preparing,  // its preparations run
  starting,   // runs, and is asked whether it is ready
  ready,
  failed,  // given up: see why()
};

[[nodiscard]] std::string_view name_of(ServiceStage stage);

// What a runner needs from its supervisor.
struct RunnerHost {
  // Where the service's programs run; nothing while its node is down.
  struct Place {
    int namespaces = -1;  // handle of the node
    std::vector<std::string> cgroups;
  };
  std::function<std::optional<Place>()> place;
  std::function<bool(const std::string&)> is_ready;  // of a service, by "node/name"
  std::function<void()> changed;                     // the stage has changed
  std::string log_file;
};

class ServiceRunner {
 public:
  ServiceRunner(EventLoop& loop, LabService service, RunnerHost host);
  ServiceRunner(const ServiceRunner&) = delete;
  ServiceRunner& operator=(const ServiceRunner&) = delete;

  [[nodiscard]] const LabService& service() const { return service_; }
  [[nodiscard]] ServiceStage stage() const { return stage_; }
  [[nodiscard]] const std::string& why() const { return why_; }
  [[nodiscard]] int restarts() const { return restarts_; }
  [[nodiscard]] pid_t pid() const { return main_; }
  [[nodiscard]] Duration took() const { return took_; }  // from begin to ready, the last time

  // Whether it shall run. Wanting what has failed tries it anew.
  void want(bool is_wanted);
  // Goes on if what it waited for is there.
  void poke();
  // Its node is gone, and all that ran there: waits for the next.
  void lose_node();

 private:
  void enter(ServiceStage stage, std::string why = {});
  void begin();
  void prepare(std::size_t index);
  void launch();
  void ask();
  void answered(bool is_yes);
  void ended(int status);
  void fail_try(const std::string& why);
  void forget_processes();
  void end_processes(int signal);
  pid_t run(const CommandLine& command, std::function<void(int)> ended);
  void later(Duration delay, std::function<void()> work);

  EventLoop& loop_;
  LabService service_;
  RunnerHost host_;
  ServiceStage stage_ = ServiceStage::stopped;
  std::string why_;
  bool is_wanted_ = false;
  int tries_ = 0;     // in a row that came to nothing
  int restarts_ = 0;  // since the lab began
  pid_t main_ = -1;   // the service itself
  pid_t side_ = -1;   // a preparation or a question
  std::optional<EventLoop::TimerId> timer_;
  std::optional<EventLoop::TimerId> patience_;  // of a question, or of stopping
  EventLoop::Moment begun_;
  EventLoop::Moment launched_;
  Duration took_{};
};

// Writes `file` and its missing parents. Throws std::system_error or filesystem_error.
void write_lab_file(const LabFile& file);

}  // namespace firedrill
