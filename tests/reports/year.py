#!/usr/bin/env python3
"""A quarter and a year of drills, laid out by `firedrill plan` and held by a stand-in: every KPI is
counted again from the raw runs, and what was left out is what this script did not hold.

    python3 tests/reports/year.py PROGRAM STAND_IN [--pages FOLDER]

Ends with `N passed, N failed`. With --pages, leaves the HTML pages of calendar, quarter and year.
"""
import json
import math
import pathlib
import shutil
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAMME = ROOT / "scenarios/drills/gaudi3-scale.json"
OTHER = "tests/synthetic/loss-of-east.json"
LEFT_OUT = (1, 6)  # of the calendar's drills that play a scenario
VERIFIER = ROOT / "verifier/verify_pack.py"
counts = {True: 0, False: 0}


def check(name, holds, detail=""):
    counts[bool(holds)] += 1
    if not holds:
        print(f"{name}: {detail}")


def run(*command, statuses=(0, 4, 5)):
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True,
                          check=False, cwd=ROOT)
    check(f"{command[1]} of {command[0]}", done.returncode in statuses,
          f"status {done.returncode}: {done.stderr[:400]}")
    return done


def scenario_files():
    """The programme's scenarios, path by name."""
    programme = json.loads(PROGRAMME.read_text())
    paths = [(PROGRAMME.parent / path).resolve()
             for exercise in programme["exercises"] for path in exercise.get("scenarios", [])]
    return {json.loads(path.read_text())["name"]: path for path in paths}


def wilson(kept, trials):
    z = 1.959963984540054
    share, square = kept / trials, z * z
    middle = (share + square / (2 * trials)) / (1 + square / trials)
    half = z / (1 + square / trials) * math.sqrt(share * (1 - share) / trials +
                                                 square / (4 * trials * trials))
    return max(0.0, middle - half), min(1.0, middle + half)


def hold(stand_in, runs, calendar):
    """Holds the calendar's drills but those left out. Returns (id, drill) of those held."""
    files, held, number = scenario_files(), [], 0
    for drill in calendar["drills"]:
        if not drill["rehearsal"]:
            continue
        name = drill["rehearsal"]["scenario"]["name"]
        # Who is away is away before anything is sealed, which the stand-in cannot play.
        if number not in LEFT_OUT and not name.endswith("-away"):
            held.append((f"drill-{number:02}", drill))
            run(stand_in, "drill", files[name], "--seed", 100 + number, "--out",
                runs / held[-1][0], "--started-at", drill["day"] + "T14:00:00.000000Z")
        number += 1
    for number, day in enumerate(("2027-02-03", "2027-08-04")):  # another plan, not laid out
        run(stand_in, "drill", OTHER, "--seed", 7 + number, "--out", runs / f"other-{number}",
            "--started-at", day + "T14:00:00.000000Z")
    return held


def counted(runs, measures):
    """(kept, trials, open) by hand, from the raw runs."""
    kept = trials = unsure = 0
    for one in runs:
        promises = one["objectives"]
        rto = [promise for promise in promises if promise["kind"] == "rto"]
        if measures == "rpo":
            losses = [promise["verdict"] for promise in promises if promise["kind"] == "rpo"]
            kept, trials = kept + losses.count("met"), trials + len(losses)
            unsure += losses.count("inconclusive")
        elif measures == "automation":
            by_hand = {event["step"] for event in one["timeline"] if event["by_hand"]}
            steps = [step for step in one["measurement"]["steps"]
                     if step["started_s"] is not None]
            trials += len(steps)
            kept += sum(step["succeeded"] and not step["automatic_failed"] and
                        step["name"] not in by_hand for step in steps)
        elif measures == "drill_success":
            trials += 1
            kept += all(promise["verdict"] == "met" for promise in promises)
            unsure += (any(promise["verdict"] == "inconclusive" for promise in promises) and
                       not any(promise["verdict"] == "missed" for promise in promises))
        elif rto:
            trials += 1
            if measures == "recovery_success":
                kept += all(promise["value_s"] is not None for promise in rto)
            else:
                kept += all(promise["verdict"] == "met" for promise in rto)
                unsure += (any(promise["verdict"] == "inconclusive" for promise in rto) and
                           not any(promise["verdict"] == "missed" for promise in rto))
    return kept, trials, unsure


def check_criteria(what, report, runs, plan):
    governance = json.loads((ROOT / "scenarios/plans/gaudi3-scale.json").read_text())["governance"]
    targets = {one["name"]: one
               for one in governance["criteria"] + governance["indicators"]}
    check(f"{what}: every criterion is there", len(report["criteria"]) == len(targets) and
          {one["name"] for one in report["criteria"]} == set(targets))
    own = [one for one in runs if one["plan"]["name"] == plan]
    for one in report["criteria"]:
        measures, where = targets[one["name"]]["measures"], f"{what}: {one['name']}"
        check(f"{where}: of its plan", one["plan"] == plan, one["plan"])
        if "at_most_s" in one:
            first = [[promise for promise in each["objectives"] if promise["kind"] == "rto"]
                     for each in own]
            values = [(promises[0]["value_s"] if promises[0]["value_s"] is not None
                       else promises[0]["interval_s"][0]) for promises in first if promises]
            check(where, one["n"] == len(values) and
                  abs(one["mean_s"] - sum(values) / len(values)) < 1e-6 * one["mean_s"], one)
            continue
        if measures.startswith("backup"):
            check(where, one["n"] == 0 and one["verdict"] == "too few", one)
            continue
        kept, trials, unsure = counted(own, measures)
        low, high = wilson(kept, trials)[0], wilson(kept + unsure, trials)[1]
        check(where, (one["kept"], one["n"], one["open"]) == (kept, trials, unsure) and
              abs(one["interval"][0] - low) < 1e-9 and abs(one["interval"][1] - high) < 1e-9, one)
        needed = math.ceil(math.log(0.05) / math.log(one["at_least"]) - 1e-9)
        check(f"{where}: verdict", one["verdict"] == (
            "refuted" if high < one["at_least"] else "too few" if trials < needed else
            "proven" if low >= one["at_least"] or kept == trials else "consistent"), one)


def check_report(given, what, months):
    program, folder, held, calendar = given
    ids = [name for name, drill in held if int(drill["day"][5:7]) in months]
    others = [f"other-{index}" for index, month in enumerate((2, 8)) if month in months]
    last = {3: "03-31", 12: "12-31"}[max(months)]
    (folder / f"{what}.json").write_text(json.dumps({
        "format": "firedrill/dossier/1",
        "report": {"id": f"DR-2027-{what}", "from": f"2027-{min(months):02}-01",
                   "until": f"2027-{last}", "time_zone": "UTC"},
        "sign_offs": [{"as": "prepared", "name": "Ines Okafor", "role": "audit",
                       "on": "2028-01-10"}]}))
    out = folder / what
    run(program, "report", *(folder / "runs" / name for name in ids + others), "--calendar",
        folder / "calendar/calendar.json", "--dossier", folder / f"{what}.json", "--out", out)
    report = json.loads((out / "report.json").read_text())
    runs = [json.loads((out / "runs" / name / "run.json").read_text()) for name in ids + others]
    check(f"{what}: its kind", report["kind"] == what, report["kind"])
    check(f"{what}: its heading", report["label"] == "SIMULATED" and
          report["heading"] == "SIMULATED by a stand-in", report["heading"])
    check(f"{what}: both plans are named", [one["name"] for one in report["plans"]] ==
          ["gaudi3-scale", "two-sites"] and [one["drills"] for one in report["plans"]] ==
          [len(ids), len(others)], report["plans"])
    for form in ("report.html", "report.md", "report.typ"):
        check(f"{what}: {form} names both", all(
            name in (out / form).read_text().replace("\\", "")
            for name in ("gaudi3-scale", "two-sites")))
    check_criteria(what, report, runs, "gaudi3-scale")
    planned = [drill for drill in calendar["drills"] if int(drill["day"][5:7]) in months]
    (followed,) = report["calendars"]
    by_day = {drill["day"]: name for name, drill in held}
    wanted = [by_day.get(drill["day"]) for drill in planned]
    found = [drill["held_as"] for drill in followed["drills"]]
    check(f"{what}: what was held", found == wanted, (found, wanted))
    played = [drill for drill in followed["drills"] if drill["scenario"]]
    check(f"{what}: what was left out",
          [drill["day"] for drill in played if drill["state"] == "left out"] ==
          [drill["day"] for drill in planned
           if drill["rehearsal"] and drill["day"] not in by_day], played)
    check(f"{what}: held of due", (followed["held"], followed["due"]) == (len(ids), len(played)))
    for verifier in ([program, "verify"], [sys.executable, VERIFIER]):
        run(*verifier, out, statuses=(0,))


def main():
    program, stand_in = (pathlib.Path(path).resolve() for path in sys.argv[1:3])
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch)
        (folder / "runs").mkdir()
        run(program, "plan", PROGRAMME, "--year", 2027, "--today", "2027-01-02",
            "--replications", 100, "--out", folder / "calendar")
        calendar = json.loads((folder / "calendar/calendar.json").read_text())
        held = hold(stand_in, folder / "runs", calendar)
        given = (program, folder, held, calendar)
        check_report(given, "quarter", range(1, 4))
        check_report(given, "year", range(1, 13))
        if sys.argv[3:4] == ["--pages"]:
            for page in ("calendar/calendar.html", "quarter/report.html", "year/report.html"):
                kept = pathlib.Path(sys.argv[4]) / page
                kept.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(folder / page, kept)
    print(f"{counts[True]} passed, {counts[False]} failed")
    sys.exit(counts[False] != 0)


if __name__ == "__main__":
    main()
