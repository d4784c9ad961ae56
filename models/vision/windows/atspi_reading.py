"""Truth of real applications from the accessibility tree: elements and their states."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from atspi_cells import PICTURE_PX, AtspiCells
from atspi_roles import BUTTONS, CELLS, CLIPPING, CONTAINERS, FIELDS, MARKS, MENU_ITEMS, OPAQUE, PLAIN
from atspi_text import Atspi, Found, GLib
from ink_text import ink_box, is_blank, mark_at_left, placed_words
from truth import Box, Place, Truth, area, around, meet

DEEPEST, MOST_CHILDREN = 60, 400
LARGE_PX = 80  # an area as large as this which holds something but tells nothing is not scored
FAINT = 8  # pictograms may be as pale as this, in grey levels from the ground
FILLED = 0.6  # a pictogram that fills less of its box lies in a box that was stretched
LEAST_BUTTON_PX = 19  # a square "check box" of so many px is a tool button that can be switched
# Room between a tab's label and its edge in Adwaita (its _common.scss: padding 3px 12px; measured).
TAB_EDGES_PX = (12, 4)


class AtspiReader(AtspiCells):
    """Adds to a Truth what windows show."""

    def __init__(self, truth: Truth, picture: np.ndarray, font: str, scale: float) -> None:
        super().__init__(truth, picture, font, scale)
        self._popups: list[tuple[int, Box]] = []

    def read(self, top: Atspi.Accessible, layer: int, clip: Box) -> None:
        """Reads what is shown below a toplevel."""
        self._walk(top, clip, layer, [], 0)
        self.add_rows()

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
            self.add_text(found)
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
            self.add_cell(found)
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
        drawn = ink_box(self._picture, box, FAINT)
        if drawn is None:
            return
        if area(drawn) < FILLED * area(box):
            box = drawn
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

    def _list_item(self, found: Found) -> None:
        if self._is_tile(found):
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
