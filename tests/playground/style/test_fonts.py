"""The program's own font holds every sign that it writes, with figures of one width, in four sizes."""

import ast
import re

import pytest
from commands import ROOT
from PySide6.QtCore import QLocale
from PySide6.QtGui import QFont, QFontInfo, QFontMetricsF, QRawFont
from PySide6.QtWidgets import QApplication

from playground.assets import ASSETS
from playground.style import fonts, scaling, sizes, style_sheet
from playground.style.palette import LIGHT
from playground.texts.text import SURROGATES

FILES = sorted((ASSETS / "fonts").glob("*.otf"))
WEIGHTS = pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
# what stands in these is recognised where others write it, and never written
READ_ONLY = ("files/points", "files/tables", "files/table.py", "files/share.py", "texts/reading.py")
NO_INK = re.compile("[\\s\u0000-\u001f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
OTHER_SCRIPTS = "\u2e80"  # from here on: Chinese, Japanese, Korean …
SIZES = {sizes.SMALL_FONT, sizes.FONT, sizes.LARGE_FONT, sizes.FIGURE_FONT}


@pytest.fixture
def app(application):
    """The application in the program's font, at the usual text size."""
    scaling.change(100)
    style_sheet.prepare(application, LIGHT)
    yield application
    scaling.change(100)
    style_sheet.prepare(application, LIGHT)


def literals():
    """Every string of both packages and of the data that they come with, with where it stands."""
    for package in ("engine", "playground"):
        for path in sorted((ROOT / package).rglob("*.py")):
            name = path.relative_to(ROOT / package).as_posix()
            if not name.startswith(READ_ONLY):
                for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                    if isinstance(node, ast.Constant) and isinstance(node.value, str):
                        yield f"{name}:{node.lineno}", node.value
    for path in sorted(ASSETS.rglob("*.json")):
        yield path.name, path.read_text(encoding="utf-8")


def lacking(font, text):
    visible = NO_INK.sub("", SURROGATES.sub("", text))
    return {sign for sign in visible if sign < OTHER_SCRIPTS and not font.supportsCharacter(ord(sign))}


@WEIGHTS
def test_it_holds_every_sign_that_the_program_writes(file):
    font = QRawFont(str(file), sizes.FONT)
    found = {where: lacking(font, text) for where, text in literals()}
    assert {where: signs for where, signs in found.items() if signs} == {}


@WEIGHTS
def test_it_holds_what_the_mathematics_will_write(file):
    text = "x₁²₀₉ₙₖᵢⱼ⁻¹ ∂L/∂W δ Σ ∑ ∏ ⊙ ∇ ŷ ȳ x̂ − ± × · ÷ ∈ ≤ ≥ ≈ ≠ √ ∞ ⟨ ⟩"
    text += "⌊ ⌋ ⌈ ⌉ ‖ ᵀ α β γ ε η θ λ μ ρ σ φ → ← ↑ ↓ ↦ ∘ ℝ"
    assert lacking(QRawFont(str(file), sizes.FONT), text) == set()


@WEIGHTS
def test_it_holds_the_signs_of_numbers_everywhere(file):
    """A language with digits of its own is written with 0–9."""
    locales = QLocale.matchingLocales(
        QLocale.Language.AnyLanguage, QLocale.Script.AnyScript, QLocale.Country.AnyCountry
    )
    of_numbers = {
        sign
        for one in locales
        if one.zeroDigit() == "0"
        for sign in one.decimalPoint() + one.groupSeparator() + one.negativeSign() + one.percent()
        if not sign.isalpha()
    }
    assert lacking(QRawFont(str(file), sizes.FONT), "".join(of_numbers)) == set()


@pytest.mark.parametrize("weight", [QFont.Weight.Normal, QFont.Weight.DemiBold, QFont.Weight.Bold])
@pytest.mark.parametrize("percent", scaling.TEXT_SIZES)
def test_figures_are_of_one_width(app, percent, weight):
    scaling.change(percent)
    style_sheet.prepare(app, LIGHT)
    for size in SIZES:
        font = QFont(app.font())
        font.setPixelSize(scaling.px(size))
        font.setWeight(weight)
        measured = QFontMetricsF(font)
        assert len({measured.horizontalAdvance(digit * 20) for digit in "0123456789"}) == 1


def test_it_is_what_texts_are_written_in_whatever_is_installed(app):
    for percent in scaling.TEXT_SIZES:
        scaling.change(percent)
        style_sheet.prepare(app, LIGHT)
        font = QFont(QApplication.font())
        assert QFontInfo(font).family() == fonts.FAMILY
        assert font.pixelSize() == round(13 * percent / 100)
    for bold in (QFont.Weight.DemiBold, QFont.Weight.Bold):
        font.setWeight(bold)
        raw = QRawFont.fromFont(font)
        assert (raw.familyName(), raw.styleName()) == (fonts.FAMILY, "Bold")


def test_typed_text_stays_as_it_is():
    """Inter makes an arrow of -> and a sign for multiplication of the x in 2x3."""
    for file in FILES:
        assert b"calt" not in file.read_bytes()


def test_texts_have_four_sizes():
    assert sorted(SIZES) == [11, 13, 15, 18]
    pixels = re.compile(r"font-size: \{px\((?:sizes\.)?(\w+)\)\}px|setPixelSize\((.*)\)|font-size: (\d+)")
    for path in (ROOT / "playground").rglob("*.py"):
        if "exports" in path.parts:
            continue  # what is printed has sizes of its own
        for one in pixels.finditer(path.read_text(encoding="utf-8")):
            named = re.search(r"(SMALL|LARGE|FIGURE)?_?FONT", one[0])
            assert named, f"{path.name}: {one[0]}"


def test_its_licence_goes_with_it():
    text = (ASSETS / "fonts" / "OFL.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in text
    assert {file.suffix for file in (ASSETS / "fonts").iterdir()} == {".otf", ".txt", ".md"}
    assert len(FILES) == 2


def test_sizes_stand_on_a_grid_of_four_pixels():
    of_texts = {"SMALL_FONT", "FONT", "LARGE_FONT", "FIGURE_FONT"}
    for name, size in vars(sizes).items():
        if name.isupper() and name not in of_texts:
            numbers = size.toTuple() if hasattr(size, "toTuple") else (size,)
            assert all(number % 4 == 0 for number in numbers), name
