"""Tables as nobody would write them, and what must hold whatever is in them."""

import io
import zipfile
from pathlib import Path

from hostile import LONGEST

from playground.files.atomic import FileError
from playground.files.points_table import import_points, read

CASES = sorted((Path(__file__).parent / "files" / "cases").iterdir())
ODD = (
    b"", b"\0", b'"', b"'", b"\xff\xfe", b"\xef\xbb\xbf", b"\r", b"\n" * 50_000, b"," * 3_000, b";" * 3_000,
    b"\t" * 3_000, b" " * 50_000, b"[" * 5_000, b"{" * 5_000, b"(" * 60, b"#", b"%", b"% \n", b"sep=;\n",
    b"@relation x\n", b"@data\n", b"9" * 5_000, b"1e999", b"-", b"1,234", b"1.234,5", b'"1\n2"', b"NaN",
    b"\xd9\xa1\xd9\xab\xd9\xa5", b"\xe2\x88\x92", b"\x80\xff\x93", b"PK\x03\x04", b"<html>", b"1:2 3:4\n",
    b'"' + b"x" * 200_000, b"x" * 200_000, b"1," * 20_000, b'1,"2\n' * 2_000, b"\\", b"array([", b"null",
)  # fmt: skip
ENCODINGS = (
    "utf-8",
    "utf-8-sig",
    "utf-16",
    "utf-16-le",
    "cp1252",
    "cp1251",
    "gb18030",
    "shift_jis",
    "utf-32",
)
CELL = '<c r="{}"><v>1</v></c>'
BOMBS = (
    '<row r="1048576">' + CELL.format("XFD1048576") + "</row>",
    '<row r="0">' + CELL.format("A0") + "</row>",
    '<row r="2"><c r="A2" t="s"><v>999999999</v></c></row>',
    '<row r="2">' + CELL.format("ZZZZ99999999999") + "</row>",
    "".join(f'<row r="{k}"><c r="A{k}" s="1"/></row>' for k in range(2, 60_000)),
    "<c>" * 3_000,
    '<row r="2"><c r="A2" t="inlineStr"><is><t>' + "x" * 40_000 + "</t></is></c></row>",
    "<!DOCTYPE a>",
    "\0",
)


def table_file(rng):
    """Return a table that people have, damaged in a few places."""
    content = rng.choice(CASES).read_bytes()
    if content.startswith(b"PK") and rng.random() < 0.8:
        content = _workbook(rng, content)
    elif rng.random() < 0.3:
        text = content.decode("utf-8", errors="replace")
        content = text.encode(rng.choice(ENCODINGS), errors="replace")
    for _ in range(rng.randrange(4)):
        content = _damaged(rng, content)
    return content


def _damaged(rng, content):
    place, end = sorted(rng.randrange(len(content) + 1) for _ in range(2))
    way = rng.randrange(6)
    if way == 0:
        return content[:place]
    if way == 1:
        return content[:place] + content[end:]
    if way == 2:
        return content[:end] + content[place:end] * rng.randrange(1, 20) + content[end:]
    if way == 3:
        return content[:place] + rng.randbytes(rng.randrange(1, 30)) + content[place:]
    if way == 4:
        return content.replace(b"\n", b"\n" + rng.choice(ODD), rng.randrange(1, 5))
    return content[:place] + rng.choice(ODD) + content[place:]


def _workbook(rng, content):
    """Return a workbook with something odd in a worksheet."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            xml = old.read(name)
            if name.startswith("xl/worksheets") and rng.random() < 0.7:
                xml = xml.replace(b"</sheetData>", rng.choice(BOMBS).encode() + b"</sheetData>")
            elif rng.random() < 0.1:
                xml = _damaged(rng, xml)
            if rng.random() < 0.97:
                new.writestr(name, xml)
    return made.getvalue()


def read_table(content):
    """Read a table as an import does; return what became of it."""
    try:
        table = read(content, "table")
    except FileError as error:
        text = str(error)
        assert text.isprintable(), text
        assert 0 < len(text) < LONGEST, text
        return "refused"
    taken = import_points(table.sheet, table.guess.choice)
    for text in (*table.sheet.notes, *table.guess.notes, *taken.problems, *taken.notes, taken.error):
        assert len(text) < LONGEST, text
    return "read" if taken.points else "without points"
