// The lab of one node that the contract is tried on: small_lab.hpp.
#include "tests/contract/transport/small_lab.hpp"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <thread>

#include "live/lab/lab.hpp"
#include "live/lab/secrets.hpp"
#include "live/lab/services/remote_shell.hpp"
#include "live/lab/wan_settings.hpp"
#include "live/transport/inventory.hpp"

namespace firedrill {
namespace {

using namespace std::chrono_literals;
using Json = nlohmann::json;

constexpr const char* node = "here/db-1";

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

NodeEntrance find_node(const std::string& /*lab*/, const std::string& name) {
  EnteredNode entered = enter_node(small_lab().place(), name);
  return {std::move(entered.handle), std::move(entered.cgroups)};
}

}  // namespace

std::unique_ptr<Transport> transport_under_test(const std::string& kind) {
  if (kind == "local") {
    return make_local_transport();
  }
  const std::string root = small_lab().place().root;
  // By way of a file, as a user's inventory comes.
  const Json ssh{{"address", "10.77.1.11"},
                 {"identity", controller_key_of(root)},
                 {"known_hosts", known_hosts_of(root)},
                 {"host_key_alias", lab_host_key_alias},
                 {"proxy", std::string{FIREDRILL_PROGRAM} + " lab connect --name contract " + node},
                 {"proxy_passes_socket", true}};
  const Json access = kind == "ssh" ? Json{{"ssh", ssh}} : Json{{"namespace", {{"lab", "any"}}}};
  Json host{{"name", node}, {"region", "here"}};
  host.update(access);
  const std::string file = root + "/inventory.json";
  std::ofstream{file} << Json{
      {"format", "firedrill/inventory/1"}, {"name", "contract"}, {"hosts", Json::array({host})}};
  const Result<Inventory> inventory = load_inventory(file);
  REQUIRE(inventory);
  return make_transport(*inventory->host(node), root + "/ssh", find_node);
}

void switch_node(bool is_on) {
  const Json request{{"power", {{"node", node}, {"is_on", is_on}}}};
  static_cast<void>(ask_lab(small_lab().place(), request.dump()));
  if (is_on) {
    small_lab().wait();
  } else {
    std::this_thread::sleep_for(300ms);
  }
}

}  // namespace firedrill
