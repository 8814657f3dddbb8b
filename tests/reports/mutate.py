#!/usr/bin/env python3
"""Evidence packs, changed at random: both verifiers must see every change, and no untouched pack
may raise an alarm.

    python3 tests/reports/mutate.py PROGRAM STAND_IN VERIFY_MANY --mutations 2000 --untouched 20

The verifiers hold the trusted keys and the anchored root. A pack has one to three synthetic
drills, a dossier in two revisions, two SSH signatures, an envelope and, every other one, a time
stamp. Prints one line a kind of change, and ends with `N passed, N failed`.
"""
import argparse
import base64
import collections
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "verifier"))
import verify_pack  # noqa: E402

SCENARIO = "tests/synthetic/loss-of-east.json"


def run(*command, **more):
    return subprocess.run([str(word) for word in command], check=True, capture_output=True, **more)


class Maker:
    """Makes packs in a scratch folder."""

    def __init__(self, given, scratch):
        self.given, self.scratch = given, scratch
        for person in ("anna", "boris"):
            run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", person, "-f",
                scratch / person)
        signers = "".join(f"{person} {(scratch / (person + '.pub')).read_text()}"
                          for person in ("anna", "boris"))
        self.signers = scratch / "signers"
        self.signers.write_text(signers)
        run("openssl", "genpkey", "-algorithm", "ed25519", "-out", scratch / "ci.pem")
        run("openssl", "pkey", "-in", scratch / "ci.pem", "-pubout", "-out", scratch / "ci.pub")
        self.authority()

    def authority(self):
        """A time-stamping authority of our own."""
        folder = self.scratch
        (folder / "tsa.cnf").write_text(
            "[req]\ndistinguished_name=dn\nx509_extensions=ext\nprompt=no\n[dn]\nCN=authority\n"
            "[ext]\nextendedKeyUsage=critical,timeStamping\nbasicConstraints=CA:false\n"
            "[tsa]\ndefault_tsa=one\n[one]\nserial=%s/serial\ncrypto_device=builtin\n"
            "signer_digest=sha256\ndefault_policy=1.2.3.4\ndigests=sha256\naccuracy=secs:1\n"
            "ordering=yes\ntsa_name=no\ness_cert_id_chain=no\n" % folder)
        (folder / "serial").write_text("01\n")
        run("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "3650",
            "-keyout", folder / "tsa.key", "-out", folder / "tsa.pem", "-config",
            folder / "tsa.cnf")

    def drill(self, number):
        folder = self.scratch / "runs" / f"drill-{number}"
        run(self.given.stand_in, "drill", SCENARIO, "--seed", number, "--out", folder,
            "--started-at", f"2026-{1 + number % 12:02}-{1 + number % 28:02}T10:00:00.000000Z")
        return folder

    def dossier(self, number, revision, luck):
        text = json.loads(pathlib.Path("tests/reports/example/dossier.json").read_text())
        text["report"] |= {"id": f"R-{number}", "revision": revision}
        for drill, run_number in zip(text["drills"], (number, number + 1)):
            drill["run"] = f"drill-{run_number}"
        text["backup_jobs"]["succeeded"] = luck.randrange(8000, 8833)
        text["scope"] = f"scope {luck.random()}"
        path = self.scratch / f"dossier-{number}-{revision}.json"
        path.write_text(json.dumps(text))
        return path

    def pack(self, number, runs, dossier, name, is_signed=True, has_stamp=False):
        folder = self.scratch / name
        done = subprocess.run([self.given.program, "report", *runs, "--dossier", dossier,
                               "--actions", "tests/reports/example/actions.json", "--out", folder],
                              capture_output=True, check=False)
        if done.returncode not in (0, 4, 5):
            sys.exit(done.stderr.decode())
        if has_stamp:
            self.stamp(folder)
        if is_signed:
            for person in ("anna", "boris"):
                run(self.given.program, "seal", folder, "--sign", self.scratch / person, "--as",
                    person)
            run(self.given.program, "seal", folder, "--envelope-key", self.scratch / "ci.pem",
                "--as", "ci")
        return folder

    def stamp(self, folder):
        query, answer = self.scratch / "query.tsq", self.scratch / "authority.tsr"
        run("openssl", "ts", "-query", "-data", folder / "manifest.json", "-sha256", "-cert",
            "-out", query)
        run("openssl", "ts", "-reply", "-queryfile", query, "-out", answer, "-signer",
            self.scratch / "tsa.pem", "-inkey", self.scratch / "tsa.key", "-config",
            self.scratch / "tsa.cnf", "-section", "one")
        run(self.given.program, "seal", folder, "--time-stamp", answer)


class Both:
    """The two verifiers, which see the same packs."""

    def __init__(self, given, maker, packs):
        self.files = [verify_pack.read_folder(folder) for folder in packs]
        self.roots = [json.loads(files["manifest.json"])["root"] for files in self.files]
        self.keys = verify_pack.allowed_signers(maker.signers.read_text())
        self.envelope = verify_pack.public_key(maker.scratch / "ci.pub")
        self.many = subprocess.Popen(
            [given.verify_many, maker.signers, "2", maker.scratch / "ci.pub", *packs],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def hold(self, number, changes):
        """Whether each verifier says that the pack with these changes holds, and why not."""
        line = {name: None if data is None else base64.b64encode(data).decode()
                for name, data in changes.items()}
        self.many.stdin.write(json.dumps({"pack": number, "files": line}) + "\n")
        self.many.stdin.flush()
        files = dict(self.files[number])
        for name, data in changes.items():
            if data is None:
                files.pop(name, None)
            else:
                files[name] = data
        problem, _ = verify_pack.verify(files, self.keys, 2, [self.envelope], self.roots[number])
        return self.many.stdout.readline().strip() == "1", problem is None, problem


def changed_lines(luck, data):
    lines = data.split(b"\n")
    if len(lines) < 3:
        return data
    one, other = luck.sample(range(len(lines)), 2)
    lines[one], lines[other] = lines[other], lines[one]
    return b"\n".join(lines)


def mutation(luck, packs, earlier):
    """(kind, pack, changes): what somebody might do to it."""
    number = luck.randrange(len(packs))
    files = packs[number]
    kind = luck.choice(["flip", "flip", "flip", "delete", "reorder", "truncate", "replay", "splice",
                        "insert", "swap"])
    name = luck.choice(sorted(files))
    data = files[name]
    if kind == "flip":
        at = luck.randrange(len(data))
        return kind, number, {name: data[:at] + bytes([data[at] ^ (1 << luck.randrange(8))])
                              + data[at + 1:]}
    if kind == "delete":
        if luck.random() < 0.5:
            return kind, number, {name: None}
        at = luck.randrange(len(data))
        return kind, number, {name: data[:at] + data[at + luck.randrange(1, 200):]}
    if kind == "reorder":
        return kind, number, {name: changed_lines(luck, data)}
    if kind == "truncate":
        return kind, number, {name: data[:luck.randrange(len(data))]}
    if kind == "replay":
        old = earlier[number]
        if luck.random() < 0.3:  # the whole pack as it was
            return kind, number, {one: old.get(one) for one in set(files) | set(old)}
        differing = sorted(one for one in old if old[one] != files.get(one))
        chosen = luck.sample(differing, luck.randrange(1, len(differing) + 1))
        return kind, number, {one: old[one] for one in chosen}
    if kind == "splice":
        other = packs[luck.randrange(len(packs))]
        if luck.random() < 0.5:
            return kind, number, {name: other.get(name, data)}
        runs = sorted(one for one in other if one.startswith("runs/"))
        folder = luck.choice(runs).split("/")[1]
        mine = luck.choice(sorted(one for one in files if one.startswith("runs/"))).split("/")[1]
        target = luck.choice([mine, folder, "drill-x"])
        return kind, number, {one.replace(f"runs/{folder}/", f"runs/{target}/"): other[one]
                              for one in runs if one.startswith(f"runs/{folder}/")}
    if kind == "insert":
        extra = bytes(luck.randrange(256) for _ in range(luck.randrange(1, 20)))
        if luck.random() < 0.3:
            folder = luck.choice(["", "runs/", "signatures/", "timestamps/", "oscal/"])
            return kind, number, {f"{folder}added-{luck.randrange(99)}.json": extra}
        at = luck.randrange(len(data) + 1)
        return kind, number, {name: data[:at] + extra + data[at:]}
    other = luck.choice(sorted(files))
    return kind, number, {name: files[other], other: data}


def is_change(files, changes):
    return any(files.get(name) != data for name, data in changes.items())


def mutate(given, maker, luck, tally):
    packs, earlier = [], []
    for number in range(1, given.packs + 1):
        runs = [maker.drill(number * 10 + index) for index in range(1 + number % 3)]
        old = maker.pack(number, runs, maker.dossier(number, 1, luck), f"old-{number}")
        new = maker.pack(number, runs, maker.dossier(number, 2, luck), f"new-{number}",
                         has_stamp=number % 2 == 0)
        packs.append(new)
        earlier.append(verify_pack.read_folder(old))
    both = Both(given, maker, packs)
    done = 0
    while done < given.mutations:
        kind, number, changes = mutation(luck, both.files, earlier)
        if not is_change(both.files[number], changes):
            continue
        done += 1
        first, second, _ = both.hold(number, changes)
        tally[kind, "seen by both" if not (first or second) else "unseen"] += 1
        if done % 5000 == 0:
            print(f"{done} of {given.mutations} changes, {dict(tally)}", file=sys.stderr,
                  flush=True)
        if first or second:
            print(f"unseen by {'firedrill ' if first else ''}{'python' if second else ''}: {kind} "
                  f"{sorted(changes)}; again with --seed {given.seed}, change {done}")
    both.many.stdin.close()


def leave_alone(given, maker, luck, tally):
    packs = []
    runs = [maker.drill(1000 + number) for number in range(min(given.untouched, 40))]
    for number in range(given.untouched):
        chosen = luck.sample(runs, min(len(runs), 1 + number % 3))
        packs.append(maker.pack(number, chosen, maker.dossier(number, 1, luck), f"same-{number}",
                                has_stamp=number % 10 == 0))
        if len(packs) == 200 or number + 1 == given.untouched:
            both = Both(given, maker, packs)
            for index in range(len(packs)):
                first, second, problem = both.hold(index, {})
                tally["untouched", "silent" if first and second else "alarm"] += 1
                if not (first and second):
                    print(f"alarm at an untouched pack: firedrill {first}, python {problem}")
            both.many.stdin.close()
            for folder in packs:
                run("rm", "-rf", folder)
            print(f"{number + 1} of {given.untouched} untouched packs", file=sys.stderr, flush=True)
            packs = []


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("stand_in")
    parser.add_argument("verify_many")
    parser.add_argument("--mutations", type=int, default=2000)
    parser.add_argument("--untouched", type=int, default=20)
    parser.add_argument("--packs", type=int, default=6)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    for name in ("program", "stand_in", "verify_many"):
        setattr(given, name, os.path.abspath(getattr(given, name)))
    luck = random.Random(given.seed)
    tally = collections.Counter()
    with tempfile.TemporaryDirectory() as scratch:
        maker = Maker(given, pathlib.Path(scratch))
        mutate(given, maker, luck, tally)
        leave_alone(given, maker, luck, tally)
    for (kind, outcome), count in sorted(tally.items()):
        print(f"{kind:10} {outcome:14} {count:7}")
    failed = sum(count for (_, outcome), count in tally.items() if outcome in ("unseen", "alarm"))
    print(f"{sum(tally.values()) - failed} passed, {failed} failed")
    sys.exit(failed != 0)


if __name__ == "__main__":
    main()
