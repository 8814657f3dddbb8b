"""Mistakes in one value: its name, its kind, its unit, its range."""
import re

from mutation import (Fault, Mutation, is_parameter_file, kind, members, put, scalars,
                      swapped)


TIME = re.compile(r"(\d+) ?(min|minutes|h|hours?|days?|s|weeks?|months?|years?)")
BYTES = re.compile(r"[\d.]+ ?[kMGTP]?B")
RATE = re.compile(r"[\d.]+ ?([kMGT]?(bit|B))/s")
OPTIONAL = {"title", "tier", "retention", "kept_in", "depends_on", "control_plane", "includes",
            "stands_in_steady_state", "backup", "cron", "every", "runs_on", "can_fail", "needs",
            "source_age", "detection_within", "repeat_every", "until", "after"}
REQUIRED = {"target", "required_fraction", "sustained", "purpose", "mechanism", "interval",
            "length", "failure_probability", "ttl", "edit", "hold", "patience", "statement",
            "exercise", "within", "subject", "file", "horizon", "probe_interval", "role"}
PROBABILITIES = {"refusal_probability", "promotion_failure", "defect_probability",
                 "required_fraction", "control_plane_loss", "quorum"}


def quantities(path, text, pattern):
    for value in scalars(text, str):
        if pattern.fullmatch(value.data) and value.key != "comment":
            yield value, not is_parameter_file(path)


def plain_members(text, keys):
    """Members whose absence is reported once, whatever stands around them."""
    for value in members(text, keys):
        is_role = value.key == "role" and value.parent.parent.key != "regions"
        is_review = value.key == "every" and not value.inside("procedures")
        is_chance = value.key == "failure_probability" and value.inside("perform", "resources")
        is_title = value.key == "title" and value.inside("procedures", "responses")
        is_tier = value.key == "tier" and value.inside("retrieval")
        if not (is_role or is_review or is_chance or is_title or is_tier) \
                and not value.inside("escalation", "database"):
            yield value


@kind(14)
def misspelt_key(path, text):
    for value in plain_members(text, OPTIONAL | REQUIRED):
        if not is_parameter_file(path):
            faults = [Fault("FD2003", value.key_begin, f'did you mean "{value.key}"?')]
            if value.key in REQUIRED:
                faults.append(Fault("FD2002", value.parent.begin))
            yield Mutation(value.key_begin, value.key_end, f'"{swapped(value.key)}"', faults)


@kind(10)
def missing_key(path, text):
    for value in plain_members(text, REQUIRED):
        if is_parameter_file(path) or value.is_last:
            continue
        end = value.next.key_begin
        end = end if text.is_on_one_line(value.key_begin, end) else value.end + 1
        if text.is_on_one_line(value.key_begin, end):
            yield Mutation(value.key_begin, end, "", [Fault("FD2002", value.parent.begin)])


@kind(8)
def key_from_elsewhere(path, text):
    for value in text.values:
        if value.is_object and value.children and not is_parameter_file(path) \
                and not value.inside("settings") and value.key not in ("settings", "changes"):
            begin = value.children[0].key_begin
            yield Mutation(begin, begin, '"colour_of_it": 1, ', [Fault("FD2003", begin)])


@kind(8)
def bare_number(path, text):
    for value, is_alone in quantities(path, text, TIME):
        number = TIME.fullmatch(value.data).group(1)
        yield put(value, number, "FD2101", f'like "{number} min"', is_alone=is_alone)
    for value, is_alone in quantities(path, text, RATE):
        yield put(value, "5", "FD2101", 'like "5 Mbit/s"', is_alone=is_alone)
    for value, is_alone in quantities(path, text, BYTES):
        yield put(value, "5", "FD2101", 'like "5 GB"', is_alone=is_alone)


@kind()
def no_unit(path, text):
    for value, is_alone in quantities(path, text, TIME):
        yield put(value, f'"{TIME.fullmatch(value.data).group(1)}"', "FD2101", "write it like",
                  is_alone=is_alone)


@kind(8)
def misspelt_unit(path, text):
    for value, is_alone in quantities(path, text, TIME):
        number, unit = TIME.fullmatch(value.data).groups()
        if len(unit) > 2:
            yield put(value, f'"{number} {swapped(unit)}"', "FD2103",
                      f'did you mean "{number} {unit}"?', is_alone=is_alone)
    for value, is_alone in quantities(path, text, RATE):
        yield put(value, '"36 Mbps"', "FD2103", 'did you mean "36 Mbit/s"?', is_alone=is_alone)


@kind(8)
def wrong_dimension(path, text):
    for value, is_alone in quantities(path, text, TIME):
        yield put(value, '"5 GB"', "FD2102", "write it like", is_alone=is_alone)
    for value, is_alone in quantities(path, text, RATE):
        yield put(value, '"36 MB"', "FD2102", 'did you mean "36 MB/s"?', is_alone=is_alone)
    for value, is_alone in quantities(path, text, BYTES):
        yield put(value, '"36 MB/s"', "FD2102", "write it like", is_alone=is_alone)


@kind(8)
def negative(path, text):
    for pattern in (TIME, BYTES, RATE):
        for value, is_alone in quantities(path, text, pattern):
            if not value.data.startswith("0 "):  # minus nothing is nothing
                yield put(value, f'"-{value.data}"', "FD2104", "counts from 0 up",
                          is_alone=is_alone)


@kind(8)
def infinite(path, text):
    words = ("NaN min", "Infinity", "inf h", "1e999 s")
    for number, (value, is_alone) in enumerate(quantities(path, text, TIME)):
        yield put(value, f'"{words[number % len(words)]}"', "FD2105", "write it like",
                  is_alone=is_alone)


@kind()
def too_long(path, text):
    for value, is_alone in quantities(path, text, TIME):
        yield put(value, '"1000 years"', "FD2105", "durations end at 292 years",
                  is_alone=is_alone)


@kind(8)
def no_quantity(path, text):
    words = ('"soon"', '""', '"1 h 30 min"', '"five min"')
    for number, (value, is_alone) in enumerate(quantities(path, text, TIME)):
        yield put(value, words[number % len(words)], "FD2103", "write it like", is_alone=is_alone)


@kind()
def quantity_of_wrong_kind(path, text):
    for number, (value, is_alone) in enumerate(quantities(path, text, TIME)):
        yield put(value, ("true", "[]", "null")[number % 3], "FD2005", "write it like",
                  is_alone=is_alone)


@kind()
def interval_of_zero(path, text):
    for value, _ in quantities(path, text, TIME):
        if value.key in ("interval", "patience", "horizon", "retention", "relaxation", "median") \
                and not value.inside("lognormal"):
            yield put(value, '"0 s"', "FD2006", "longer than zero")


@kind(8)
def probability_beyond_one(path, text):
    for value in members(text, PROBABILITIES):
        if not value.children:
            yield put(value, "95", "FD2006")
            yield put(value, '"150 %"', "FD2006")
    for value in members(text, {"at_least"}):
        yield put(value, "95", "FD2006", 'did you mean "95 %"?')


@kind()
def negative_probability(path, text):
    for value in members(text, PROBABILITIES):
        if not value.children:
            yield put(value, "-0.1", "FD2104", "counts from 0 up")


@kind(8)
def count_out_of_range(path, text):
    counts = members(text, {"accelerators_per_node", "threshold", "samples_below", "retries"})
    for value in counts:
        if isinstance(value.data, int):
            yield put(value, "4.5", "FD2006", "leave the fraction out", is_alone=False)
            yield put(value, "-1", "FD2006", is_alone=False)
            yield put(value, '"many"', "FD2005", "write it like", is_alone=False)


@kind(8)
def string_of_wrong_kind(path, text):
    for value in members(text, {"title", "mechanism", "purpose", "statement", "exercise", "cron"}):
        yield put(value, "5", "FD2005", 'write "5"')


@kind()
def quoted_boolean(path, text):
    for value in members(text, {"can_fail", "stands_in_steady_state", "after_each_incident"}):
        word = text.of(value)
        yield put(value, f'"{word}"', "FD2005", f"write {word} without quotes",
                  is_alone=value.key != "after_each_incident")


@kind()
def item_without_array(path, text):
    for value in members(text, {"after", "includes", "depends_on"}):
        if len(value.children) == 1:
            yield put(value, text.of(value.children[0]), "FD2005", "write [ ] around it")


@kind()
def object_expected(path, text):
    for value in members(text, {"facility", "action"}):
        is_whole = value.is_object and text.is_on_one_line(value.begin, value.end)
        if is_whole and not value.inside("escalation"):
            yield put(value, "3", "FD2001", "write its members in braces")


@kind(8)
def misspelt_word(path, text):
    for value in members(text, {"kind", "on_failure", "by", "dimension", "measures"}):
        if isinstance(value.data, str) and value.data != "rpo" and len(value.data) > 3:
            yield put(value, f'"{swapped(value.data)}"', "FD2004", f'did you mean "{value.data}"?',
                      is_alone=value.key in ("by", "measures"))
