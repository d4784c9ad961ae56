"""Reads the truth of GTK 3 windows on screen: walks their widgets and takes boxes from what the toolkit allocated."""

from __future__ import annotations

from collections.abc import Callable

from gtk3 import Gtk, Pango
from gtk_cells import Cells, read_cell_view, read_icons, read_tree
from gtk_styles import mark_box, popover_box, slider_box, spaces, tab_spaces, without_margin
from pango_words import drawn_words
from truth import Box, Place, Truth, meet

CLIPS = (
    Gtk.ScrolledWindow,
    Gtk.Viewport,
    Gtk.TreeView,
    Gtk.IconView,
    Gtk.TextView,
    Gtk.Layout,
    Gtk.Stack,
    Gtk.Paned,
    Gtk.Notebook,
)
# Containers whose pictograms belong to the element around them.
WHOLE = ('button', 'menu_item', 'text_field', 'select', 'tab', 'link', 'header')
# Widgets with contents of their own that no interface tells: nothing is known of what lies there.
OPAQUE = ('GtkCalendar', 'GtkColorPlane', 'GtkSpinner', 'GtkGLArea')
PICTURE_PX = 64  # a pictogram wider or higher than this is a picture
ACCEL_PADDING = 3  # px right of a shortcut in a menu (gtkaccellabel.c)
HEADING = 'heading'  # the widget name that generators give to labels which are titles


class GtkReader:
    """Adds to a Truth what windows show. Nothing is kept between windows."""

    def __init__(self, truth: Truth) -> None:
        self._truth = truth
        self._scale = truth.scale
        self._handlers: list[tuple[type, Callable[[Gtk.Widget, Place, str], str | None]]] = [
            (Gtk.LinkButton, self._link),
            (Gtk.RadioButton, self._radio),
            (Gtk.CheckButton, self._check),
            (Gtk.ModelButton, self._menu_item),
            (Gtk.ColorButton, self._button),
            (Gtk.Button, self._button),
            (Gtk.Switch, self._switch),
            (Gtk.SeparatorMenuItem, self._nothing),
            (Gtk.MenuItem, self._menu_item),
            (Gtk.ComboBox, self._select),
            (Gtk.Entry, self._entry),
            (Gtk.Scale, self._scale_widget),
            (Gtk.Scrollbar, self._scrollbar),
            (Gtk.ListBoxRow, self._row),
            (Gtk.TextView, self._text_view),
            (Gtk.AccelLabel, self._accel_label),
            (Gtk.Label, self._label),
            (Gtk.Image, self._image),
            (Gtk.TreeView, self._tree),
            (Gtk.IconView, self._icons),
            (Gtk.CellView, self._cell_view),
            (Gtk.ProgressBar, self._progress),
            (Gtk.Popover, self._popover),
            (Gtk.Expander, self._expander),
        ]

    def read(self, window: Gtk.Window, layer: int, role: str | None = None, frame: Box | None = None) -> None:
        """Reads a shown toplevel. `role` names it with `frame` (or its own box) in px of the picture."""
        own = self._box(window, (0, 0, window.get_allocated_width(), window.get_allocated_height()))
        if role is not None:
            self._truth.add_element(Place(frame or own, frame or own, layer), role, window.get_title() or '')
        self._children(window, own, layer, '')

    def _box(self, widget: Gtk.Widget, box: Box) -> Box:
        """From the widget's coordinates to px of the picture."""
        top = widget.get_toplevel()
        x, y = widget.translate_coordinates(top, 0, 0) or (0, 0)
        _, left, above = top.get_window().get_origin()
        s = self._scale
        return ((x + left + box[0]) * s, (y + above + box[1]) * s, box[2] * s, box[3] * s)

    def _children(self, widget: Gtk.Widget, clip: Box, layer: int, inside: str) -> None:
        if isinstance(widget, Gtk.Notebook):
            self._tabs(widget, clip, layer)
        if isinstance(widget, Gtk.Container):
            widget.forall(lambda child: self._visit(child, clip, layer, inside))

    def _visit(self, widget: Gtk.Widget, clip: Box, layer: int, inside: str) -> None:
        if not widget.get_mapped() or widget.get_opacity() == 0:
            return
        place = Place(self._box(widget, without_margin(widget)), clip, layer)
        kind = type(widget).__gtype__.name
        if kind == 'GtkColorSwatch':
            self._name(widget, place, 'button', '', [])
            return
        if kind in OPAQUE or widget.get_path().iter_get_object_name(-1) in ('calendar', 'spinner'):
            self._truth.ignore(place)
            return
        if isinstance(widget, Gtk.Popover):
            clip = meet(clip, self._box(widget, popover_box(widget)))
            layer = self._truth.add_layer(clip)
            place = Place(clip, clip, layer)
        for kind, handle in self._handlers:
            if isinstance(widget, kind):
                inside = handle(widget, place, inside) or inside
                break
        if isinstance(widget, CLIPS):
            clip = meet(clip, place.box)
        self._children(widget, clip, layer, inside)

    def _name(self, widget: Gtk.Widget, place: Place, role: str, name: str, states: list[str]) -> str:
        if not widget.is_sensitive():
            states = [*states, 'disabled']
        if widget.has_visible_focus() or (widget.has_focus() and isinstance(widget, (Gtk.Entry, Gtk.TextView))):
            states = [*states, 'focused']
        self._truth.add_element(place, role, name, states)
        return role

    def _nothing(self, widget: Gtk.Widget, place: Place, inside: str) -> None:
        return None

    def _progress(self, widget: Gtk.ProgressBar, place: Place, inside: str) -> None:
        if widget.get_show_text():
            self._truth.ignore_text(place)

    def _link(self, widget: Gtk.LinkButton, place: Place, inside: str) -> str:
        label = widget.get_child()
        (x, y), size, extents = (
            label.get_layout_offsets(),
            label.get_allocation(),
            label.get_layout().get_pixel_extents()[1],
        )
        place = self._part(
            label, (x - size.x + extents.x, y - size.y + extents.y, extents.width, extents.height), place
        )
        return self._name(widget, place, 'link', widget.get_label() or '', [])

    def _marked(self, widget: Gtk.ToggleButton, place: Place, part: str, role: str) -> str | None:
        if not widget.get_mode():
            return self._button(widget, place, '')
        states = ['checked'] if widget.get_active() else []
        mark = Place(self._box(widget, mark_box(widget, part)), place.clip, place.layer)
        self._name(widget, mark, role, text_of(widget), states)
        return None

    def _radio(self, widget: Gtk.RadioButton, place: Place, inside: str) -> str | None:
        if isinstance(widget.get_parent(), Gtk.StackSwitcher):
            return self._name(widget, place, 'tab', text_of(widget), ['selected'] if widget.get_active() else [])
        return self._marked(widget, place, 'radio', 'radio')

    def _check(self, widget: Gtk.CheckButton, place: Place, inside: str) -> str | None:
        return self._marked(widget, place, 'check', 'checkbox')

    def _button(self, widget: Gtk.Button, place: Place, inside: str) -> str:
        if inside in ('select', 'text_field'):
            return inside
        if isinstance(widget.get_parent(), Gtk.TreeView):
            self._name(widget, place, 'cell', text_of(widget), [])
            return 'header'
        states = ['selected'] if isinstance(widget, Gtk.ToggleButton) and widget.get_active() else []
        text = text_of(widget)
        self._name(widget, place, 'button' if text or isinstance(widget, Gtk.ColorButton) else 'button?', text, states)
        return 'button'

    def _switch(self, widget: Gtk.Switch, place: Place, inside: str) -> None:
        self._name(widget, place, 'switch', '', ['checked'] if widget.get_active() else [])

    def _menu_item(self, widget: Gtk.Widget, place: Place, inside: str) -> str:
        states = []
        if isinstance(widget, Gtk.CheckMenuItem) and widget.get_active():
            states.append('checked')
        if widget.get_state_flags() & Gtk.StateFlags.PRELIGHT:
            states.append('selected')
        return self._name(widget, place, 'menu_item', text_of(widget), states)

    def _select(self, widget: Gtk.ComboBox, place: Place, inside: str) -> str:
        return self._name(widget, place, 'select', text_of(widget), [])

    def _entry(self, widget: Gtk.Entry, place: Place, inside: str) -> str:
        name = widget.get_text() or widget.get_placeholder_text() or ''
        if inside != 'select':
            self._name(widget, place, 'text_field', name if widget.get_visibility() else '', [])
        if not widget.get_visibility() and widget.get_text():
            self._truth.ignore_text(place)
        else:
            self._add_layout(widget, widget.get_layout(), widget.get_layout_offsets(), place, own=True)
        return 'text_field'

    def _scale_widget(self, widget: Gtk.Scale, place: Place, inside: str) -> None:
        self._name(widget, self._part(widget, slider_box(widget), place), 'slider', '', [])
        if widget.get_draw_value():
            self._add_layout(widget, widget.get_layout(), widget.get_layout_offsets(), place, own=False)

    def _part(self, widget: Gtk.Widget, box: Box, place: Place) -> Place:
        return Place(self._box(widget, box), place.clip, place.layer)

    def _scrollbar(self, widget: Gtk.Scrollbar, place: Place, inside: str) -> None:
        self._truth.add_element(place, 'scrollbar')

    def _row(self, widget: Gtk.ListBoxRow, place: Place, inside: str) -> str:
        return self._name(widget, place, 'row', text_of(widget), ['selected'] if widget.is_selected() else [])

    def _popover(self, widget: Gtk.Popover, place: Place, inside: str) -> None:
        if not isinstance(widget, Gtk.PopoverMenu):
            self._truth.add_element(place, 'dialog')

    def _expander(self, widget: Gtk.Expander, place: Place, inside: str) -> None:
        label = widget.get_label_widget()
        if label is None:
            return
        x, y = label.translate_coordinates(widget, 0, 0)
        height = label.get_allocated_height()
        self._name(
            widget,
            self._part(widget, (0, y, x + label.get_allocated_width(), height), place),
            'button',
            text_of(label),
            [],
        )

    def _text_view(self, widget: Gtk.TextView, place: Place, inside: str) -> str:
        parent = widget.get_parent()
        outer = place
        if isinstance(parent, Gtk.ScrolledWindow):
            outer = Place(self._box(parent, without_margin(parent)), place.clip, place.layer)
        self._name(widget, outer, 'text_area', '', [])
        self._add_text_view(widget, Place(place.box, meet(place.clip, place.box), place.layer))
        return 'text_area'

    def _add_text_view(self, view: Gtk.TextView, place: Place) -> None:
        cursor = view.get_buffer().get_start_iter()
        line, last_y = self._truth.next_line(), None
        while not cursor.is_end():
            start = cursor.copy()
            while not start.is_end() and start.get_char().isspace():
                start.forward_char()
            stop = start.copy()
            while not stop.is_end() and not stop.get_char().isspace():
                stop.forward_char()
            if start.equal(stop):
                return
            last = stop.copy()
            last.backward_char()
            first, final = view.get_iter_location(start), view.get_iter_location(last)
            if first.y != last_y:
                line, last_y = self._truth.next_line(), first.y
            x, y = view.buffer_to_window_coords(Gtk.TextWindowType.WIDGET, first.x, first.y)
            part = self._part(view, (x, y, final.x + final.width - first.x, first.height), place)
            if first.y == final.y:
                self._truth.add_word(part, view.get_buffer().get_text(start, stop, False), line)
            else:
                self._truth.ignore_text(place)
            cursor = stop

    def _accel_label(self, widget: Gtk.AccelLabel, place: Place, inside: str) -> None:
        self._label(widget, place, inside)
        shortcut = getattr(widget.get_parent(), 'shortcut', None)
        if shortcut is not None:
            layout = widget.create_pango_layout(shortcut)
            width, height = layout.get_pixel_size()
            size = widget.get_allocation()
            box = widget.get_layout_offsets()
            _, mine = widget.get_layout().get_pixel_size()
            self._add_layout(
                widget,
                layout,
                (size.x + size.width - width - ACCEL_PADDING, box[1] + (mine - height) / 2),
                place,
                own=False,
            )

    def _label(self, widget: Gtk.Label, place: Place, inside: str) -> None:
        is_title = widget.get_name() == HEADING or (
            isinstance(widget.get_parent(), Gtk.Frame) and widget.get_parent().get_label_widget() == widget
        )
        if widget.get_angle() != 0:
            self._truth.ignore_text(place)
            return
        boxes = self._add_layout(widget, widget.get_layout(), widget.get_layout_offsets(), place, own=False)
        if is_title and boxes:
            x, y = min(b[0] for b in boxes), min(b[1] for b in boxes)
            box = (x, y, max(b[0] + b[2] for b in boxes) - x, max(b[1] + b[3] for b in boxes) - y)
            self._truth.add_element(Place(box, place.clip, place.layer), 'heading', widget.get_text())

    def _add_layout(
        self,
        widget: Gtk.Widget,
        layout: Pango.Layout,
        offset: tuple[float, float],
        place: Place,
        own: bool,
    ) -> list[Box]:
        """Adds a layout's words. `offset` is from the widget's corner (`own`) or from that of the window it is in."""
        if not own:
            size = widget.get_allocation()
            offset = (offset[0] - size.x, offset[1] - size.y)
        clip = meet(place.clip, place.box) if own else place.clip
        boxes: list[Box] = []
        lines: dict[int, int] = {}
        for word in drawn_words(layout):
            x, y, w, h = word.box
            box = self._box(widget, (offset[0] + x, offset[1] + y, w, h))
            line = lines.setdefault(word.line, self._truth.next_line())
            self._truth.add_word(Place(box, clip, place.layer), word.text, line)
            boxes.append(box)
        return boxes

    def _image(self, widget: Gtk.Image, place: Place, inside: str) -> None:
        size = image_size(widget)
        if size is None or inside in WHOLE:
            return
        left, top, right, bottom = spaces(widget.get_style_context(), 'margin', 'padding', 'border')
        wide, high = widget.get_allocated_width() - left - right, widget.get_allocated_height() - top - bottom
        x, y = (wide - size[0]) * widget.get_property('xalign'), (high - size[1]) * widget.get_property('yalign')
        box = (left + x, top + y, *size)
        role = 'image' if max(size) > PICTURE_PX or widget.get_name() == 'image' else 'icon'
        self._truth.add_element(self._part(widget, box, place), role)

    def _tree(self, widget: Gtk.TreeView, place: Place, inside: str) -> None:
        _, head = widget.convert_bin_window_to_widget_coords(0, 0)
        x, y, w, h = self._box(widget, (0, head, widget.get_allocated_width(), widget.get_allocated_height() - head))
        self._add_cells(widget, read_tree(widget), Place((x, y, w, h), meet(place.clip, (x, y, w, h)), place.layer))

    def _icons(self, widget: Gtk.IconView, place: Place, inside: str) -> None:
        self._add_cells(widget, read_icons(widget), place)

    def _cell_view(self, widget: Gtk.CellView, place: Place, inside: str) -> None:
        self._add_cells(widget, read_cell_view(widget), place)

    def _add_cells(self, widget: Gtk.Widget, cells: Cells, place: Place) -> None:
        for box, role, states in cells.parts:
            self._truth.add_element(self._part(widget, box, place), role, '', states)
        lines: dict[int, int] = {}
        for word, cell in cells.words:
            line = lines.setdefault(word.line, self._truth.next_line())
            part = self._part(widget, word.box, place)
            self._truth.add_word(Place(part.box, meet(part.clip, self._box(widget, cell)), part.layer), word.text, line)

    def _tabs(self, notebook: Gtk.Notebook, clip: Box, layer: int) -> None:
        if not notebook.get_show_tabs():
            return
        left, top, right, bottom = tab_spaces(notebook)
        whole = self._box(notebook, (0, 0, notebook.get_allocated_width(), notebook.get_allocated_height()))
        for number in range(notebook.get_n_pages()):
            label = notebook.get_tab_label(notebook.get_nth_page(number))
            if label is None or not label.get_mapped():
                continue
            a = label.get_allocation()
            box = self._box(label, (-left, -top, a.width + left + right, a.height + top + bottom))
            states = ['selected'] if number == notebook.get_current_page() else []
            self._truth.add_element(Place(box, meet(clip, whole), layer), 'tab', text_of(label), states)


def image_size(image: Gtk.Image) -> tuple[int, int] | None:
    """The drawn size of an image in logical px; None where it shows nothing."""
    kind = image.get_storage_type()
    if kind == Gtk.ImageType.PIXBUF:
        return image.get_pixbuf().get_width(), image.get_pixbuf().get_height()
    if kind == Gtk.ImageType.SURFACE:
        surface = image.get_property('surface')
        return (surface.get_width(), surface.get_height()) if surface is not None else None
    if kind in (Gtk.ImageType.ICON_NAME, Gtk.ImageType.GICON):
        if image.get_pixel_size() > 0:
            return image.get_pixel_size(), image.get_pixel_size()
        known, width, height = Gtk.IconSize.lookup(image.get_property('icon-size'))
        return (width, height) if known else None
    return None


def text_of(widget: Gtk.Widget) -> str:
    """The text a widget shows, from the labels it holds."""
    found: list[str] = []

    def look(part: Gtk.Widget) -> None:
        if isinstance(part, Gtk.Label) and part.get_visible():
            found.append(part.get_text())
        elif isinstance(part, Gtk.CellView):
            found.extend(word.text for word, _ in read_cell_view(part).words)
        elif isinstance(part, Gtk.Entry):
            found.append(part.get_text())
        elif isinstance(part, Gtk.Container) and part.get_visible():
            part.forall(look)

    look(widget)
    return ' '.join(text for text in found if text)
