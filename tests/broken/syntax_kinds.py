"""Mistakes after which a file is no JSON any more."""
import re

from mutation import PLAN, Fault, Mutation, kind, put, scalars


@kind()
def trailing_comma(path, text):
    for value in text.values:
        if value.parent and value.is_last and not value.is_object:
            yield Mutation(value.end, value.end, ",", [Fault("FD1004", value.end, "remove it")])


@kind()
def doubled_comma(path, text):
    for value in text.values:
        if value.parent and not value.is_last and not value.is_object:
            yield Mutation(value.end, value.end, ",", [Fault("FD1004", value.end + 1, "remove it")])


@kind()
def missing_comma(path, text):
    for value in text.values:
        if value.key and not value.is_last and text.text[value.end] == "," \
                and isinstance(value.data, str):
            yield Mutation(value.end, value.end + 1, "", [Fault("FD1005", value.end, "write ','")])


@kind()
def missing_colon(path, text):
    for value in text.values:
        if value.key and isinstance(value.data, str):
            yield Mutation(value.key_end, value.key_end + 1, "",
                           [Fault("FD1005", value.key_end, "write ':'")])


@kind()
def equals_sign(path, text):
    for value in text.values:
        if value.key:
            yield Mutation(value.key_end, value.key_end + 1, " =",
                           [Fault("FD1014", value.key_end + 1, "':' and a value was expected")])


@kind()
def single_quotes(path, text):
    for value in scalars(text, str):
        if value.data.isidentifier():
            yield put(value, f"'{value.data}'", "FD1007", f'write "{value.data}"')


@kind()
def typographic_quotes(path, text):
    for value in scalars(text, str):
        if value.data.isidentifier():
            yield put(value, f"“{value.data}”", "FD1007", 'write "')


@kind()
def value_without_quotes(path, text):
    for value in scalars(text, str):
        if re.fullmatch(r"[a-z]+[a-z-]*|\d+ (min|h|s|hours?)", value.data):
            fix = f'write "{value.data}"'
            yield put(value, value.data, "FD1008", fix)


@kind()
def key_without_quotes(path, text):
    for value in text.values:
        if value.key and value.key.isidentifier():
            yield Mutation(value.key_begin, value.key_end, value.key,
                           [Fault("FD1008", value.key_begin, f'write "{value.key}"')])


@kind()
def words_of_other_languages(path, text):
    for value in scalars(text, bool):
        word = "true" if value.data else "false"
        yield put(value, word.capitalize(), "FD1008", f"write {word}")
    for value in scalars(text, int, float):
        yield put(value, "None", "FD1008", "write null")


@kind(8)
def not_a_number(path, text):
    spellings = [("NaN", "FD1009", "leave the member out"),
                 ("-Infinity", "FD1009", "leave the member out"),
                 (".5", "FD1009", "write a 0 before the point"),
                 ("007", "FD1009", "leave the leading zeros out"),
                 ("0x10", "FD1009", "write it in decimal"), ("+1", "FD1009", "leave the + out"),
                 ("5.", "FD1009", "write a digit after the point"),
                 ("1e999", "FD1018", "numbers end at about 1.8e308")]
    if path == PLAN:
        for value, (spelling, code, fix) in zip(scalars(text, int, float), spellings):
            yield put(value, spelling, code, fix)


@kind()
def key_twice(path, text):
    for value in text.values:
        if value.key and isinstance(value.data, str) and len(value.data) < 20:
            member = text.text[value.key_begin:value.end] + ", "
            yield Mutation(value.key_begin, value.key_begin, member,
                           [Fault("FD1010", value.key_begin + len(member), "remove or rename")])


@kind()
def string_not_closed(path, text):
    for value in scalars(text, str):
        rest = text.text[value.end:text.line_of(value.end)[1]]
        if '"' not in rest:
            yield Mutation(value.end - 1, value.end, "",
                           [Fault("FD1011", value.begin, "where it ends")])


@kind()
def tab_in_string(path, text):
    for value in scalars(text, str):
        if " " in value.data and "\\" not in text.of(value):
            at = text.text.index(" ", value.begin)
            yield Mutation(at, at + 1, "\t", [Fault("FD1012", at, "a tab is written \\t")])


@kind()
def unknown_escape(path, text):
    for value in scalars(text, str):
        if "/" in value.data and "\\" not in text.of(value):
            at = text.text.index("/", value.begin)
            yield Mutation(at, at + 1, "\\d", [Fault("FD1012", at, "a backslash itself")])


@kind()
def comments(path, text):
    for number, value in enumerate(text.values):
        if value.key and text.text[value.end] == "," and text.text[value.end + 1] == "\n":
            sign = ("// as agreed", "# as agreed", "/* as agreed */")[number % 3]
            yield Mutation(value.end + 1, value.end + 1, " " + sign,
                           [Fault("FD1006", value.end + 2, "")])


@kind()
def wrong_bracket(path, text):
    for value in text.values:
        if value.children and not value.children[-1].children:
            ours, other = ("]", "}") if value.is_array else ("}", "]")
            yield Mutation(value.end - 1, value.end, other,
                           [Fault("FD1014", value.end - 1, f"write '{ours}' here")])


@kind()
def text_after_the_end(path, text):
    end = text.values[0].end
    yield Mutation(end, end, " {}", [Fault("FD1015", end + 1, "remove the rest")])


@kind()
def closing_bracket_lost(path, text):
    end = text.values[0].end
    yield Mutation(end - 1, end, "", [Fault("FD1003", text.values[0].children[-1].end, "add the")])


@kind()
def nested_too_deeply(path, text):
    for value in scalars(text, str):
        room = 200 - value.depth
        yield put(value, "[" * (room + 1) + "]" * (room + 1), "FD1016", "is this the right file?",
                  shift=room)
