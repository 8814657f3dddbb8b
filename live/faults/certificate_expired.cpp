#include "live/faults/certificate_expired.hpp"

#include <fmt/format.h>

#include "live/undo/shell_text.hpp"

namespace firedrill {

Result<FaultParts> parts_of(const CertificateExpired& fault, const TargetInventory& inventory) {
  FaultBuilder build{"certificate_expired", inventory};
  FaultParts parts;
  const HostService* const service = build.service(fault.on);
  if (service != nullptr && (service->certificate.empty() || service->key.empty())) {
    build.lacks(service->name, "certificate and key");
  }
  if (service == nullptr || !build.is_sound()) {
    return build.finish(std::move(parts));
  }
  const std::string certificate = shell_quoted(service->certificate);
  const std::string key = shell_quoted(service->key);
  const std::string reload =
      service->reload.empty() ? "kill -HUP \"$(main_process)\"" : shell_words(service->reload);
  const std::string functions = service_functions(*service) +
                                fmt::format("reload() {{ is_running || return 0; {}; }}\n", reload);
  const std::string signer =
      service->authority_key.empty()
          ? fmt::format("-signkey {}", key)
          : fmt::format(
                "-CA {} -CAkey {} -set_serial 0x$(od -An -tx1 -N8 /dev/urandom | tr -d ' ')",
                shell_quoted(service->authority), shell_quoted(service->authority_key));
  FaultPart part =
      build.part(fault.on.host, fmt::format("the certificate of {} has expired", service->name));
  part.needs = needs_tools({"openssl"}) +
               fmt::format(
                   "[ -f {0} ] && [ ! -L {0} ] || echo 'no certificate {0}'\n"
                   "openssl x509 -in {0} -noout -checkend 0 >/dev/null || echo 'it has expired "
                   "already'\n",
                   certificate);
  // Written into the file as it is, whose owner and mode its service needs.
  part.inject =
      functions + fmt::format(
                      "cp {0} \"$entry/certificate\" && sync \"$entry/certificate\" || "
                      "exit 1\n"
                      "openssl x509 -x509toreq -copy_extensions copy -in {0} -signkey {1} "
                      "-out \"$entry/request\" 2>/dev/null &&\n"
                      "  openssl x509 -req -in \"$entry/request\" -days -1 "
                      "-copy_extensions copy {2} -out \"$entry/expired\" 2>/dev/null &&\n"
                      "  cat \"$entry/expired\" >{0} && reload\n",
                      certificate, key, signer);
  part.revert = functions + fmt::format(
                                "[ -s \"$entry/certificate\" ] || exit 0\n"
                                "cmp -s \"$entry/certificate\" {0} && exit 0\n"
                                "cat \"$entry/certificate\" >{0} && reload\n",
                                certificate);
  part.state = fmt::format("cat {}\n", certificate);
  part.verify = fmt::format(
      "openssl x509 -in {} -noout -checkend 0 >/dev/null && echo 'expired 0 1' || echo 'expired 1 "
      "1'\n",
      certificate);
  parts.push_back(std::move(part));
  return build.finish(std::move(parts));
}

}  // namespace firedrill
