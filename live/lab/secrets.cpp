#include "live/lab/secrets.hpp"

#include <fmt/format.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "live/process/spawn.hpp"

namespace firedrill {
namespace {

using Json = nlohmann::ordered_json;
namespace fs = std::filesystem;

constexpr std::size_t secret_size = 24;  // bytes: 192 bits, a multiple of three for base64

using Noise = std::array<unsigned char, secret_size>;

Noise noise() {
  Noise bytes{};
  if (::getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size())) {
    throw_errno("getrandom");
  }
  return bytes;
}

std::string hexadecimal(const Noise& bytes) {
  std::string text;
  for (const unsigned char byte : bytes) {
    text += fmt::format("{:02x}", byte);
  }
  return text;
}

// RFC 4648, section 4.
std::string base64(const Noise& bytes) {
  constexpr std::string_view letters =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    const unsigned three =
        static_cast<unsigned>(bytes[at] << 16 | bytes[at + 1] << 8 | bytes[at + 2]);
    for (const unsigned shift : {18U, 12U, 6U, 0U}) {
      text += letters[three >> shift & 63U];
    }
  }
  return text;
}

std::string content_of(const std::string& path) {
  std::ifstream stream{path};
  std::ostringstream text;
  text << stream.rdbuf();
  if (!stream) {
    throw_errno(path);
  }
  return text.str();
}

void make_key(const std::string& path) {
  Launch launch;
  launch.arguments = {"ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "firedrill", "-f", path};
  launch.environment = plain_environment();
  const Child child = spawn(launch);
  int status = 0;
  ::waitpid(child.pid, &status, 0);
  if (status != 0) {
    throw std::runtime_error{"ssh-keygen could not make " + path};
  }
}

std::string file_of(const std::string& root) { return root + "/keys/secrets.json"; }

}  // namespace

std::string controller_key_of(const std::string& root) { return root + "/keys/controller"; }

std::string known_hosts_of(const std::string& root) { return root + "/keys/known_hosts"; }

LabSecrets make_secrets(const std::string& root) {
  const std::string folder = root + "/keys";
  fs::create_directories(folder);
  checked(::chmod(folder.c_str(), 0700), folder);
  make_key(controller_key_of(root));
  make_key(folder + "/host");
  LabSecrets secrets;
  secrets.store_key = hexadecimal(noise());
  secrets.database_password = hexadecimal(noise());
  secrets.name_update_key = base64(noise());
  secrets.cluster_key = hexadecimal(noise());
  secrets.ssh_authorized_key = content_of(controller_key_of(root) + ".pub");
  secrets.ssh_host_key = content_of(folder + "/host");
  std::ofstream{known_hosts_of(root)} << lab_host_key_alias << ' '
                                      << content_of(folder + "/host.pub");
  const Json kept{{"store_key", secrets.store_key},
                  {"database_password", secrets.database_password},
                  {"name_update_key", secrets.name_update_key},
                  {"cluster_key", secrets.cluster_key},
                  {"ssh_authorized_key", secrets.ssh_authorized_key},
                  {"ssh_host_key", secrets.ssh_host_key}};
  std::ofstream stream{file_of(root)};
  stream << kept.dump(2) << '\n';
  stream.close();
  if (!stream) {
    throw_errno(file_of(root));
  }
  return secrets;
}

LabSecrets read_secrets(const std::string& root) {
  const Json kept = Json::parse(content_of(file_of(root)), nullptr, false);
  if (!kept.is_object()) {
    throw std::runtime_error{file_of(root) + " is damaged"};
  }
  return {kept.value("store_key", ""),          kept.value("database_password", ""),
          kept.value("name_update_key", ""),    kept.value("cluster_key", ""),
          kept.value("ssh_authorized_key", ""), kept.value("ssh_host_key", "")};
}

}  // namespace firedrill
