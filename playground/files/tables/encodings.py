"""Which encoding a text has: told by its first bytes, or guessed, with others to choose from. No Qt.

charset-normalizer says which encodings give a text at all, and how disordered it looks. A table is often too
short for more than that: what decides between them is how usual the letters are that each of them gives.
"""

import codecs
import re
from collections.abc import Iterable

from engine.base.values import dataclass
from playground.files.atomic import FileError
from playground.texts import tables as texts

SAMPLE = 30_000  # bytes of lines that are not ASCII
MOST_CHOICES = 8
RARER = 0.004  # disorder that weighs as much as one place in the list of encodings
FOREIGN = 0.25  # disorder that weighs as much as letters of two languages
SELDOM = 0.15  # disorder that weighs as much as that an encoding is seldom used
WORST = 0.7  # disorder of a guess, from 0 to 1
_WESTERN = "éäöüßàèáíóúñçãõâêôîåøæœëïûùòìýÿÉÄÖÜÀÈÁÍÓÚÑÇÃÕÂÊÔÎÅØÆŒ°µ²³€£§’‘“”–½×±"
_CENTRAL = "áéíóúýčěřšžůąęłćńśźżőűöüäďťňľĺŕôăâîşţșțđßÁÉÍÓÚÝČĚŘŠŽŮĄĘŁĆŃŚŹŻŐŰÖÜÄĎŤŇĂÂÎŞŢĐ°–"
_CYRILLIC = "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъёіїєґўОЕАИНТСРВЛКМДПУЯЫЬГЗБЧЙХЖШЮЦЩЭФЁІЇЄҐ№°–"
# encodings, those first that people have most, and the letters that are usual in them, the most usual first
LETTERS = {
    "cp1252": _WESTERN,
    "cp1251": _CYRILLIC,
    "cp1250": _CENTRAL,
    "cp1254": "ıİşğüçöŞĞÜÇÖâî°",
    "cp1253": "αοιετσνηυρπκμλωςδγθχφβξζψάόίέήύώΑΟΙΕΤΣΝΗΥΡΠΚΜΛΩΔΓΘΧΦΒΞΖΨΆΌΊΈΉΎΏ°",
    "cp1255": "יוהלאתבשמרםנפדקעגסחצזטןךףכץ",
    "cp1256": "اليمنوترهبسدعفكحقةجشطصخضثذغزظءئىؤأإآپچژگ",
    "cp1257": "āšēīūžėąųęįčģķļņõäöüĀŠĒĪŪŽĖĄŲĘĮČĢĶĻŅ",
    "cp1258": "đăâêôơưĐĂÂÊÔƠƯ",
    "cp874": "านรกอเงมยลวดสตทปบคหจพชขไใแโ่้ัีิ์ุูื็ำะถซผฟภธณษญ",
    "koi8_r": _CYRILLIC,
    "koi8_u": _CYRILLIC,
    "mac_roman": _WESTERN,
    "cp850": _WESTERN,
    "cp437": _WESTERN,
    "cp852": _CENTRAL,
    "cp866": _CYRILLIC,
    "iso8859_2": _CENTRAL,
    "iso8859_5": _CYRILLIC,
    "iso8859_15": _WESTERN,
    "mac_cyrillic": _CYRILLIC,
}
# the letters of each language: a text hardly has those of two
ALPHABETS = tuple(
    map(
        frozenset,
        (
            *("áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž", "ąćęłńóśźż", "áéíóöőúüű", "ăâîșțşţ", "čćđšž"),
            *("äöüßéà", "çğıiöşüâî\u0307", "àâçéèêëîïôûùüÿœæ", "áâãàçéêíóôõúü", "áéíñóúü", "åäöæøéü"),
            *("áðéíóúýþæö", "äöõüšž", "àèéìíîòóùú", "ąčęėįšųūž", "āčēģīķļņšūž", "áàâäçéèêëíîïñóôöúûü"),
        ),
    )
)
SELDOM_USED = "iso8859_2", "iso8859_5", "iso8859_15", "mac_cyrillic"  # and their letters are those of others
# encodings with two bytes a character: the character set, and the first bytes of its usual characters
CHARACTERS = {
    "gb18030": ("gb2312", range(0xB0, 0xD8)),
    "cp932": ("euc_jp", range(0xA4, 0xD0)),
    "big5": ("big5", range(0xA4, 0xC7)),
    "cp949": ("euc_kr", range(0xB0, 0xC9)),
    "euc_jp": ("euc_jp", range(0xA4, 0xD0)),
}
WIDE = "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"
ENCODINGS = ("utf-8", *list(LETTERS)[:1], *CHARACTERS, *list(LETTERS)[1:], *WIDE)
BREAKS = (b"\n", b"\r")
BEFORE = 1_000  # bytes of a line that are looked at before those that are not ASCII
_ALIEN = re.compile(rb"[\x80-\xff]")
_SIGN_IN_WORD = re.compile(r"[^\W\d_][^\w\s\x00-\x7f\u2010-\u2019·][^\W\d_]")
_WORD = re.compile(r"[^\W\d_]+")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


@dataclass(frozen=True)
class Decoded:
    """A text, the encoding that it had, and others that would give a text as well.

    Attributes
    ----------
    text : str
    encoding : str
    choices : tuple of str
        With the one that was taken; empty where there is no choice.
    notes : tuple of str
    """

    text: str
    encoding: str
    choices: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def decode(content: bytes, source: str, encoding: str | None = None) -> Decoded:
    """Return bytes as text, in an encoding that is detected unless it is given.

    Raises
    ------
    FileError
        If they are no text.
    """
    if encoding not in (None, *ENCODINGS):
        raise FileError(texts.NOT_TEXT(source=source))
    for mark, name in _BOMS:
        if content.startswith(mark) and encoding in (None, name):
            return Decoded(_text(content[len(mark) :], name, source), name)
    wide = _wide(content)
    if encoding is None and wide is not None:
        return Decoded(_text(content, wide, source), wide)
    if content.isascii() and encoding in (None, "utf-8"):
        return Decoded(_text(content, "utf-8", source), "utf-8")
    choices = _choices(content)
    if encoding is not None and encoding not in choices:
        choices = (encoding, *choices)
    name = encoding or (choices[0] if choices else "cp1252")
    text = _text(content, name, source, strict=name in choices and encoding is None)
    notes = [] if name == "utf-8" or encoding else [texts.ENCODING_GUESSED(encoding=texts.encoding(name))]
    if lost := text.count("\N{REPLACEMENT CHARACTER}"):
        notes.append(texts.NOT_DECODED(n=lost, encoding=texts.encoding(name)))
    return Decoded(text, name, choices if len(choices) > 1 else (), tuple(notes))


def _text(content: bytes, name: str, source: str, strict: bool = True) -> str:
    try:
        text = content.decode(name, errors="strict" if strict else "replace")
    except UnicodeDecodeError as error:
        raise FileError(texts.NOT_TEXT(source=source)) from error
    if "\0" in text:
        raise FileError(texts.NOT_TEXT(source=source))
    return text


def _wide(content: bytes) -> str | None:
    """Return UTF-16 or UTF-32 for text that has them without a mark: of plain letters most bytes are 0."""
    head = content[:1000]
    if head.count(0) <= len(head) // 4:
        return None
    zeros = [head[k::4].count(0) for k in range(4)]
    if min(zeros[2:]) > len(head) // 5:
        return "utf-32-le"
    if min(zeros[:2]) > len(head) // 5:
        return "utf-32-be"
    return "utf-16-le" if zeros[1] + zeros[3] > zeros[0] + zeros[2] else "utf-16-be"


def _choices(content: bytes) -> tuple[str, ...]:
    """Return the encodings in which bytes are text, the best guess first."""
    from charset_normalizer import from_bytes

    if 0 in content:
        return ()
    sample = _sample(content)
    found = {"utf-8": -1.0} if _decodes(content, "utf-8") else {}
    guesses = from_bytes(sample, cp_isolation=[*LETTERS, *CHARACTERS], threshold=WORST, enable_fallback=False)
    for guess in guesses:
        for one in (guess, *guess.submatch):
            if one.encoding in ENCODINGS:
                text = str(one)
                strange = FOREIGN * _mixes_languages(text)
                found[one.encoding] = guess.chaos + 1 - _usual(text, one.encoding) + strange
    ordered = sorted(
        found, key=lambda name: found[name] + RARER * ENCODINGS.index(name) + SELDOM * (name in SELDOM_USED)
    )
    return tuple(name for name in ordered if _decodes(content, name))[:MOST_CHOICES]


def _sample(content: bytes) -> bytes:
    """Return the first lines that are not ASCII."""
    sample, place = b"", 0
    while len(sample) < SAMPLE and (found := _ALIEN.search(content, place)) is not None:
        first = max(place, found.start() - BEFORE)
        before = max(content.rfind(mark, first, found.start()) for mark in BREAKS)
        start = before + 1 if before >= 0 else first
        ends = [content.find(mark, found.start(), start + SAMPLE) for mark in BREAKS]
        place = min((end + 1 for end in ends if end >= 0), default=start + SAMPLE)
        sample += content[start:place]
    return sample


def _decodes(content: bytes, name: str) -> bool:
    try:
        content.decode(name)
    except UnicodeDecodeError:
        return False
    return True


def _usual(text: str, name: str) -> float:
    """Return how usual the letters of a text are for its encoding, from 0 to 1."""
    found = [one for word in _WORD.findall(text) if not word.isascii() for one in _usual_in(word, name)]
    others = sum(not one.isascii() and not one.isalpha() and one not in LETTERS.get(name, "") for one in text)
    return sum(found) / (len(found) + others) if found else 0.5


def _mixes_languages(text: str) -> bool:
    """Return whether a text has Latin letters that no single language has, or signs between letters."""
    if _SIGN_IN_WORD.search(text):
        return True
    letters = {one for one in text.casefold() if "\xdf" <= one < "\u0250" and one.isalpha()}
    return not any(letters <= one for one in ALPHABETS)


def _usual_in(word: str, name: str) -> Iterable[float]:
    """Yield how usual each letter of a word is, for those that are not ASCII."""
    latin = any(map(str.isascii, word))
    letters = LETTERS.get(name, "")
    for letter in filter(lambda one: not one.isascii(), word):
        if name in CHARACTERS:
            charset, first = CHARACTERS[name]
            yield float(not latin and letter.encode(charset, "replace")[0] in first)
        elif letter not in letters or (len(word) > 1 and latin != (letters[0] < "\u0370")):
            yield 0.0  # accents stand among plain letters, other scripts do not
        else:
            yield 1.0 - 0.5 * letters.index(letter) / len(letters)
