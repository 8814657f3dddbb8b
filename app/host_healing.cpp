#include "app/host_healing.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <future>

#include "live/undo/undo_journal.hpp"

namespace firedrill {

using namespace std::chrono_literals;

std::string HealedHost::outcome() const {
  if (!answer.succeeded()) {
    return answer.status == 78 ? "residue" : "unknown";
  }
  return before.empty() ? "nothing" : "healed";
}

std::vector<HealedHost> heal_hosts(const TargetInventory& inventory, HostShell& shell,
                                   const std::vector<std::string>& wanted) {
  std::vector<std::future<HealedHost>> asked;
  for (const Host& host : inventory.hosts) {
    const bool is_wanted =
        wanted.empty() || std::find(wanted.begin(), wanted.end(), host.name) != wanted.end();
    if (is_wanted) {
      asked.push_back(std::async(std::launch::async, [&shell, &host] {
        const ShellAnswer status = shell.run(host.name, journal_status(host.journal), 20s);
        return HealedHost{host.name, status.output,
                          shell.run(host.name, journal_undo(host.journal), 2min)};
      }));
    }
  }
  std::vector<HealedHost> all;
  all.reserve(asked.size());
  for (auto& one : asked) {
    all.push_back(one.get());
  }
  return all;
}

std::string healing_page(const std::vector<HealedHost>& all) {
  std::string page;
  for (const HealedHost& one : all) {
    const std::string outcome = one.outcome();
    if (outcome == "nothing") {
      page += fmt::format("{}: no drill was there\n", one.host);
    } else if (outcome == "healed") {
      page += fmt::format("{}: healed, as before the {}\n", one.host,
                          one.before.substr(0, one.before.find('\n')));
    } else {
      page += fmt::format("{}: {}\n{}{}", one.host,
                          outcome == "residue" ? "NOT as it was; the drill's lock stays"
                                               : "no answer, the watchdog there goes on",
                          one.answer.output, one.answer.error);
    }
  }
  return page;
}

nlohmann::ordered_json healing_json(const std::vector<HealedHost>& all) {
  auto hosts = nlohmann::ordered_json::array();
  for (const HealedHost& one : all) {
    hosts.push_back({{"host", one.host},
                     {"outcome", one.outcome()},
                     {"before", one.before},
                     {"output", one.answer.output},
                     {"error", one.answer.error}});
  }
  return hosts;
}

}  // namespace firedrill
