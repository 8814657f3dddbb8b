#!/usr/bin/env python3
"""Asks a report what auditors ask: tests/acceptance/auditor-questions.md, row by row.

    python3 tests/reports/questions.py PROGRAM RUNS

RUNS holds drill-1 and drill-2 as tests/reports/run makes them. For each question the data are
changed, the report is made again, and the section named must say what it did not say before.
"""
import hashlib
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

QUESTIONS = pathlib.Path("tests/acceptance/auditor-questions.md")
EXAMPLE = pathlib.Path("tests/reports/example")


def questions():
    rows = []
    for line in QUESTIONS.read_text().splitlines():
        match = re.match(r"\| (\d+) \| (.*?) \| ([a-z-]+) \| `(.*)` \| (.*) \|$", line)
        if match:
            rows.append(match.groups())
    return rows


def put(document, pointer, value):
    *path, last = pointer.strip("/").split("/")
    for part in path:
        document = document[int(part)] if isinstance(document, list) else document[part]
    if isinstance(document, list):
        document[int(last)] = value
    else:
        document[last] = value


def change(folder, text):
    for one in text.split("; "):
        match = re.match(r"(dossier|actions|run (\S+)) (/\S+) = (.*)$", one)
        what, run, pointer, value = match.groups()
        path = folder / "runs" / run / "run.json" if run else folder / f"{what}.json"
        document = json.loads(path.read_text())
        put(document, pointer, json.loads(value))
        path.write_text(json.dumps(document))
        if run:
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            (path.parent / "SHA256SUMS").write_text(f"{digest}  run.json\n")


def sections(program, folder):
    """The text of each section, by its id."""
    out = folder / "report"
    done = subprocess.run([program, "report", str(folder / "runs"), "--dossier",
                           str(folder / "dossier.json"), "--actions",
                           str(folder / "actions.json"), "--out", str(out)],
                          capture_output=True, text=True, check=False)
    if done.returncode not in (0, 4, 5):
        return {"": done.stderr}
    text = re.sub(r"\\(.)", r"\1", (out / "report.md").read_text())
    parts = re.split(r'<a id="([a-z-]+)"></a>', text)
    return dict(zip(parts[1::2], parts[2::2]))


def main():
    program, runs = sys.argv[1:]
    rows, failed = questions(), 0
    with tempfile.TemporaryDirectory() as scratch:
        base = pathlib.Path(scratch) / "base"
        shutil.copytree(runs, base / "runs")
        for name in ("dossier.json", "actions.json"):
            shutil.copy(EXAMPLE / name, base / name)
        before = sections(program, base)
        for number, question, section, wanted, says in rows:
            asked = pathlib.Path(scratch) / f"question-{number}"
            shutil.copytree(base, asked, ignore=shutil.ignore_patterns("report"))
            change(asked, wanted)
            after = sections(program, asked)
            is_new = says in after.get(section, "") and says not in before[section]
            if not is_new or len(before[section].strip()) < 40:
                failed += 1
                print(f"{number}. {question} Section {section} does not answer: {says!r}\n"
                      f"{after.get(section, after.get(''))[:600]}")
    if len(rows) < 40:
        failed += 1
        print(f"only {len(rows)} questions could be read")
    print(f"{len(rows) - failed} passed, {failed} failed")
    sys.exit(failed != 0)


if __name__ == "__main__":
    main()
