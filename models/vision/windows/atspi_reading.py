"""Truth of real applications from the accessibility tree. Text without extents is placed by its ink or not scored."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import gi
import numpy as np

from ink_text import ink_box, is_blank, is_round, mark_at_left, placed_words
from truth import Box, Place, Truth, area, around, meet

gi.require_version('Atspi', '2.0')
from gi.repository import Atspi, GLib  # noqa: E402

CONTAINERS = {'panel', 'filler', 'unknown', 'viewport', 'scroll pane', 'layered pane', 'directory pane'}
LARGE_PX = 80
LEAST_BUTTON_PX, LEAST_TILE_PX = 24, 44
# Room between a tab's label and its edge in Adwaita (its _common.scss: padding 3px 12px, min-height 30px).
TAB_EDGES_PX = (12, 9)
RECORDS = {'table cell', 'tree item', 'list item'}
DEEPEST, MOST_CHILDREN = 60, 400
PICTURE_PX = 64
PLAIN = {
    'slider': 'slider',
    'scroll bar': 'scrollbar',
    'link': 'link',
    'combo box': 'select',
    'table column header': 'cell',
    'column header': 'cell',
    'row header': 'cell',
    'table row header': 'cell',
    'spin button': 'text_field',
    'password text': 'text_field',
}
BUTTONS = {'push button', 'toggle button', 'button', 'push button menu'}
MARKS = {'check box': 'checkbox', 'radio button': 'radio'}
MENU_ITEMS = {'menu item', 'check menu item', 'radio menu item', 'menu', 'tearoff menu item'}
FIELDS = {'text', 'entry', 'editbar'}
CELLS = {'table cell', 'tree item'}
DIALOGS = {'dialog', 'alert', 'file chooser', 'color chooser', 'font chooser'}
# What the tree says nothing reliable about.
OPAQUE = {
    'calendar',
    'drawing area',
    'canvas',
    'chart',
    'document frame',
    'html container',
    'document web',
    'terminal',
    'embedded',
}
CAPTIONED = (
    BUTTONS
    | MENU_ITEMS
    | set(MARKS)
    | {
        'combo box',
        'page tab',
        'table column header',
        'column header',
        'list item',
        'table cell',
        'tree item',
        'label',
        'panel',
    }
)
# Drawn text of which the tree does not tell the place.
UNREAD = {'progress bar', 'status bar', 'level bar', 'tool tip', 'notification'}
CLIPPING = {
    'scroll pane',
    'viewport',
    'table',
    'tree table',
    'tree',
    'list',
    'list box',
    'layered pane',
    'text',
    'split pane',
}


@dataclass
class Found:
    """One accessible that is shown: its role, name, states and box in px of the picture."""

    node: Atspi.Accessible
    role: str
    name: str
    states: Atspi.StateSet
    place: Place
    parents: list[str]


class AtspiReader:
    """`boxes_scale`: px of the picture per unit of the tree's extents. `font` is that of the applications."""

    def __init__(self, truth: Truth, picture: np.ndarray, font: str, boxes_scale: float) -> None:
        self._truth, self._picture, self._font, self._factor = truth, picture, font, boxes_scale
        self._popups: list[tuple[int, Box]] = []
        self._rows: dict[tuple[int, int, int], tuple[Place, list[Box], list[str]]] = {}

    def read(self, top: Atspi.Accessible, layer: int, clip: Box) -> None:
        """Reads what is shown below a toplevel."""
        self._walk(top, clip, layer, [], 0)
        for place, boxes, states in self._rows.values():
            self._truth.add_element(place, 'row', '', states)
            for box in boxes if len(boxes) > 1 else []:
                self._truth.add_element(Place(box, place.clip, place.layer), 'cell')
        self._rows.clear()

    def add_popup(self, box: Box) -> int:
        """An open menu: menu items that lie in it belong to it, wherever the tree holds them."""
        layer = self._truth.add_layer(box)
        self._popups.append((layer, box))
        return layer

    def _at_popup(self, role: str, place: Place) -> Place:
        if role in MENU_ITEMS or role == 'list item':
            middle = (place.box[0] + place.box[2] / 2, place.box[1] + place.box[3] / 2)
            for layer, box in reversed(self._popups):
                if box[0] <= middle[0] <= box[0] + box[2] and box[1] <= middle[1] <= box[1] + box[3]:
                    return Place(place.box, box, layer)
        return place

    def box(self, node: Atspi.Accessible) -> Box | None:
        try:
            found = node.get_extents(Atspi.CoordType.SCREEN)
        except GLib.Error:
            return None
        if found.width <= 1 or found.height <= 1 or found.x < -20000:
            return None
        f = self._factor
        return (found.x * f, found.y * f, found.width * f, found.height * f)

    def _walk(self, node: Atspi.Accessible, clip: Box, layer: int, parents: list[str], depth: int) -> None:
        try:
            states, role, name = node.get_state_set(), node.get_role_name(), node.get_name() or ''
            count = min(node.get_child_count(), MOST_CHILDREN)
        except GLib.Error:
            return
        shown = states.contains(Atspi.StateType.SHOWING) and states.contains(Atspi.StateType.VISIBLE)
        if depth > DEEPEST or (depth > 0 and not shown):
            return
        box = self.box(node)
        if box is None and role in CLIPPING:
            return  # the list of a combo box that was never opened says that it is shown, but has no size
        if box is not None:
            found = Found(node, role, name, states, self._at_popup(role, Place(box, clip, layer)), parents)
            if role in OPAQUE or self._is_closed(found, count):
                self._truth.ignore(found.place)
                return
            if role == 'toggle button' and states.contains(Atspi.StateType.EXPANDABLE):
                role = found.role = 'expander'
            self._element(found)
            self._text(found)
            if role in CLIPPING:
                clip = meet(clip, box)
        for index in range(count):
            try:
                child = node.get_child_at_index(index)
            except GLib.Error:
                continue
            if child is not None:
                self._walk(child, clip, layer, [*parents, role], depth + 1)

    def _is_closed(self, found: Found, children: int) -> bool:
        """A large area that shows something and tells nothing of it."""
        w, h = found.place.box[2:]
        if set(found.parents) & FIELDS:
            return False
        return (
            children == 0
            and found.role in CONTAINERS
            and min(w, h) > LARGE_PX * self._truth.scale
            and not is_blank(self._picture, found.place.box)
        )

    def _expander(self, found: Found) -> None:
        """The tree gives the box of an expander with all that it opens; its caption lies at the top."""
        x, y, w, h = found.place.box
        high = min(h, 2.4 * self._point_size() * self._truth.scale)
        self._truth.ignore(Place((x, y, w, high), found.place.clip, found.place.layer))

    def _point_size(self) -> float:
        return float(self._font.rsplit(' ', 1)[1])

    def _element(self, found: Found) -> None:
        role = found.role
        inside = set(found.parents)
        if role in FIELDS and not inside & {'combo box', 'spin button'}:
            self._field(found)
        elif role in MARKS:
            self._mark(found, MARKS[role])
        elif role in BUTTONS and not inside & (FIELDS | {'combo box'}):
            self._button(found)
        elif role in MENU_ITEMS and found.parents and 'combo box' not in found.parents[-1:]:
            if not is_blank(self._picture, found.place.box):
                self._add(found, 'menu_item')
        elif role == 'expander':
            self._expander(found)
        elif role in CELLS:
            self._cell(found)
        elif role == 'list item':
            self._list_item(found)
        elif role == 'page tab':
            self._tab(found)
        elif role in ('image', 'icon'):
            self._pictogram(found)
        elif role in ('frame', 'internal frame') and found.parents[-1:] == ['layered pane']:
            self._add(found, 'window')
        elif role == 'slider' and max(found.place.box[2:]) < 1.6 * min(found.place.box[2:]):
            self._add(found, 'button?')  # a volume button
        elif role in PLAIN and not (PLAIN[role] == 'text_field' and inside & {'combo box', 'spin button'}):
            self._add(found, PLAIN[role])

    def _states(self, found: Found) -> list[str]:
        kinds = Atspi.StateType
        names = [('checked', kinds.CHECKED), ('selected', kinds.SELECTED)]
        states = [name for name, kind in names if found.states.contains(kind)]
        if found.role == 'toggle button' and 'checked' in states:
            states = ['selected' if state == 'checked' else state for state in states]
        if not found.states.contains(kinds.SENSITIVE) or not found.states.contains(kinds.ENABLED):
            states.append('disabled')
        if found.role in FIELDS and found.states.contains(kinds.FOCUSED):
            states.append('focused')
        return states

    def _add(self, found: Found, role: str, box: Box | None = None) -> None:
        place = Place(box, found.place.clip, found.place.layer) if box is not None else found.place
        self._truth.add_element(place, role, found.name, self._states(found))

    def _field(self, found: Found) -> None:
        if not found.states.contains(Atspi.StateType.MULTI_LINE):
            self._add(found, 'text_field')
            return
        pane = found.node.get_parent()
        outer = self.box(pane) if pane is not None and pane.get_role_name() == 'scroll pane' else None
        self._add(found, 'text_area', outer)

    def _mark(self, found: Found, role: str) -> None:
        mark = mark_at_left(self._picture, found.place.box, self._truth.scale)
        x, _, w, h = found.place.box
        if mark is not None and w < 1.6 * h and (found.name or min(w, h) >= LEAST_BUTTON_PX * self._truth.scale):
            self._add(found, 'button?')  # Qt names tool buttons that can be switched so
        elif mark is None:
            self._truth.ignore(found.place)
        else:
            self._add(found, role, mark)

    def _button(self, found: Found) -> None:
        x, y, w, h = found.place.box
        words = placed_words(self._picture, found.place.box, found.name, self._font, self._truth.scale)
        if 'Hyperlink' in found.node.get_interfaces():
            self._add(found, 'link', around([box for _, box in words]) if words else found.place.box)
        elif found.role == 'toggle button' and not found.name and 1.6 < w / h < 2.6:
            self._truth.add_element(
                found.place,
                'switch',
                '',
                ['checked' if state == 'selected' else state for state in self._states(found)],
            )
        elif words is not None:
            self._add(found, 'button')
        else:
            self._add(found, 'button?')

    def _pictogram(self, found: Found) -> None:
        if set(found.parents) & (BUTTONS | MENU_ITEMS | set(MARKS) | {'combo box', 'page tab', 'spin button', 'entry'}):
            return
        box = self._image_box(found) or found.place.box
        if is_blank(self._picture, box):
            return
        side = max(box[2:])
        self._add(found, 'image' if side > PICTURE_PX * self._truth.scale else 'icon', box)

    def _image_box(self, found: Found) -> Box | None:
        """Where the pictogram itself lies; the box of an item of an icon view also holds its caption."""
        image = found.node.get_image_iface()
        if image is None:
            return None
        size = Atspi.Image.get_image_size(image)
        if size.x <= 0 or size.y <= 0:
            return None
        f = self._factor
        x, y, w, h = found.place.box
        width, height = size.x * f, size.y * f
        if width > w + 1 or height > h + 1:
            return None
        at = Atspi.Image.get_image_position(image, Atspi.CoordType.SCREEN)
        left, top = at.x * f, at.y * f
        if not (x - 1 <= left <= x + w and y - 1 <= top <= y + h):
            left, top = x + (w - width) / 2, y + (h - height) / 2
        return (left, top, width, height)

    def _cell(self, found: Found) -> None:
        """Cells of one height on one line of one table make its rows."""
        if (
            not found.name
            and found.node.get_text_iface() is None
            and not found.states.contains(Atspi.StateType.CHECKABLE)
        ):
            self._cell_pictogram(found)
        if found.parents[-1:] == ['table cell']:
            if found.states.contains(Atspi.StateType.CHECKABLE):
                self._cell_mark(found)
            return
        x, y, w, h = found.place.box
        table = self._table_box(found)
        key = (found.place.layer, round(y), round(table[0]))
        place, boxes, states = self._rows.setdefault(
            key, (Place((table[0], y, table[2], h), found.place.clip, found.place.layer), [], [])
        )
        boxes.append(found.place.box)
        if found.states.contains(Atspi.StateType.CHECKABLE):
            self._cell_mark(found)
        if found.states.contains(Atspi.StateType.SELECTED) and 'selected' not in states:
            states.append('selected')

    def _cell_pictogram(self, found: Found) -> None:
        """A part of a cell that has neither name nor text and yet shows something small."""
        box = ink_box(self._picture, found.place.box)
        if found.node.get_child_count() == 0 and box is not None and max(box[2:]) < PICTURE_PX * self._truth.scale:
            self._add(found, 'icon', box)

    def _cell_mark(self, found: Found) -> None:
        mark = mark_at_left(self._picture, found.place.box, self._truth.scale)
        if mark is None:
            self._truth.ignore(found.place)
            return
        states = ['checked'] if found.states.contains(Atspi.StateType.CHECKED) else []
        role = 'radio' if is_round(self._picture, mark) else 'checkbox'
        self._truth.add_element(Place(mark, found.place.clip, found.place.layer), role, '', states)

    def _list_item(self, found: Found) -> None:
        """A record of a list; in a view of pictograms (items about as high as wide) nothing tells where those lie."""
        _, _, w, h = found.place.box
        if h > LEAST_TILE_PX * self._truth.scale and w < 2.5 * h:
            self._truth.ignore(found.place)
        else:
            self._add(found, 'row')

    def _tab(self, found: Found) -> None:
        """GTK tells the label of a tab only; Adwaita adds room around it."""
        x, y, w, h = found.place.box
        if self._toolkit(found) != 'Qt':
            left, above = (edge * self._truth.scale for edge in TAB_EDGES_PX)
            x, y, w, h = x - left, y - above, w + 2 * left, h + 2 * above
        self._add(found, 'tab', (x, y, w, h))

    def _beside(self, found: Found, first: float) -> None:
        """Something drawn left of a record's text, a pictogram or an arrow, of which the tree does not tell."""
        x, y, _, h = found.place.box
        box = (x, y, first - x - 1, h)
        if box[2] > 6 and not found.states.contains(Atspi.StateType.CHECKABLE) and not is_blank(self._picture, box):
            self._truth.ignore(Place(box, found.place.clip, found.place.layer))

    def _table_box(self, found: Found) -> Box:
        node = found.node.get_parent()
        while node is not None and node.get_role_name() not in ('table', 'tree table', 'tree', 'list'):
            node = node.get_parent()
        box = self.box(node) if node is not None else None
        return meet(box, found.place.clip) if box is not None else found.place.box

    def _text(self, found: Found) -> None:
        text = found.node.get_text_iface()
        if text is not None and self._extents_text(found, text):
            return
        if found.role in UNREAD:
            self._truth.ignore_text(found.place)
            return
        if found.role not in CAPTIONED or not found.name.strip():
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

    def _toolkit(self, found: Found) -> str:
        try:
            return found.node.get_application().get_toolkit_name() or ''
        except GLib.Error:
            return ''

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
            count = min(Atspi.Text.get_character_count(text), 6000)
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


def toplevels(accept: Callable[[str], bool]) -> list[Atspi.Accessible]:
    """Shown windows of all applications whose name `accept` allows."""
    found: list[Atspi.Accessible] = []
    desktop = Atspi.get_desktop(0)
    for index in range(desktop.get_child_count()):
        application = desktop.get_child_at_index(index)
        if application is None or not accept(application.get_name() or ''):
            continue
        for number in range(application.get_child_count()):
            top = application.get_child_at_index(number)
            if top is not None and top.get_state_set().contains(Atspi.StateType.SHOWING):
                found.append(top)
    return found


def overlap(a: Box, b: Box) -> float:
    common = area(meet(a, b))
    return common / max(1.0, area(a) + area(b) - common)
