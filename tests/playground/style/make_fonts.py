"""Make the program's own font out of Inter and Noto: `python make_fonts.py INTER NOTO_MATH NOTO_SANS OUT`.

INTER and NOTO_SANS are folders with `Inter-Regular.otf`, `Inter-SemiBold.otf`, `NotoSans-Regular.ttf` and
`NotoSans-Bold.ttf`; NOTO_MATH is `NotoSansMath-Regular.ttf`. It needs fontTools.

Digits are as wide as each other. The letters are those of Latin, Greek and Cyrillic; signs that Inter lacks
are Noto's, as large as Inter's capitals are.
"""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fontTools.pens.t2CharStringPen import T2CharStringPen
    from fontTools.ttLib import TTFont

FAMILY = "Playground Sans"
# file: weight, whether it is the bold one of its family
WEIGHTS = {"Regular": (400, False), "SemiBold": (600, True)}
LETTERS = (
    *range(0x20, 0x250),
    *range(0x2B0, 0x530),
    *range(0x1E00, 0x2000),
    *range(0x2000, 0x2C00),
)
OF_MATH = (*range(0x2200, 0x2300), *map(ord, "⌈⌉⌊⌋⟨⟩⟦⟧ℝℕ↦⇄↶↷"))
OF_SANS = (*range(0x1D2C, 0x1D6B), *range(0x1D9B, 0x1DC0), 0x2C7C, 0x2C7D, 0x2150, 0xFFFD)
AIR = 56  # of 2816 units: what a line loses above and below
# sign: the sign it is drawn like, how large
LIKE = {"▸": ("▶", 0.6), "◂": ("◀", 0.6), "▴": ("▲", 0.6), "▾": ("▼", 0.6), "✕": ("×", 1.3)}


def make(inter: Path, noto_math: Path, noto_sans: Path, out: Path) -> None:
    """Write one font for each weight."""
    from fontTools.ttLib import TTFont

    for weight, (number, bold) in WEIGHTS.items():
        font = TTFont(inter / f"Inter-{weight}.otf")
        subset(font)
        copy(TTFont(noto_math), OF_MATH, font)
        copy(TTFont(noto_sans / f"NotoSans-{'Bold' if bold else 'Regular'}.ttf"), OF_SANS, font)
        for sign, (other, size) in LIKE.items():
            draw_like(font, ord(sign), ord(other), size)
        tighten(font)
        name(font, weight, number, bold)
        font.save(out / f"PlaygroundSans-{weight}.otf")


def subset(font: "TTFont") -> None:
    """Keep the letters, with digits of one width, and no ligatures: what is typed stays as it is."""
    from fontTools.subset import Options, Subsetter

    tabular = of_feature(font, "tnum")
    digits = {digit: tabular[font.getBestCmap()[digit]] for digit in map(ord, "0123456789")}
    for table in font["cmap"].tables:
        table.cmap |= digits
    width, _ = font["hmtx"][digits[ord("0")]]
    for digit in digits.values():  # the semi-bold 4 is a little narrower
        font["hmtx"][digit] = width, font["hmtx"][digit][1]
    options = Options(
        layout_features=["kern", "mark", "ccmp", "locl"],
        desubroutinize=True,
        notdef_outline=True,
        hinting=True,
    )
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=LETTERS)
    subsetter.subset(font)


def tighten(font: "TTFont") -> None:
    """Make lines a little lower, their capitals in the middle as before: no letter of ours is that high."""
    tables = (("hhea", "ascent", "descent"), ("OS/2", "sTypoAscender", "sTypoDescender"))
    for table, above, below in tables:
        setattr(font[table], above, getattr(font[table], above) - AIR)
        setattr(font[table], below, getattr(font[table], below) + AIR)
    font["OS/2"].usWinAscent -= AIR
    font["OS/2"].usWinDescent -= AIR


def of_feature(font: "TTFont", tag: str) -> dict[str, str]:
    """Return which glyphs a feature puts in place of which."""
    gsub = font["GSUB"].table
    places = {
        k
        for one in gsub.FeatureList.FeatureRecord
        if one.FeatureTag == tag
        for k in one.Feature.LookupListIndex
    }
    tables = [table for k in places for table in gsub.LookupList.Lookup[k].SubTable]
    return {old: new for table in tables for old, new in getattr(table, "ExtSubTable", table).mapping.items()}


def copy(source: "TTFont", signs: tuple[int, ...], font: "TTFont") -> None:
    """Add signs of another font, except for those that the font has."""
    from fontTools.pens.t2CharStringPen import T2CharStringPen
    from fontTools.pens.transformPen import TransformPen

    size = font["OS/2"].sCapHeight / source["OS/2"].sCapHeight
    has, names, glyphs = font.getBestCmap(), source.getBestCmap(), source.getGlyphSet()
    for sign in signs:
        if sign not in has:
            glyph = glyphs[names[sign]]
            pen = T2CharStringPen(round(glyph.width * size), glyphs)
            glyph.draw(TransformPen(pen, (size, 0, 0, size, 0, 0)))
            add(font, sign, pen, round(glyph.width * size))


def draw_like(font: "TTFont", sign: int, other: int, size: float) -> None:
    """Add a sign as a larger or smaller other one, around the middle of the capitals."""
    from fontTools.pens.t2CharStringPen import T2CharStringPen
    from fontTools.pens.transformPen import TransformPen

    glyph = font.getGlyphSet()[font.getBestCmap()[other]]
    width, middle = round(glyph.width * size), font["OS/2"].sCapHeight / 2
    pen = T2CharStringPen(width, None)
    glyph.draw(TransformPen(pen, (size, 0, 0, size, 0, middle * (1 - size))))
    add(font, sign, pen, width)


def add(font: "TTFont", sign: int, pen: "T2CharStringPen", width: int) -> None:
    """Add a glyph."""
    glyph, top = f"uni{sign:04X}", font["CFF "].cff.topDictIndex[0]
    strings = top.CharStrings
    string = pen.getCharString(top.Private, top.GlobalSubrs)
    strings.charStringsIndex.append(string)
    strings.charStrings[glyph] = len(strings.charStringsIndex) - 1
    if glyph not in top.charset:
        top.charset.append(glyph)
    font.setGlyphOrder(top.charset)
    box = string.calcBounds(font.getGlyphSet())
    font["hmtx"][glyph] = (width, round(box[0]) if box else 0)
    for table in font["cmap"].tables:
        table.cmap[sign] = glyph


def name(font: "TTFont", weight: str, number: int, bold: bool) -> None:
    """Give it a name of its own: whatever else is installed, the program finds this one."""
    style = "Bold" if bold else "Regular"
    whole = FAMILY.replace(" ", "") + "-" + weight
    rights = f"{font['name'].getDebugName(0)}; Copyright 2015, 2018 Google LLC (signs of Noto)"
    for number_of_name, text in {
        0: rights, 1: FAMILY, 2: style, 3: whole, 4: f"{FAMILY} {weight}", 5: "Version 1.000", 6: whole,
    }.items():  # fmt: skip
        font["name"].setName(text, number_of_name, 3, 1, 0x409)
    font["OS/2"].usWeightClass = number
    font["OS/2"].fsSelection = font["OS/2"].fsSelection & ~0x61 | (0x20 if bold else 0x40)
    font["head"].macStyle = 1 if bold else 0
    top = font["CFF "].cff
    top.fontNames = [whole]
    top[0].FamilyName, top[0].FullName, top[0].Weight = FAMILY, f"{FAMILY} {weight}", weight


if __name__ == "__main__":
    make(*map(Path, sys.argv[1:]))
