// The first process of a lab's own process namespace: makes nodes and cables, runs services and the
// WAN router, mends what ends unasked, and answers on a control socket. When it ends, however it
// ends, the kernel ends all that it started; nothing of a lab outlives it but files and empty
// control groups, whose names `lab down` knows.
// Example: run_supervisor(std::move(plan));  // in the child; never returns
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "live/lab/layout.hpp"
#include "live/lab/node.hpp"
#include "live/lab/service_runner.hpp"
#include "live/lab/wiring.hpp"
#include "live/network/wan_router.hpp"
#include "live/process/cgroup.hpp"
#include "live/process/event_loop.hpp"
#include "models/text/reader.hpp"

namespace firedrill {

// All that a supervisor is to bring up.
struct LabOrder {
  LabLayout layout;
  std::vector<LabService> services;
  std::vector<LinkSettings> wan;  // from region i to j: wan[i * regions + j]
  std::uint64_t seed = 1;
  std::string cgroup;  // "firedrill-main"; nodes are groups in it
  std::string plan_name;
  std::string plan_digest;
};

// Where in a lab's folder things are.
[[nodiscard]] std::string control_socket_of(const std::string& root);
[[nodiscard]] std::string wan_socket_of(const std::string& root);
[[nodiscard]] std::string log_of(const std::string& root, const std::string& node,
                                 const std::string& service);

class Supervisor {
 public:
  explicit Supervisor(LabOrder order);
  Supervisor(const Supervisor&) = delete;
  Supervisor& operator=(const Supervisor&) = delete;

  // Until it is told to stop.
  void run();

 private:
  struct Machine {
    NodeSpec spec;
    std::string address;  // "" of a gateway
    std::size_t region = 0;
    NodeProcess process;
    std::vector<std::string> cgroups;
    int starts = 0;
    std::string why;  // it is down
  };

  void add_machines();
  void add_services();
  void ensure();  // everything that is down comes up
  void ensure_later(Duration pause);
  void start_machine(Machine& machine);
  void machine_ended(Machine& machine);
  void start_wan();
  void wan_ended(int status);
  void poke_services();
  void note(const std::string& what);  // into the log, with the time

  void accept_client();
  void serve_client(int client);
  struct Reply {
    std::string text;
    int descriptor = -1;
  };
  [[nodiscard]] Reply answer(const std::string& request);
  [[nodiscard]] Reply enter_reply(const Node& name, ReadContext& context);
  void change_power(const Node& node, ReadContext& context);
  void change_service(const Node& node, ReadContext& context);
  [[nodiscard]] std::string status() const;
  [[nodiscard]] const std::string& address_of(const Machine& machine) const;
  [[nodiscard]] Machine* find_machine(const std::string& name);
  [[nodiscard]] Machine* named_machine(ObjectReader& object);

  LabOrder order_;
  EventLoop loop_;
  ControlGroups groups_;
  std::vector<RegionNetwork> networks_;
  std::vector<std::unique_ptr<Machine>> machines_;  // the gateways first
  std::vector<std::unique_ptr<ServiceRunner>> services_;
  std::map<std::string, ServiceRunner*> service_of_;
  FileDescriptor settings_;
  pid_t wan_ = -1;
  int wan_starts_ = 0;
  FileDescriptor socket_;
  std::map<int, FileDescriptor> clients_;
  EventLoop::Moment begin_;
  bool is_poking_ = false;
};

// Takes over the calling process, a child in new namespaces: its standard streams, mounts and name.
// Returns its exit status when it has been told to stop.
[[nodiscard]] int run_supervisor(LabOrder order);

}  // namespace firedrill
