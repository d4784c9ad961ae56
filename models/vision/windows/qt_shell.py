"""Random Qt 5 windows: applications with bars, docks and panes, forms, and Qt's own dialogs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PyQt5.QtCore import Qt
from PyQt5.QtGui import QKeySequence
from PyQt5.QtWidgets import (
    QBoxLayout,
    QColorDialog,
    QDialog,
    QDialogButtonBox,
    QDockWidget,
    QFileDialog,
    QFontDialog,
    QInputDialog,
    QLabel,
    QMainWindow,
    QMenu,
    QMessageBox,
    QProgressDialog,
    QScrollArea,
    QSplitter,
    QToolBar,
    QWidget,
)

from qt_blocks import ACROSS, DOWN, QtBlocks
from qt_collections import icon_view, rows, table, tabs, tree
from qt_reading import HEADING

KEYS = [
    'Ctrl+S',
    'Ctrl+Shift+N',
    'Ctrl+O',
    'F5',
    'Alt+Return',
    'Ctrl+Q',
    'Del',
    'Ctrl+Z',
    'Ctrl+Shift+Z',
    'F11',
    'Ctrl++',
    'Ctrl+F',
    'Shift+F3',
    'Ctrl+1',
]


def block(blocks: QtBlocks) -> QWidget:
    makers: list[Callable[[], QWidget]] = [
        blocks.form,
        blocks.form,
        blocks.checks,
        blocks.radios,
        blocks.keypad,
        blocks.icons,
        blocks.buttons,
        blocks.buttons,
        blocks.tool_row,
        blocks.tool_row,
        blocks.text_area,
        blocks.text_area,
        blocks.text_area,
        blocks.link,
        blocks.link,
        blocks.paragraph,
        blocks.rich,
        blocks.facts,
        blocks.picture,
        blocks.picture,
        blocks.picture,
        blocks.heading,
        blocks.slider,
        blocks.slider,
        blocks.progress,
        blocks.panel,
        lambda: table(blocks),
        lambda: table(blocks),
        lambda: tree(blocks),
        lambda: tree(blocks),
        lambda: rows(blocks),
        lambda: icon_view(blocks),
        lambda: tabs(blocks, lambda: page(blocks, 2)),
    ]
    make = blocks.random.choice(makers)
    return blocks.group(make) if blocks.chance(0.22) else make()


def page(blocks: QtBlocks, most: int) -> QWidget:
    makers = [
        blocks.form,
        blocks.checks,
        blocks.radios,
        blocks.buttons,
        blocks.facts,
        blocks.paragraph,
        blocks.text_area,
        lambda: table(blocks),
    ]
    held = blocks.pack(DOWN, blocks.many(makers, 1, most))
    held.layout().setContentsMargins(*[blocks.random.choice([2, 6, 10])] * 4)
    return held


def body(blocks: QtBlocks, least: int, most: int) -> QWidget:
    made = [
        blocks.pack(ACROSS, [block(blocks) for _ in range(blocks.random.choice([1, 2, 2, 3]))], False)
        for _ in range(blocks.random.randint(least, most))
    ]
    if blocks.chance(0.35):
        made.insert(0, blocks.heading())
    held = blocks.pack(DOWN, made)
    held.layout().setContentsMargins(*[blocks.random.choice([0, 4, 9, 14])] * 4)
    return held


def fill_menu(blocks: QtBlocks, menu: QMenu) -> None:
    for _ in range(blocks.random.randint(2, 13)):
        if blocks.chance(0.15):
            menu.addSeparator()
        action = menu.addAction(
            blocks.random.choice([blocks.phrases.action, blocks.phrases.subject, blocks.phrases.title])()
        )
        if blocks.chance(0.35):
            action.setIcon(blocks.icon())
        if blocks.chance(0.5):
            action.setShortcut(QKeySequence(blocks.random.choice(KEYS)))
        if blocks.chance(0.15):
            action.setCheckable(True)
            action.setChecked(blocks.chance(0.6))
        action.setEnabled(not blocks.chance(0.12))
        if blocks.chance(0.1):
            menu.addMenu(blocks.phrases.action()).addAction(blocks.phrases.action())


def tool_bar(blocks: QtBlocks) -> QToolBar:
    bar = QToolBar(blocks.phrases.title())
    bar.setToolButtonStyle(
        blocks.random.choice(
            [Qt.ToolButtonIconOnly] * 3
            + [Qt.ToolButtonTextUnderIcon, Qt.ToolButtonTextBesideIcon, Qt.ToolButtonTextOnly]
        )
    )
    bar.setIconSize(blocks.side())
    bar.setMovable(blocks.chance(0.6))
    for _ in range(blocks.random.randint(3, 12)):
        if blocks.chance(0.15):
            bar.addSeparator()
        elif blocks.chance(0.08):
            bar.addWidget(blocks.random.choice([blocks.field, blocks.combo, blocks.spin])())
        else:
            action = bar.addAction(blocks.icon(), blocks.phrases.action())
            action.setCheckable(blocks.chance(0.15))
            action.setChecked(action.isCheckable() and blocks.chance(0.6))
            action.setEnabled(not blocks.chance(0.12))
    return bar


def title_of(blocks: QtBlocks) -> str:
    p = blocks.phrases
    return blocks.random.choice([p.title(), p.file(), f'{p.file()} - {p.title()}', f'{p.title()} — {p.word().title()}'])


def application(blocks: QtBlocks) -> QWidget:
    window = QMainWindow()
    window.setWindowTitle(title_of(blocks))
    window.setWindowIcon(blocks.icon())
    if blocks.chance(0.6):
        for _ in range(blocks.random.randint(3, 8)):
            fill_menu(blocks, window.menuBar().addMenu(blocks.phrases.menu()))
    for _ in range(blocks.random.choice([0, 1, 1, 2])):
        window.addToolBar(
            blocks.random.choice([Qt.TopToolBarArea] * 4 + [Qt.LeftToolBarArea, Qt.BottomToolBarArea]), tool_bar(blocks)
        )
    centre = body(blocks, 1, 4)
    kind = blocks.random.random()
    if kind < 0.2:
        split = QSplitter(blocks.random.choice([Qt.Horizontal, Qt.Vertical]))
        split.addWidget(blocks.random.choice([rows, tree])(blocks))
        split.addWidget(centre)
        centre = split
    elif kind < 0.45:
        area = QScrollArea()
        area.setWidget(centre)
        area.setWidgetResizable(blocks.chance(0.6))
        centre = area
    window.setCentralWidget(centre)
    for _ in range(blocks.random.choice([0, 0, 0, 1, 1, 2])):
        dock = QDockWidget(blocks.phrases.title())
        dock.setWidget(blocks.random.choice([lambda: rows(blocks), lambda: tree(blocks), lambda: page(blocks, 2)])())
        window.addDockWidget(
            blocks.random.choice([Qt.LeftDockWidgetArea, Qt.RightDockWidgetArea, Qt.BottomDockWidgetArea]), dock
        )
    if blocks.chance(0.5):
        window.statusBar().showMessage(blocks.phrases.words(2, 6))
        for _ in range(blocks.random.randint(0, 3)):
            window.statusBar().addPermanentWidget(QLabel(blocks.phrases.value()))
    window.resize(blocks.random.randint(440, 1200), blocks.random.randint(320, 860))
    return window


def plain_window(blocks: QtBlocks) -> QWidget:
    window = body(blocks, 2, 5)
    window.setWindowTitle(title_of(blocks))
    window.layout().setContentsMargins(9, 9, 9, 9)
    return window


def form_dialog(blocks: QtBlocks) -> QWidget:
    dialog = QDialog()
    dialog.setWindowTitle(title_of(blocks))
    layout = QBoxLayout(DOWN, dialog)
    if blocks.chance(0.35):
        layout.addWidget(blocks.heading())
    makers = [
        blocks.form,
        blocks.form,
        blocks.checks,
        blocks.radios,
        blocks.paragraph,
        lambda: blocks.group(blocks.form),
        lambda: tabs(blocks, lambda: page(blocks, 2)),
        lambda: table(blocks),
    ]
    for widget in blocks.many(makers, 1, 3):
        layout.addWidget(widget)
    choices = [
        QDialogButtonBox.Ok,
        QDialogButtonBox.Cancel,
        QDialogButtonBox.Apply,
        QDialogButtonBox.Close,
        QDialogButtonBox.Help,
        QDialogButtonBox.Reset,
    ]
    box = QDialogButtonBox()
    for kind in blocks.random.sample(choices, blocks.random.randint(1, 4)):
        box.addButton(kind).setText(blocks.phrases.action())
    layout.addWidget(box)
    return dialog


def message_box(blocks: QtBlocks) -> QWidget:
    dialog = QMessageBox()
    dialog.setIcon(
        blocks.random.choice([QMessageBox.Information, QMessageBox.Warning, QMessageBox.Critical, QMessageBox.Question])
    )
    dialog.setWindowTitle(title_of(blocks))
    dialog.setText(blocks.phrases.sentence(2, 8))
    if blocks.chance(0.6):
        dialog.setInformativeText(blocks.phrases.paragraph(2))
        title = dialog.findChild(QLabel, 'qt_msgbox_label')
        title.setObjectName(HEADING)
        font = title.font()
        font.setBold(True)
        title.setFont(font)
    for _ in range(blocks.random.randint(1, 3)):
        dialog.addButton(blocks.phrases.action(), QMessageBox.AcceptRole)
    return dialog


def file_dialog(blocks: QtBlocks) -> QWidget:
    dialog = QFileDialog(None, blocks.phrases.action(), str(Path('files').resolve()))
    dialog.setOption(QFileDialog.DontUseNativeDialog)
    dialog.setViewMode(blocks.random.choice([QFileDialog.Detail, QFileDialog.List]))
    dialog.setAcceptMode(blocks.random.choice([QFileDialog.AcceptOpen, QFileDialog.AcceptSave]))
    dialog.setNameFilters([f'{blocks.phrases.title()} (*)' for _ in range(3)])
    return dialog


def colour_dialog(blocks: QtBlocks) -> QWidget:
    dialog = QColorDialog()
    dialog.setOption(QColorDialog.DontUseNativeDialog)
    dialog.setWindowTitle(blocks.phrases.action())
    return dialog


def font_dialog(blocks: QtBlocks) -> QWidget:
    dialog = QFontDialog()
    dialog.setOption(QFontDialog.DontUseNativeDialog)
    dialog.setWindowTitle(blocks.phrases.action())
    return dialog


def input_dialog(blocks: QtBlocks) -> QWidget:
    dialog = QInputDialog()
    dialog.setWindowTitle(blocks.phrases.action())
    dialog.setLabelText(blocks.phrases.words(2, 5))
    dialog.setTextValue(blocks.phrases.value())
    if blocks.chance(0.4):
        dialog.setComboBoxItems([blocks.phrases.value() for _ in range(4)])
        dialog.setOption(QInputDialog.UseListViewForComboBoxItems, blocks.chance(0.5))
    return dialog


def progress_dialog(blocks: QtBlocks) -> QWidget:
    dialog = QProgressDialog(blocks.phrases.words(2, 6), blocks.phrases.action(), 0, 100)
    dialog.setWindowTitle(blocks.phrases.action())
    dialog.setMinimumDuration(0)
    dialog.setValue(blocks.random.randint(1, 99))
    return dialog


def random_window(blocks: QtBlocks) -> QWidget:
    makers = (
        [application] * 16
        + [plain_window] * 3
        + [form_dialog] * 5
        + [message_box] * 2
        + [file_dialog] * 2
        + [font_dialog, input_dialog, progress_dialog]
    )
    return (colour_dialog if blocks.chance(0.02) else blocks.random.choice(makers))(blocks)
