"""Records and cells of the accessibility tree: rows are put together from cells that lie on one line."""

from __future__ import annotations

import numpy as np

from atspi_text import Atspi, AtspiText, Found, GLib
from ink_text import ink_box, is_round, mark_at_left
from truth import Box, Place, Truth, meet

PICTURE_PX = 64


class AtspiCells(AtspiText):
    """Adds rows, cells, and the marks and pictograms in them."""

    def __init__(self, truth: Truth, picture: np.ndarray, font: str, scale: float) -> None:
        super().__init__(truth, picture, font, scale)
        self._rows: dict[tuple[int, int, int], tuple[Place, list[Box], list[str]]] = {}

    def add_rows(self) -> None:
        """Adds the rows found since the last call. A table of one column has rows only."""
        for place, boxes, states in self._rows.values():
            self._truth.add_element(place, 'row', '', states)
            for box in boxes if len(boxes) > 1 else []:
                self._truth.add_element(Place(box, place.clip, place.layer), 'cell')
        self._rows.clear()

    def add_cell(self, found: Found) -> None:
        """Cells of one height on one line of one table make its rows."""
        can_check = self._can_check(found)
        if not found.name and found.node.get_text_iface() is None and not can_check:
            self._cell_pictogram(found)
        if found.parents[-1:] == ['table cell']:
            if can_check:
                self._cell_mark(found)
            return
        x, y, w, h = found.place.box
        table = self._table_box(found)
        key = (found.place.layer, round(y), round(table[0]))
        place, boxes, states = self._rows.setdefault(
            key, (Place((table[0], y, table[2], h), found.place.clip, found.place.layer), [], [])
        )
        boxes.append(found.place.box)
        if can_check:
            self._cell_mark(found)
        if found.states.contains(Atspi.StateType.SELECTED) and 'selected' not in states:
            states.append('selected')

    def _cell_pictogram(self, found: Found) -> None:
        """A part of a cell that has neither name nor text and yet shows something small."""
        box = ink_box(self._picture, found.place.box)
        if found.node.get_child_count() == 0 and box is not None and max(box[2:]) < PICTURE_PX * self._truth.scale:
            self._truth.add_element(Place(box, found.place.clip, found.place.layer), 'icon')

    def _cell_mark(self, found: Found) -> None:
        mark = mark_at_left(self._picture, found.place.box, self._truth.scale)
        if mark is None:
            self._truth.ignore(found.place)
            return
        states = ['checked'] if found.states.contains(Atspi.StateType.CHECKED) else []
        role = 'radio' if is_round(self._picture, mark) else 'checkbox'
        self._truth.add_element(Place(mark, found.place.clip, found.place.layer), role, '', states)

    def _table_box(self, found: Found) -> Box:
        node = found.node.get_parent()
        while node is not None and node.get_role_name() not in ('table', 'tree table', 'tree', 'list'):
            node = node.get_parent()
        box = self.box(node) if node is not None else None
        return meet(box, found.place.clip) if box is not None else found.place.box

    def _can_check(self, found: Found) -> bool:
        """Qt says so by a state; GTK by an action of the cell."""
        if found.states.contains(Atspi.StateType.CHECKABLE):
            return True
        action = found.node.get_action_iface()
        try:
            count = Atspi.Action.get_n_actions(action) if action is not None else 0
            return any(Atspi.Action.get_action_name(action, number) == 'toggle' for number in range(count))
        except GLib.Error:
            return False
