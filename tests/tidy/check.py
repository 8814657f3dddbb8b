#!/usr/bin/env python3
"""The tidy test: what a compiler does not check and a reader relies on.

Include arrows between rooms, awaits as full statements, file and function length, line width, file
headers, determinism (no wall clock, no random_device, no libm in the engine), no leftovers, no name
that clashes when sources are compiled as one.

    python3 tests/tidy/check.py [ROOT]
"""
import os
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
    "models/network": ["models/base", "models/chance", "models/fluid"],
    "models/fleet": ["models/base", "models/chance"],
    "models/states": ["models/base", "models/chance"],
    "models/plan": ["models/fleet", "models/network"],
    "models/analysis": ["models/plan", "models/theory"],
    "models/calendar": ["models/recovery"],
    "models/judgement": ["models/theory"],
    "models/recovery": ["models/plan"],
    "scenarios": ["models/recovery", "models/calendar", "models/states", "models/text",
                  "models/fluid", "models/network", "models/judgement"],
    "sim": ["scenarios"],
    "sim/wan": [],
    "live/process": ["models/text"],
    "live/network": ["live/process", "models/chance"],
    "live/lab": ["live/network", "scenarios"],
    "live/undo": ["models/base", "live/process"],
    "live/charter": ["scenarios"],
    "live/faults": ["live/charter", "live/undo"],
    "live/ledger": ["models/recovery", "models/text"],
    "live/probes": ["live/ledger"],
    "live/drill": ["live/probes", "live/faults", "live/lab"],
    "live/experiment": ["live/faults"],
    "history": ["scenarios"],
    "reports": ["scenarios", "models/analysis"],
    "reports/audit": ["reports"],
    "reports/evidence": ["reports/audit"],
    "app": ["history", "sim", "live/drill", "live/experiment", "reports/evidence"],
    "tests": ["app", "history", "sim", "live/drill", "live/experiment", "reports/evidence"],
}
MAX_FILE = 400
MAX_FUNCTION = 60
MAX_WIDTH = 100
MAX_COMMENT = 8
# And every folder whose name begins with a dot, but .ci.
NOT_OURS = {"build", "out", "__pycache__", "node_modules"}

CLOCK_ALLOWED = ("live/", "app/", "sim/wan/", "tests/bench/", "tests/unit/live/",
                 "tests/contract/", "tests/lab/")
CLOCK = re.compile(r"system_clock|steady_clock|high_resolution_clock|random_device|gettimeofday|"
                   r"clock_gettime|std::time\b|\btime\((nullptr|NULL|0)\)|\bs?rand\(")
LIBM_FORBIDDEN = ("models/chance/", "models/fleet/", "models/fluid/", "models/network/", "sim/")
LIBM = re.compile(r"std::(exp2?|expm1|log|log2|log10|log1p|pow|cbrt|hypot|a?(sin|cos|tan)h?|atan2|"
                  r"erfc?|[lt]gamma)\b")
STD_LAW = re.compile(r"std::\w+_distribution\b|std::mt19937")
STD_LAW_ALLOWED = ("tests/",)
LEFTOVER = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X|HA" r"CK)\b")
ABSOLUTE = re.compile(r"(?<![\w/.~:])/(home|work|root|Users)/\w")
SHARED_PTR = re.compile(r"std::(shared_ptr|make_shared)\b")
SHARED_PTR_ALLOWED = {"models/text/document.hpp", "models/text/editor.cpp", "models/text/tree.hpp",
                      "models/text/parser.cpp", "models/text/document.cpp"}
NO_FUNCTION = re.compile(r"^\s*(namespace|class|struct|enum|union|extern|template)\b|.*[={(,] \{$")
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
    """A line without its // comment; character and string literals are emptied."""
    line = re.sub(r"'(?:[^'\\]|\\.)'", "' '", line)
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


def check_header(path, lines, headers):
    own_header = path.endswith(".cpp") and (path[:-4] + ".hpp") in headers
    if path.endswith(".hpp") and "#pragma once" not in lines:
        yield 1, "a header needs #pragma once"
    comment = 0
    while comment < len(lines) and lines[comment].startswith("//"):
        comment += 1
    if not own_header and not path.endswith("_test.cpp"):
        least = 3 if path.endswith(".hpp") else 1
        if not least <= comment <= MAX_COMMENT:
            yield 1, (f"a file opens with a comment of {least} to {MAX_COMMENT} lines, "
                      f"this one has {comment}")


def check_text(lines, is_code):
    """What holds for every text file of the repository."""
    for number, line in enumerate(lines, 1):
        if is_code and len(line) > MAX_WIDTH:
            yield number, f"{len(line)} characters; at most {MAX_WIDTH}"
        if is_code and (line != line.rstrip() or "\t" in line):
            yield number, "white space at the end, or a tab"
        if LEFTOVER.search(line):
            yield number, "a leftover"
        if ABSOLUTE.search(line):
            yield number, "a path of one machine"


def check_lines(path, lines):
    for number, line in enumerate(lines, 1):
        code = without_comments(line)
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


def statement_indentation(lines, index):
    """The indentation of the first line of the statement that lines[index] ends."""
    while index > 0 and not re.search(r"([;{}:]|^|^\s*(//|#).*)$", lines[index - 1]):
        index -= 1
    return len(lines[index]) - len(lines[index].lstrip())


def check_lengths(lines):
    if len(lines) > MAX_FILE:
        yield len(lines), f"{len(lines)} lines; at most {MAX_FILE}"
    # In our formatting a function's body opens at the end of a line and closes with a brace at the
    # same indentation; what opens a type, a namespace or a list of values is no function.
    opened = None
    for number, line in enumerate(lines, 1):
        if opened is None:
            if line.endswith(" {") and not NO_FUNCTION.match(line):
                opened = (number, statement_indentation(lines, number - 1))
        elif line.startswith(" " * opened[1] + "}"):
            length = number - opened[0] + 1
            if length > MAX_FUNCTION:
                yield opened[0], f"a function of {length} lines; at most {MAX_FUNCTION}"
            opened = None


def types_defined(lines):
    """The types that a file defines outside any function, as (qualified name, line)."""
    space, is_anonymous = "", False
    for number, line in enumerate(lines, 1):
        if match := re.match(r"namespace ([\w:]+) \{$", line):
            space = match[1] + "::"
        elif line == "namespace {":
            is_anonymous = True
        elif line == "}  // namespace":
            is_anonymous = False
        elif not is_anonymous and (
                match := re.match(r"(?:struct|class|enum class|enum) (\w+)(?!::|\w)[^;]*\{", line)):
            yield space + match[1], number


def check_types(files):
    """Two types of one name in two files: no compiler sees both, and a program that links both has
    the functions of either for both."""
    first = {}
    for path, lines in files.items():
        if path.endswith((".hpp", ".cpp")):
            for name, number in types_defined(lines):
                where = first.setdefault(name, path)
                if where != path:
                    yield path, number, f"{where} defines a type {name}, too"


def without_raw_strings(lines):
    text = re.sub(r'R"(\w*)\((?:.|\n)*?\)\1"', lambda match: '""' + "\n" * match[0].count("\n"),
                  "\n".join(lines))
    return text.split("\n")


def parameter_types(text):
    """What tells overloads apart: the parameters between the first brackets without their names."""
    parts, depth = [""], 1
    for letter in text[text.index("(") + 1:]:
        depth += (letter in "(<{[") - (letter in ")>}]")
        if depth == 0:
            break
        if letter == "," and depth == 1:
            parts.append("")
        else:
            parts[-1] += letter
    types = [re.sub(r"\s*=.*", "", part).strip() for part in parts]
    return [re.sub(r"(?<=[\s*&>])\w+$", "", one).replace(" ", "") for one in types]


def hidden_names(lines):
    """What a source defines in its anonymous namespaces, as (name, what it is, line): the types of
    the parameters of a function, the type that an alias stands for, else nothing."""
    is_inside = False
    for index, line in enumerate(lines):
        is_inside = line == "namespace {" or (is_inside and line != "}  // namespace")
        passed_over = r"\W|namespace|template|using [\w:]+[ ;](?!=)|[A-Z_]+\(|$"
        if not is_inside or re.match(passed_over, line):
            continue
        line = without_comments(line).rstrip()
        if match := re.match(r"(?:struct|class|enum class|enum|union) (\w+)(?!::|\w)", line):
            yield match[1], None, index + 1
        elif match := re.match(r"using (\w+) = (.*)", line):
            yield match[1], match[2], index + 1
        else:
            text = line
            for more in lines[index + 1:]:
                if re.search(r"[{;=]", text):
                    break
                text += " " + without_comments(more).strip()
            head = re.split(r"[={;]", text)[0]
            while "<" in head and head != (head := re.sub(r"<[^<>]*>", "", head)):
                pass
            if match := re.match(r"[^(]*?(\w+)\(", head):
                if "::" + match[1] + "(" not in head:  # else a member of what is defined elsewhere
                    yield match[1], parameter_types(text[text.index(match[1] + "("):]), index + 1
            else:
                text = text.split(";")[0]
                brackets = r"\{[^{}]*\}|\([^()]*\)|<[^<>]*>|\[[^\[\]]*\]"
                while text != (text := re.sub(brackets, "", text)):
                    pass
                for name in re.findall(r"(\w+)\s*(?:=[^,]*)?(?:,|\{|$)", text):
                    yield name, None, index + 1


def check_hidden_names(files):
    """A name in the anonymous namespaces of two sources of a folder: they clash as soon as both are
    compiled as one (CMAKE_UNITY_BUILD), which a new file between them may bring about."""
    known = {}
    for path, lines in files.items():
        folder = path.rpartition("/")[0]
        is_one_program = not folder.startswith("tests") or folder.startswith("tests/unit")
        if not path.endswith(".cpp") or not is_one_program:
            continue
        for name, kind, number in hidden_names(without_raw_strings(lines)):
            for other_kind, where in known.setdefault((folder, name), []):
                are_alike = isinstance(kind, str) and isinstance(other_kind, str)
                are_functions = isinstance(kind, list) and isinstance(other_kind, list)
                is_clash = (kind != other_kind if are_alike
                            else not are_functions or kind == other_kind)
                if where != path and is_clash:
                    yield path, number, f"{where} has a {name} of its own: they clash in one unit"
                    break
            known[(folder, name)].append((kind, path))


def text_files(root):
    """Every text file of the repository, as (path, lines)."""
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders
                            if name == ".ci" or not (name in NOT_OURS or name.startswith(".")))
        for path in (pathlib.Path(folder) / name for name in sorted(names) if name != ".git"):
            try:
                yield str(path.relative_to(root)), path.read_text(encoding="utf-8").splitlines()
            except UnicodeDecodeError:
                pass  # a picture, or a file broken on purpose


def is_code(path, lines):
    return path.endswith((".hpp", ".cpp", ".py", "CMakeLists.txt")) or \
        bool(lines and lines[0].startswith("#!"))


def check_tree(root):
    """How many files there are below `root`, and all findings as (path, line, text)."""
    files = dict(text_files(root))
    headers = {path for path in files if path.endswith(".hpp")}
    findings = []
    for path, lines in files.items():
        found = list(check_text(lines, is_code(path, lines)))
        if path.endswith((".hpp", ".cpp")):
            found += check_includes(path, lines)
            found += check_header(path, lines, headers)
            found += check_lines(path, lines)
            found += check_lengths(lines)
        findings += [(path, number, text) for number, text in sorted(found)]
    return len(files), findings + list(check_types(files)) + list(check_hidden_names(files))


def main():
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parents[2])
    count, findings = check_tree(root)
    for path, number, text in findings:
        print(f"{path}:{number}: {text}")
    bad = len({path for path, _, _ in findings})
    print(f"{count - bad} passed, {bad} failed")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
