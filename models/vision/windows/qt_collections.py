"""Random Qt 5 lists, tables, trees and tab widgets."""

from __future__ import annotations

from collections.abc import Callable

from PyQt5.QtCore import QSize, Qt
from PyQt5.QtWidgets import (
    QAbstractItemView,
    QListView,
    QListWidget,
    QListWidgetItem,
    QTableWidget,
    QTableWidgetItem,
    QTabWidget,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from qt_blocks import QtBlocks


def _kinds(blocks: QtBlocks, count: int) -> list[Callable[[], str]]:
    p = blocks.phrases
    return [
        blocks.random.choice([p.value, p.person, p.amount, p.date, p.code, p.file, p.title, p.subject, p.email, p.time])
        for _ in range(count)
    ]


def _sized(blocks: QtBlocks, view: QAbstractItemView) -> QAbstractItemView:
    view.setMinimumSize(blocks.random.randint(150, 460), blocks.random.randint(90, 300))
    view.setAlternatingRowColors(blocks.chance(0.35))
    return blocks.off(view, 0.03)


def table(blocks: QtBlocks) -> QWidget:
    random = blocks.random
    columns, rows = random.randint(2, 6), random.randint(2, 20)
    kinds = _kinds(blocks, columns)
    view = QTableWidget(rows, columns)
    view.setHorizontalHeaderLabels([blocks.phrases.subject() for _ in range(columns)])
    view.verticalHeader().setVisible(blocks.chance(0.4))
    view.setShowGrid(blocks.chance(0.6))
    whole_rows = blocks.chance(0.6)
    view.setSelectionBehavior(QAbstractItemView.SelectRows if whole_rows else QAbstractItemView.SelectItems)
    marked = random.randrange(columns) if blocks.chance(0.25) else -1
    pictured = random.randrange(columns) if blocks.chance(0.25) else -1
    for row in range(rows):
        for column in range(columns):
            item = QTableWidgetItem(kinds[column]())
            if column == marked:
                item.setCheckState(random.choice([Qt.Checked, Qt.Unchecked]))
            if column == pictured:
                item.setIcon(blocks.icon())
            view.setItem(row, column, item)
    if blocks.chance(0.7):
        view.resizeColumnsToContents()
    if blocks.chance(0.5):
        view.selectRow(random.randrange(rows)) if whole_rows else view.setCurrentCell(
            random.randrange(rows), random.randrange(columns)
        )
    if blocks.chance(0.3):
        view.horizontalHeader().setStretchLastSection(True)
    if blocks.chance(0.2):
        view.setSortingEnabled(True)
    return _sized(blocks, view)


def tree(blocks: QtBlocks) -> QWidget:
    random = blocks.random
    columns = random.choice([1, 1, 2, 3, 4])
    kinds = _kinds(blocks, columns)
    view = QTreeWidget()
    view.setColumnCount(columns)
    view.setHeaderLabels([blocks.phrases.subject() for _ in range(columns)])
    view.setHeaderHidden(columns == 1 and blocks.chance(0.6))
    pictured, marked = blocks.chance(0.5), blocks.chance(0.2)

    def entry() -> QTreeWidgetItem:
        item = QTreeWidgetItem([kind() for kind in kinds])
        if pictured:
            item.setIcon(0, blocks.icon())
        if marked:
            item.setCheckState(0, random.choice([Qt.Checked, Qt.Unchecked]))
        return item

    for _ in range(random.randint(2, 14)):
        top = entry()
        view.addTopLevelItem(top)
        for _ in range(random.choice([0, 0, 2, 4])):
            child = entry()
            top.addChild(child)
            if blocks.chance(0.2):
                child.addChild(entry())
        top.setExpanded(blocks.chance(0.6))
    view.setRootIsDecorated(blocks.chance(0.85))
    if blocks.chance(0.6):
        view.topLevelItem(random.randrange(view.topLevelItemCount())).setSelected(True)
    for column in range(columns if blocks.chance(0.6) else 0):
        view.resizeColumnToContents(column)
    return _sized(blocks, view)


def rows(blocks: QtBlocks) -> QWidget:
    view = QListWidget()
    kind = blocks.random.choice(
        [blocks.phrases.title, blocks.phrases.subject, blocks.phrases.file, blocks.phrases.person]
    )
    pictured, marked = blocks.chance(0.4), blocks.chance(0.25)
    for _ in range(blocks.random.randint(2, 18)):
        item = QListWidgetItem(kind())
        if pictured:
            item.setIcon(blocks.icon())
        if marked:
            item.setCheckState(blocks.random.choice([Qt.Checked, Qt.Unchecked]))
        view.addItem(item)
    view.setSpacing(blocks.random.choice([0, 0, 0, 2, 5]))
    if blocks.chance(0.6):
        view.setCurrentRow(blocks.random.randrange(view.count()))
    return _sized(blocks, view)


def icon_view(blocks: QtBlocks) -> QWidget:
    view = QListWidget()
    view.setViewMode(QListView.IconMode)
    view.setResizeMode(QListView.Adjust)
    view.setMovement(QListView.Static)
    side = blocks.random.choice([24, 32, 48])
    view.setIconSize(QSize(side, side))
    view.setGridSize(QSize(side + blocks.random.randint(40, 80), side + blocks.random.randint(34, 56)))
    view.setWordWrap(blocks.chance(0.5))
    for _ in range(blocks.random.randint(4, 24)):
        view.addItem(QListWidgetItem(blocks.icon(), blocks.phrases.file()))
    if blocks.chance(0.4):
        view.setCurrentRow(blocks.random.randrange(view.count()))
    return _sized(blocks, view)


def tabs(blocks: QtBlocks, page: Callable[[], QWidget]) -> QTabWidget:
    held = QTabWidget()
    held.setTabPosition(
        blocks.random.choice([QTabWidget.North] * 5 + [QTabWidget.South, QTabWidget.West, QTabWidget.East])
    )
    held.setTabsClosable(blocks.chance(0.2))
    held.setDocumentMode(blocks.chance(0.25))
    for _ in range(blocks.random.randint(2, 6)):
        text = blocks.random.choice([blocks.phrases.subject, blocks.phrases.file, blocks.phrases.action])()
        held.addTab(page(), blocks.icon(), text) if blocks.chance(0.15) else held.addTab(page(), text)
    held.setCurrentIndex(blocks.random.randrange(held.count()))
    return held
