"""What the letters of a formula mean. No Qt."""

import ast

from engine import OPTIMIZERS
from playground.mathematics.expression import parsed, split_name
from playground.mathematics.formulas import formulas
from playground.mathematics.symbols import SYMBOLS
from playground.mathematics.writing import Writer
from playground.texts import formulas as texts

FUNCTION = "g()"  # the activation, which is no gradient


def meanings(key: str) -> tuple[tuple[str, str], ...]:
    """Return each letter of a formula with what it means, in the order in which they come.

    Examples
    --------
    >>> meanings("clip_value")
    (('g', 'gradient'), ('c', 'largest value of a gradient, as set'))
    """
    formula = formulas()[key]
    nodes = [parsed(one) for one in (formula.target, formula.expression, formula.stands_for) if one]
    found: dict[str, str] = {}
    for name in (name for tree in nodes for name in _names(tree)):
        if name == FUNCTION:
            found["g"] = texts.MEANINGS["g_of_z"]()
            continue
        base = name if name in SYMBOLS else split_name(name)[0]
        if meaning := meaning_of(key, base):
            found.setdefault(Writer().symbol(name), meaning)
    return tuple(found.items())


def _names(tree: ast.expr) -> list[str]:
    """Return the names in an expression from left to right, that of the function g as a call."""
    calls = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    nodes = sorted(
        (node for node in ast.walk(tree) if isinstance(node, ast.Name)), key=lambda node: node.col_offset
    )
    return [FUNCTION if id(node) in calls and node.id == "g" else node.id for node in nodes]


def meaning_of(key: str, name: str) -> str:
    """Return what a name means in a formula, by its key; some mean another thing in another one."""
    kind, _, entry = key.partition(".")
    if kind == "optimizer":
        moment = OPTIMIZERS[entry.partition(".")[0]].letters.get(name)
        if moment is not None:
            return texts.MOMENTS[moment]()
    if name == "t":
        of_kind = {"optimizer": texts.UPDATES, "schedule": texts.EPOCHS_AFTER}
        return of_kind.get(kind, texts.EPOCHS)()
    return texts.MEANINGS[name]() if name in texts.MEANINGS else ""
