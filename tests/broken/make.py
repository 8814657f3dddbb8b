#!/usr/bin/env python3
"""Derives broken files from the library's and says what must be reported about each.

    tests/broken/make.py            writes expected.tsv
    tests/broken/make.py --check    exits with 1 if that would change it

Nothing is recorded from the program: whoever breaks a value knows its line, its column, the code of
the mistake and the mend. A row of expected.tsv is one edit of one line of one file (broken_test.cpp
makes it) with one diagnostic; a row without an edit adds a diagnostic to the case above it.
"""
import pathlib
import sys

sys.dont_write_bytecode = True  # before the modules beside this one are read

import plan_kinds  # noqa: F401 each of the three adds to KINDS
import syntax_kinds  # noqa: F401
import value_kinds  # noqa: F401
from mutation import KINDS
from scan import Text

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
REGIONAL = "scenarios/library/regional-outage.json"
HARDENED = "scenarios/library/regional-outage-hardened.json"
STEPPED = "scenarios/library/reference-outage-stepped.json"
REFERENCE = "scenarios/library/reference-outage.json"
# The files that are broken, and what is loaded to see it.
FILES = {
    "scenarios/plans/gaudi3-scale.json": REGIONAL,
    "scenarios/runbooks/gaudi3-failover.json": REGIONAL,
    REGIONAL: REGIONAL,
    "models/parameters/published.json": REGIONAL,
    "models/parameters/assumed.json": REGIONAL,
    "scenarios/runbooks/gaudi3-failover-hardened.json": HARDENED,
    STEPPED: STEPPED,
    "scenarios/plans/reference-outage.json": REFERENCE,
    "scenarios/runbooks/reference-outage.json": REFERENCE,
}
COLUMNS = ("case", "load", "file", "line", "old", "new", "code", "at", "fix", "others")


def escaped(text):
    return text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n")


def spread(candidates, limit):
    """At most `limit` of the candidates, evenly over all of them."""
    step = max(1, -(-len(candidates) // limit))
    return candidates[::step]


def rows_of(name, path, text, mutation):
    """The rows of one case: the edit as a replacement on a line, the places in the edited text."""
    line, old, new = text.as_line_edit(mutation.begin, mutation.end, mutation.new)
    edited = text.text[:mutation.begin] + mutation.new + text.text[mutation.end:]
    rows = []
    for number, fault in enumerate(mutation.faults):
        at = "-" if fault.at is None else Text.position(edited, fault.at)
        edit = [FILES[path], path, str(line), old, new] if number == 0 else ["", "", "", "", ""]
        rows.append([name, *edit, fault.code, at, fault.fix,
                     "alone" if mutation.is_alone else "others"])
    return rows


def by_hand():
    """The rows written by hand, about files that no single edit makes."""
    lines = (HERE / "by-hand/expected.tsv").read_text().splitlines()
    return [line.split("\t") for line in lines if line]


def main():
    texts = {path: Text((ROOT / path).read_text()) for path in FILES}
    rows = [list(COLUMNS)]
    for kind in KINDS:
        candidates = [(path, mutation) for path, text in texts.items()
                      for mutation in kind.mutations(path, text)]
        if not candidates:
            sys.exit(f"{kind.name}: nothing to break; has the format changed?")
        for number, (path, mutation) in enumerate(spread(candidates, kind.limit), start=1):
            name = f"{kind.name}-{number}"
            rows += [[escaped(cell) for cell in row]
                     for row in rows_of(name, path, texts[path], mutation)]
    rows += by_hand()
    table = "".join("\t".join(row) + "\n" for row in rows)
    target = HERE / "expected.tsv"
    if "--check" in sys.argv[1:]:
        if target.read_text() != table:
            sys.exit("tests/broken/expected.tsv is out of date; run tests/broken/make.py")
        return
    target.write_text(table)
    print(f"{len({row[0] for row in rows[1:]})} cases")


if __name__ == "__main__":
    main()
