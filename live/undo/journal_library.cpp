#include "live/undo/journal_library.hpp"

namespace firedrill {
namespace {

// $J is the journal's folder, $drill the name of the drill, $entry the folder of one fault. Times
// are hundredths of a second since the machine was started, which no change of the clock moves.
// File descriptors: 7 one undo at a time, 8 one watchdog at a time, 9 one change of an entry at a
// time.
constexpr std::string_view basics = R"sh(# firedrill's undo journal. By hand: sh undo.sh undo FOLDER
read -r boot </proc/sys/kernel/random/boot_id
clock() {
  read -r up rest </proc/uptime
  now=$((${up%.*} * 100 + 1${up#*.} - 100))
}
# put FILE TEXT: written whole and synced, or not at all.
put() {
  printf '%s\n' "$2" >"$1.new" && sync "$1.new" && mv "$1.new" "$1" && sync "${1%/*}"
}
# note FILE TEXT: written whole or not at all; what is lost with the machine is no harm.
note() {
  printf '%s\n' "$2" >"$1.new" && mv "$1.new" "$1"
}
# calmly COMMAND...: with ordinary priority, also from a watchdog, which has a higher one.
calmly() {
  nice -n "${calm:-0}" "$@"
}
# is_due FILE: whether the time in it has come; a start of the machine since then counts as that.
is_due() {
  due_boot= due_at=
  read -r due_boot due_at 2>/dev/null <"$1"
  clock
  [ "$due_boot" != "$boot" ] || [ "$now" -ge "${due_at:-0}" ]
}
# mark FILE: this very process, by its number and its start.
mark() {
  read -r stat </proc/self/stat
  process=${stat%% *}
  set -- "$1" ${stat##*) }
  note "$1" "$process ${21}"
}
# is_alive FILE: whether the process marked there still runs; $process is its number.
is_alive() {
  process= started=
  read -r process started 2>/dev/null <"$1" || return 1
  read -r stat 2>/dev/null <"/proc/$process/stat" || return 1
  set -- ${stat##*) }
  [ "$1" != Z ] && [ "${20}" = "$started" ]
}
# background SCRIPT: goes on until the fault is reverted; has these functions too.
background() {
  FIREDRILL_FAULT=$entry J=$J entry=$entry setsid sh -c ". '$J/undo.sh'
$1" </dev/null >>"$entry/background.out" 2>&1 7>&- 8>&- 9>&- &
}
# processes_of ENTRY: what runs in its background.
processes_of() {
  grep -lsz "^FIREDRILL_FAULT=$1" /proc/[0-9]*/environ | cut -d/ -f3
}
end_background() {
  for attempt in 1 2 3 4 5 6 7 8 9 10; do
    remaining=$(processes_of "$entry\$")
    [ -n "$remaining" ] || return 0
    kill -9 $remaining 2>/dev/null
    sleep 0.05
  done
  return 1
}
# tree PROCESS: it and all that descends from it.
tree() {
  cat /proc/[0-9]*/stat 2>/dev/null | awk -v root="$1" '
    { process = $1; sub(/.*\) /, ""); parent[process] = $2 }
    END {
      kept[root]
      do {
        grows = 0
        for (one in parent) {
          if (!(one in kept) && (parent[one] in kept)) { kept[one]; grows = 1 }
        }
      } while (grows)
      for (one in kept) printf "%s ", one
    }'
}
# runs PROCESS: whether it is there and no zombie.
runs() {
  [ -n "$1" ] && read -r stat 2>/dev/null <"/proc/$1/stat" || return 1
  set -- ${stat##*) }
  [ "$1" != Z ]
}
# patiently COMMAND...: until it succeeds, for 30 s at most.
patiently() {
  tries=0
  until "$@"; do
    tries=$((tries + 1))
    [ $tries -lt 300 ] || return 1
    sleep 0.1
  done
}
# seconds_left: until this entry heals by itself, rounded up.
seconds_left() {
  read -r due_boot due_at <"$entry/deadline"
  clock
  [ "$due_at" -gt "$now" ] || { echo 1; return; }
  echo $(((due_at - now + 99) / 100))
}
# What a drill may change in this host's network, and what it may leave running.
host_state() {
  nft -s list ruleset 2>/dev/null | sed 's/ expires [0-9a-z]*//g'
  tc qdisc show 2>/dev/null
  ip -o link show 2>/dev/null | sed 's/ state [A-Z]* / /; s/,LOWER_UP//; s/NO-CARRIER,//'
  ip -o addr show 2>/dev/null | sed '/ scope link /d; s/valid_lft.*//; s/ tentative / /'
  ip route show 2>/dev/null | sed 's/ linkdown//'
  for left in $(processes_of "$J/"); do
    echo "process $left"
  done
}
)sh";

constexpr std::string_view healing = R"sh(
# heal ENTRY: reverts it if it is not; 78 and what differs if it is not as it was.
heal() (
  entry=$1
  exec 9>"$entry/busy"
  if ! flock -w 2 9; then  # an injection that hangs, or somebody else who heals
    is_alive "$entry/injector" && kill -KILL "-$process"
    flock -w 60 9 || exit 78
  fi
  read -r phase 2>/dev/null <"$entry/phase"
  [ "$phase" != reverted ] || exit 0
  note "$entry/phase" reverting
  sh "$entry/revert" >"$entry/revert.out" 2>&1 7>&- 8>&- 9>&-
  status=$?
  for attempt in 1 2 3 4 5 6 7 8 9 10; do
    sh "$entry/state" >"$entry/after" 2>&1 7>&- 8>&- 9>&-
    if [ $status -eq 0 ] && cmp -s "$entry/before" "$entry/after"; then
      note "$entry/phase" reverted
      exit 0
    fi
    sleep 0.2
  done
  note "$entry/phase" residue
  residue_of "${entry##*/entry-}" "$entry/before" "$entry/after"
  sed 's/^/revert| /' "$entry/revert.out"
  exit 78
)
residue_of() {
  echo "residue $1"
  sed 's/^/before| /' "$2"
  sed 's/^/after| /' "$3"
}
# undo_all: heals everything, newest first, and leaves nothing behind if the host is as it was.
undo_all() (
  [ -d "$J" ] || exit 0
  exec 7>"$J/undo.lock"
  flock -w 60 7 || exit 75
  [ -d "$J" ] || exit 0
  bad=0
  for name in $(ls -r "$J" | grep '^entry-'); do
    heal "$J/$name" || bad=78
  done
  if [ $bad -eq 0 ] && [ -e "$J/host.before" ]; then
    for attempt in 1 2 3 4 5 6 7 8 9 10; do
      host_state >"$J/host.after"
      cmp -s "$J/host.before" "$J/host.after" && break
      [ $attempt -ne 10 ] || bad=78
      sleep 0.2
    done
    [ $bad -eq 0 ] || residue_of host "$J/host.before" "$J/host.after"
  fi
  [ $bad -eq 0 ] || exit 78
  rm -rf "$J"/entry-* "$J"/new-*
  rm -f "$J"/drill
  read -r self rest </proc/self/stat
  for file in "$J/standby" "$J/watcher"; do
    if is_alive "$file" && [ "$process" != "$self" ] && [ "$process" != "$$" ]; then
      kill -9 "$process" 2>/dev/null
    fi
  done
  rm -f "$J"/deadline* "$J"/host.* "$J"/watch* "$J"/standby* "$J"/drill.* "$J"/undo.*
  rmdir "$J" 2>/dev/null || :
)
)sh";

constexpr std::string_view watching = R"sh(
# The watchdog. Two of them: one watches, the other waits for its end, and each starts the other.
spawn_watchdog() {
  setsid sh "$J/undo.sh" watch "$J" "$drill" </dev/null >/dev/null 2>&1 7>&- 8>&- 9>&- &
}
is_ours() {
  owner=
  read -r owner 2>/dev/null <"$J/drill"
  [ "$owner" = "$drill" ]
}
watch_host() {
  for group in /sys/fs/cgroup/cgroup.procs /sys/fs/cgroup/*/cgroup.procs; do
    [ -w "$group" ] && echo 0 2>/dev/null >"$group"
  done
  cd /
  renice -n -10 -p $$ >/dev/null 2>&1 && export calm=10  # it must not wait for what it heals
  for attempt in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25; do
    is_ours && break
    [ -e "$J/drill" ] && exit 0
    sleep 0.2
  done
  is_ours || exit 0
  { exec 8>"$J/watch.lock"; } 2>/dev/null || exit 0
  mark "$J/standby"
  flock 8
  is_ours || exit 0
  spawn_watchdog  # before anything else: from here on there are two
  mark "$J/watcher"
  sleep 1
  while is_ours; do
    is_alive "$J/standby" && [ "$process" != "$$" ] || spawn_watchdog
    if is_due "$J/deadline"; then
      undo_all >/dev/null && exit 0
      [ "$now" -lt $((${due_at:-0} + 60000)) ] || exit 1
    else
      for one in "$J"/entry-*; do
        read -r phase 2>/dev/null <"$one/phase" || continue
        [ "$phase" != reverted ] && is_due "$one/deadline" && heal "$one" >/dev/null
      done
    fi
    sleep 0.5
  done
}
case ${1-} in
  watch) J=$2 drill=$3 && watch_host ;;
  undo) J=$2 && undo_all ;;
esac
)sh";

constexpr std::string_view beginning = R"sh(
# begin LENGTH [only-locked]: takes the lock, and the watchdog runs when this ends.
begin() {
  missing=
  for tool in awk cmp cut flock grep sed setsid sleep sync; do
    command -v $tool >/dev/null || missing="$missing $tool"
  done
  [ -z "$missing" ] || { echo "the host has no$missing"; exit 69; }
  [ ! -L "$J" ] || { echo "$J is a symbolic link"; exit 69; }
  mkdir -p -m 700 "$J" || exit 69
  if [ -e "$J/drill" ] && ! is_ours && is_due "$J/deadline"; then
    undo_all || exit 78
    mkdir -p -m 700 "$J" || exit 69
  fi
  printf '%s' "$library" >"$J/undo.$$" && sync "$J/undo.$$" && mv "$J/undo.$$" "$J/undo.sh" &&
    put "$J/drill.$$" "$drill
$holder" || exit 74
  # The watchdog waits for the lock: from the moment that it is taken somebody is there to give it
  # back.
  # One that still watches for the drill before this one is about to go.
  is_ours && is_alive "$J/watcher" || spawn_watchdog
  if ! ln "$J/drill.$$" "$J/drill" 2>/dev/null && ! is_ours; then
    rm -f "$J/drill.$$"
    echo "drill $owner is there"
    exit 75
  fi
  rm -f "$J/drill.$$"
  clock
  put "$J/deadline" "$boot $((now + $1))" || exit 74
  [ -n "$2" ] || [ -e "$J/host.before" ] ||
    { host_state >"$J/host.new" && mv "$J/host.new" "$J/host.before"; }
  { [ ! -e "$J/host.before" ] || sync "$J/host.before"; } && sync "$J" || exit 74
  for attempt in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25; do
    if is_alive "$J/watcher"; then
      echo "watchdog $process"
      exit 0
    fi
    sleep 0.2
  done
  echo "no watchdog could be started"
  exit 76
}
# inject NAME LENGTH INJECT REVERT STATE
inject() {
  is_ours || { echo "this host is in the hands of drill ${owner:-none}"; exit 79; }
  is_alive "$J/watcher" || is_alive "$J/standby" || { echo "the watchdog is gone"; exit 76; }
  entry=$J/entry-$1
  [ ! -e "$entry" ] || { echo "$1 was injected before"; exit 80; }
  fresh=$J/new-$1
  rm -rf "$fresh"
  mkdir "$fresh" || exit 74
  prelude=". '$J/undo.sh'
J='$J' drill='$drill' entry='$entry'
table=firedrill_$(printf %s "$1" | tr -c a-zA-Z0-9 _)"
  printf '%s\n%s\n' "$prelude" "$3" >"$fresh/inject"
  printf '%s\n%s\n' "$prelude" "$4" >"$fresh/revert"
  printf '%s\n%s\n' "$prelude" "$5" >"$fresh/state"
  clock
  echo "$boot $((now + $2))" >"$fresh/deadline"
  echo prepared >"$fresh/phase"
  sh "$fresh/state" >"$fresh/before" 2>&1
  sync "$fresh"/* "$fresh" && mv "$fresh" "$entry" && sync "$J" || exit 74
  exec 9>"$entry/busy"
  flock 9
  read -r phase <"$entry/phase"
  if [ "$phase" != prepared ] || is_due "$entry/deadline" || is_due "$J/deadline"; then
    echo "its time is over"
    exit 77
  fi
  note "$entry/phase" injecting
  setsid -w sh -c '. "$1" && mark "$2/injector" && exec sh "$2/inject"' sh "$J/undo.sh" "$entry" \
    </dev/null
  status=$?
  note "$entry/phase" injected
  exec 9>&-
  if [ $status -ne 0 ]; then
    heal "$entry"
    exit 81
  fi
}
status() {
  [ -e "$J/drill" ] || exit 0
  { read -r owner; read -r holder; } <"$J/drill"
  echo "drill $owner"
  [ -z "$holder" ] || echo "holder $holder"
  read -r due_boot due_at 2>/dev/null <"$J/deadline" && clock && echo "left $((due_at - now))"
  is_alive "$J/watcher" && echo "watchdog $process"
  for one in "$J"/entry-*; do
    read -r phase 2>/dev/null <"$one/phase" && echo "entry ${one##*/entry-} $phase"
  done
  :
}
)sh";

}  // namespace

std::string journal_library() {
  std::string whole;
  for (const std::string_view part : {basics, healing, watching, beginning}) {
    whole += part;
  }
  return whole;
}

}  // namespace firedrill
