#include "live/faults/bit_rot.hpp"

#include <fmt/format.h>

#include <array>

#include "live/charter/safe_text.hpp"
#include "live/undo/shell_text.hpp"

namespace firedrill {
namespace {

constexpr std::array<std::string_view, 3> places{"a database page", "an object", "a backup"};

// The function `file_name` prints where the file is; "" and problems if that cannot be known.
std::string file_function(FaultBuilder& build, const BitRot& fault) {
  if (fault.relation.empty()) {
    if (!is_safe_path(fault.file)) {
      build.senseless("a file is an absolute path without \"..\" and signs that a shell reads",
                      "write \"/srv/backups/part-1\"");
    }
    return fmt::format("file_name() {{ echo {}; }}\n", shell_quoted(fault.file));
  }
  const HostService* const service = build.service({fault.host, fault.service});
  if (service == nullptr) {
    return "";
  }
  if (!service->sql || service->folder.empty()) {
    build.lacks(service->name, "sql and folder");
    return "";
  }
  return fmt::format("file_name() {{ echo {}/$({}); }}\n", shell_quoted(service->folder),
                     sql_command(*service->sql, fmt::format("select pg_relation_filepath({})",
                                                            sql_quoted(fault.relation))));
}

}  // namespace

Result<FaultParts> parts_of(const BitRot& fault, const TargetInventory& inventory) {
  FaultBuilder build{"bit_rot", inventory};
  FaultParts parts;
  const Host* const host = build.host(fault.host);
  const std::string name = host == nullptr ? "" : file_function(build, fault);
  if (fault.offset < 0) {
    build.senseless("an offset is not below 0", "write 4096");
  }
  if (!build.is_sound()) {
    return build.finish(std::move(parts));
  }
  // Bytes as decimal numbers. The time of the last change, to the nanosecond, is put back: only a
  // checksum can tell.
  const std::string functions = fmt::format(
      "{}offset={}\n"
      "byte_at() {{ dd if=\"$1\" bs=1 skip=$offset count=1 2>/dev/null | od -An -tu1 | tr -d ' '; "
      "}}\n"
      "write_byte() {{\n"
      "  touch -r \"$1\" \"$entry/time\"\n"
      "  printf \"\\\\$(printf %03o \"$2\")\" |\n"
      "    dd of=\"$1\" bs=1 seek=$offset count=1 conv=notrunc,fsync 2>/dev/null || return 1\n"
      "  touch -r \"$entry/time\" \"$1\"\n"
      "}}\n",
      name, fault.offset);
  FaultPart part = build.part(
      fault.host, fmt::format("a bit of {} at {} of {}", places[static_cast<std::size_t>(fault.in)],
                              fault.offset, fault.relation.empty() ? fault.file : fault.relation));
  part.needs = needs_tools({"dd", "od", "touch"}) + functions +
               "file=$(file_name)\n"
               "[ -f \"$file\" ] && [ ! -L \"$file\" ] || { echo \"no file $file\"; exit 0; }\n"
               "[ -n \"$(byte_at \"$file\")\" ] || echo \"$file has no byte at $offset\"\n";
  part.inject = functions +
                "file=$(file_name)\n[ -f \"$file\" ] && [ ! -L \"$file\" ] || exit 1\n"
                "sound=$(byte_at \"$file\")\n[ -n \"$sound\" ] || exit 1\n"
                "echo \"$file $sound $((sound ^ 1))\" >\"$entry/rot\" && sync \"$entry/rot\"\n"
                "write_byte \"$file\" $((sound ^ 1))\n";
  part.revert = functions +
                "read -r file sound rotten 2>/dev/null <\"$entry/rot\" || exit 0\n"
                "[ -f \"$file\" ] && [ \"$(byte_at \"$file\")\" = \"$rotten\" ] || exit 0\n"
                "write_byte \"$file\" \"$sound\"\n";
  part.state = functions +
               "file= rotten=-\nread -r file sound rotten 2>/dev/null <\"$entry/rot\"\n"
               "[ -n \"$file\" ] && [ \"$(byte_at \"$file\")\" = \"$rotten\" ] && echo rotten || "
               "echo sound\n";
  part.verify =
      functions +
      "read -r file sound rotten <\"$entry/rot\"\n"
      "[ \"$(byte_at \"$file\")\" = \"$rotten\" ] && echo 'bits 1 1' || echo 'bits 0 1'\n";
  parts.push_back(std::move(part));
  return build.finish(std::move(parts));
}

}  // namespace firedrill
