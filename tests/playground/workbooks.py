"""A workbook of numbers, as a spreadsheet writes it."""

import io
import zipfile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def workbook(**worksheets):
    """The bytes of a workbook, given the rows of each worksheet."""
    count = range(1, len(worksheets) + 1)
    sheets = [
        f'<sheet name="{one}" sheetId="{k}" r:id="r{k}"/>' for k, one in zip(count, worksheets, strict=True)
    ]
    links = [_link(k, "worksheet", f"worksheets/sheet{k}.xml") for k in count]
    types = '<Default Extension="xml" ContentType="application/xml"/>'
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">{types}</Types>',
        "_rels/.rels": _links([_link(1, "officeDocument", "xl/workbook.xml")]),
        "xl/_rels/workbook.xml.rels": _links(links),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{KIND}"><sheets>{sheets}</sheets></workbook>',
    }
    for k, rows in zip(count, worksheets.values(), strict=True):
        cells = "".join(f"<row>{''.join(f'<c><v>{n}</v></c>' for n in row)}</row>" for row in rows)
        sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{cells}</sheetData></worksheet>'
        parts[f"xl/worksheets/sheet{k}.xml"] = sheet
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return content.getvalue()


def _link(k, kind, target):
    return f'<Relationship Id="r{k}" Type="{KIND}/{kind}" Target="{target}"/>'


def _links(links):
    return f'<Relationships xmlns="{PACKAGE}/relationships">{"".join(links)}</Relationships>'
