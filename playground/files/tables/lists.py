"""Lists of points, as Python, NumPy and JSON write them, and what they hold. No Qt.

Brackets of every kind make lists; commas and line breaks only part what is in them. What lists have in common
is read; what a program would compute is not.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from playground.files.atomic import FileError
from playground.files.tables.rows import (
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_ROWS,
    STRIDE,
    Progress,
    Rows,
    TableRow,
    Written,
    bounded,
)
from playground.texts import tables as texts

DEEPEST = 50
MOST_NODES = 4 * MOST_ROWS  # brackets: two of each row, and of what is in it
DOTS = "...", "…"  # what NumPy prints for rows that it leaves out
CLOSING = {"[": "]", "(": ")", "{": "}"}
KINDS_OF_LISTS = ("array", "np.array", "numpy.array", "list", "tuple", "tensor", "torch.tensor", "matrix")
WORDS = {"null": "", "None": "", "true": "TRUE", "True": "TRUE", "false": "FALSE", "False": "FALSE"}
# data = np.array([[…
_START = re.compile(r"\ufeff?\s*+(?:[\w.]++\s*+=\s*+)?(?P<call>[A-Za-z_][\w.]*+\(\s*+)?(?=[\[({])")
_TOKEN = re.compile(
    r"\s*+(?:(?P<bracket>[\[\](){}])|(?P<colon>:)|(?P<mark>[,;])"
    r"|(?P<string>\"(?:[^\"\\]|\\.)*+\"|'(?:[^'\\]|\\.)*+')|(?P<word>[^\s\[\](){},;:\"']+))",
    re.DOTALL,
)
_NUMBER = re.compile(r"[+-]?(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_NAMES = re.compile("col|name|head|field|feature", re.IGNORECASE)  # in the key of the names of columns


@dataclass(slots=True)
class Node:
    """A list, or an object if it has keys, and the line that it begins in."""

    opened: str
    line: int
    items: "list[str | Node]" = field(default_factory=list)
    keys: list[str] = field(default_factory=list)

    @property
    def is_object(self) -> bool:
        """Whether each item has a key."""
        return bool(self.keys) and len(self.keys) == len(self.items)

    @property
    def nodes(self) -> "list[Node]":
        """The items that are lists or objects."""
        return [item for item in self.items if isinstance(item, Node)]


def may_be_list(text: str) -> bool:
    """Return whether a text begins as a list does."""
    return _START.match(text) is not None


def read_list(text: str, source: str, progress: Progress) -> Rows | None:
    """Return the points in a list; None if the text is no list at all.

    Raises
    ------
    FileError
        If it is a list or an object, but holds no points.
    """
    problems: list[str] = []
    top = _parse(text, problems, progress)
    if top is None:
        return None
    found = _points(top.items)
    if found is None or (found[0] is not None and len(found[0]) < 2):
        if text.lstrip("\ufeff \t\r\n").startswith("{"):
            raise FileError(problems[0] if problems else texts.NO_POINTS(source=source))
        return None
    names, rows = found
    return Rows(bounded(rows, problems), problems, [], names=names)


# -- brackets --------------------------------------------------------------------------------------


def _parse(text: str, problems: list[str], progress: Progress) -> Node | None:
    """Return all that stands in brackets; None where brackets do not fit, or something stands beside them."""
    start = _START.match(text)
    if start is None:
        return None
    top = Node("", 1)
    stack = [top]
    line, counted, cells, place = 1, 0, 0, start.end()
    nodes = dotted = 0
    for number, found in enumerate(_tokens(text, place)):
        line += text.count("\n", counted, found.end())
        counted = found.end()
        if number % STRIDE == 0:
            progress(counted / len(text))
        if found["word"] in DOTS:
            if line != dotted:
                problems.append(texts.DOTS(line=line))
            dotted = line
            continue
        if cells > MOST_CELLS or nodes > MOST_NODES:
            problems.append(texts.GAVE_UP(line=line))
            return _complete(stack)
        if not _take(found, stack, line):
            return None
        if len(stack) == 1 and start["call"] and top.items:
            return top  # what follows are other arguments
        nodes += found["bracket"] is not None
        cells += found["word"] is not None or found["string"] is not None
    if counted < len(text.rstrip()) or (len(stack) > 1 and counted == start.end()):
        return None
    if len(stack) > 1 and not start["call"]:
        problems.append(texts.LIST_ENDS(line=line))
        return _complete(stack)
    return top


def _tokens(text: str, place: int) -> Iterator[re.Match[str]]:
    while (found := _TOKEN.match(text, place)) is not None:
        yield found
        place = found.end()


def _take(found: re.Match[str], stack: list[Node], line: int) -> bool:
    """Put a token where it belongs; return whether it fits."""
    last = stack[-1]
    bracket = found["bracket"]
    if bracket in CLOSING:
        if last.items and last.items[-1] in KINDS_OF_LISTS:
            last.items.pop()  # array([…])
        stack.append(Node(bracket, line))
        return len(stack) <= DEEPEST
    if bracket:
        if len(stack) == 1 or CLOSING[last.opened] != bracket:
            return False
        stack.pop()
        if any(node.opened == ";" for node in last.nodes):
            _end_row(last)
        stack[-1].items.append(last)
    elif found["colon"]:
        key = last.items.pop() if last.items else None
        if last.opened != "{" or isinstance(key, Node) or key is None:
            return False
        last.keys.append(key)
    elif found["mark"] == ";":
        _end_row(last)
    elif not found["mark"]:
        last.items.append(_value(found))
        return len(stack) > 1
    return True


def _end_row(node: Node) -> None:
    """Make a list of what was written since the last semicolon, as in [1 2; 3 4]."""
    start = next((k for k in range(len(node.items), 0, -1) if isinstance(node.items[k - 1], Node)), 0)
    if row := node.items[start:]:
        node.items[start:] = [Node(";", node.line, row)]


def _value(found: re.Match[str]) -> str:
    """Return a word or a string as the text of a cell."""
    word, quoted = found["word"], found["string"]
    if word is not None:
        return Written(word.replace("_", "")) if _NUMBER.fullmatch(word) else WORDS.get(word, word)
    if "\\" in quoted and quoted[0] == '"':
        try:
            return str(json.loads(quoted))
        except ValueError:
            pass
    return " ".join(quoted[1:-1].replace("\\", "").split())


def _complete(stack: list[Node]) -> Node:
    """Return what is complete of lists that are not closed."""
    while len(stack) > 1:
        node = stack.pop()
        if node.nodes:
            stack[-1].items.append(
                Node(node.opened, node.line, [*node.nodes] if not node.keys else node.items, node.keys)
            )
    return stack[0]


# -- points ----------------------------------------------------------------------------------------

Found = tuple[tuple[str, ...] | None, Iterator[TableRow]]  # names of columns, and rows


def _points(items: "list[str | Node]") -> Found | None:
    """Return names, if there are any, and rows: lists, objects, or one of these in another."""
    nodes = [item for item in items if isinstance(item, Node)]
    if not nodes or len(nodes) < len(items):
        return None
    if all(node.is_object for node in nodes) and (len(nodes) > 1 or not nodes[0].nodes):
        return _records(nodes)
    if len(nodes) == 1:
        (only,) = nodes
        if only.is_object:
            return _from_object(only)
        if only.nodes and len(only.nodes) == len(only.items):
            return _points(only.items)
    if any(node.keys for node in nodes):
        return None
    return None, (TableRow(node.line, tuple(_flat(node))) for node in nodes)


def _from_object(node: Node) -> Found | None:
    """Return the points that one value of an object is, or of which each value is a column."""
    inside = [item for item in node.nodes if item.nodes and len(item.nodes) == len(item.items)]
    inside = [item for item in inside if not item.is_object] or inside
    if len(inside) == 1:
        found = _points([*inside])
        return found if found is None or found[0] else _with_others(node, list(found[1]))
    if _has_records(node):
        return _records(node.nodes)
    columns = [list(_flat(item)) for item in node.nodes]
    if columns and len(columns) == len(node.items) and len({len(column) for column in columns}) == 1:
        return tuple(node.keys), (TableRow(node.line, row) for row in zip(*columns, strict=True))
    return None


def _has_records(node: Node) -> bool:
    """Return whether each value of an object is a row, and not a column: its keys count or name rows."""
    if not node.items or not all(isinstance(item, Node) and item.is_object for item in node.items):
        return False
    inner = dict.fromkeys(key for item in node.nodes for key in item.keys)
    if all(key.isdigit() for key in inner):
        return False
    return all(key.isdigit() for key in node.keys) or len(node.keys) > len(inner)


def _with_others(node: Node, rows: list[TableRow]) -> Found:
    """Return rows with what stands beside them in an object: names of their columns, and more columns."""
    flat = {
        key: [*_flat(item)]
        for key, item in zip(node.keys, node.items, strict=True)
        if isinstance(item, Node) and not item.nodes and not item.keys
    }
    width = len(rows[0].cells)
    words = {key: one for key, one in flat.items() if not any(map(_is_number, one))}
    heads = [one for key, one in words.items() if len(one) == width and _NAMES.search(key)]
    more = {key: one for key, one in flat.items() if len(one) == len(rows) and one not in heads}
    more.pop("index", None)  # as pandas counts its rows
    if more:
        columns = zip(*more.values(), strict=True)
        rows = [TableRow(row.line, row.cells + cells) for row, cells in zip(rows, columns, strict=True)]
    if not (heads or more):
        return None, iter(rows)
    return (*(heads[0] if heads else [""] * width), *more), iter(rows)


def _is_number(cell: str) -> bool:
    return isinstance(cell, Written)


def _records(nodes: list[Node]) -> Found:
    """Return a row for each object; its keys are the names of the columns."""
    records = [(node.line, dict(_flat_object(node))) for node in nodes]
    names = tuple(dict.fromkeys(name for _, record in records for name in record))[:MOST_COLUMNS]
    return names, (TableRow(line, tuple(record.get(name, "") for name in names)) for line, record in records)


def _flat(node: Node) -> Iterator[str]:
    """Yield what stands in a list and in the lists in it: [[0, 1], 1] is a point."""
    for item in node.items:
        if isinstance(item, Node):
            yield from _flat(item)
        else:
            yield item


def _flat_object(node: Node, above: str = "") -> Iterator[tuple[str, str]]:
    """Yield names and values of an object; those of lists and objects in it have the name above, too."""
    keys = node.keys if node.is_object else [str(k + 1) for k in range(len(node.items))]
    for key, item in zip(keys, node.items, strict=True):
        name = f"{above} {key}".strip()
        if isinstance(item, Node):
            yield from _flat_object(item, name)
        else:
            yield name, item
