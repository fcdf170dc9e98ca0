"""How a number that a person types is read, in fields, cells and options. No Qt.

Numbers in a table, which have one decimal mark for all, are read by `files/tables/numbers.py`.

Digits and marks may be of any script and width. Of a point and a comma in one number, the last one is the
decimal mark. Alone, the mark of the format's groups groups three digits each (`1.234` is 1234 in German);
a space or an apostrophe does in every format. It groups only where one to three digits precede it, exactly
three follow each time, and the number does not begin with 0: 0,125 is no 125.
"""

import math
import re
import unicodedata

from playground.texts.numbers import Format, current_format

LONGEST = 200  # characters: a number has fewer
# what Python reads as it is written, where a point is no group mark
PLAIN = re.compile(r"[+-]?\d+(?:\.\d*)?(?:[eE][+-]?\d+)?", re.ASCII)
NUMBER = re.compile(r"([+-]?) ?(\d[\d.,' ]*?|[.,]\d+) ?(?:[eEdD]([+-]?\d+))?", re.ASCII)
GROUPED = {mark: re.compile(rf"[1-9]\d{{0,2}}(?:{re.escape(mark)}\d{{3}})+", re.ASCII) for mark in " '.,"}

SIGNS = dict.fromkeys("\u2010\u2011\u2012\u2013\u2212\ufe63\uff0d", "-")
APOSTROPHES = dict.fromkeys("\u2018\u2019\u02bc\u2032\u00b4\u066c", "'")  # and the group mark of Arabic
# zero-width characters, and those that turn the direction of writing
UNSEEN = "\u200b\u200e\u200f\u061c\u2060\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
OTHERS = {"\u2044": "/", "\u2215": "/", "\u060c": ","}
PLAINER = str.maketrans(SIGNS | APOSTROPHES | OTHERS | dict.fromkeys(UNSEEN, ""))
ARABIC_DECIMAL = "\u066b"
LIKE_NO_DIGIT = "<super>", "<sub>"  # 10² is no 102
TYPED = frozenset("0123456789.,' +-/eE")


def read_number(text: str, form: Format | None = None) -> float | None:
    """Return the finite number that a text is, or None.

    Parameters
    ----------
    text : str
    form : Format, optional
        By default the one in which the window writes numbers.
    """
    form = form or current_format()
    plain = len(text) <= LONGEST and form.group != "." and PLAIN.fullmatch(text)
    number = float(text) if plain else _read(plainer(text), form)
    return number if number is not None and math.isfinite(number) else None


def read_typed(text: str) -> float | None:
    """Return the number that was typed, a fraction such as 1/3 too, or None; infinity if it is too large."""
    over, slash, under = plainer(text).partition("/")
    number = _read(over, current_format())
    if not slash or number is None:
        return number
    divisor = _read(under, current_format())
    return number / divisor if divisor else None


def may_be_typed(text: str) -> bool:
    """Return whether a text has only characters that numbers have: those of one that is half typed, too."""
    return TYPED.issuperset(plainer(text).replace(ARABIC_DECIMAL, "."))


def is_written_plainly(text: str) -> bool:
    """Return whether a text is digits with at most a decimal mark: nobody could read it in another way."""
    return text.strip("-").replace(current_format().decimal, "", 1).isdecimal() and text.isascii()


def plainer(text: str) -> str:
    """Return a text with digits, signs and marks of ASCII; "" where that would make it another number."""
    if len(text) > LONGEST:
        return ""
    if text.isascii():
        return text.strip()
    if any(unicodedata.decomposition(one).startswith(LIKE_NO_DIGIT) for one in text):
        return ""
    text = re.sub("(?<=[0-9])(?=[\u00bc-\u00be\u2150-\u215e])", " ", text)  # 1½ is no 11/2
    text = unicodedata.normalize("NFKC", text.translate(PLAINER)).translate(PLAINER)
    return "".join(str(unicodedata.decimal(one, one)) for one in text).strip()


def _read(text: str, form: Format) -> float | None:
    """Return the number that a text in ASCII is."""
    found = NUMBER.fullmatch(text.strip().replace(ARABIC_DECIMAL, form.decimal))
    if found is None:
        return None
    sign, digits, power = found.groups(default="0")
    plain = _without_groups(digits, form)
    return None if plain is None else float(f"{sign}{plain}e{power}")


def _without_groups(digits: str, form: Format) -> str | None:
    """Return digits with a point as their only mark, or None where their marks make no number."""
    marks = [one for one in digits if not one.isdigit()]
    kinds = list(dict.fromkeys(marks))
    if not kinds:
        return digits
    group, decimal = kinds[0], kinds[-1]
    if len(kinds) == 1:
        if GROUPED[group].fullmatch(digits) and (len(marks) > 1 or group in (" ", "'", form.group)):
            return digits.replace(group, "")
        return digits.replace(group, ".") if len(marks) == 1 and group in ".," else None
    whole, _, part = digits.partition(decimal)
    fits = len(kinds) == 2 and decimal in ".," and (not part or part.isdigit())
    return f"{whole.replace(group, '')}.{part}" if fits and GROUPED[group].fullmatch(whole) else None
