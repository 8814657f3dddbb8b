#include "live/transport/inventory.hpp"

#include <algorithm>
#include <array>
#include <filesystem>

#include "scenarios/names.hpp"
#include "scenarios/notes.hpp"

namespace firedrill {
namespace {

constexpr std::int64_t highest_port = 65'535;

class InventoryReader {
 public:
  explicit InventoryReader(const std::string& path)
      : folder_{std::filesystem::absolute(path).parent_path()} {}
  Result<Inventory> read(const Document& document);

 private:
  void read_ssh(const Node& node, bool is_host, SshAddress& address);
  InventoryHost read_host(const Node& node);
  [[nodiscard]] std::string resolved(const std::string& path) const {
    return path.empty() ? "" : (folder_ / path).lexically_normal().string();
  }

  std::filesystem::path folder_;
  ReadContext context_;
  SshAddress defaults_;
  std::vector<std::string> labels_;
};

// What all hosts share may stand once; an address is each host's own.
void InventoryReader::read_ssh(const Node& node, bool is_host, SshAddress& address) {
  ObjectReader object{node, context_};
  allow_notes(object);
  if (is_host) {
    address.host = object.string("address");
  }
  const auto take = [&](std::string_view key, std::string& value) {
    if (auto text = object.optional_string(key)) {
      value = *text;
    }
  };
  take("user", address.user);
  take("host_key_alias", address.host_key_alias);
  take("proxy", address.proxy);
  for (auto [key, value] :
       {std::pair{"identity", &address.identity}, std::pair{"known_hosts", &address.known_hosts}}) {
    if (auto text = object.optional_string(key)) {
      *value = resolved(*text);
    }
  }
  address.port =
      static_cast<int>(object.optional_integer("port", 1, highest_port).value_or(address.port));
  address.proxy_passes_socket =
      object.optional_boolean("proxy_passes_socket").value_or(address.proxy_passes_socket);
  address.connect_patience =
      object.optional_duration("connect_patience").value_or(address.connect_patience);
  object.finish();
}

InventoryHost InventoryReader::read_host(const Node& node) {
  static constexpr std::array<std::string_view, 3> words{"local", "namespace", "ssh"};
  ObjectReader object{node, context_};
  allow_notes(object);
  InventoryHost host;
  host.name = object.string("name");
  host.region = object.string("region");
  host.roles = object.optional_strings("roles");
  host.labels = object.optional_strings("labels");
  host.labels.insert(host.labels.end(), labels_.begin(), labels_.end());
  const auto choice = choose(object, words, "way to reach the host");
  if (choice && choice->index == 0) {
    ObjectReader{*choice->node, context_}.finish();
  } else if (choice && choice->index == 1) {
    ObjectReader place{*choice->node, context_};
    host.access = NamespaceAccess{place.string("lab")};
    place.finish();
  } else if (choice) {
    SshAddress address = defaults_;
    read_ssh(*choice->node, true, address);
    host.access = std::move(address);
  }
  object.finish();
  return host;
}

Result<Inventory> InventoryReader::read(const Document& document) {
  ObjectReader object{document.root, context_};
  allow_notes(object);
  read_format(object, "firedrill/inventory/1");
  Inventory inventory;
  inventory.name = object.string("name");
  labels_ = object.optional_strings("labels");
  if (const Node* const ssh = object.optional("ssh")) {
    read_ssh(*ssh, false, defaults_);
  }
  NameTable names{"host"};
  names.collect(object.optional("hosts"), "name", context_);
  object.each("hosts", [&](const Node& item) { inventory.hosts.push_back(read_host(item)); });
  object.finish();
  if (context_.has_errors()) {
    return context_.diagnostics();
  }
  inventory.digest = document.digest();
  return inventory;
}

}  // namespace

bool InventoryHost::has_label(std::string_view label) const {
  return std::find(labels.begin(), labels.end(), label) != labels.end();
}

const InventoryHost* Inventory::host(std::string_view wanted) const {
  const auto found = std::find_if(hosts.begin(), hosts.end(),
                                  [&](const InventoryHost& one) { return one.name == wanted; });
  return found == hosts.end() ? nullptr : &*found;
}

std::vector<const InventoryHost*> Inventory::with_role(std::string_view role,
                                                       std::string_view region) const {
  std::vector<const InventoryHost*> found;
  for (const InventoryHost& one : hosts) {
    const bool has_role = std::find(one.roles.begin(), one.roles.end(), role) != one.roles.end();
    if (has_role && (region.empty() || one.region == region)) {
      found.push_back(&one);
    }
  }
  return found;
}

Result<Inventory> load_inventory(const std::string& path) {
  const Result<Document> document = load_document(path);
  if (!document) {
    return document.error();
  }
  return InventoryReader{path}.read(*document);
}

std::unique_ptr<Transport> make_transport(const InventoryHost& host, const std::string& folder,
                                          FindLabNode find) {
  if (const auto* ssh = std::get_if<SshAddress>(&host.access)) {
    return make_ssh_transport(*ssh, folder);
  }
  if (const auto* node = std::get_if<NamespaceAccess>(&host.access)) {
    return make_namespace_transport(host.name, [find = std::move(find), lab = node->lab,
                                                name = host.name] { return find(lab, name); });
  }
  return make_local_transport();
}

}  // namespace firedrill
