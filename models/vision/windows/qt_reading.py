"""Reads the truth of Qt 5 windows on screen: boxes from widgets and their style, text from what they draw."""

from __future__ import annotations

from collections.abc import Callable

from PyQt5.QtCore import QPoint, QRect, Qt
from PyQt5.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QAction,
    QCalendarWidget,
    QCheckBox,
    QComboBox,
    QDial,
    QDialog,
    QGroupBox,
    QLabel,
    QLineEdit,
    QMenu,
    QMenuBar,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QScrollBar,
    QSlider,
    QStyle,
    QStyleOptionButton,
    QStyleOptionGroupBox,
    QTabBar,
    QTextEdit,
    QToolButton,
    QWidget,
)

from qt_cells import PICTURE_PX, Part, box, view_parts
from qt_text import Seen, inside, texts_of
from truth import Box, Place, Truth, meet

HEADING = 'heading'  # the object name that generators give to labels which are titles
PICTURE = 'image'
LINK_START = 'linkStart'  # the property of a one-line label that counts the words before its link
# Widgets of Qt's own dialogs that draw what no interface tells.
OPAQUE = ('QColorPicker', 'QColorLuminancePicker', 'QWellArray', 'QColorWell', 'QColorShowLabel', 'QtColorPicker')


class QtReader:
    """Adds to a Truth what windows show. `ratio` is px of the picture per logical px."""

    def __init__(self, truth: Truth, ratio: float) -> None:
        self._truth = truth
        self._ratio = ratio
        self._handlers: list[tuple[type, Callable[..., str | None]]] = [
            (QCheckBox, self._check),
            (QRadioButton, self._radio),
            (QPushButton, self._button),
            (QToolButton, self._tool),
            (QAbstractButton, self._plain_button),
            (QComboBox, self._select),
            (QAbstractSpinBox, self._spin),
            (QLineEdit, self._field),
            (QTextEdit, self._text_area),
            (QPlainTextEdit, self._text_area),
            (QSlider, self._slider),
            (QDial, self._slider),
            (QScrollBar, self._scrollbar),
            (QTabBar, self._tabs),
            (QMenuBar, self._menu_bar),
            (QMenu, self._menu),
            (QLabel, self._label),
            (QGroupBox, self._group_box),
        ]

    def read(self, window: QWidget, layer: int, role: str | None = None, frame: Box | None = None) -> None:
        """Reads a shown window; `role` names it with `frame` (or its own box) in px of the picture."""
        own = self._box(window, box(window.rect()))
        if role is not None:
            self._truth.add_element(Place(frame or own, frame or own, layer), role, window.windowTitle())
        self._visit(window, own, layer, '')

    def _box(self, widget: QWidget, part: Box) -> Box:
        corner = widget.mapToGlobal(QPoint(0, 0))
        r = self._ratio
        return ((corner.x() + part[0]) * r, (corner.y() + part[1]) * r, part[2] * r, part[3] * r)

    def _place(self, widget: QWidget, part: Box, place: Place) -> Place:
        return Place(self._box(widget, part), place.clip, place.layer)

    def _visit(self, widget: QWidget, clip: Box, layer: int, inside_of: str) -> None:
        whole = self._box(widget, box(widget.rect()))
        clip = meet(clip, whole)
        if clip[2] <= 0 or clip[3] <= 0:
            return
        place = Place(whole, clip, layer)
        if widget.metaObject().className() in OPAQUE or isinstance(widget, QCalendarWidget):
            self._truth.ignore(place)
            return
        for kind, handle in self._handlers:
            if isinstance(widget, kind):
                inside_of = handle(widget, place, inside_of) or inside_of
                break
        view = widget.parentWidget()
        if isinstance(view, QAbstractItemView) and view.viewport() is widget:
            self._add_parts(widget, view_parts(view), place)
        self._add_texts(widget, place)
        for child in widget.children():
            if isinstance(child, QWidget) and child.isVisible() and not child.isWindow():
                self._visit(child, clip, layer, inside_of)

    def _add_parts(self, widget: QWidget, parts: list[Part], place: Place) -> None:
        chosen_from = widget.window().windowType() == Qt.Popup  # the list of an open combo box
        for part, role, states in parts:
            role = 'menu_item' if chosen_from and role == 'row' else role
            self._truth.add_element(self._place(widget, part, place), role, '', states)

    def _add_texts(self, widget: QWidget, place: Place) -> None:
        if isinstance(widget, QLineEdit) and widget.echoMode() != QLineEdit.Normal:
            self._truth.ignore_text(place)
            return
        lines, turned = texts_of(widget)
        for line in lines:
            number = self._truth.next_line()
            for text, part, cut in line:
                clip = meet(place.clip, self._box(widget, cut)) if cut is not None else place.clip
                self._truth.add_word(Place(self._box(widget, part), clip, place.layer), text, number)
        if widget.property(LINK_START) is not None:
            self._add_link(widget, [word for line in lines for word in line][widget.property(LINK_START) :], place)
        if turned:
            self._truth.ignore_text(place)
        if is_heading(widget) and lines:
            self._truth.add_element(
                self._place(widget, around(lines), place),
                'heading',
                ' '.join(word[0] for line in lines for word in line),
            )

    def _add_link(self, widget: QWidget, words: list[Seen], place: Place) -> None:
        if words:
            self._truth.add_element(
                self._place(widget, around([words]), place), 'link', ' '.join(word[0] for word in words)
            )

    def _name(self, widget: QWidget, place: Place, role: str, name: str, states: list[str]) -> str:
        if not widget.isEnabled():
            states = [*states, 'disabled']
        # A button shows its focus only after the keyboard was used; a field always does.
        if widget.hasFocus() and role in ('text_field', 'text_area'):
            states = [*states, 'focused']
        self._truth.add_element(place, role, name, states)
        return role

    def _mark(self, widget: QAbstractButton, place: Place, role: str, part: QStyle.SubElement) -> None:
        option = QStyleOptionButton()
        option.initFrom(widget)
        option.text, option.icon, option.iconSize = widget.text(), widget.icon(), widget.iconSize()
        rect = widget.style().subElementRect(part, option, widget)
        states = ['checked'] if widget.isChecked() else []
        self._name(widget, self._place(widget, box(rect), place), role, widget.text(), states)

    def _check(self, widget: QCheckBox, place: Place, inside_of: str) -> None:
        self._mark(widget, place, 'checkbox', QStyle.SE_CheckBoxIndicator)

    def _radio(self, widget: QRadioButton, place: Place, inside_of: str) -> None:
        self._mark(widget, place, 'radio', QStyle.SE_RadioButtonIndicator)

    def _button(self, widget: QPushButton, place: Place, inside_of: str) -> str:
        states = ['selected'] if widget.isChecked() else []
        return self._name(widget, place, 'button' if widget.text() else 'button?', plain(widget.text()), states)

    def _tool(self, widget: QToolButton, place: Place, inside_of: str) -> str | None:
        if isinstance(widget.parentWidget(), (QLineEdit, QTabBar)) and inside_of in ('text_field', 'select'):
            return None
        shows_text = (
            widget.toolButtonStyle() != Qt.ToolButtonIconOnly
            and widget.text()
            or (widget.icon().isNull() and widget.text())
        )
        states = ['selected'] if widget.isChecked() else []
        return self._name(
            widget, place, 'button' if shows_text else 'button?', plain(widget.text()) if shows_text else '', states
        )

    def _plain_button(self, widget: QAbstractButton, place: Place, inside_of: str) -> str | None:
        """Small buttons of the toolkit: close buttons of tabs and docks. The corner of a table is none."""
        if isinstance(widget.parentWidget(), QAbstractItemView) or inside_of in ('text_field', 'select'):
            return None
        return self._name(widget, place, 'button?', '', [])

    def _select(self, widget: QComboBox, place: Place, inside_of: str) -> str:
        return self._name(widget, place, 'select', widget.currentText(), [])

    def _spin(self, widget: QAbstractSpinBox, place: Place, inside_of: str) -> str:
        return self._name(widget, place, 'text_field', widget.text(), [])

    def _field(self, widget: QLineEdit, place: Place, inside_of: str) -> str | None:
        if inside_of in ('select', 'text_field'):
            return None
        name = widget.text() or widget.placeholderText() if widget.echoMode() == QLineEdit.Normal else ''
        return self._name(widget, place, 'text_field', name, [])

    def _text_area(self, widget: QWidget, place: Place, inside_of: str) -> str:
        return self._name(widget, place, 'text_area', '', [])

    def _slider(self, widget: QWidget, place: Place, inside_of: str) -> str:
        return self._name(widget, place, 'slider', '', [])

    def _scrollbar(self, widget: QScrollBar, place: Place, inside_of: str) -> str:
        self._truth.add_element(place, 'scrollbar')
        return 'scrollbar'

    def _tabs(self, widget: QTabBar, place: Place, inside_of: str) -> None:
        for number in range(widget.count()):
            states = ['selected'] if number == widget.currentIndex() else []
            if not widget.isTabEnabled(number):
                states.append('disabled')
            part = self._place(widget, box(widget.tabRect(number)), place)
            self._name(widget, part, 'tab', plain(widget.tabText(number)), states)

    def _menu_bar(self, widget: QMenuBar, place: Place, inside_of: str) -> None:
        self._actions(widget, place, widget.activeAction())

    def _menu(self, widget: QMenu, place: Place, inside_of: str) -> None:
        self._actions(widget, place, widget.activeAction())

    def _actions(self, widget: QMenu | QMenuBar, place: Place, active: QAction | None) -> None:
        for action in widget.actions():
            rect: QRect = widget.actionGeometry(action)
            if action.isSeparator() or not action.isVisible() or rect.isEmpty():
                continue
            states = [name for name, on in (('checked', action.isChecked()), ('selected', action is active)) if on]
            if not action.isEnabled():
                states.append('disabled')
            self._truth.add_element(self._place(widget, box(rect), place), 'menu_item', plain(action.text()), states)

    def _label(self, widget: QLabel, place: Place, inside_of: str) -> None:
        pixmap = widget.pixmap()
        if pixmap is None or pixmap.isNull():
            return
        rect = widget.style().itemPixmapRect(widget.contentsRect(), int(widget.alignment()), pixmap)
        ratio = pixmap.devicePixelRatioF()
        size = max(pixmap.width(), pixmap.height()) / ratio
        role = 'image' if size > PICTURE_PX or widget.objectName() == PICTURE else 'icon'
        self._truth.add_element(self._place(widget, box(rect), place), role)

    def _group_box(self, widget: QGroupBox, place: Place, inside_of: str) -> None:
        if not widget.isCheckable():
            return
        option = QStyleOptionGroupBox()
        widget.initStyleOption(option)
        rect = widget.style().subControlRect(QStyle.CC_GroupBox, option, QStyle.SC_GroupBoxCheckBox, widget)
        self._name(
            widget,
            self._place(widget, box(rect), place),
            'checkbox',
            widget.title(),
            ['checked'] if widget.isChecked() else [],
        )


def is_heading(widget: QWidget) -> bool:
    return widget.objectName() == HEADING or isinstance(widget, QGroupBox)


def around(lines: list[list[Seen]]) -> Box:
    boxes = [inside(part, cut) for line in lines for _, part, cut in line]
    x, y = min(b[0] for b in boxes), min(b[1] for b in boxes)
    return (x, y, max(b[0] + b[2] for b in boxes) - x, max(b[1] + b[3] for b in boxes) - y)


def plain(text: str) -> str:
    """A caption without the marks of its shortcut letter and key."""
    return text.split('\t')[0].replace('&&', '\0').replace('&', '').replace('\0', '&')


def role_of(window: QWidget) -> str:
    return 'dialog' if isinstance(window, QDialog) else 'window'
