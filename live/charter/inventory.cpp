#include "live/charter/inventory.hpp"

#include <algorithm>

namespace firedrill {
namespace {

template <class List>
auto find_in(const List& list, std::string_view name) -> decltype(list.data()) {
  const auto found =
      std::find_if(list.begin(), list.end(), [&](const auto& one) { return one.name == name; });
  return found == list.end() ? nullptr : &*found;
}

}  // namespace

const HostService* Host::service(std::string_view wanted) const {
  return find_in(services, wanted);
}

const HostDisk* Host::disk(std::string_view wanted) const { return find_in(disks, wanted); }

const Host* TargetInventory::host(std::string_view wanted) const { return find_in(hosts, wanted); }

std::vector<const Host*> TargetInventory::hosts_in(std::string_view region) const {
  std::vector<const Host*> found;
  for (const Host& one : hosts) {
    if (one.region == region) {
      found.push_back(&one);
    }
  }
  return found;
}

}  // namespace firedrill
