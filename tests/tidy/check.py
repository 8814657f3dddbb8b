#!/usr/bin/env python3
"""The tidy test: what a compiler does not check and a reader relies on.

Include arrows between rooms, awaits as full statements, file and function length, line width, file
headers, determinism (no wall clock, no random_device, no libm in the engine), no leftovers.

    python3 tests/tidy/check.py [ROOT]
"""
import pathlib
import re
import sys

# A room may include itself, what stands here, and what that may include.
ROOMS = {
    "models/base": [],
    "models/text": ["models/base"],
    "models/chance": ["models/base"],
    "models/theory": ["models/base", "models/chance"],
    "models/fluid": ["models/base", "models/chance"],
    "models/plan": ["models/base", "models/chance"],
    "models/recovery": ["models/plan"],
    "scenarios": ["models/recovery", "models/text", "models/fluid", "models/theory"],
    "sim": ["scenarios"],
    "live": ["scenarios"],
    "reports": ["scenarios"],
    "app": ["sim", "live", "reports"],
    "tests": ["app", "sim", "live", "reports"],
}
MAX_FILE = 400
MAX_FUNCTION = 60
MAX_WIDTH = 100

CLOCK_ALLOWED = ("live/", "app/", "tests/bench/")
CLOCK = re.compile(r"system_clock|steady_clock|high_resolution_clock|random_device|\btime\(nullptr\)|"
                   r"gettimeofday|clock_gettime")
LIBM_FORBIDDEN = ("models/chance/", "models/fluid/", "sim/")
LIBM = re.compile(r"std::(exp|log|log2|log10|log1p|expm1|pow|sin|cos|tan|cbrt|tgamma|lgamma)\b")
STD_LAW = re.compile(r"std::\w+_distribution\b|std::mt19937")
STD_LAW_ALLOWED = ("tests/",)
LEFTOVER = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X|HA" r"CK)\b")
ABSOLUTE = re.compile(r"(?<![\w/.~:])/(home|work|root|Users)/\w")
SHARED_PTR = re.compile(r"std::(shared_ptr|make_shared)\b")
SHARED_PTR_ALLOWED = {"models/text/document.hpp", "models/text/editor.cpp", "models/text/tree.hpp",
                      "models/text/parser.cpp", "models/text/document.cpp"}
AWAIT = re.compile(r"^\s*(const auto \w+ = |\w+ = )?co_await \w+;$")


def reachable(room):
    """The rooms that `room` may include."""
    seen, todo = set(), [room]
    while todo:
        here = todo.pop()
        if here not in seen:
            seen.add(here)
            todo += ROOMS[here]
    return seen


def room_of(path):
    """The room that a path from the root belongs to, or None."""
    fitting = [room for room in ROOMS if path.startswith(room + "/")]
    return max(fitting, key=len) if fitting else None


def without_comments(line):
    """A line without its // comment; string literals are emptied."""
    line = re.sub(r'"(?:[^"\\]|\\.)*"', '""', line)
    return line.split("//")[0]


def check_includes(path, lines):
    room = room_of(path)
    if room is None:
        return
    allowed = reachable(room)
    ours = [(number, match[1]) for number, line in enumerate(lines, 1)
            if (match := re.match(r'#include "([^"]+)"', line))]
    for number, target in ours:
        if room_of(target) is None:
            if room != "tests":
                yield number, f'include "{target}" by its path in the repository'
        elif room_of(target) not in allowed:
            yield number, f"{room} must not include {room_of(target)}"
    own = re.sub(r"\.cpp$", ".hpp", path)
    if path.endswith(".cpp") and any(target == own for _, target in ours):
        first = next(line for line in lines if line.startswith("#include"))
        if first != f'#include "{own}"':
            yield 1, "the own header comes first"


def check_header(path, lines):
    own_header = path.endswith(".cpp") and (path[:-4] + ".hpp") in check_header.headers
    if path.endswith(".hpp") and "#pragma once" not in lines:
        yield 1, "a header needs #pragma once"
    comment = 0
    while comment < len(lines) and lines[comment].startswith("//"):
        comment += 1
    if not own_header and not path.endswith("_test.cpp"):
        least = 3 if path.endswith(".hpp") else 1
        if not least <= comment <= 10:
            yield 1, f"a file opens with a comment of {least} to 10 lines, this one has {comment}"


check_header.headers = set()


def check_lines(path, lines):
    for number, line in enumerate(lines, 1):
        code = without_comments(line)
        if len(line) > MAX_WIDTH:
            yield number, f"{len(line)} characters; at most {MAX_WIDTH}"
        if line != line.rstrip() or "\t" in line:
            yield number, "white space at the end, or a tab"
        if LEFTOVER.search(line):
            yield number, "a leftover"
        if ABSOLUTE.search(line):
            yield number, "a path of one machine"
        if CLOCK.search(code) and not path.startswith(CLOCK_ALLOWED):
            yield number, "the wall clock and true randomness belong to live/ and app/"
        if LIBM.search(code) and path.startswith(LIBM_FORBIDDEN):
            yield number, "libm differs between machines; use models/chance/elementary.hpp"
        if STD_LAW.search(code) and not path.startswith(STD_LAW_ALLOWED):
            yield number, "std::*_distribution differs between libraries"
        if SHARED_PTR.search(code) and path not in SHARED_PTR_ALLOWED \
                and not path.startswith("tests/"):
            yield number, "shared_ptr needs a decision record"
        if "co_await" in code and not AWAIT.match(code.rstrip()):
            yield number, "co_await is a full statement over a named thing (g++ 12 defects)"


def check_lengths(path, lines):
    if len(lines) > MAX_FILE:
        yield len(lines), f"{len(lines)} lines; at most {MAX_FILE}"
    # A function's body, in our formatting, opens at the end of an unindented or once-indented line
    # and closes with a brace at the same indentation.
    opened = None
    for number, line in enumerate(lines, 1):
        if opened is None:
            if re.match(r"^( {0,2})\S.*\) ?(const)?( ?noexcept)?( ?override)? ?(->.*)? ?\{$", line) \
                    or re.match(r"^( {4})\S.*\{\}? ?\{$", line):
                opened = (number, len(line) - len(line.lstrip()))
        elif line.rstrip() in (" " * opened[1] + "}", " " * opened[1] + "};"):
            length = number - opened[0] + 1
            if length > MAX_FUNCTION and "TEST_CASE" not in lines[opened[0] - 1]:
                yield opened[0], f"a function of {length} lines; at most {MAX_FUNCTION}"
            opened = None


def check_tree(root):
    """All findings below `root`, as (path, line, text)."""
    sources = sorted(
        path for folder in sorted({room.split("/")[0] for room in ROOMS})
        for path in (root / folder).rglob("*") if path.suffix in (".hpp", ".cpp"))
    check_header.headers = {str(path.relative_to(root)) for path in sources}
    findings = []
    for source in sources:
        path = str(source.relative_to(root))
        lines = source.read_text().splitlines()
        for check in (check_includes, check_header, check_lines, check_lengths):
            findings += [(path, number, text) for number, text in check(path, lines)]
    texts = [path for pattern in ("*.md", "*.json", "*.py", "run", "*.sh", "*.txt", "firedrill")
             for path in root.rglob(pattern)
             if path.is_file() and not {"build", ".git"} & set(path.relative_to(root).parts)]
    for text in sorted(texts):
        for number, line in enumerate(text.read_text(errors="replace").splitlines(), 1):
            if ABSOLUTE.search(line):
                findings.append((str(text.relative_to(root)), number, "a path of one machine"))
    return sources, findings


def main():
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parents[2])
    sources, findings = check_tree(root)
    for path, number, text in findings:
        print(f"{path}:{number}: {text}")
    bad = len({path for path, _, _ in findings})
    print(f"{len(sources) - bad} passed, {bad} failed")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
