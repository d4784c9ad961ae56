"""Truth of Qt item views and headers, in the coordinates of their viewports."""

from __future__ import annotations

from collections.abc import Iterator

from PyQt5.QtCore import QAbstractItemModel, QModelIndex, QRect, QSize, Qt
from PyQt5.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QTreeView,
)

from truth import Box

Part = tuple[Box, str, list[str]]
PICTURE_PX = 64


def box(rect: QRect) -> Box:
    return (rect.x(), rect.y(), rect.width(), rect.height())


class _Probe(QStyledItemDelegate):
    """Tells how an index will be drawn; the method that does so is protected in Qt."""

    def option(self, view: QAbstractItemView, index: QModelIndex, rect: QRect) -> QStyleOptionViewItem:
        found = view_option(view)
        found.rect = rect
        self.initStyleOption(found, index)
        return found


def view_option(view: QAbstractItemView) -> QStyleOptionViewItem:
    """What viewOptions() returns; that method is out of reach for views that Qt itself made."""
    found = QStyleOptionViewItem()
    found.initFrom(view)
    found.widget, found.font = view, view.font()
    in_icons = isinstance(view, QListView) and view.viewMode() == QListView.IconMode
    size = (
        QStyle.PM_IconViewIconSize
        if in_icons
        else QStyle.PM_ListViewIconSize
        if isinstance(view, QListView)
        else QStyle.PM_SmallIconSize
    )
    side = view.style().pixelMetric(size, None, view)
    found.decorationSize = view.iconSize() if view.iconSize().isValid() else QSize(side, side)
    found.decorationPosition = QStyleOptionViewItem.Top if in_icons else QStyleOptionViewItem.Left
    found.decorationAlignment = Qt.AlignCenter
    found.displayAlignment = Qt.AlignCenter if in_icons else Qt.AlignLeft | Qt.AlignVCenter
    found.textElideMode = view.textElideMode()
    return found


def item_parts(view: QAbstractItemView, index: QModelIndex, rect: QRect) -> list[Part]:
    """The check mark and the pictogram of an item."""
    option = _Probe().option(view, index, rect)
    style = view.style()
    found: list[Part] = []
    if option.features & QStyleOptionViewItem.HasCheckIndicator:
        mark = style.subElementRect(QStyle.SE_ItemViewItemCheckIndicator, option, view)
        states = ['checked'] if option.checkState == Qt.Checked else []
        found.append((box(mark), 'checkbox', states))
    if option.features & QStyleOptionViewItem.HasDecoration and not option.icon.isNull():
        place = style.subElementRect(QStyle.SE_ItemViewItemDecoration, option, view)
        size = option.icon.actualSize(option.decorationSize)
        drawn = QStyle.alignedRect(option.direction, option.decorationAlignment, size, place)
        found.append((box(drawn), 'image' if max(size.width(), size.height()) > PICTURE_PX else 'icon', []))
    return found


def view_parts(view: QAbstractItemView) -> list[Part]:
    if isinstance(view, QHeaderView):
        return _header_parts(view)
    if isinstance(view, QTreeView):
        return _tree_parts(view)
    if isinstance(view, QTableView):
        return _table_parts(view)
    return _list_parts(view) if isinstance(view, QListView) else []


def _states(view: QAbstractItemView, index: QModelIndex) -> list[str]:
    states = ['selected'] if view.selectionModel() is not None and view.selectionModel().isSelected(index) else []
    return states if index.flags() & Qt.ItemIsEnabled else [*states, 'disabled']


def _header_parts(view: QHeaderView) -> list[Part]:
    """Sections of a header; each is a cell."""
    found: list[Part] = []
    flat = view.orientation() == Qt.Horizontal
    for section in range(view.count()):
        if view.isSectionHidden(section):
            continue
        start, size = view.sectionViewportPosition(section), view.sectionSize(section)
        found.append(((start, 0, size, view.height()) if flat else (0, start, view.width(), size), 'cell', []))
    return found


def _tree_indexes(view: QTreeView) -> Iterator[QModelIndex]:
    """First columns of the rows in sight."""
    index = view.indexAt(view.viewport().rect().topLeft())
    while index.isValid() and view.visualRect(index).top() <= view.viewport().height():
        yield index.siblingAtColumn(0)
        index = view.indexBelow(index)


def _tree_parts(view: QTreeView) -> list[Part]:
    found: list[Part] = []
    model: QAbstractItemModel = view.model()
    shown = (
        [c for c in range(model.columnCount(view.rootIndex())) if not view.isColumnHidden(c)]
        if model is not None
        else []
    )
    for index in _tree_indexes(view) if shown else []:
        rect = view.visualRect(index)
        # Rows are as wide as the columns together; a list of one column as wide as the view.
        wide = view.viewport().width()
        found.append(((0, rect.y(), wide, rect.height()), 'row', _states(view, index)))
        for column in shown:
            cell = index.siblingAtColumn(column)
            if len(shown) > 1:
                x, width = view.columnViewportPosition(column), view.columnWidth(column)
                found.append(((x, rect.y(), width, rect.height()), 'cell', []))
            found += item_parts(view, cell, view.visualRect(cell))
        if model.hasChildren(index) and (view.rootIsDecorated() or index.parent() != view.rootIndex()):
            side = min(view.indentation(), rect.height(), 16)
            x = rect.x() - view.indentation() + (view.indentation() - side) / 2
            found.append(((x, rect.y() + (rect.height() - side) / 2, side, side), 'icon', []))
    return found


def _table_parts(view: QTableView) -> list[Part]:
    found: list[Part] = []
    model = view.model()
    if model is None:
        return found
    columns = [c for c in range(model.columnCount()) if not view.isColumnHidden(c)]
    right = max((view.columnViewportPosition(c) + view.columnWidth(c) for c in columns), default=0)
    for row in range(model.rowCount()):
        y, high = view.rowViewportPosition(row), view.rowHeight(row)
        if y + high < 0 or y > view.viewport().height() or view.isRowHidden(row) or not columns:
            continue
        chosen = _states(view, model.index(row, columns[0], view.rootIndex()))
        found.append(
            ((0, y, right, high), 'row', chosen if view.selectionBehavior() == QAbstractItemView.SelectRows else [])
        )
        for column in columns:
            index = model.index(row, column, view.rootIndex())
            rect = view.visualRect(index)
            states = _states(view, index) if view.selectionBehavior() != QAbstractItemView.SelectRows else []
            found.append((box(rect), 'cell', states))
            found += item_parts(view, index, rect)
    return found


def _list_parts(view: QListView) -> list[Part]:
    found: list[Part] = []
    model = view.model()
    for row in range(model.rowCount(view.rootIndex()) if model is not None else 0):
        index = model.index(row, view.modelColumn(), view.rootIndex())
        rect = view.visualRect(index)
        if not rect.intersects(view.viewport().rect()) or view.isRowHidden(row):
            continue
        if view.viewMode() == QListView.ListMode:
            wide = rect.width() if view.isWrapping() else max(rect.width(), view.viewport().width())
            found.append(((rect.x(), rect.y(), wide, rect.height()), 'row', _states(view, index)))
        found += item_parts(view, index, rect)
    return found
