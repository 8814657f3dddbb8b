"""JSON with the place of every token: what json.loads does not tell.

    Text('{"a": 1}').values[1].begin == 6
"""
import json
import re

SPACE = re.compile(r"\s*")
SCALAR = re.compile(r'"(?:[^"\\]|\\.)*"|[^\s,\]}]+')


def stands_once(part, line):
    return line.find(part) == line.rfind(part)


class Value:
    """One value: text[begin:end], and text[key_begin:key_end] is its quoted name, if it has one."""

    def __init__(self, parent, begin):
        self.parent = parent
        self.begin = begin
        self.end = begin
        self.key = None
        self.key_begin = self.key_end = begin
        self.children = []  # of an array or object
        self.is_array = self.is_object = False
        self.data = None    # of a string, number, boolean or null

    @property
    def depth(self):
        return 0 if self.parent is None else 1 + self.parent.depth

    @property
    def is_last(self):
        return self.parent.children[-1] is self

    @property
    def next(self):
        siblings = self.parent.children
        return siblings[siblings.index(self) + 1]

    def member(self, key):
        return next((child for child in self.children if child.key == key), None)

    def inside(self, *keys):
        """Whether one of the objects around it is called one of `keys`."""
        around = self.parent
        while around is not None:
            if around.key in keys:
                return True
            around = around.parent
        return False


class Text:
    def __init__(self, text):
        self.text = text
        self.values = []  # in the order in which they begin
        self._scan(0, None)

    @staticmethod
    def position(text, offset):
        """"line:column", both from 1."""
        return f"{text.count(chr(10), 0, offset) + 1}:{offset - text.rfind(chr(10), 0, offset)}"

    def of(self, value):
        return self.text[value.begin:value.end]

    def line_of(self, offset):
        begin = self.text.rfind("\n", 0, offset) + 1
        end = self.text.find("\n", offset)
        return begin, len(self.text) if end < 0 else end

    def is_on_one_line(self, begin, end):
        return "\n" not in self.text[begin:end]

    def as_line_edit(self, begin, end, new):
        """The edit as (line, old, new) with an `old` that stands once on that line."""
        if not self.is_on_one_line(begin, end):
            raise ValueError(f"an edit across lines: {self.text[begin:end]!r}")
        line_begin, line_end = self.line_of(begin)
        line = self.text[line_begin:line_end]
        left, right = begin, end
        while left == right or not stands_once(self.text[left:right], line):
            if left > line_begin:
                left -= 1
            elif right < line_end:
                right += 1
            else:
                raise ValueError(f"an edit of an empty line: {line!r}")
        number = self.text.count("\n", 0, begin) + 1
        return number, self.text[left:right], self.text[left:begin] + new + self.text[end:right]

    def _skip(self, at):
        return SPACE.match(self.text, at).end()

    def _scan(self, at, parent):
        at = self._skip(at)
        value = Value(parent, at)
        self.values.append(value)
        opening = self.text[at]
        if opening not in "{[":
            value.end = SCALAR.match(self.text, at).end()
            value.data = json.loads(self.text[at:value.end])
            return value
        value.is_object, value.is_array = opening == "{", opening == "["
        at = self._skip(at + 1)
        while self.text[at] not in "}]":
            key = None
            if value.is_object:
                key = (at, SCALAR.match(self.text, at).end())
                at = self._skip(key[1]) + 1
            child = self._scan(at, value)
            if key:
                child.key_begin, child.key_end = key
                child.key = json.loads(self.text[key[0]:key[1]])
            value.children.append(child)
            at = self._skip(child.end)
            if self.text[at] == ",":
                at = self._skip(at + 1)
        value.end = at + 1
        return value
