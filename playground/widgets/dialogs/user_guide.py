"""The user guide: its pages, a list of their sections, and a search over all of them."""

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import (
    QFont,
    QImage,
    QKeyEvent,
    QKeySequence,
    QPalette,
    QResizeEvent,
    QShortcut,
    QShowEvent,
    QTextBlock,
    QTextBlockFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
)
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QTextBrowser,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from playground.files.guide import FOLDER, Page, Section, found, pages
from playground.style import sizes
from playground.style.scaling import fit, for_dialog, px
from playground.texts.controls import words_of
from playground.texts.user_guide import NOTHING_FOUND, PLACE, TITLE
from playground.widgets.controls import prepare

SIZE = QSize(940, 680)
LIST_WIDTH = 236
PAGE, SECTION = 1, 2  # levels of headings
HEADINGS = {PAGE: sizes.FIGURE_FONT, SECTION: sizes.LARGE_FONT}  # pixels
PLACE_OF = Qt.ItemDataRole.UserRole  # the number of the page, and that of the section or None


class UserGuide(QDialog):
    """Shows a page; typing looks for words in all of them. Training continues meanwhile."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("guide")
        self.setWindowTitle(TITLE())
        self.resize(for_dialog(SIZE))
        self._page = -1
        self._section: int | None = None
        self.search = QLineEdit()
        prepare(self.search, "guide.search")
        self.search.setPlaceholderText(words_of("guide.search").text)
        self.search.setClearButtonEnabled(True)
        self.places = QListWidget()
        prepare(self.places, "guide.places")
        fit(self.places.setFixedWidth, LIST_WIDTH)
        fit(self.search.setFixedWidth, LIST_WIDTH)
        self.text = _PageView()
        prepare(self.text, "guide.text")
        self.text.setToolTip("")  # it would cover what is read
        self.text.setOpenLinks(False)
        self.text.document().setBaseUrl(QUrl.fromLocalFile(f"{FOLDER}/"))
        whole, side = QHBoxLayout(self), QVBoxLayout()
        fit(whole.setContentsMargins, *(sizes.MARGIN for _ in range(4)))
        fit(whole.setSpacing, sizes.MARGIN)
        whole.addLayout(side)
        side.addWidget(self.search)
        side.addWidget(self.places, 1)
        whole.addWidget(self.text, 1)
        self.search.textChanged.connect(self._list)
        self.places.currentItemChanged.connect(self._open)
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        find.activated.connect(self.search.setFocus)
        fit(self._show_page_again)
        self._list("")
        self.search.setFocus()

    # -- the list --------------------------------------------------------------------------------

    def _list(self, wanted: str) -> None:
        """List the sections in which all the words are; without words, every section."""
        self.places.clear()
        last = None
        for page, section in found(wanted):
            if page is not last:
                self._add(page, None)
                last = page
            self._add(page, section)
        if last is None:
            self.places.addItem(NOTHING_FOUND())
            self.places.item(0).setFlags(Qt.ItemFlag.NoItemFlags)
            self._mark("")
            return
        self.places.setCurrentRow(1 if wanted.strip() else 0)

    def _add(self, page: Page, section: Section | None) -> None:
        text = page.title if section is None else section.heading
        item = QListWidgetItem(text, self.places)
        number = None if section is None else page.sections.index(section)
        item.setData(PLACE_OF, (pages().index(page), number))
        if section is None:
            font = QFont(self.places.font())
            font.setWeight(QFont.Weight.DemiBold)
            item.setFont(font)
        else:
            place = PLACE(page=page.title, section=section.heading)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """While words are typed, the arrow keys walk through what was found, and Enter goes to the next."""
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Return: 1, Qt.Key.Key_Enter: 1}
        if self.search.hasFocus() and event.key() in steps:
            count = self.places.count()
            self.places.setCurrentRow((self.places.currentRow() + steps[Qt.Key(event.key())]) % count)
        else:
            super().keyPressEvent(event)

    # -- the page --------------------------------------------------------------------------------

    def _open(self, item: QListWidgetItem | None) -> None:
        place = None if item is None else item.data(PLACE_OF)
        if place is None:
            return
        page, self._section = place
        if page != self._page:
            self._page = page
            self._show_page()
        self._mark(self.search.text())
        self._scroll()

    def _show_page(self) -> None:
        """Show the page, in the text size that is set and with pictures that fit."""
        document = self.text.document()
        document.setDefaultFont(self.text.font())
        document.setDocumentMargin(px(sizes.MARGIN))
        document.setMarkdown(pages()[self._page].text, QTextDocument.MarkdownFeature.MarkdownDialectGitHub)
        block = document.begin()
        while block.isValid():
            _set_look(block)
            block = block.next()

    def _show_page_again(self) -> None:
        if self._page >= 0:
            self._show_page()
            self._mark(self.search.text())
            self._scroll()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_page_again()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show_page_again()

    def _scroll(self) -> None:
        """Scroll to the section, or to the top of the page."""
        top = 0.0
        if self._section is not None:
            layout, heading = self.text.document().documentLayout(), self._headings()[self._section]
            top = layout.blockBoundingRect(heading).top()
        self.text.verticalScrollBar().setValue(round(top) - px(sizes.TIGHT))

    def _headings(self) -> list[QTextBlock]:
        """Return the headings of the page's sections."""
        found, block = [], self.text.document().begin()
        while block.isValid():
            if block.blockFormat().headingLevel() == SECTION:
                found.append(block)
            block = block.next()
        return found

    def _mark(self, wanted: str) -> None:
        """Mark the words that are looked for."""
        marks, colours = [], self.text.palette()
        for word in wanted.split():
            cursor = self.text.document().find(word)
            while not cursor.isNull():
                mark = QTextEdit.ExtraSelection()
                mark.cursor = cursor
                mark.format.setBackground(colours.color(QPalette.ColorRole.Highlight))
                mark.format.setForeground(colours.color(QPalette.ColorRole.HighlightedText))
                marks.append(mark)
                cursor = self.text.document().find(word, cursor)
        self.text.setExtraSelections(marks)


class _PageView(QTextBrowser):
    """Makes pictures that are wider than the page narrower."""

    def loadResource(self, kind: int, url: QUrl | str) -> object:
        if kind != QTextDocument.ResourceType.ImageResource.value:
            return super().loadResource(kind, url)
        picture = QImage(QUrl(url).toLocalFile())
        room = self.viewport().width() - px(4 * sizes.MARGIN)
        if 0 < room < picture.width():
            return picture.scaledToWidth(room, Qt.TransformationMode.SmoothTransformation)
        return picture


def _set_look(block: QTextBlock) -> None:
    """Set the size of a heading's text, and the air around any block."""
    cursor, level = QTextCursor(block), block.blockFormat().headingLevel()
    air = QTextBlockFormat()
    air.setTopMargin(px(2 * sizes.SPACING if level == SECTION else 0))
    air.setBottomMargin(px(sizes.TIGHT if block.textList() else sizes.SPACING))
    cursor.mergeBlockFormat(air)
    if level in HEADINGS:
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        look = cursor.charFormat()
        look.clearProperty(QTextFormat.Property.FontSizeAdjustment)  # it would outdo a size in pixels
        look.setProperty(QTextFormat.Property.FontPixelSize, px(HEADINGS[level]))
        cursor.setCharFormat(look)
