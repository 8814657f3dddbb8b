#include "live/lab/supervisor.hpp"

#include <fcntl.h>
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <algorithm>
#include <chrono>
#include <filesystem>

#include "live/process/control_socket.hpp"
#include "live/process/spawn.hpp"

namespace firedrill {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

constexpr const char* gateway_host = "gateway";
constexpr Duration wan_pause = 100ms;  // before the next router, where one died
constexpr Duration node_pause = 200ms;
constexpr Duration retry_pause = 1s;

}  // namespace

std::string control_socket_of(const std::string& root) { return root + "/control"; }
std::string wan_socket_of(const std::string& root) { return root + "/wan"; }
std::string log_of(const std::string& root, const std::string& node, const std::string& service) {
  return fmt::format("{}/nodes/{}/log/{}.log", root, node, service);
}

Supervisor::Supervisor(LabOrder order)
    : order_{std::move(order)},
      groups_{ControlGroups::detect()},
      settings_{make_settings_memory(order_.layout.regions.size())},
      begin_{std::chrono::steady_clock::now()} {
  for (const LabRegion& region : order_.layout.regions) {
    networks_.push_back(network_of(region));
  }
  add_machines();
  add_services();
}

void Supervisor::note(const std::string& what) {
  const auto now = std::chrono::system_clock::now();
  const auto seconds = std::chrono::time_point_cast<std::chrono::seconds>(now);
  const auto rest = std::chrono::duration_cast<std::chrono::milliseconds>(now - seconds);
  fmt::print(stderr, "{:%FT%T}.{:03}Z {}\n", fmt::gmtime(std::chrono::system_clock::to_time_t(now)),
             rest.count(), what);
}

void Supervisor::add_machines() {
  const auto add = [&](std::size_t region, const std::string& host, const std::string& address) {
    auto machine = std::make_unique<Machine>();
    const std::string& place = order_.layout.regions[region].name;
    machine->region = region;
    machine->address = address;
    machine->spec.name = place + "/" + host;
    machine->spec.host_name = host;
    machine->spec.folder = order_.layout.root + "/nodes/" + machine->spec.name;
    machine->spec.cgroup = fmt::format("{}/{}.{}", order_.cgroup, place, host);
    machine->spec.forwards = address.empty();
    fs::create_directories(machine->spec.folder + "/log");
    fs::create_directories(machine->spec.folder + "/etc");
    machines_.push_back(std::move(machine));
  };
  for (std::size_t region = 0; region < order_.layout.regions.size(); ++region) {
    add(region, gateway_host, "");
  }
  for (std::size_t region = 0; region < order_.layout.regions.size(); ++region) {
    for (const LabNode& node : order_.layout.regions[region].nodes) {
      add(region, node.name, node.address);
    }
  }
}

void Supervisor::add_services() {
  for (const LabService& service : order_.services) {
    Machine* const machine = find_machine(service.node);
    RunnerHost host;
    host.place = [machine]() -> std::optional<RunnerHost::Place> {
      if (!machine->process.is_running()) {
        return std::nullopt;
      }
      return RunnerHost::Place{machine->process.handle(), machine->cgroups};
    };
    host.is_ready = [this](const std::string& name) {
      const auto found = service_of_.find(name);
      return found != service_of_.end() && found->second->stage() == ServiceStage::ready;
    };
    const std::string name = service.node + "/" + service.name;
    host.changed = [this, name] {
      const ServiceRunner& runner = *service_of_.at(name);
      note(fmt::format("{} is {}{}{}", name, name_of(runner.stage()),
                       runner.why().empty() ? "" : ": ", runner.why()));
      if (!is_poking_) {
        is_poking_ = true;
        loop_.after(0s, [this] {
          is_poking_ = false;
          poke_services();
        });
      }
    };
    host.log_file = log_of(order_.layout.root, service.node, service.name);
    services_.push_back(std::make_unique<ServiceRunner>(loop_, service, std::move(host)));
    service_of_.emplace(name, services_.back().get());
    for (const LabFile& file : service.files) {
      // What is bound over a node's /etc must stand when the node is made; what is cold may be
      // prepared, a database restored, before its service is started.
      if (service.is_cold || file.path.starts_with(machine->spec.folder + "/etc/")) {
        write_lab_file(file);
      }
    }
  }
}

void Supervisor::poke_services() {
  for (const auto& service : services_) {
    service->poke();
  }
}

void Supervisor::start_machine(Machine& machine) {
  machine.cgroups = groups_.create(machine.spec.cgroup);
  machine.process.start(machine.spec, groups_);
  ++machine.starts;
  machine.why.clear();
  loop_.on_exit(machine.process.pid(), [this, &machine](int) { machine_ended(machine); });
  Machine& gateway = *machines_[machine.region];
  if (&machine == &gateway) {
    wire_gateway(machine.process.handle(), networks_[machine.region]);
  } else {
    plug_in(gateway.process.handle(), machine.process, networks_[machine.region], machine.address);
  }
  note(machine.spec.name + " is up");
}

void Supervisor::machine_ended(Machine& machine) {
  machine.process.ended();
  if (machine.why.empty()) {
    machine.why = "it was ended";
  }
  note(fmt::format("{} is down: {}", machine.spec.name, machine.why));
  for (const auto& service : services_) {
    if (service->service().node == machine.spec.name) {
      service->lose_node();
    }
  }
  if (machine.address.empty()) {
    // Cables end in a gateway: with it the region's nodes and the WAN lose theirs.
    ensure_later(node_pause);
  }
}

// In a call of its own: what the kernel refuses now, it may grant in a while.
void Supervisor::ensure_later(Duration pause) {
  loop_.after(pause, [this] {
    try {
      ensure();
    } catch (const std::exception& error) {
      note(fmt::format("cannot bring everything up: {}", error.what()));
      ensure_later(retry_pause);
    }
  });
}

void Supervisor::ensure() {
  for (const auto& machine : machines_) {
    if (machine->process.is_running()) {
      continue;
    }
    start_machine(*machine);
    if (machine->address.empty() && machine->starts > 1) {
      for (const auto& other : machines_) {
        if (!other->address.empty() && other->region == machine->region &&
            other->process.is_running()) {
          plug_in(machine->process.handle(), other->process, networks_[other->region],
                  other->address);
        }
      }
      if (wan_ > 0) {
        ::kill(wan_, SIGKILL);  // its device in that gateway is gone; the next has one
      }
    }
  }
  if (wan_ < 0) {
    start_wan();
  }
  for (const auto& service : services_) {
    if (!service->service().is_cold) {
      service->want(true);
    }
  }
  poke_services();
}

void Supervisor::start_wan() {
  WanConfig config;
  for (std::size_t region = 0; region < networks_.size(); ++region) {
    const RegionNetwork& network = networks_[region];
    config.regions.push_back({order_.layout.regions[region].name,
                              network.number,
                              {network.subnet, network.subnet6},
                              machines_[region]->process.handle()});
  }
  config.links = order_.wan;
  config.seed = order_.seed;
  config.socket = wan_socket_of(order_.layout.root);
  config.settings_memory = settings_.number();
  ++wan_starts_;
  wan_ = checked(::fork(), "fork");
  if (wan_ == 0) {
    ::prctl(PR_SET_NAME, "lab-wan");
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    try {
      groups_.leave_for_realtime();
      WanRouter router{std::move(config)};
      router.run();
    } catch (const std::exception& error) {
      note(fmt::format("the WAN router: {}", error.what()));
      ::_exit(1);
    }
    ::_exit(0);
  }
  loop_.on_exit(wan_, [this](int status) { wan_ended(status); });
  note(fmt::format("the WAN router runs, for the {}. time", wan_starts_));
}

void Supervisor::wan_ended(int status) {
  wan_ = -1;
  note(fmt::format("the WAN is cut: its router has ended (wait status {})", status));
  loop_.after(wan_pause, [this] {
    if (wan_ < 0) {
      start_wan();
    }
  });
}

void Supervisor::run() {
  socket_ = listen_control(control_socket_of(order_.layout.root));
  loop_.watch(socket_.number(), [this] { accept_client(); });
  loop_.reap_orphans();
  loop_.on_end([this] { loop_.stop(); });
  ensure_later(0s);
  loop_.run();
}

int run_supervisor(LabOrder order) {
  ::prctl(PR_SET_NAME, "lab-supervisor");
  ::setsid();
  ::umask(022);
  const std::string log = order.layout.root + "/supervisor.log";
  const FileDescriptor file{::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644)};
  const FileDescriptor null{::open("/dev/null", O_RDONLY | O_CLOEXEC)};
  ::dup2(null.number(), 0);
  ::dup2(file.number(), 1);
  ::dup2(file.number(), 2);
  try {
    checked(::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr), "mounts");
    checked(::mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, nullptr), "/proc");
    Supervisor{std::move(order)}.run();
  } catch (const std::exception& error) {
    fmt::print(stderr, "the supervisor ends: {}\n", error.what());
    return 1;
  }
  return 0;
}

}  // namespace firedrill
