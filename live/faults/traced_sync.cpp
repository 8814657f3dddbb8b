#include "live/faults/traced_sync.hpp"

#include <fmt/format.h>

#include "live/undo/shell_text.hpp"

namespace firedrill {

FaultPart traced_sync_part(const FaultBuilder& build, const ServiceOn& on,
                           const HostService& service, const std::string& title,
                           const std::string& injection) {
  // Traced: each of its processes has a tracer.
  const std::string functions =
      service_functions(service) +
      "count() {\n"
      "  all=0 traced=0\n"
      "  for one in $(tree \"$(main_process)\"); do\n"
      "    tracer=$(sed -n 's/^TracerPid:\\t//p' \"/proc/$one/status\" 2>/dev/null)\n"
      "    [ -n \"$tracer\" ] || continue\n"
      "    all=$((all + 1))\n"
      "    [ \"$tracer\" = 0 ] || traced=$((traced + 1))\n"
      "  done\n"
      "}\n"
      "all_traced() { count; [ $all -gt 0 ] && [ $all -eq $traced ]; }\n"
      "none_traced() { count; [ $traced -eq 0 ]; }\n";
  FaultPart part = build.part(on.host, title);
  part.needs = needs_tools({"strace"}) + functions +
               "is_running || echo 'it does not run'\n"
               "none_traced || echo 'somebody else traces it'\n"
               "read -r scope 2>/dev/null </proc/sys/kernel/yama/ptrace_scope\n"
               "[ \"${scope:-0}\" != 3 ] || echo 'the kernel forbids tracing'\n"
               "strace -f -qq -o /dev/null -e trace=fsync -e inject=fsync:error=EIO true "
               "2>/dev/null || echo 'strace cannot trace here'\n";
  const std::string tracer = fmt::format(
      "exec strace -f -qq -o /dev/null -e trace=fsync,fdatasync -e inject=fsync,fdatasync:{} $(for "
      "one in $processes; do echo -p $one; done)",
      injection);
  part.inject = functions +
                "is_running || exit 1\n"
                "export processes=\"$(tree \"$(main_process)\")\"\n" +
                fmt::format("background {}\n", shell_quoted(tracer)) + "patiently all_traced\n";
  part.revert = functions + "end_background && patiently none_traced\n";
  part.state = functions + fmt::format("none_traced\necho {} traced $traced\n", service.name);
  part.verify = functions + "count\necho \"traced $traced $all\"\n";
  return part;
}

}  // namespace firedrill
