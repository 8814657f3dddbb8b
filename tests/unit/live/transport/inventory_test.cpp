#include "live/transport/inventory.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

namespace firedrill {
namespace {

using namespace std::chrono_literals;

// The codes of all errors in an inventory with these members.
std::vector<std::string> errors_of(const std::string& members) {
  const std::string path =
      (std::filesystem::temp_directory_path() / "firedrill-inventory-test.json").string();
  std::ofstream{path} << R"({"format": "firedrill/inventory/1", )" << members << "}";
  const Result<Inventory> read = load_inventory(path);
  std::filesystem::remove(path);
  std::vector<std::string> codes;
  if (!read) {
    for (const Diagnostic& one : read.error()) {
      codes.push_back(one.code);
      CHECK(one.place.line == 1);
    }
  }
  return codes;
}

TEST_CASE("the example says who is reached, and how") {
  const Result<Inventory> read = load_inventory("scenarios/inventories/staging-example.json");
  REQUIRE(read);
  CHECK(read->name == "staging-example");
  REQUIRE(read->hosts.size() == 4);
  const InventoryHost* const west = read->host("us-west-2/db-1");
  REQUIRE(west != nullptr);
  const auto& ssh = std::get<SshAddress>(west->access);
  CHECK(ssh.host == "192.0.2.17");
  CHECK(ssh.port == 2222);
  CHECK(ssh.user == "drill");  // what all share
  CHECK(ssh.connect_patience == 10s);
  CHECK(ssh.identity.ends_with("scenarios/inventories/keys/drill"));
  CHECK(west->has_label("staging"));
  CHECK(west->has_label("shared"));
  CHECK_FALSE(read->host("us-east-1/db-1")->has_label("shared"));
  CHECK(std::get<NamespaceAccess>(read->host("us-east-1/gpu-1")->access).lab == "main");
  CHECK(std::holds_alternative<LocalAccess>(read->host("controller")->access));
  CHECK(read->with_role("db").size() == 2);
  CHECK(read->with_role("db", "us-east-1").size() == 1);
  CHECK(read->host("nobody") == nullptr);
}

TEST_CASE("what is wrong with an inventory is said, all of it at once") {
  using Codes = std::vector<std::string>;
  CHECK(errors_of(R"("name": "a", "hosts": [])").empty());
  CHECK(errors_of(R"("name": "a")") == Codes{"FD2002"});
  CHECK(errors_of(R"("name": "a", "hosts": [{"name": "h", "region": "r"}])") == Codes{"FD3012"});
  CHECK(errors_of(R"("name": "a", "hosts": [{"name": "h", "region": "r", "local": {}, )"
                  R"("ssh": {"address": "x"}}])") == Codes{"FD3012"});
  const std::string twice = R"({"name": "h", "region": "r", "local": {}})";
  CHECK(errors_of(R"("name": "a", "hosts": [)" + twice + "," + twice + "]") == Codes{"FD3002"});
  CHECK(errors_of(R"("name": "a", "hosts": [{"name": "h", "region": "r", "ssh": {}}])") ==
        Codes{"FD2002"});
  CHECK(errors_of(R"("name": "a", "hosts": [{"name": "h", "region": "r", "ssh": {"address": "x", )"
                  R"("port": 0, "usr": "u", "connect_patience": 5}}])")
            .size() == 3);
}

}  // namespace
}  // namespace firedrill
