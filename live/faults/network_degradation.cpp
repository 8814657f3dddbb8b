#include "live/faults/network_degradation.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "live/charter/safe_text.hpp"
#include "live/undo/shell_text.hpp"

namespace firedrill {
namespace {

double bits(Rate rate) { return rate.bytes_per_second * 8.0; }

std::string title_of(const NetworkDegradation& fault, const std::string& where) {
  std::string title = where + ":";
  if (fault.latency) {
    title += fmt::format(" latency {} ms", to_seconds(*fault.latency) * 1e3);
  }
  if (fault.loss) {
    title += fmt::format(" loss {} %", *fault.loss * 100.0);
  }
  if (fault.rate) {
    title += fmt::format(" rate {} Mbit/s", bits(*fault.rate) / 1e6);
  }
  return title;
}

// A queue of an interface, where there is none of somebody's own. "root noqueue" and "root mq" are
// what an interface has when nobody gave it one.
FaultPart queue_part(FaultPart part, const std::string& interface, const std::string& queue,
                     const std::string& kind) {
  const std::string device = shell_quoted(interface);
  part.needs = needs_tools({"tc", "unshare"}) +
               fmt::format(
                   "unshare -n tc qdisc add dev lo root {1} 2>/dev/null ||\n"
                   "  echo 'the kernel has no {2}: this cannot be done on its interfaces'\n"
                   "tc qdisc show dev {0} | grep -qE '^qdisc (noqueue|mq|pfifo_fast|fq_codel|fq) ' "
                   "||\n  echo 'the interface {0} has a queue of its own'\n",
                   device, queue, kind);
  part.inject += fmt::format("tc qdisc add dev {} root handle fd1: {}\n", device, queue);
  part.revert += fmt::format(
      "tc qdisc show dev {0} | grep -q '^qdisc {1} fd1:' || exit 0\n"
      "tc qdisc del dev {0} root\n",
      device, kind);
  part.state += fmt::format("tc qdisc show dev {}\n", device);
  part.verify += fmt::format("tc qdisc show dev {} | sed 's/^/qdisc /'\n", device);
  return part;
}

std::string netem_of(const NetworkDegradation& fault) {
  std::string words = "netem limit 100000";
  words += fmt::format(" delay {}us", std::max<std::int64_t>(1, fault.latency->count() / 1000));
  if (fault.loss) {
    words += fmt::format(" loss {:.6g}%", *fault.loss * 100.0);
  }
  if (fault.rate) {
    words += fmt::format(" rate {:.0f}bit", bits(*fault.rate));
  }
  return words;
}

// Ten milliseconds' worth may leave at once, and at least a large segment; what waits longer than
// 50 ms is dropped.
std::string tbf_of(Rate rate) {
  const double burst = std::max(65'536.0, rate.bytes_per_second * 0.01);
  return fmt::format("tbf rate {:.0f}bit burst {:.0f} latency 50ms", bits(rate), burst);
}

// What is lost goes to lo, which throws away what is not for it. Dropped here, the sender would be
// told at once (ENOBUFS), and its TCP would not take it for a loss on the way.
FaultPart loss_part(FaultPart part, const Host& host, double loss) {
  const std::string rules = fmt::format(
      "table netdev $table {{\n"
      "  chain outgoing {{\n    type filter hook egress device {} priority -400\n"
      "    counter\n    numgen random mod 1000000 < {:.0f} counter fwd to lo\n  }}\n}}\n",
      host.interface, loss * 1e6);
  part.needs = needs_tools({"nft"}) +
               fmt::format(
                   "table=firedrill_check\nnft -c -f - <<RULES 2>/dev/null || echo 'no nftables "
                   "with random numbers, netdev egress and fwd'\n{}RULES\n",
                   rules);
  part.inject = fmt::format("nft -f - <<RULES\n{}RULES\n", rules);
  part.revert =
      "nft list table netdev \"$table\" >/dev/null 2>&1 || exit 0\n"
      "nft delete table netdev \"$table\"\n";
  part.state = "nft list table netdev \"$table\" 2>/dev/null || echo 'no rules'\n";
  part.verify =
      "set -- $(nft list table netdev \"$table\" | sed -n 's/.*counter packets \\([0-9]*\\) "
      ".*/\\1/p')\n"
      "echo \"sent $1 1\"\necho \"dropped $2 1\"\n";
  return part;
}

FaultPart router_part(const FaultBuilder& build, const NetworkDegradation& fault) {
  const RegionRouter& router = *build.inventory().router;
  FaultPart part = build.part(
      router.host, title_of(fault, fmt::format("{} to {}", fault.from_region, fault.to_region)));
  std::string words;
  if (fault.latency) {
    words += fmt::format(" --delay \"$(plus \"$1\" {:.9f})s\"", to_seconds(*fault.latency));
  }
  if (fault.loss) {
    words += fmt::format(" --loss {:.6g}", *fault.loss);
  }
  if (fault.rate) {
    words += fmt::format(" --rate {:.0f}bit/s", bits(*fault.rate));
  }
  // link prints delay [s], loss and rate [bytes/s] of the pair; set takes what it printed.
  const std::string command = shell_words(router.command);
  const std::string functions = fmt::format(
      "plus() {{ awk -v a=\"$1\" -v b=\"$2\" 'BEGIN {{ printf \"%.9f\", a + b }}'; }}\n"
      "link() {{\n"
      "  {0} --json </dev/null | tr '{{}}' '\\n\\n' | tr -d ' \\n' | sed 's/\"from\":/\\n&/g' |\n"
      "    sed -n 's/^\"from\":\"{1}\",\"to\":\"{2}\",.*\"delay_s\":\\([^,]*\\),.*"
      "\"rate_bytes_per_s\":\\([^,]*\\),\"loss\":\\([^,]*\\),.*/\\1 \\3 \\2/p'\n"
      "}}\n"
      "change() {{ {0} --from {1} --to {2} \"$@\" </dev/null >/dev/null; }}\n",
      command, fault.from_region, fault.to_region);
  part.needs = needs_tools({"awk", router.command.front()}) + functions +
               "[ -n \"$(link)\" ] || echo 'the router does not know these regions'\n";
  part.inject =
      functions +
      "link >\"$entry/link\" && [ -s \"$entry/link\" ] && sync \"$entry/link\" || exit 1\n"
      "set -- $(cat \"$entry/link\")\n" +
      fmt::format("change{}\n", words);
  part.revert = functions +
                "[ -s \"$entry/link\" ] || exit 0\n"
                "set -- $(cat \"$entry/link\")\n"
                "case $3 in 0 | 0.0) rate=unlimited ;; *) rate=\"$3B/s\" ;; esac\n"
                "change --delay \"$1s\" --loss \"$2\" --rate \"$rate\"\n";
  part.state = functions + "link\n";
  part.verify = functions +
                "set -- $(link) $(cat \"$entry/link\")\n"
                "echo \"latency $(plus \"$1\" \"-$4\") s\"\n"
                "echo \"loss $2 1\"\necho \"rate $3 B/s\"\n";
  return part;
}

}  // namespace

Result<FaultParts> parts_of(const NetworkDegradation& fault, const TargetInventory& inventory) {
  FaultBuilder build{"network_degradation", inventory};
  if (!fault.latency && !fault.loss && !fault.rate) {
    build.senseless("nothing is degraded", "write \"latency\", \"loss\" or \"rate\"");
  }
  if (fault.loss && !(*fault.loss > 0.0 && *fault.loss <= 1.0)) {
    build.senseless("a loss is a probability above 0", "write 0.01 for one packet in a hundred");
  }
  if (fault.rate && !(bits(*fault.rate) >= 8000.0)) {
    build.senseless("less than 8 kbit/s is no rate but a cut", "use a partition");
  }
  if (fault.latency && fault.latency->count() <= 0) {
    build.senseless("a latency is above 0", "write \"50 ms\"");
  }
  const bool by_router = !fault.from_region.empty() || !fault.to_region.empty();
  if (by_router && !(is_safe_name(fault.from_region) && is_safe_name(fault.to_region))) {
    build.senseless("both regions are needed", "write the names of two regions");
  }
  if (by_router && !inventory.router) {
    build.lacks(inventory.name, "router between regions");
  }
  const Host* const host = by_router ? nullptr : build.host(fault.host);
  if (host != nullptr && host->interface.empty()) {
    build.lacks(host->name, "interface");
  }
  FaultParts parts;
  if (!build.is_sound()) {
    return build.finish(std::move(parts));
  }
  if (by_router) {
    parts.push_back(router_part(build, fault));
  } else if (fault.latency) {
    parts.push_back(queue_part(build.part(host->name, title_of(fault, host->name)), host->interface,
                               netem_of(fault), "netem"));
  } else {
    if (fault.loss) {
      parts.push_back(loss_part(build.part(host->name, title_of({.loss = fault.loss}, host->name)),
                                *host, *fault.loss));
    }
    if (fault.rate) {
      parts.push_back(queue_part(build.part(host->name, title_of({.rate = fault.rate}, host->name)),
                                 host->interface, tbf_of(*fault.rate), "tbf"));
    }
  }
  return build.finish(std::move(parts));
}

}  // namespace firedrill
