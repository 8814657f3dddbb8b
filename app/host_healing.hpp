// Healing hosts from outside, as `firedrill undo` and `firedrill stop` do: all at once, by what
// their own undo journals hold, and what there is to say of it.
// Example: const auto all = heal_hosts(inventory, shell, {}); print(healing_page(all));
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "live/charter/inventory.hpp"
#include "live/undo/host_shell.hpp"

namespace firedrill {

struct HealedHost {
  std::string host;
  std::string before;  // journal_status
  ShellAnswer answer;  // of journal_undo

  // "nothing" was there, it is "healed", there is "residue", or it is "unknown": no answer.
  [[nodiscard]] std::string outcome() const;
  [[nodiscard]] bool is_good() const { return answer.succeeded(); }
};

// Those of `inventory` that are `wanted`; if none is, all. In the inventory's order.
[[nodiscard]] std::vector<HealedHost> heal_hosts(const TargetInventory& inventory, HostShell& shell,
                                                 const std::vector<std::string>& wanted);

// A line a host, more where something remains.
[[nodiscard]] std::string healing_page(const std::vector<HealedHost>& all);
// An array: `host`, `outcome`, `before`, `output`, `error`.
[[nodiscard]] nlohmann::ordered_json healing_json(const std::vector<HealedHost>& all);

}  // namespace firedrill
