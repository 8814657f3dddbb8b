#include "live/undo/undo_journal.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "live/undo/journal_library.hpp"
#include "live/undo/shell_text.hpp"

namespace firedrill {
namespace {

// The journal counts in hundredths of a second, as /proc/uptime does; never earlier than asked.
std::int64_t hundredths(Duration length) {
  constexpr std::int64_t nanoseconds = 10'000'000;
  return (length.count() + nanoseconds - 1) / nanoseconds;
}

// The functions, and whose journal they work on. The text of the functions stays available to them
// in $library, which begin() leaves on the host.
std::string opening(const JournalPlace& place) {
  return fmt::format("library={}\neval \"$library\"\nJ={} drill={} holder={}\n",
                     shell_quoted(journal_library()), shell_quoted(place.folder),
                     shell_quoted(place.drill), shell_quoted(place.holder));
}

}  // namespace

std::string journal_begin(const JournalPlace& place, Duration deadline, bool is_only_locked) {
  return opening(place) +
         fmt::format("begin {}{}\n", hundredths(deadline), is_only_locked ? " only-locked" : "");
}

std::string journal_inject(const JournalPlace& place, const JournalEntry& entry) {
  return opening(place) + fmt::format("inject {} {} {} {} {}\n", shell_quoted(entry.name),
                                      hundredths(entry.length), shell_quoted(entry.inject),
                                      shell_quoted(entry.revert), shell_quoted(entry.state));
}

std::string journal_heal(const JournalPlace& place, const std::string& entry) {
  return opening(place) +
         fmt::format(
             "is_ours || exit 0\nentry=$J/entry-{}\n[ ! -e \"$entry\" ] || heal \"$entry\"\n",
             shell_quoted(entry));
}

std::string journal_run(const JournalPlace& place, const std::string& script) {
  return opening(place) + script + "\n";
}

std::string journal_table(const std::string& entry) {
  std::string table = "firedrill_" + entry;
  std::replace(table.begin(), table.end(), '-', '_');
  return table;
}

std::string journal_undo(const std::string& folder) {
  return opening({folder, ""}) + R"sh([ ! -L "$J" ] || { echo "$J is a symbolic link"; exit 69; }
undo_all
status=$?
[ -e "$J/drill" ] || status=0
exit $status
)sh";
}

std::string journal_status(const std::string& folder) { return opening({folder, ""}) + "status\n"; }

std::string journal_owner(const std::string& folder) {
  return fmt::format(
      "if read -r owner 2>/dev/null <{}/drill; then echo \"drill $owner\"\n"
      "else echo free; fi\n",
      shell_quoted(folder));
}

}  // namespace firedrill
