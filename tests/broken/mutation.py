"""What the kinds of mistakes share: a kind is a generator of mutations of a file.

A mutation replaces text[begin:end] by `new` and knows the faults that must be reported: code,
offset in the edited text and a fragment of the mend. Codes: firedrill explain.
"""
from dataclasses import dataclass

PLAN = "scenarios/plans/gaudi3-scale.json"


@dataclass
class Fault:
    code: str
    at: int  # None: about no place in a file
    fix: str = ""


@dataclass
class Mutation:
    begin: int
    end: int
    new: str
    faults: list
    is_alone: bool = True  # nothing else is reported


@dataclass
class Kind:
    name: str
    mutations: object
    limit: int


KINDS = []


def kind(limit=5):
    """Adds a generator to KINDS: of its mutations, `limit` become cases."""
    def add(function):
        KINDS.append(Kind(function.__name__.replace("_", "-"), function, limit))
        return function
    return add


def is_parameter_file(path):
    return path.startswith("models/parameters/")


def put(value, new, code, fix="", shift=0, is_alone=True):
    """Replaces the value; the fault stands `shift` characters behind its beginning."""
    return Mutation(value.begin, value.end, new, [Fault(code, value.begin + shift, fix)], is_alone)


def scalars(text, *types):
    return [value for value in text.values if type(value.data) in types]


def swapped(word):
    """`word` with two neighbouring letters that differ in each other's place."""
    for at in range(1, len(word) - 1):
        if word[at] != word[at + 1]:
            return word[:at] + word[at + 1] + word[at] + word[at + 2:]
    return word + word[-1]


def members(text, keys):
    return [value for value in text.values if value.key in keys and not value.inside("settings")]
