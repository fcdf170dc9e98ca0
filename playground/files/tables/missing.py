"""What stands in the cells of a table where nothing is known. No Qt."""

from collections.abc import Iterable

# what stands where nothing is known, with the case folded; a class can be called "none", but hardly "None"
MISSING = frozenset(
    (
        *("", "nan", "-nan", "na", "n/a", "n.a.", "<na>", "nat", "null", "nil", "missing", "(missing)"),
        *("?", "??", "-", "--", "---", "–", "—", ".", "..", "k.a.", "k. a.", "n.d.", "s/d", "н/д"),
        *("缺失", "欠損", "#n/a", "#na", "#null!", "#value!", "#ref!", "#div/0!", "#name?", "#num!"),
    )
)
MISSING_AS_WRITTEN = frozenset({"None"})
MINUS, PLUS = "-", "+"  # together they are two classes


def missing(cells: Iterable[str]) -> frozenset[str]:
    """Return those cells that stand where nothing is known: NaN, NA, ?, null, …"""
    different = frozenset(cells)
    found = {one for one in different if one in MISSING_AS_WRITTEN or one.strip().casefold() in MISSING}
    return frozenset(found - {MINUS} if PLUS in different else found)
