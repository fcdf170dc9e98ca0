"""The style sheet of the program, and its palette for Qt."""

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from playground.style import fonts
from playground.style.palette import Theme
from playground.style.scaling import Slow, px, real, scale
from playground.style.sizes import (
    FIGURE_FONT,
    FONT,
    HEADING,
    LARGE_FONT,
    RADIUS,
    SMALL_CONTROL,
    SMALL_FONT,
    TIGHT,
    TIP_WIDTH,
)

BAR = 11  # the width of a bar to scroll by
LINE = 1.25  # the height of a line, in sizes of its font


def prepare(app: QApplication, theme: Theme) -> None:
    """Give the application a theme, except for the style sheet; best before there are widgets.

    The style is Fusion with a palette of its own, whatever the desktop offers.
    """
    if not app.property("fusion"):  # under a style sheet, the style itself no longer tells its name
        app.setStyle("fusion")
        app.setProperty("fusion", True)
    if app.property("palette") != _look(theme):
        app.setProperty("palette", _look(theme))
        fonts.use(app)
        app.setPalette(_palette(theme))


def apply(app: QApplication, theme: Theme) -> None:
    """Give the application a theme, with its style sheet; best when all widgets are made.

    While there is a style sheet, a widget that gets a parent is polished again, with all its children.
    """
    prepare(app, theme)
    if app.property("sheet") != _look(theme):  # to set it again would polish every widget again
        app.setProperty("sheet", _look(theme))
        app.setStyleSheet(_style_sheet(theme))


def look_of(theme: Theme) -> tuple[str, QPalette]:
    """Return the style sheet and the palette of a theme, for widgets that have one of their own.

    Each widget needs the palette: under a style sheet, none follows its parent.
    """
    return _style_sheet(theme), _palette(theme)


def _look(theme: Theme) -> str:
    return f"{theme.name} {scale()}"


def _heading_air() -> int:
    """Return the air above and below the words of a heading's tab: its line stays in the row."""
    return max(0, min(px(TIGHT), (px(HEADING) - round(LINE * px(FONT)) - 2) // 2))


def _palette(theme: Theme) -> QPalette:
    role = QPalette.ColorRole
    colours = {
        role.Window: theme.window,
        role.WindowText: theme.text,
        role.Base: theme.control,
        role.AlternateBase: theme.panel,
        role.Text: theme.text,
        role.Button: theme.control,
        role.ButtonText: theme.text,
        role.ToolTipBase: theme.panel,
        role.ToolTipText: theme.text,
        role.PlaceholderText: theme.muted,
        role.Highlight: theme.accent,
        role.HighlightedText: theme.accent_text,
        role.Link: theme.accent,
        role.Light: theme.border,
        role.Mid: theme.border,
        role.Dark: theme.border,
    }
    palette = QPalette()
    for one, colour in colours.items():
        palette.setColor(one, QColor(colour))
    for one in (role.Text, role.ButtonText, role.WindowText):
        palette.setColor(QPalette.ColorGroup.Disabled, one, QColor(theme.muted))
    palette.setColor(QPalette.ColorGroup.Disabled, role.Highlight, QColor(theme.border))
    return palette


def _style_sheet(theme: Theme) -> str:
    # the height of a slider's knob follows from groove and margin; with a larger radius Qt draws it square
    knob = px(4) + 2 * px(5)
    return f"""
    QFrame#panel {{
        background: {theme.panel}; border: 1px solid {theme.border}; border-radius: {px(2 * RADIUS)}px;
    }}
    QLabel[role="heading"] {{ color: {theme.muted}; font-weight: 600; letter-spacing: {px(1)}px; }}
    QLabel[role="title"] {{ font-size: {px(LARGE_FONT)}px; font-weight: 600; }}
    QFrame#panel[folded="true"] {{ background: transparent; border: none; }}
    QTabBar[role="headings"]::tab {{
        background: transparent; color: {theme.muted}; border: none; border-bottom: 2px solid transparent;
        font-weight: 600; padding: {_heading_air()}px {px(Slow(5))}px;
    }}
    QTabBar[role="headings"]::tab:hover {{ border-bottom-color: {theme.border}; }}
    QTabBar[role="headings"]::tab:selected {{ color: {theme.text}; border-bottom-color: {theme.accent}; }}
    QTabBar[role="headings"]:focus {{ border: 2px solid {theme.accent}; }}
    QLabel[role="caption"] {{ color: {theme.muted}; }}
    QLabel[role="column"], QLabel[role="row"] {{ color: {theme.muted}; font-size: {px(SMALL_FONT)}px; }}
    QLabel[role="column"] {{ font-weight: 600; letter-spacing: {real(0.5)}px; }}
    QLabel[role="reading"] {{
        background: {theme.panel}; border: 1px solid {theme.accent}; border-radius: {px(RADIUS)}px;
        padding: {px(2)}px {px(5)}px;
    }}
    QLabel[role="figure"] {{
        font-size: {px(FIGURE_FONT)}px; font-weight: 600; letter-spacing: {-real(0.35)}px;
    }}
    QLabel[role="figure"][old="true"] {{ color: {theme.muted}; }}
    QPushButton, QDialog > QLineEdit, QFrame > QLineEdit {{
        background: {theme.control}; border: 1px solid {theme.border}; border-radius: {px(RADIUS)}px;
    }}
    QPushButton {{ padding: {px(Slow(5))}px {px(Slow(11))}px; }}
    QPushButton:hover {{ border-color: {theme.accent}; }}
    QPushButton[flat="true"] {{ background: transparent; border-color: transparent; }}
    QPushButton[flat="true"]:hover {{ border-color: {theme.border}; }}
    QPushButton:pressed {{ background: {theme.border}; }}
    QPushButton:disabled {{ color: {theme.muted}; }}
    QPushButton[role="primary"] {{
        background: {theme.accent}; color: {theme.accent_text}; border-color: {theme.accent};
        font-weight: 600;
    }}
    QPushButton[role="primary"]:disabled {{
        background: {theme.control}; color: {theme.muted}; border-color: {theme.border};
    }}
    QPushButton:focus, QPushButton[role="primary"]:focus {{
        border: 2px solid {theme.text}; padding: {px(Slow(5)) - 1}px {px(Slow(11)) - 1}px;
    }}
    QPushButton[role="icon"] {{ padding: {px(2)}px; }}
    QPushButton[role="slim"] {{ padding: {px(2)}px {px(8)}px; }}
    QPushButton[role="slim"]:focus {{ padding: {px(2) - 1}px {px(8) - 1}px; }}
    QPushButton[role="line"] {{ padding: 0 {px(8)}px; }}
    QPushButton[role="line"]:focus {{ padding: 0 {px(8) - 1}px; }}
    QPushButton[role="view"] {{ padding: {px(2)}px {px(4)}px; }}
    QPushButton[role="view"]:focus {{ padding: {px(2) - 1}px {px(4) - 1}px; }}
    QPushButton[role="icon"]:focus {{ padding: {px(2) - 1}px; }}
    QFrame#event, QFrame#diagnosis {{
        background: {theme.panel}; border: 2px solid {theme.warning}; border-radius: {px(2 * RADIUS)}px;
    }}
    QFrame#lesson {{
        background: {theme.window}; border: 1px solid {theme.border}; border-radius: {px(2 * RADIUS)}px;
    }}
    QDialogButtonBox {{ dialogbuttonbox-buttons-have-icons: 0; }}
    QLabel[role="strong"] {{ font-weight: 600; }}
    QLabel[role="key"] {{ font-size: {px(SMALL_FONT)}px; font-weight: 600; }}
    QLabel[role="what"] {{ font-size: {px(SMALL_FONT)}px; }}
    QFrame#drawer {{
        background: {theme.panel}; border: 2px solid {theme.accent}; border-radius: {px(2 * RADIUS)}px;
    }}
    QPushButton:checked {{ border-color: {theme.accent}; background: {theme.border}; }}
    QFrame#notice {{ background: transparent; }}
    QFrame#notice[level="warning"], QFrame#notice[level="error"] {{
        background: {theme.panel}; border: 2px solid {theme.warning}; border-radius: {px(RADIUS)}px;
    }}
    QFrame#notice[level="error"] {{ border-color: {theme.error}; }}
    QPushButton[role="small"], QPushButton[role="small"]:focus {{
        padding: 1px; font-size: {px(SMALL_FONT)}px;
    }}
    QSpinBox[role="neurons"] {{ border: 1px solid {theme.border}; }}
    QFrame#card {{ border: 2px solid {theme.accent}; }}
    QSpinBox[role="neurons"]::up-button {{
        subcontrol-origin: border; subcontrol-position: center right; width: {px(17)}px;
        height: {px(SMALL_CONTROL) - 2}px;
        border: none;
    }}
    QSpinBox[role="neurons"]::down-button {{
        subcontrol-origin: border; subcontrol-position: center left; width: {px(17)}px;
        height: {px(SMALL_CONTROL) - 2}px;
        border: none;
    }}
    QFrame#card {{ background: {theme.panel}; border-radius: {px(2 * RADIUS)}px; }}
    QTabBar[role="figures"]::tab {{
        background: transparent; color: {theme.muted}; border: none; border-bottom: 2px solid transparent;
        padding: {px(TIGHT)}px {px(Slow(5))}px; margin-right: {px(2)}px;
        min-height: {round(LINE * px(FONT))}px;
    }}
    QTabBar[role="figures"][dense="true"] {{ font-size: {px(SMALL_FONT)}px; }}
    QTabBar[role="figures"][dense="true"]::tab {{
        padding: {px(TIGHT)}px {px(Slow(3))}px; margin-right: 0;
    }}
    QTabBar[role="figures"]::tab:hover {{ color: {theme.text}; border-bottom-color: {theme.border}; }}
    QTabBar[role="figures"]::tab:selected {{ color: {theme.text}; border-bottom-color: {theme.accent}; }}
    QTabBar[role="figures"]::tab:selected:focus {{ background: {theme.border}; }}
    QTabBar[role="figures"]:focus {{ border: 2px solid {theme.accent}; }}
    QTableView, QTreeWidget, QListWidget, QPlainTextEdit {{ border: 1px solid {theme.border}; padding: 1px; }}
    QTableView:focus, QTreeWidget:focus, QListWidget:focus, QPlainTextEdit:focus {{
        border: 2px solid {theme.accent}; padding: 0;
    }}
    QTableCornerButton::section {{ background: {theme.window}; border: none; }}
    QHeaderView::section {{
        background: {theme.window}; border: none; border-right: 1px solid {theme.border};
        border-bottom: 1px solid {theme.border}; padding: {px(2)}px {px(TIGHT)}px;
    }}
    QToolTip {{
        background: {theme.panel}; color: {theme.text}; border: 1px solid {theme.border};
        padding: {px(4)}px; max-width: {px(TIP_WIDTH) - 2 * (px(4) + 1)}px;
    }}
    QScrollArea, QScrollArea > QWidget > QWidget {{ background: transparent; border: none; }}
    QLineEdit[objectName="features.formula"] {{ padding: {px(3)}px; }}
    QLineEdit[objectName="features.formula"]:focus {{
        border: 2px solid {theme.accent}; padding: {px(3) - 1}px;
    }}
    QAbstractScrollArea::corner {{ background: transparent; border: none; }}
    QScrollBar {{ background: transparent; }}
    QScrollBar:vertical {{ width: {px(BAR)}px; }}
    QScrollBar:horizontal {{ height: {px(BAR)}px; }}
    QScrollBar::handle {{ background: {theme.muted}; border-radius: {px(3)}px; margin: {px(2)}px; }}
    QScrollBar::handle:disabled {{ background: transparent; }}
    QScrollBar::handle:vertical {{ min-height: {px(24)}px; }}
    QScrollBar::handle:horizontal {{ min-width: {px(24)}px; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
    QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
    QSlider::groove:horizontal {{
        height: {px(4)}px; background: {theme.window}; border: 1px solid {theme.border};
        border-radius: {px(4) // 2 + 1}px;
    }}
    QSlider::sub-page:horizontal {{
        background: {theme.accent}; border: 1px solid {theme.accent}; border-radius: {px(4) // 2 + 1}px;
    }}
    QSlider::handle:horizontal {{
        width: {knob - 2}px; margin: {-px(5)}px 0; background: {theme.control};
        border: 1px solid {theme.muted}; border-radius: {knob // 2}px;
    }}
    QSlider::handle:horizontal:hover {{ border-color: {theme.accent}; }}
    QSlider::sub-page:horizontal:disabled {{ background: {theme.border}; border-color: {theme.border}; }}
    QSlider::handle:horizontal:disabled {{ background: {theme.window}; border-color: {theme.border}; }}
    {_larger_boxes() if scale() != 1.0 else ""}
    """


def _larger_boxes() -> str:
    """Return rules for check boxes, which the style draws at one size only."""
    size = f"width: {px(13)}px; height: {px(13)}px;"
    boxes = ("QCheckBox", "QTableView", "QTreeView", "QMenu")
    return f"{', '.join(f'{one}::indicator' for one in boxes)} {{ {size} }}"
