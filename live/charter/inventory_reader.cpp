// Reads an inventory: everything that will become part of a command is checked here, once.

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <set>

#include "live/charter/file_check.hpp"
#include "live/charter/inventory.hpp"
#include "live/charter/safe_text.hpp"
#include "scenarios/notes.hpp"

namespace firedrill {
namespace {

constexpr std::array<std::string_view, 4> environments{"lab", "test", "drill", "staging"};
constexpr std::array<std::string_view, 4> ways{"local", "lab", "namespace", "ssh"};
constexpr std::array<std::string_view, 3> process_words{"systemd", "pid_file", "command"};
constexpr std::size_t most_hosts = 10'000;

class TargetReader {
 public:
  Result<TargetInventory> read(const Document& document);

 private:
  // Members that may be missing give "".
  std::string name(ObjectReader& object, std::string_view key, bool is_needed = true);
  std::string path(ObjectReader& object, std::string_view key, bool is_needed = false);
  std::string address(ObjectReader& object, std::string_view key);
  std::vector<std::string> words(ObjectReader& object, std::string_view key, bool is_needed);
  std::vector<int> ports(ObjectReader& object);
  Reach reach(const Node& node);
  ReachSsh ssh(ObjectReader& object);
  Host host(const Node& node);
  HostService service(const Node& node);
  ServiceProcess process(ObjectReader& object);
  SqlAccess sql(const Node& node);
  HostPower power(const Node& node);
  void refuse_production(const Node& node, std::string_view text);
  void check_references(const Node& hosts, const TargetInventory& inventory);

  ReadContext context_;
  bool is_here_ = false;  // the host being read is this machine, whose files can be looked at
};

std::string TargetReader::name(ObjectReader& object, std::string_view key, bool is_needed) {
  const Node* const node = is_needed ? object.required(key) : object.optional(key);
  if (node == nullptr) {
    return "";
  }
  if (node->kind != NodeKind::string || !is_safe_name(node->string)) {
    context_.error(*node, "FD5001", "{} is not a name that means the same to everybody",
                   "use letters, digits and . _ - / : @, beginning with a letter or digit");
    return "";
  }
  return node->string;
}

std::string TargetReader::path(ObjectReader& object, std::string_view key, bool is_needed) {
  const Node* const node = is_needed ? object.required(key) : object.optional(key);
  if (node == nullptr) {
    return "";
  }
  if (node->kind != NodeKind::string || !is_safe_path(node->string)) {
    context_.error(*node, "FD5002", "{} is not an absolute path without detours",
                   "write it from / on, without \"..\", with plain letters, digits and . _ - : @");
    return "";
  }
  if (is_here_ && goes_through_link(node->string)) {
    context_.error(*node, "FD5007", "{} goes through a symbolic link",
                   "write where the link leads");
  }
  return node->string;
}

std::string TargetReader::address(ObjectReader& object, std::string_view key) {
  const Node* const node = object.optional(key);
  if (node == nullptr) {
    return "";
  }
  const bool is_six = key == "address6";
  if (node->kind != NodeKind::string || !(is_six ? is_ipv6(node->string) : is_ipv4(node->string))) {
    context_.error(*node, "FD5003",
                   fmt::format("{{}} is not an IPv{} address of one host", is_six ? 6 : 4),
                   is_six ? "write it like \"fd77:1::11\"" : "write it like \"10.77.1.11\"");
    return "";
  }
  return node->string;
}

// Words of a command. They are never read by a shell, and have nothing in them that one would.
std::vector<std::string> TargetReader::words(ObjectReader& object, std::string_view key,
                                             bool is_needed) {
  std::vector<std::string> list;
  const auto read = [&](const Node& node) {
    if (node.kind != NodeKind::string || !is_safe_word(node.string)) {
      context_.error(node, "FD5001", "{} is not a plain word of a command",
                     "use letters, digits and % + , - . / : = @ _; put more into a script");
      return;
    }
    list.push_back(node.string);
  };
  if (is_needed) {
    object.each(key, read);
    if (list.empty() && object.required(key) != nullptr && !context_.has_errors()) {
      context_.error(*object.required(key), "FD5001", "{} is no command", "name a program");
    }
  } else {
    object.each_optional(key, read);
  }
  return list;
}

std::vector<int> TargetReader::ports(ObjectReader& object) {
  std::vector<int> list;
  object.each_optional("ports", [&](const Node& node) {
    if (node.kind != NodeKind::number || node.number < 1.0 || node.number > 65'535.0 ||
        node.number != static_cast<int>(node.number)) {
      context_.error(node, "FD2006", "{} is not a port", "write a whole number from 1 to 65535");
      return;
    }
    list.push_back(static_cast<int>(node.number));
  });
  return list;
}

ReachSsh TargetReader::ssh(ObjectReader& object) {
  ReachSsh found;
  found.address = name(object, "address");
  found.user = name(object, "user");
  found.port = static_cast<int>(object.optional_integer("port", 1, 65'535).value_or(22));
  is_here_ = true;  // these two files are
  found.identity = path(object, "identity");
  found.known_hosts = path(object, "known_hosts", true);
  is_here_ = false;
  found.host_key_alias = name(object, "host_key_alias", false);
  found.proxy = words(object, "proxy", false);
  found.proxy_passes_socket = object.optional_boolean("proxy_passes_socket").value_or(false);
  found.connect_patience =
      object.optional_duration("connect_patience").value_or(found.connect_patience);
  if (found.connect_patience < std::chrono::seconds{1} ||
      found.connect_patience > std::chrono::minutes{10}) {
    context_.error(*object.required("connect_patience"), "FD2006",
                   "{} is no patience for a connection", "write 1 s to 10 min");
  }
  return found;
}

Reach TargetReader::reach(const Node& node) {
  ObjectReader object{node, context_};
  Reach found;
  if (const auto way = choose(object, ways, "way to reach a host")) {
    ObjectReader members{*way->node, context_};
    is_here_ = way->index != 3;
    if (way->index == 1) {
      found = ReachLab{name(members, "lab")};
    } else if (way->index == 2) {
      found = ReachNamespace{path(members, "path", true)};
    } else if (way->index == 3) {
      found = ssh(members);
    }
    members.finish();
  }
  object.finish();
  return found;
}

ServiceProcess TargetReader::process(ObjectReader& object) {
  ServiceProcess found;
  if (const auto way = choose(object, process_words, "way to find its processes")) {
    ObjectReader members{*way->node, context_};
    if (way->index == 0) {
      found = SystemdUnit{name(members, "unit")};
    } else if (way->index == 2) {
      CommandWords command{words(members, "words", true), words(members, "start", false)};
      if (command.words.size() == 1) {
        context_.error(*way->node, "FD5001", "one word does not tell a process from others",
                       "give at least two of its arguments");
      }
      found = command;
    } else {
      PidFile file;
      file.path = path(members, "path", true);
      file.start = words(members, "start", false);
      file.stop = words(members, "stop", false);
      found = file;
    }
    members.finish();
  }
  return found;
}

SqlAccess TargetReader::sql(const Node& node) {
  ObjectReader object{node, context_};
  SqlAccess access;
  access.socket = path(object, "socket", true);
  access.user = name(object, "user");
  access.database = name(object, "database");
  access.port = static_cast<int>(object.optional_integer("port", 1, 65'535).value_or(5432));
  object.finish();
  return access;
}

HostService TargetReader::service(const Node& node) {
  ObjectReader object{node, context_};
  allow_notes(object);
  HostService found;
  found.name = name(object, "name");
  found.process = process(object);
  found.ports = ports(object);
  found.folder = path(object, "folder");
  found.certificate = path(object, "certificate");
  found.key = path(object, "key");
  found.authority = path(object, "authority");
  found.authority_key = path(object, "authority_key");
  found.reload = words(object, "reload", false);
  found.clock_file = path(object, "clock_file");
  if (const Node* const access = object.optional("sql")) {
    found.sql = sql(*access);
  }
  found.relation = name(object, "relation", false);
  found.slot = name(object, "slot", false);
  found.is_monitoring = object.optional_boolean("monitoring").value_or(false);
  object.finish();
  return found;
}

HostPower TargetReader::power(const Node& node) {
  ObjectReader object{node, context_};
  HostPower found;
  found.from = name(object, "from");
  found.off = words(object, "off", true);
  found.on = words(object, "on", true);
  found.is_on = words(object, "is_on", true);
  object.finish();
  return found;
}

void TargetReader::refuse_production(const Node& node, std::string_view text) {
  if (means_production(text)) {
    context_.error(node, "FD5006", "{} says that this is production",
                   "drills act on labs and staging only; list hosts of those");
  }
}

Host TargetReader::host(const Node& node) {
  ObjectReader object{node, context_};
  allow_notes(object);
  Host found;
  is_here_ = false;
  found.name = name(object, "name");
  found.region = name(object, "region");
  found.component = name(object, "component", false);
  found.environment = environments[object.word("environment", environments)];
  if (const Node* const way = object.required("reach")) {
    found.reach = reach(*way);
  }
  found.address = address(object, "address");
  found.address6 = address(object, "address6");
  found.interface = name(object, "interface", false);
  found.cgroup = path(object, "cgroup");
  found.journal = path(object, "journal", true);
  found.hosts_file = path(object, "hosts_file");
  object.each_optional("control", [&](const Node& one) {
    if (one.kind != NodeKind::string || !is_ipv4(one.string)) {
      context_.error(one, "FD5003", "{} is not an IPv4 address of one host",
                     "write it like \"10.77.1.11\"");
    } else {
      found.control.push_back(one.string);
    }
  });
  if (const Node* const one = object.optional("power")) {
    found.power = power(*one);
  }
  if (const Node* const one = object.optional("uplink")) {
    ObjectReader members{*one, context_};
    found.uplink = HostUplink{name(members, "from"), name(members, "interface")};
    members.finish();
  }
  object.each_optional("disks", [&](const Node& one) {
    ObjectReader members{one, context_};
    found.disks.push_back({name(members, "name"), path(members, "mount", true)});
    members.finish();
  });
  object.each_optional("services",
                       [&](const Node& one) { found.services.push_back(service(one)); });
  if (const Node* const labels = object.optional("labels")) {
    for (const auto& [key, value] : labels->members) {
      refuse_production(value, key);
      refuse_production(value, value.string);
    }
  }
  // The component is the plan's word for what it stands in for: a plan is about production.
  for (const std::string_view key : {"name", "region", "environment"}) {
    if (const Node* const one = node.find(key)) {
      refuse_production(*one, one->string);
    }
  }
  object.finish();
  return found;
}

void TargetReader::check_references(const Node& hosts, const TargetInventory& inventory) {
  std::set<std::string> names;
  for (std::size_t index = 0; index < inventory.hosts.size(); ++index) {
    const Host& one = inventory.hosts[index];
    if (!one.name.empty() && !names.insert(one.name).second) {
      context_.error(*hosts.items[index].find("name"), "FD3002", "{} is given twice",
                     "names are how a charter refers to hosts: give each one its own");
    }
    const auto check = [&](const std::string& from, std::string_view key) {
      if (!from.empty() && inventory.host(from) == nullptr) {
        context_.error(*hosts.items[index].find(key), "FD5005",
                       fmt::format("the inventory has no host \"{}\"", from),
                       "list the host that does this");
      }
    };
    check(one.power ? one.power->from : "", "power");
    check(one.uplink ? one.uplink->from : "", "uplink");
  }
}

Result<TargetInventory> TargetReader::read(const Document& document) {
  ObjectReader object{document.root, context_};
  allow_notes(object);
  read_format(object, "firedrill/target/1");
  TargetInventory inventory;
  inventory.name = name(object, "name");
  if (const Node* const own = document.root.find("name")) {
    refuse_production(*own, own->string);
  }
  object.each("hosts", [&](const Node& node) {
    if (inventory.hosts.size() < most_hosts) {
      inventory.hosts.push_back(host(node));
    }
  });
  const Node* const hosts = document.root.find("hosts");
  if (hosts != nullptr && hosts->kind == NodeKind::array) {
    if (hosts->items.empty() || hosts->items.size() > most_hosts) {
      context_.error(*hosts, "FD5008", "an inventory has 1 to 10,000 hosts", "list its hosts");
    } else {
      check_references(*hosts, inventory);
    }
  }
  if (const Node* const node = object.optional("router")) {
    ObjectReader members{*node, context_};
    RegionRouter router{name(members, "host"), words(members, "command", true)};
    if (!router.host.empty() && inventory.host(router.host) == nullptr) {
      context_.error(*node, "FD5005", fmt::format("the inventory has no host \"{}\"", router.host),
                     "list the host that does this");
    }
    members.finish();
    inventory.router = router;
  }
  object.finish();
  if (context_.has_errors()) {
    return context_.diagnostics();
  }
  inventory.digest = document.digest();
  return inventory;
}

}  // namespace

Result<TargetInventory> read_target(const Document& document) {
  return TargetReader{}.read(document);
}

Result<TargetInventory> load_target(const std::string& path) {
  const Result<Document> document = load_guarded(path);
  return document ? read_target(*document) : Result<TargetInventory>{document.error()};
}

}  // namespace firedrill
