"""Text of accessibles: from the extents that toolkits tell, or placed by its ink, or left unscored."""

from __future__ import annotations

from dataclasses import dataclass

import gi
import numpy as np

from atspi_roles import CAPTIONED, CELLS, MARKS, MENU_ITEMS, RECORDS, UNREAD
from ink_text import is_blank, mark_at_left, placed_words
from truth import Box, Place, Truth, area, meet

gi.require_version('Atspi', '2.0')
from gi.repository import Atspi, GLib  # noqa: E402

MOST_LETTERS = 6000
LEAST_TILE_PX = 44  # an item as high as this, and not much wider, is a tile of a view of pictograms


@dataclass
class Found:
    """One accessible that is shown: its role, name, states and box in px of the picture."""

    node: Atspi.Accessible
    role: str
    name: str
    states: Atspi.StateSet
    place: Place
    parents: list[str]


class AtspiText:
    """Adds the words of accessibles to a Truth.

    `scale`: px of the picture per unit of the tree's extents. `font`: that of the applications, as Pango writes it.
    """

    def __init__(self, truth: Truth, picture: np.ndarray, font: str, scale: float) -> None:
        self._truth, self._picture, self._font, self._factor = truth, picture, font, scale

    def box(self, node: Atspi.Accessible) -> Box | None:
        try:
            found = node.get_extents(Atspi.CoordType.SCREEN)
        except GLib.Error:
            return None
        if found.width <= 1 or found.height <= 1 or found.x < -20000:
            return None
        f = self._factor
        return (found.x * f, found.y * f, found.width * f, found.height * f)

    def _point_size(self) -> float:
        return float(self._font.rsplit(' ', 1)[1])

    def _toolkit(self, found: Found) -> str:
        try:
            return found.node.get_application().get_toolkit_name() or ''
        except GLib.Error:
            return ''

    def _beside(self, found: Found, first: float) -> None:
        """Something drawn left of a record's text, a pictogram or an arrow, of which the tree does not tell."""
        x, y, _, h = found.place.box
        box = (x, y, first - x - 1, h)
        if box[2] > 6 and not found.states.contains(Atspi.StateType.CHECKABLE) and not is_blank(self._picture, box):
            self._truth.ignore(Place(box, found.place.clip, found.place.layer))

    def add_text(self, found: Found) -> None:
        text = found.node.get_text_iface()
        if text is not None and self._extents_text(found, text):
            return
        icon_view = found.role == 'layered pane' and self._toolkit(found) != 'Qt'  # its captions are not told
        if found.role in UNREAD or icon_view:
            self._truth.ignore_text(found.place)
            return
        if found.role not in CAPTIONED or not found.name.strip() or self._is_tile(found):
            return
        if found.role == 'panel' and self._toolkit(found) != 'Qt':
            return  # a label of its own holds the title of a group
        box = self._caption_box(found)
        words = placed_words(self._picture, box, found.name, self._font, self._truth.scale)
        if found.role in RECORDS:
            self._beside(found, words[0][1][0] if words else box[0] + min(box[2], 1.6 * box[3]))
        if words is None:
            self._truth.ignore_text(Place(box, found.place.clip, found.place.layer))
            return
        line = self._truth.next_line()
        for word, box in words:
            self._truth.add_word(Place(box, found.place.clip, found.place.layer), word, line)
        if found.role in MENU_ITEMS:
            # A shortcut right of the caption is drawn, but not told.
            x, y, w, h = found.place.box
            start = words[-1][1][0] + words[-1][1][2] + 4
            self._truth.ignore_text(Place((start, y, x + w - start, h), found.place.clip, found.place.layer))

    def _is_tile(self, found: Found) -> bool:
        """An item of a view of pictograms; nothing tells where its pictogram and its caption lie."""
        _, _, w, h = found.place.box
        return found.role == 'list item' and h > LEAST_TILE_PX * self._truth.scale and w < 2.5 * h

    def _caption_box(self, found: Found) -> Box:
        """Where the caption lies: right of a mark, at the top of a group."""
        x, y, w, h = found.place.box
        if found.role in MARKS:
            mark = mark_at_left(self._picture, found.place.box, self._truth.scale)
            return (mark[0] + mark[2], y, x + w - mark[0] - mark[2], h) if mark is not None else found.place.box
        if found.role == 'panel':
            return (x, y, w, min(h, 2.2 * self._point_size() * self._truth.scale))
        return found.place.box

    def _extents_text(self, found: Found, text: Atspi.Text) -> bool:
        """Adds words with the extents that the toolkit tells; False where it tells none."""
        try:
            count = min(Atspi.Text.get_character_count(text), MOST_LETTERS)
            whole = Atspi.Text.get_text(text, 0, count)
        except GLib.Error:
            return False
        unsure = found.states.contains(Atspi.StateType.MULTI_LINE) and self._toolkit(found) == 'Qt'
        if found.role == 'password text' or unsure:  # Qt's extents of text on several lines lie beside it
            self._truth.ignore_text(found.place)
            return True
        told: list[Box] = []
        line, last_y = self._truth.next_line(), None
        for start, stop in word_spans(whole):
            box = self._range(text, start, stop)
            if box is None:
                continue
            told.append(box)
            if is_blank(self._picture, meet(box, found.place.clip)) and area(meet(box, found.place.clip)) > 30:
                self._truth.ignore_text(found.place)
                return True
            if last_y is None or abs(box[1] - last_y) > 3:
                line, last_y = self._truth.next_line(), box[1]
            clip = meet(found.place.clip, found.place.box)
            self._truth.add_word(Place(box, clip, found.place.layer), whole[start:stop], line)
        if told and found.role in CELLS:
            self._beside(found, told[0][0])
        return bool(told)

    def _range(self, text: Atspi.Text, start: int, stop: int) -> Box | None:
        try:
            found = Atspi.Text.get_range_extents(text, start, stop, Atspi.CoordType.SCREEN)
        except GLib.Error:
            return None
        if found.width <= 1 or found.height <= 1:
            return None
        f = self._factor
        return (found.x * f, found.y * f, found.width * f, found.height * f)


def word_spans(text: str) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    start = -1
    for at, letter in enumerate(text + ' '):
        if letter.isspace() or letter == '\ufffc':
            if start >= 0:
                found.append((start, at))
            start = -1
        elif start < 0:
            start = at
    return found
