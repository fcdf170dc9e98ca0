"""Workbooks for tests, made of their XML."""

import io
import zipfile
from pathlib import Path

POINTS = Path(__file__).parent / "files" / "cases" / "points.xlsx"
NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (("office", "office"), ("table", "table"), ("text", "text"))
)
ODS = "application/vnd.oasis.opendocument.spreadsheet"
MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{ODS}"/></manifest:manifest>'
)


def zipped(members):
    """Return a ZIP file of some members."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return made.getvalue()


def xlsx(rows, others=None):
    """Return a workbook of Excel whose first worksheet has some rows, as XML."""
    with zipfile.ZipFile(POINTS) as file:
        members = {name: file.read(name) for name in file.namelist()}
    sheet = members["xl/worksheets/sheet1.xml"].decode()
    start, end = sheet.index("<sheetData>"), sheet.index("</sheetData>")
    members["xl/worksheets/sheet1.xml"] = f"{sheet[:start]}<sheetData>{rows}{sheet[end:]}".encode()
    return zipped(members | (others or {}))


def ods(**tables):
    """Return a workbook of OpenDocument with some worksheets, as XML."""
    inside = "".join(
        f'<table:table table:name="{name}">{rows}</table:table>' for name, rows in tables.items()
    )
    content = (
        f"<office:document-content {NAMES}><office:body><office:spreadsheet>{inside}"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    return zipped({"mimetype": ODS, "META-INF/manifest.xml": MANIFEST, "content.xml": content})


def number(value, more=""):
    return (
        f'<table:table-cell office:value-type="float" office:value="{value}" {more}>'
        f"<text:p>{value}</text:p></table:table-cell>"
    )


def word(value, more=""):
    return f'<table:table-cell office:value-type="string" {more}><text:p>{value}</text:p></table:table-cell>'


def row(*cells, more=""):
    return f"<table:table-row {more}>{''.join(cells)}</table:table-row>"


def repeated(rows=None, columns=None):
    """Return the attribute that repeats a row or a cell."""
    return f'table:number-rows-repeated="{rows}"' if rows else f'table:number-columns-repeated="{columns}"'


def excel_row(k, *values):
    """Return a row of numbers."""
    cells = "".join(f'<c r="{chr(65 + i)}{k}"><v>{value}</v></c>' for i, value in enumerate(values))
    return f'<row r="{k}">{cells}</row>'
