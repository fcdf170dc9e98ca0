"""Make the pictures of all formulas that have changed, and remove those of formulas that are gone.

Usage: python tests/formula_pictures.py [--all]
Writes them to assets/formulas, in black, each with its LaTeX inside; needs ziamath, of the extra `dev`.
"""

import html
import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

SIZE = 16  # of the text in the picture, in pixels


def main() -> int:
    from playground.mathematics.formulas import PICTURES, formulas

    PICTURES.mkdir(exist_ok=True)
    wanted = {one.picture for one in formulas().values()}
    for path in set(PICTURES.glob("*.svg")) - wanted:
        path.unlink()
    for one in formulas().values():
        if "--all" in sys.argv or not one.picture.exists() or latex_in(one.picture) != one.latex:
            one.picture.write_text(picture_of(one.latex), encoding="utf-8")
            print(one.key, one.latex, sep="\t")
    return 0


def picture_of(latex: str) -> str:
    """Return the SVG of a formula, with its LaTeX as the description."""
    import ziamath

    ziamath.config.svg2 = False  # QtSvg draws <use> and <symbol> cut up
    ziamath.config.precision = 2
    svg = re.sub(r"\s+", " ", ziamath.Latex(latex, size=SIZE, inline=False).svg())
    start, _, rest = svg.partition(">")
    return f"{start}><desc>{html.escape(latex, quote=False)}</desc>{rest}\n"


def latex_in(path: Path) -> str:
    """Return the LaTeX that a picture was made of, or "" if it does not say."""
    found = re.search("<desc>(.*?)</desc>", path.read_text(encoding="utf-8"), re.DOTALL)
    return html.unescape(found[1]) if found else ""


if __name__ == "__main__":
    sys.exit(main())
