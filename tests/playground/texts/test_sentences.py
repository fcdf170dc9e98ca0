"""What a person reads stands in texts and nowhere else; each text takes its arguments, and is used."""

import ast
import functools
import re
from importlib import import_module
from pathlib import Path
from string import Formatter

import pytest

import playground
from playground.texts.text import ControlWords, Text

ROOT = Path(playground.__file__).parent
FILES = [str(path.relative_to(ROOT)) for path in sorted(ROOT.rglob("*.py"))]
# the modules of texts, as in `panels.data`, with their files
TEXTS = {
    ".".join(Path(path).with_suffix("").parts[1:]): path
    for path in FILES
    if path.startswith("texts/") and not path.endswith("__init__.py")
}
# files in which words that stand beside each other are no sentence, and why
EXCEPTIONS = {
    "system.py": "runs as a bare script, before anything else can be imported",
    "style/style_sheet.py": "Qt's style sheets",
    "controllers/pages.py": "how a page looks, as a style sheet",
    "exports/document.py": "HTML, and how it looks",
    "files/points/words.py": "names of columns in many languages, which are recognised and never shown",
    "files/runs/changes.py": "SQL",
    "files/runs/database.py": "SQL",
    "files/runs/queries.py": "SQL",
    "files/runs/salvage.py": "SQL",
    "mathematics/code.py": "lines of code",
    "mathematics/formulas.py": "formulas, in the language of expressions",
    "mathematics/symbols.py": "signs in LaTeX",
    "widgets/data/keymaps.py": "keys, as they are printed on a keyboard",
    "widgets/network/keymaps.py": "keys, as they are printed on a keyboard",
    "widgets/mathematics/keymaps.py": "keys, as they are printed on a keyboard",
    "widgets/output/keymaps.py": "keys, as they are printed on a keyboard",
    "widgets/runs/keymaps.py": "keys, as they are printed on a keyboard",
}
LITERALS = {
    "Playground Sans": "how the program's font is called",
    "playground train": "how a program is called",
    "playground render": "how a program is called",
    "playground report": "how a program is called",
    "Build Dependencies": "a key of numpy's",
    "This plugin does not support": "how Qt begins what nobody needs to read",
}
TAG = re.compile(r"<[^>]*>")


@functools.cache  # and not while tests are collected, which every worker does
def tree_of(path: str) -> ast.AST:
    return ast.parse((ROOT / path).read_text(encoding="utf-8"))


def not_read(tree: ast.AST) -> set[ast.AST]:
    """Docstrings, annotations, and patterns of regular expressions."""
    found: set[ast.AST] = set()
    for node in ast.walk(tree):
        inside = []
        if isinstance(node, ast.Expr):
            inside = [node.value]
        elif isinstance(node, (ast.arg, ast.AnnAssign)):
            inside = [node.annotation]
        elif isinstance(node, ast.FunctionDef):
            inside = [node.returns]
        elif isinstance(node, ast.Call) and ast.unparse(node.func) == "re.compile":
            inside = list(node.args)
        for one in inside:
            found.update(ast.walk(one) if one is not None and not isinstance(one, ast.Call) else ())
    return found


def sentences(tree: ast.AST) -> list[str]:
    """Literals of several words."""
    left_out = not_read(tree)
    literals = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in left_out
    ]
    return [
        text
        for text in literals
        if " " in text.strip() and len(re.findall(r"[A-Za-z]{2,}", TAG.sub("", text))) > 1
    ]


@pytest.mark.parametrize("name", [name for name in FILES if not name.startswith("texts")])
def test_no_sentence_stands_outside_texts(name):
    found = [text for text in sentences(tree_of(name)) if text not in LITERALS]
    assert bool(found) == (name in EXCEPTIONS), found


def test_a_sentence_is_found():
    code = '''
def told(count: "int | None") -> "str | None":
    """Return two words."""
    return f"{count} points were added" if count else "<b>No points</b>"
'''
    assert sorted(sentences(ast.parse(code))) == [" points were added", "<b>No points</b>"]


# -- every text ----------------------------------------------------------------------------------


def texts_in(value: object) -> list[Text]:
    """All texts in a value of a module."""
    if isinstance(value, Text):
        return [value]
    if isinstance(value, dict):
        value = tuple(value.values())
    return [text for one in value for text in texts_in(one)] if isinstance(value, tuple) else []


def strings_in(value: object) -> list[str]:
    """All plain strings in a value of a module."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        value = tuple(value.values())
    if not isinstance(value, tuple) or isinstance(value, ControlWords):
        return []
    return [text for one in value for text in strings_in(one)]


def words_in(value: object) -> bool:
    """Whether a value of a module is, or holds, words for people."""
    if isinstance(value, dict):
        value = tuple(value.values())
    return isinstance(value, (Text, ControlWords)) or (isinstance(value, tuple) and any(map(words_in, value)))


def arguments(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def constants(module: str) -> dict[str, object]:
    """The words that a module of texts has itself, by their names."""
    stored = ast.walk(tree_of(TEXTS[module]))
    own = {node.id for node in stored if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    values = vars(import_module(f"playground.texts.{module}"))
    return {name: values[name] for name in own if name.isupper() and words_in(values.get(name))}


@functools.cache
def every() -> dict[tuple[str, str], object]:
    """Return all words for people, by their modules and names."""
    return {(module, name): value for module in TEXTS for name, value in constants(module).items()}


@pytest.mark.parametrize("module", TEXTS)
def test_every_text_takes_its_arguments(module):
    for text in texts_in(constants(module)):
        names = arguments(text.text) | ({"n"} if text.one else set())
        assert all(name.isidentifier() for name in names), f"{text.text}: an argument has no name"
        assert text(**dict.fromkeys(names, 3))
        if text.one:
            assert arguments(text.one) <= names
            assert text(**dict.fromkeys(names, 1))


def test_what_is_in_several_words_is_a_text():
    """Plain strings could not be looked up in another language."""
    plain = {
        (module, name)
        for module in TEXTS
        for name, value in vars(import_module(f"playground.texts.{module}")).items()
        if name.isupper() and any(" " in text for text in strings_in(value))
    }
    assert plain == set()


def test_titles_have_no_dashes():
    titles = [
        text.text for (_, name), value in every().items() if "TITLE" in name for text in texts_in(value)
    ]
    assert len(titles) > 5
    assert [text for text in titles if re.search("[–—]", text)] == []


def used() -> set[tuple[str, str]]:
    """The module and name of every text that some other line of the program uses."""
    found = set()
    for path in FILES:
        tree = tree_of(path)
        modules, names = {}, {}
        if path.startswith("texts/"):
            names = {name: (module, name) for module, name in every() if TEXTS[module] == path}
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module == "playground.texts":
                modules |= {one.asname or one.name: one.name for one in node.names}
            elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("playground.texts."):
                module = str(node.module).removeprefix("playground.texts.")
                names |= {one.asname or one.name: (module, one.name) for one in node.names}
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Attribute)
                and isinstance(node.value, ast.Name)
                and node.value.id in modules
            ):
                found.add((modules[node.value.id], node.attr))
            elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in names:
                found.add(names[node.id])
    return found


def test_every_text_is_used():
    assert every().keys() - used() == set()
