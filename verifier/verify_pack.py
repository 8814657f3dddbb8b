#!/usr/bin/env python3
"""A second verifier of firedrill's evidence packs, which shares no code with firedrill.

    python3 verifier/verify_pack.py PACK [--allowed-signers FILE] [--signers N] [--root HEX]
                                         [--envelope-key PUBLIC.pem]

It checks every digest, the Merkle root, the chain of each run's events, the signatures, and counts
the report's figures again from the runs, and the runs' figures from their raw events. Exit status
0: it holds; 7: it does not. It needs Python alone, and for signatures the package `cryptography`
or, without it, the program openssl. The format is described in docs/FORMATS.md.
"""
import argparse
import base64
import hashlib
import html
import json
import math
import os
import pathlib
import struct
import subprocess
import sys
import tempfile

try:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
except ImportError:
    Ed25519PublicKey = None

NAMESPACE = b"firedrill-pack"
ZERO = "0" * 64
Z = 1.959963984540054  # the 97.5 % quantile of the normal law
TRUSTED_BESIDE = ("manifest.json", "attestation.json", "SHA256SUMS", "FILES.sha256")
SPKI_PREFIX = bytes.fromhex("302a300506032b6570032100")  # DER of an Ed25519 public key


class Broken(Exception):
    """What does not hold, as (file, why)."""


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def no_twins(pairs):
    """A JSON object; a name that stands twice would let two readers see two documents."""
    result = dict(pairs)
    if len(result) != len(pairs):
        raise ValueError("a name stands twice")
    return result


def parse(data):
    return json.loads(data.decode("utf-8"), object_pairs_hook=no_twins)


def is_covered(name):
    return name not in TRUSTED_BESIDE and not name.startswith(("signatures/", "timestamps/"))


# Digests ------------------------------------------------------------------------------------------

def merkle_root(leaves):
    """RFC 6962, section 2.1, over leaves of (name, digest)."""
    def node(part):
        if len(part) == 1:
            return part[0]
        split = 1
        while split * 2 < len(part):
            split *= 2
        return hashlib.sha256(b"\x01" + node(part[:split]) + node(part[split:])).digest()
    hashed = [hashlib.sha256(b"\0" + name.encode() + b"\0" + digest.encode()).digest()
              for name, digest in leaves]
    return (node(hashed) if hashed else hashlib.sha256(b"").digest()).hex()


def check_manifest(files, root):
    if "manifest.json" not in files:
        raise Broken("manifest.json", "is missing")
    text = files["manifest.json"]
    try:
        manifest = parse(text)
        listed = [(one["file"], one["sha256"], one["bytes"]) for one in manifest["files"]]
        found_root = manifest["root"]
        written = json.dumps(manifest, indent=1, ensure_ascii=False) + "\n"
    except (ValueError, KeyError, TypeError):
        raise Broken("manifest.json", "cannot be read") from None
    if written.encode() != text or list(manifest) != ["format", "report", "as_of", "files", "root"]:
        raise Broken("manifest.json", "is not written the one way it is")
    if manifest["format"] != "firedrill/manifest/1":
        raise Broken("manifest.json", "is of another format")
    names = [name for name, _, _ in listed]
    if names != sorted(set(names), key=lambda name: name.encode()):
        raise Broken("manifest.json", "names a file twice, or out of order")
    for name, digest, size in listed:
        if name not in files:
            raise Broken(name, "is missing")
        if len(files[name]) != size or sha256(files[name]) != digest:
            raise Broken(name, "is not what the manifest says")
    for name in files:
        if is_covered(name) and name not in set(names):
            raise Broken(name, "was added")
    if merkle_root([(name, digest) for name, digest, _ in listed]) != found_root:
        raise Broken("manifest.json", "has not the root of its files")
    if root and root != found_root:
        raise Broken("manifest.json", "has another root than the one that was anchored")
    sums = "".join(f"{digest}  {name}\n" for name, digest, _ in listed).encode()
    if files.get("FILES.sha256") != sums:
        raise Broken("FILES.sha256", "is not what the manifest says")
    return manifest


def check_sums(files):
    beside = sorted(name for name in files
                    if name in ("manifest.json", "attestation.json", "FILES.sha256")
                    or name.startswith("timestamps/"))
    wanted = "".join(f"{sha256(files[name])}  {name}\n" for name in beside).encode()
    if files.get("SHA256SUMS") != wanted:
        raise Broken("SHA256SUMS", "is not that of manifest, statement and time stamps")


# Signatures ---------------------------------------------------------------------------------------

def ed25519_holds(key, message, signature):
    if len(key) != 32 or len(signature) != 64:
        return False
    if Ed25519PublicKey is not None:
        try:
            Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
            return True
        except InvalidSignature:
            return False
    with tempfile.TemporaryDirectory() as folder:
        paths = [os.path.join(folder, name) for name in ("key", "message", "signature")]
        for path, data in zip(paths, (SPKI_PREFIX + key, message, signature)):
            pathlib.Path(path).write_bytes(data)
        done = subprocess.run(["openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER",
                               "-inkey", paths[0], "-rawin", "-in", paths[1], "-sigfile",
                               paths[2]], capture_output=True, check=False)
        return done.returncode == 0


def strict_base64(text):
    data = base64.b64decode(text, validate=True)
    if base64.b64encode(data).decode() != text:
        raise ValueError("not canonical")
    return data


def take(data):
    if len(data) < 4:
        raise ValueError("too short")
    size = struct.unpack(">I", data[:4])[0]
    if len(data) < 4 + size:
        raise ValueError("too short")
    return data[4:4 + size], data[4 + size:]


def pack(data):
    return struct.pack(">I", len(data)) + data


def ssh_signer(armored, message):
    """The raw key that signed, or None. OpenSSH PROTOCOL.sshsig."""
    begin, end = "-----BEGIN SSH SIGNATURE-----\n", "-----END SSH SIGNATURE-----\n"
    try:
        text = armored.decode("ascii")
        if not text.startswith(begin) or not text.endswith(end):
            return None
        encoded = text[len(begin):-len(end)].replace("\n", "")
        data = strict_base64(encoded)
        lines = [encoded[at:at + 70] for at in range(0, len(encoded), 70)]
        if begin + "".join(line + "\n" for line in lines) + end != text:
            return None
        if data[:10] != b"SSHSIG\0\0\0\1":
            return None
        blob, rest = take(data[10:])
        space, rest = take(rest)
        reserved, rest = take(rest)
        hash_name, rest = take(rest)
        made, rest = take(rest)
        kind, key = take(blob)
        key, tail = take(key)
        made_kind, signature = take(made)
        signature, made_tail = take(signature)
    except (ValueError, UnicodeDecodeError):
        return None
    if (kind, made_kind, space, reserved) != (b"ssh-ed25519", b"ssh-ed25519", NAMESPACE, b""):
        return None
    if rest or tail or made_tail or hash_name not in (b"sha512", b"sha256"):
        return None
    digest = hashlib.new(hash_name.decode(), message).digest()
    signed = b"SSHSIG" + pack(NAMESPACE) + pack(b"") + pack(hash_name) + pack(digest)
    return key if ed25519_holds(key, signed, signature) else None


def allowed_signers(text):
    """Principals by raw key."""
    keys = {}
    for line in text.splitlines():
        words = line.split()
        if not words or words[0].startswith("#") or "ssh-ed25519" not in words:
            continue
        blob = base64.b64decode(words[words.index("ssh-ed25519") + 1])
        _, rest = take(blob)
        keys[take(rest)[0]] = words[0]
    return keys


def check_signatures(files, keys, least):
    signers = set()
    for name in sorted(files):
        if not name.startswith("signatures/") or name.endswith(".dsse.json"):
            continue
        key = ssh_signer(files[name], files["SHA256SUMS"])
        if not name.endswith(".sig") or key is None:
            raise Broken(name, "is no signature of SHA256SUMS")
        if keys and key not in keys:
            raise Broken(name, "is by a key that nobody trusted has")
        if keys and name != f"signatures/{keys[key]}.sig":
            raise Broken(name, f"is by {keys[key]}")
        if keys:
            signers.add(keys[key])
    if keys and len(signers) < least:
        raise Broken("signatures", f"{len(signers)} of the trusted have signed, {least} must have")
    return sorted(signers)


def check_envelopes(files, keys):
    opened = set()
    for name in sorted(files):
        if not keys or not name.startswith("signatures/") or not name.endswith(".dsse.json"):
            continue
        try:
            envelope = parse(files[name])
            payload = strict_base64(envelope["payload"])
            signature = strict_base64(envelope["signatures"][0]["sig"])
            kind = envelope["payloadType"]
            by = {hashlib.sha256(key).hexdigest(): key for key in keys}
            key = by[envelope["signatures"][0]["keyid"]]
            written = json.dumps({"payloadType": kind, "payload": envelope["payload"],
                                  "signatures": [{"keyid": sha256(key),
                                                  "sig": envelope["signatures"][0]["sig"]}]},
                                 indent=1, ensure_ascii=False) + "\n"
        except (ValueError, KeyError, IndexError, TypeError):
            raise Broken(name, "is no envelope") from None
        message = b"DSSEv1 %d %s %d %s" % (len(kind), kind.encode(), len(payload), payload)
        if (kind != "application/vnd.in-toto+json" or written.encode() != files[name]
                or payload != files.get("attestation.json")
                or not ed25519_holds(key, message, signature)):
            raise Broken(name, "is no envelope of attestation.json by a trusted key")
        opened.add(key)
    if len(opened) < len(keys):
        raise Broken("signatures", "a trusted key has signed no envelope")


# Runs ---------------------------------------------------------------------------------------------

def lines_of(data):
    return [line for line in data.decode("utf-8").split("\n") if line]


def check_run(files, folder):
    """The run's own seals, its chain, and its figures from its raw events; the run."""
    def inside(name):
        data = files.get(f"{folder}/{name}")
        if data is None:
            raise Broken(f"{folder}/{name}", "is missing")
        return data
    for line in lines_of(inside("SHA256SUMS")):
        digest, name = line.split("  ", 1)
        if sha256(inside(name)) != digest:
            raise Broken(f"{folder}/{name}", "is not what SHA256SUMS says")
    run = parse(inside("run.json"))
    for one in run["evidence"]:
        if sha256(inside(one["file"])) != one["digest"]:
            raise Broken(f"{folder}/{one['file']}", "is not what the run recorded")
    events, before = [], ZERO
    for line in lines_of(inside("events.jsonl")):
        event = json.loads(line)
        if event["before"] != before or event["n"] != len(events):
            raise Broken(f"{folder}/events.jsonl", f"breaks its chain at event {len(events)}")
        before = sha256(line.encode())
        events.append(event)
        if len(events) == run["chain"]["events"] and before != run["chain"]["digest"]:
            raise Broken(f"{folder}/run.json", "speaks of another chain")
    check_seal(folder, run, events, inside)
    check_timeline(folder, run, [one["data"] for one in events if one["kind"] == "event"])
    check_read_back(folder, run, events)
    return run


def check_seal(folder, run, events, inside):
    prediction = run["prediction"]
    if prediction is None:
        raise Broken(f"{folder}/run.json", "had no prediction sealed")
    seal = events[prediction["seal"]]
    if seal["data"].get("digest") != prediction["digest"]:
        raise Broken(f"{folder}/events.jsonl", "does not seal the prediction")
    if sha256(inside(prediction["file"])) != prediction["digest"]:
        raise Broken(f"{folder}/{prediction['file']}", "is not what was sealed")
    if any(one["kind"] == "inject" for one in events[:prediction["seal"]]):
        raise Broken(f"{folder}/events.jsonl", "injects before the prediction was sealed")


def check_timeline(folder, run, recorded):
    where = f"{folder}/run.json"
    if len(recorded) != len(run["timeline"]):
        raise Broken(where, "holds another number of events than were recorded")
    for claimed, event in zip(run["timeline"], recorded):
        for name in ("verb", "outcome", "asked_s", "answered_s", "attempt", "by_hand"):
            if claimed[name] != event[name]:
                raise Broken(where, f"has an event whose {name} is not what was recorded")
        for name in ("step", "subject"):
            if (claimed[name] or "") != event[name]:
                raise Broken(where, f"has an event whose {name} is not what was recorded")
    check_recoveries(where, run, recorded)
    check_phases(where, run)


def check_recoveries(where, run, recorded):
    """Recovery times from the events that ended them; `value` is the instant in nanoseconds."""
    begun = run["measurement"]["begun_s"]
    seen = set()
    for objective in run["objectives"]:
        if objective["kind"] != "rto" or objective["subject"] in seen:
            continue
        seen.add(objective["subject"])
        value, is_back = None, None
        for event in recorded:
            if event["subject"] != objective["subject"]:
                continue
            if event["verb"] == "await_failure" and event["outcome"] != "succeeded":
                value, is_back = 0.0, True
            if event["verb"] == "await_recovery":
                is_back = event["outcome"] == "succeeded"
                value = event["value"] / 1e9 - begun if is_back else None
        if objective["measured"] and objective["value_s"] is not None:
            if not is_back or not math.isclose(value, objective["value_s"], abs_tol=1e-6):
                raise Broken(where, f"says {objective['value_s']} s for {objective['name']}, its "
                                    f"events {value} s")
        elif objective["measured"] and is_back:
            raise Broken(where, f"says that {objective['name']} did not come back")
    for objective in run["objectives"]:
        low, high = objective["interval_s"]
        value, target = objective["value_s"], objective["target_s"]
        if not objective["measured"]:
            verdict = "inconclusive"
        elif high is not None and high <= target:
            verdict = "met"
        elif (low if low is not None else math.inf) > target or value is None and low is None:
            verdict = "missed"
        else:
            verdict = "inconclusive"
        if verdict != objective["verdict"] and value is not None:
            raise Broken(where, f"says {objective['verdict']} of {objective['name']}")


def check_phases(where, run):
    """Steps lie in the run; the phases up to the first success are the first recovery time."""
    phases = {one["name"]: one["length_s"] for one in run["measurement"]["phases"]}
    until = ("impact", "detected", "decided", "fenced", "promoted", "routed", "first_success")
    first = next((one for one in run["objectives"] if one["kind"] == "rto"), None)
    if (not first or not first["measured"] or not first["value_s"]
            or any(phases.get(name) is None for name in until)):
        return
    total = sum(phases[name] for name in until)
    begun = run["measurement"]["begun_s"] - run["measurement"]["injected_s"]
    if not math.isclose(total, first["value_s"] + begun, abs_tol=1e-6):
        raise Broken(where, f"has phases of {total} s for a recovery of {first['value_s']} s")


def check_read_back(folder, run, events):
    last = {one["data"].get("data"): one["data"] for one in events if one["kind"] == "read_back"}
    for ledger in run["ledgers"]:
        data = last.get(ledger["data"])
        if data is None or any(data[name] != ledger[name]
                               for name in ("acknowledged", "survived", "lost", "unverified")):
            raise Broken(f"{folder}/run.json", f"says of {ledger['data']} what nothing read back")


# The report ---------------------------------------------------------------------------------------

def wilson(kept, trials):
    share, shrink = kept / trials, 1 + Z * Z / trials
    centre = (share + Z * Z / (2 * trials)) / shrink
    half = Z / shrink * math.sqrt(share * (1 - share) / trials + Z * Z / (4 * trials * trials))
    return (0.0 if kept == 0 else max(0.0, centre - half),
            1.0 if kept == trials else min(1.0, centre + half))


def close(one, other):
    return one is other is None or (one is not None and other is not None
                                    and math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-6))


def verdict_of_drill(run):
    if run["state"] in ("void", "running"):
        return "inconclusive", False
    verdicts = [one["verdict"] for one in run["objectives"]]
    after = run["steady_state"]["after"]
    if (run["state"] != "completed" or "missed" in verdicts or run["undo"]["residue"]
            or (after is not None and not after["held"])):
        return "missed", True
    return ("inconclusive" if not verdicts or "inconclusive" in verdicts else "met"), True


def steps_of(run):
    by_hand = {event["step"] for event in run["timeline"] if event["by_hand"]}
    reached = [one for one in run["measurement"]["steps"] if one["started_s"] is not None]
    automatic = [one for one in reached if one["succeeded"] and not one["automatic_failed"]
                 and one["name"] not in by_hand]
    return len(reached), len(automatic)


def counting(runs):
    """The runs that count: not void, and no stand-in's beside those of something real."""
    real = [run for run in runs if run["target"]["kind"] != "stand_in"]
    return [run for run in real or runs if verdict_of_drill(run)[1]]


def of_plan(one, report, runs):
    """What counts for a criterion: runs, copies and scheduled backups of its plan."""
    is_first = one["plan"] == report["plans"][0]["name"]
    plans = {run["id"]: run["plan"]["name"] for run in runs}
    copies = [copy for copy in report["declared"]["backups"]
              if (plans[copy["run"]] == one["plan"] if copy.get("run") in plans else is_first)]
    return ([run for run in counting(runs) if run["plan"]["name"] == one["plan"]],
            {"backups": copies,
             "backup_jobs": report["declared"]["backup_jobs"] if is_first else None})


def counts_of(counted, tried, declared):
    """(kept, trials, open) for what a criterion says that it counts."""
    kept = trials = unsure = 0
    if counted.startswith("drills whose recovery times") or counted.startswith("drills in which"):
        for run in tried:
            rto = [one for one in run["objectives"] if one["kind"] == "rto"]
            if not rto:
                continue
            trials += 1
            if counted.startswith("drills in which"):
                kept += all(one["measured"] and one["value_s"] is not None for one in rto)
                unsure += any(not one["measured"] for one in rto)
            else:
                verdicts = {one["verdict"] for one in rto}
                kept += verdicts == {"met"}
                unsure += "missed" not in verdicts and "inconclusive" in verdicts
    elif counted.startswith("losses of data"):
        for run in tried:
            for one in run["objectives"]:
                if one["kind"] == "rpo":
                    trials += 1
                    kept += one["verdict"] == "met"
                    unsure += one["verdict"] == "inconclusive"
    elif counted.startswith("copies that"):
        trials = len(declared["backups"])
        kept = sum(one["complete"] and one["intact"] for one in declared["backups"])
    elif counted.startswith("steps that"):
        for run in tried:
            reached, automatic = steps_of(run)
            trials, kept = trials + reached, kept + automatic
    elif counted.startswith("scheduled backups"):
        jobs = declared["backup_jobs"]
        kept, trials = (jobs["succeeded"], jobs["scheduled"]) if jobs else (0, 0)
    elif counted.startswith("drills that kept"):
        for run in tried:
            trials += 1
            kept += verdict_of_drill(run)[0] == "met"
            unsure += verdict_of_drill(run)[0] == "inconclusive"
    return kept, trials, unsure


def proof_of(kept, trials, unsure, at_least):
    needed = math.ceil(math.log(0.05) / math.log(at_least) - 1e-9) if at_least < 1 else 59
    if trials == 0:
        return "too few"
    low, high = wilson(kept, trials)[0], wilson(kept + unsure, trials)[1]
    broken = trials - kept - unsure
    if broken > 0 if at_least >= 1 else high < at_least:
        return "refuted"
    if trials < needed:
        return "too few"
    proven = at_least < 1 and (broken + unsure == 0 or low >= at_least)
    return "proven" if proven else "consistent"


def check_criteria(report, runs):
    for one in report["criteria"]:
        where = f"criterion {one['name']}"
        tried, declared = of_plan(one, report, runs)
        if "at_most_s" in one:
            values = []
            for run in tried:
                first = next((o for o in run["objectives"] if o["kind"] == "rto"), None)
                if first and first["measured"]:
                    values.append(first["value_s"] if first["value_s"] is not None
                                  else first["interval_s"][0])
            if one["n"] != len(values) or (values and not close(one["mean_s"],
                                                                sum(values) / len(values))):
                raise Broken("report.json", f"{where}: its mean does not follow from the runs")
            continue
        kept, trials, unsure = counts_of(one["counted"], tried, declared)
        if (one["kept"], one["n"], one["open"]) != (kept, trials, unsure):
            raise Broken("report.json", f"{where}: {one['kept']} of {one['n']} do not follow from "
                                        f"the runs, which have {kept} of {trials}")
        if trials:
            low, high = wilson(kept, trials)[0], wilson(kept + unsure, trials)[1]
            if not close(one["interval"][0], low) or not close(one["interval"][1], high):
                raise Broken("report.json", f"{where}: its interval is not Wilson's")
        if one["verdict"] != proof_of(kept, trials, unsure, one["at_least"]):
            raise Broken("report.json", f"{where}: its verdict does not follow")


def rounded(one, other):
    """Whether the report's `one` is `other` to the millisecond, at which a report is written."""
    return one is other is None or (one is not None and other is not None
                                    and math.isclose(one, other, rel_tol=1e-12, abs_tol=0.000501))


def rows(report, drill, kind):
    """A drill's rows of one kind: what it shares with other drills and its own columns, joined."""
    columns, table = drill[kind], report["tables"][kind]
    if any(len(column) != len(columns["of"]) for column in columns.values()):
        raise Broken("report.json", f"drill {drill['id']}: its {kind} have uneven columns")
    if any(place < 0 for place in columns["of"]):
        raise Broken("report.json", f"drill {drill['id']}: its {kind} name no row")
    return [table[place] | {name: column[at] for name, column in columns.items() if name != "of"}
            for at, place in enumerate(columns["of"])]


def check_promises(where, promises, run, files):
    predicted = parse(files[f"runs/{run['id']}/{run['prediction']['file']}"])
    laws = {one["name"]: one["percentiles_s"] for one in predicted["objectives"]}
    if len(promises) != len(run["objectives"]):
        raise Broken("report.json", f"{where}: its promises are not its run's")
    for promise, claimed in zip(promises, run["objectives"]):
        low, high = claimed["interval_s"]
        same = (all(promise[name] == claimed[name]
                    for name in ("name", "title", "kind", "measured", "verdict"))
                and rounded(promise["target_s"], claimed["target_s"])
                and (not claimed["measured"]
                     or rounded(promise["value_s"], claimed["value_s"])
                     and rounded(promise["low_s"], low) and rounded(promise["high_s"], high)))
        if not same:
            raise Broken("report.json", f"{where}: {promise['name']} is not as its run says")
        if promise["predicted_low_s"] is not None:
            law = laws[promise["name"]]
            if (not rounded(promise["predicted_low_s"], law[6])
                    or not rounded(promise["predicted_high_s"], law[96])):
                raise Broken("report.json", f"{where}: {promise['name']} was predicted otherwise")


def check_drill(report, drill, run, files, runs):
    where = f"drill {drill['id']}"
    verdict, counts = verdict_of_drill(run)[0], run in counting(runs)
    label = "SIMULATED" if run["target"]["kind"] == "stand_in" else "MEASURED"
    if (drill["label"], run["label"]) != (label, label):
        raise Broken("report.json", f"{where}: what it was held on is labelled otherwise")
    if (drill["verdict"], drill["counts"]) != (verdict, counts):
        raise Broken("report.json", f"{where}: its verdict does not follow from its run")
    if (drill["steps_reached"], drill["steps_automatic"]) != steps_of(run):
        raise Broken("report.json", f"{where}: its steps do not follow from its run")
    if drill["evidence"]["run_digest"] != sha256(files[f"runs/{run['id']}/run.json"]):
        raise Broken("report.json", f"{where}: it is of another run.json")
    shared = report["tables"]["scenarios"][drill["scenario"]]
    if (shared["name"], shared["digest"], shared["plan"]["name"], shared["plan"]["digest"]) != (
            run["scenario"]["name"], run["scenario"]["digest"], run["plan"]["name"],
            run["plan"]["digest"]):
        raise Broken("report.json", f"{where}: it is of another scenario or plan")
    check_promises(where, rows(report, drill, "promises"), run, files)
    phases, ledgers = rows(report, drill, "phases"), rows(report, drill, "ledgers")
    if (len(phases), len(ledgers)) != (len(run["measurement"]["phases"]), len(run["ledgers"])):
        raise Broken("report.json", f"{where}: it has other phases or ledgers than its run")
    for phase, claimed in zip(phases, run["measurement"]["phases"]):
        if phase["name"] != claimed["name"] or not rounded(phase["length_s"], claimed["length_s"]):
            raise Broken("report.json", f"{where}: the phase {phase['name']} is not its run's")
    for ledger, claimed in zip(ledgers, run["ledgers"]):
        if any(ledger[name] != claimed[name] for name in ("data", "lost", "acknowledged")):
            raise Broken("report.json", f"{where}: its ledger is not its run's")


def check_messages(report):
    """The ledger of messages is what the drills' own lists of duties add up to."""
    totals = {}
    for drill in report["drills"]:
        plan = report["tables"]["scenarios"][drill["scenario"]]["plan"]["name"]
        for duty in rows(report, drill, "duties"):
            if duty["message"]:
                one = totals.setdefault((plan, duty["subject"], duty["to"]), [0, 0, 0])
                one[0] += 1
                one[1] += bool(duty["on_time"])
                one[2] += duty["done_s"] is None
    for line in report["messages"]:
        owed = totals.get((line["plan"], line["message"], line["to"]))
        if owed != [line["owed"], line["on_time"], line["unsent"]]:
            raise Broken("report.json", f"messages to {line['to']} do not add up")


def check_report(files, runs):
    if "report.json" not in files:
        raise Broken("report.json", "is missing")
    report = parse(files["report.json"])
    by_id = {run["id"]: run for run in runs}
    if {drill["id"] for drill in report["drills"]} != set(by_id):
        raise Broken("report.json", "is about other runs than those of the pack")
    for drill in report["drills"]:
        check_drill(report, drill, by_id[drill["id"]], files, runs)
    check_criteria(report, runs)
    check_messages(report)
    counted = [drill["verdict"] for drill in report["drills"] if drill["counts"]]
    verdict = ("missed" if "missed" in counted
               else "met" if counted and "inconclusive" not in counted else "inconclusive")
    if report["verdict"] != verdict or report["may_be_signed"] != (not report["missing"]):
        raise Broken("report.json", "its verdict does not follow from its drills")
    kinds = [run["target"]["kind"] for run in runs]
    real = len(kinds) - kinds.count("stand_in")
    if (report["label"] != ("MEASURED" if real else "SIMULATED")
            or report["origin"] != {kind: kinds.count(kind)
                                    for kind in ("lab", "inventory", "stand_in")}):
        raise Broken("report.json", "is headed otherwise than its runs were held")
    for name in ("report.html", "report.md"):
        text = html.unescape(files.get(name, b"").decode("utf-8", "replace")).replace("\\", "")
        for wanted in ([report["id"], report["heading"]] +
                       [drill["id"] for drill in report["drills"]]):
            if wanted.replace("\\", "") not in text:
                raise Broken(name, f"does not speak of {wanted}")
    return report


# All of it ----------------------------------------------------------------------------------------

def verify(files, signers=None, least=1, envelope_keys=(), root=""):
    """`files`: bytes by name. Returns (problem or None, facts); a problem is (file, why)."""
    facts = {}
    try:
        manifest = check_manifest(files, root)
        facts["root"], facts["report"] = manifest["root"], manifest["report"]
        check_sums(files)
        facts["signers"] = check_signatures(files, signers or {}, least)
        check_envelopes(files, list(envelope_keys))
        folders = sorted({"/".join(name.split("/")[:2]) for name in files
                          if name.startswith("runs/")})
        runs = [check_run(files, folder) for folder in folders]
        facts["runs"] = len(runs)
        report = check_report(files, runs)
        if (manifest["report"], manifest["as_of"]) != (report["id"], report["as_of"]):
            raise Broken("manifest.json", "is of another report")
        statement = parse(files["attestation.json"])
        for one in statement["subject"]:
            if sha256(files[one["name"]]) != one["digest"]["sha256"]:
                raise Broken("attestation.json", f"speaks of another {one['name']}")
    except Broken as broken:
        return broken.args, facts
    except (KeyError, IndexError, TypeError, ValueError, AttributeError) as error:
        return ("?", f"cannot be read as a pack: {error!r}"), facts
    return None, facts


def read_folder(folder):
    base = pathlib.Path(folder)
    return {path.relative_to(base).as_posix(): path.read_bytes()
            for path in sorted(base.rglob("*")) if path.is_file()}


def public_key(path):
    lines = [line for line in pathlib.Path(path).read_text().splitlines() if "-----" not in line]
    data = base64.b64decode("".join(lines))
    if not data.startswith(SPKI_PREFIX):
        sys.exit(f"{path} is no public Ed25519 key")
    return data[len(SPKI_PREFIX):]


def main():
    parser = argparse.ArgumentParser(description="Verifies an evidence pack of firedrill.")
    parser.add_argument("pack")
    parser.add_argument("--allowed-signers", help="whose signatures count, as ssh-keygen reads it")
    parser.add_argument("--signers", type=int, default=1, help="how many must have signed")
    parser.add_argument("--envelope-key", action="append", default=[], help="PEM, public")
    parser.add_argument("--root", default="", help="the Merkle root as written down elsewhere")
    given = parser.parse_args()
    keys = (allowed_signers(pathlib.Path(given.allowed_signers).read_text())
            if given.allowed_signers else {})
    problem, facts = verify(read_folder(given.pack), keys, given.signers,
                            [public_key(path) for path in given.envelope_key], given.root)
    for name, value in facts.items():
        print(f"{name}: {', '.join(value) if isinstance(value, list) else value}")
    if problem:
        print(f"does not hold: {problem[0]}: {problem[1]}")
        sys.exit(7)
    if not keys or not given.root:
        print("holds, as far as can be seen without a trusted key and an anchored root: whoever "
              "made it could have rewritten all of it")
    else:
        print("holds")


if __name__ == "__main__":
    main()
