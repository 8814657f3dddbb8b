// Two hosts of a test: network namespaces with a cable between them, an undo journal and a service
// each. Everything has a name of its own and goes when the test ends, whatever happened in it.
// Example: HostPair hosts; hosts.trial(ProcessKill{hosts.service()}, [&](auto& there) { ... });
#pragma once

#include <catch2/catch.hpp>
#include <functional>
#include <map>
#include <string>

#include "live/faults/injector.hpp"
#include "live/faults/inventory_shell.hpp"
#include "tests/unit/live/journal_fixture.hpp"

namespace firedrill {

class HostPair {
 public:
  HostPair();
  ~HostPair();
  HostPair(const HostPair&) = delete;
  HostPair& operator=(const HostPair&) = delete;

  // What was measured by the fault's own scripts while it was there: "loss" -> 0.01.
  using Measured = std::map<std::string, double>;

  // Injects, lets `during` look, heals and compares; requires that nothing remains. The fault's own
  // measurement is handed to `during`.
  void trial(const LiveFault& fault, const std::function<void(const Measured&)>& during);

  // What the host says it lacks for the fault; then nothing has been injected.
  std::vector<std::string> missing(const LiveFault& fault);

  // Runs a script in host "a" or "b" and returns what it printed, without the last line's end.
  std::string in(const std::string& host, const std::string& script);
  // What service.py prints of `words`.
  std::string python(const std::string& host, const std::string& words);

  [[nodiscard]] const std::string& folder() const { return folder_.path(); }
  [[nodiscard]] Host& host(const std::string& name);
  [[nodiscard]] TargetInventory& inventory() { return inventory_; }
  [[nodiscard]] static ServiceOn service() { return {"a", "service"}; }
  void start_service();

  static constexpr const char* address_a = "10.79.0.1";
  static constexpr const char* address_b = "10.79.0.2";

 private:
  [[nodiscard]] std::string space(const std::string& host) const;
  void here(const std::string& script);
  static Measured measured(const std::vector<ScriptRun>& runs);

  TemporaryFolder folder_;
  std::string prefix_;
  TargetInventory inventory_;
  Charter charter_;
  int drills_ = 0;
};

}  // namespace firedrill
