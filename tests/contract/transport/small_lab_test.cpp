// The lab of one node that the contract is tried on: small_lab.hpp.
#include "tests/contract/transport/small_lab.hpp"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <thread>

#include "live/lab/lab.hpp"
#include "live/lab/secrets.hpp"
#include "live/lab/services/remote_shell.hpp"
#include "live/lab/wan_settings.hpp"

namespace firedrill {
namespace {

using namespace std::chrono_literals;
using Json = nlohmann::json;

class SmallLab {
 public:
  SmallLab() : place_{*place_of_lab("contract")} {
    if (::geteuid() != 0) {
      throw std::runtime_error{"the transports' contract needs root: it makes a lab"};
    }
    const LabLock lock{place_};
    end_lab(place_);
    std::filesystem::create_directories(place_.root);
    LabOrder order;
    order.layout.name = place_.name;
    order.layout.root = place_.root;
    order.layout.regions = {{"here", "10.77.1.0/24", {{"here", "db-1", "10.77.1.11"}}}};
    order.layout.secrets = make_secrets(place_.root);
    order.services = remote_shell_services(order.layout);
    order.wan = default_wan(order.layout);
    order.cgroup = place_.cgroup;
    start_lab(place_, order);
    wait();
  }
  SmallLab(const SmallLab&) = delete;
  SmallLab& operator=(const SmallLab&) = delete;
  ~SmallLab() {
    const LabLock lock{place_};
    end_lab(place_);
  }

  void wait() const {
    for (int count = 0; count < 200; ++count) {
      std::this_thread::sleep_for(50ms);
      try {
        if (Json::parse(ask_lab(place_, R"({"status": true})").text).value("is_ready", false)) {
          return;
        }
      } catch (const std::system_error&) {  // it does not listen yet
      }
    }
    throw std::runtime_error{"the lab did not come up; see " + place_.root + "/supervisor.log"};
  }

  [[nodiscard]] const LabPlace& place() const { return place_; }

 private:
  LabPlace place_;
};

SmallLab& small_lab() {
  static SmallLab lab;
  return lab;
}

// A network namespace beside the lab; it goes with the program.
class SmallNamespace {
 public:
  SmallNamespace() {
    remove();
    if (std::system(("ip netns add " + std::string{name}).c_str()) != 0) {  // NOLINT: fixed words
      throw std::runtime_error{"no network namespace can be made"};
    }
  }
  SmallNamespace(const SmallNamespace&) = delete;
  SmallNamespace& operator=(const SmallNamespace&) = delete;
  ~SmallNamespace() { remove(); }

  static constexpr const char* name = "fd-contract";

 private:
  static void remove() {
    std::error_code error;
    if (std::filesystem::exists("/run/netns/" + std::string{name}, error)) {
      static_cast<void>(std::system(("ip netns del " + std::string{name}).c_str()));  // NOLINT
    }
  }
};

Json reach_of(const std::string& kind) {
  if (kind == "lab") {
    return {{"lab", {{"lab", "contract"}}}};
  }
  if (kind == "namespace") {
    static const SmallNamespace space;
    return {{"namespace", {{"path", std::string{"/run/netns/"} + SmallNamespace::name}}}};
  }
  if (kind == "local") {
    return {{"local", Json::object()}};
  }
  const std::string root = small_lab().place().root;
  return {
      {"ssh",
       {{"address", "10.77.1.11"},
        {"user", "root"},
        {"identity", controller_key_of(root)},
        {"known_hosts", known_hosts_of(root)},
        {"host_key_alias", lab_host_key_alias},
        {"proxy", {FIREDRILL_PROGRAM, "lab", "connect", "--name", "contract", small_host, "22"}},
        {"proxy_passes_socket", true},
        {"connect_patience", "3 s"}}}};
}

}  // namespace

ProcessShell shell_under_test(const std::string& kind) {
  const std::string root = small_lab().place().root;
  // By way of a file, as a user's inventory comes.
  const std::string file = root + "/inventory.json";
  const Json host{{"name", small_host},
                  {"region", "here"},
                  {"environment", "lab"},
                  {"reach", reach_of(kind)},
                  {"journal", root + "/journal"}};
  std::ofstream{file} << Json{
      {"format", "firedrill/target/1"}, {"name", "contract"}, {"hosts", Json::array({host})}};
  const Result<TargetInventory> inventory = load_target(file);
  if (!inventory) {
    throw std::runtime_error{inventory.error().front().message};
  }
  return ProcessShell{way_to(*inventory, FIREDRILL_PROGRAM)};
}

void switch_node(bool is_on) {
  const Json request{{"power", {{"node", small_host}, {"is_on", is_on}}}};
  static_cast<void>(ask_lab(small_lab().place(), request.dump()));
  if (is_on) {
    small_lab().wait();
  } else {
    std::this_thread::sleep_for(300ms);
  }
}

}  // namespace firedrill
