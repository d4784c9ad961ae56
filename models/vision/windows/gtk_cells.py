"""Truth of GTK 3 widgets that draw cells instead of holding widgets: tree views, icon views, cell views."""

from __future__ import annotations

from collections.abc import Iterator

from gtk3 import Gtk, Pango
from gtk_styles import mark_size, part_style
from pango_words import DrawnWord, drawn_words
from truth import Box

Part = tuple[Box, str, list[str]]  # box in the widget's coordinates, role, states


class Cells:
    """What a cell-drawing widget shows, in its own coordinates: words come with the cell that clips them."""

    def __init__(self) -> None:
        self.parts: list[Part] = []
        self.words: list[tuple[DrawnWord, Box]] = []
        self._line = 0

    def add_renderer(self, widget: Gtk.Widget, renderer: Gtk.CellRenderer, box: Box, free: bool = True) -> None:
        """Reads one renderer that already has its row's data. `free`: its pictogram stands for itself."""
        if not renderer.get_visible():
            return
        if isinstance(renderer, Gtk.CellRendererText):
            self._add_text(widget, renderer, box)
        elif isinstance(renderer, Gtk.CellRendererToggle):
            self._add_mark(widget, renderer, box)
        elif isinstance(renderer, Gtk.CellRendererPixbuf) and free:
            self._add_pictogram(renderer, box)

    def _add_text(self, widget: Gtk.Widget, renderer: Gtk.CellRendererText, box: Box) -> None:
        layout, (x, y) = text_layout(widget, renderer, box)
        for word in drawn_words(layout):
            wx, wy, w, h = word.box
            self.words.append((DrawnWord(word.text, (x + wx, y + wy, w, h), self._line + word.line), box))
        self._line += layout.get_line_count() + 1

    def _add_mark(self, widget: Gtk.Widget, renderer: Gtk.CellRendererToggle, box: Box) -> None:
        role = 'radio' if renderer.get_radio() else 'checkbox'
        style = part_style(widget, [('radio' if role == 'radio' else 'check', [])])
        states = ['checked'] if renderer.get_active() else []
        if not renderer.get_property('sensitive') or not renderer.get_activatable():
            states += [] if renderer.get_property('sensitive') else ['disabled']
        self.parts.append((aligned(renderer, box, mark_size(style)), role, states))

    def _add_pictogram(self, renderer: Gtk.CellRendererPixbuf, box: Box) -> None:
        pixbuf = renderer.get_property('pixbuf')
        named = renderer.get_property('icon-name') or renderer.get_property('gicon')
        if pixbuf is not None:
            size = (pixbuf.get_width(), pixbuf.get_height())
        elif named:
            known, width, height = Gtk.IconSize.lookup(renderer.get_property('stock-size'))
            size = (width, height) if known else (16, 16)
        else:
            return
        self.parts.append((aligned(renderer, box, size), 'image' if max(size) > 64 else 'icon', []))


def aligned(renderer: Gtk.CellRenderer, box: Box, size: tuple[float, float]) -> Box:
    """Where a renderer of this drawn size puts itself within its box."""
    (xalign, yalign), (xpad, ypad) = renderer.get_alignment(), renderer.get_padding()
    width, height = size
    x = box[0] + xpad + max(0.0, xalign * (box[2] - width - 2 * xpad))
    y = box[1] + ypad + max(0.0, yalign * (box[3] - height - 2 * ypad))
    return (x, y, width, height)


def text_layout(
    widget: Gtk.Widget, renderer: Gtk.CellRendererText, box: Box
) -> tuple[Pango.Layout, tuple[float, float]]:
    """The layout a text renderer draws and where its top left lies; follows gtk_cell_renderer_text_render."""
    layout = widget.create_pango_layout(renderer.get_property('text') or '')
    own = renderer.get_property('font-desc')
    font = layout.get_context().get_font_description().copy()
    if own is not None and own.get_set_fields():
        font.merge(own, True)
    scale = renderer.get_property('scale')
    if renderer.get_property('scale-set') and scale > 0:
        font.set_size(int(font.get_size() * scale))
    layout.set_font_description(font)
    if renderer.get_property('attributes') is not None:
        layout.set_attributes(renderer.get_property('attributes'))
    xpad, ypad = renderer.get_padding()
    if renderer.get_property('ellipsize') != Pango.EllipsizeMode.NONE:
        layout.set_ellipsize(renderer.get_property('ellipsize'))
        layout.set_width(int((box[2] - 2 * xpad) * Pango.SCALE))
    elif renderer.get_property('wrap-width') > 0:
        layout.set_width(int(max(box[2] - 2 * xpad, renderer.get_property('wrap-width')) * Pango.SCALE))
        layout.set_wrap(renderer.get_property('wrap-mode'))
    layout.set_alignment(renderer.get_property('alignment'))
    extents = layout.get_pixel_extents()[1]
    width = extents.width
    x, y, _, _ = aligned(renderer, box, (width, extents.height))
    return layout, (x - extents.x, y)


def tree_rows(tree: Gtk.TreeView) -> Iterator[tuple[Gtk.TreePath, Gtk.TreeIter]]:
    """The rows in sight, top to bottom."""
    ends = tree.get_visible_range()
    if not ends:
        return
    path, last = ends[0].copy(), ends[1]
    model = tree.get_model()
    while path is not None and path.compare(last) <= 0:
        place = model.get_iter(path)
        yield path, place
        path = _path_below(tree, model, path, place)


def _path_below(
    tree: Gtk.TreeView, model: Gtk.TreeModel, path: Gtk.TreePath, place: Gtk.TreeIter
) -> Gtk.TreePath | None:
    if model.iter_has_child(place) and tree.row_expanded(path):
        return model.get_path(model.iter_children(place))
    while place is not None:
        following = model.iter_next(place)
        if following is not None:
            return model.get_path(following)
        place = model.iter_parent(place)
    return None


def read_tree(tree: Gtk.TreeView) -> Cells:
    cells = Cells()
    model = tree.get_model()
    columns = [column for column in tree.get_columns() if column.get_visible()]
    if model is None or not columns:
        return cells
    expander = tree.get_expander_column() if tree.get_show_expanders() else None
    for path, place in tree_rows(tree):
        chosen = ['selected'] if tree.get_selection().path_is_selected(path) else []
        whole = tree.get_background_area(path, columns[0])
        _, top = tree.convert_bin_window_to_widget_coords(0, whole.y)
        cells.parts.append(((0, top, tree.get_allocated_width(), whole.height), 'row', chosen))
        parent = model.iter_has_child(place)
        for column in columns:
            column.cell_set_cell_data(model, place, parent, tree.row_expanded(path))
            _read_cell(cells, tree, path, column, len(columns) > 1)
            if column == expander and parent:
                cells.parts.append((_expander_box(tree, path, column), 'icon', []))
    return cells


def _in_widget(tree: Gtk.TreeView, area: object) -> Box:
    x, y = tree.convert_bin_window_to_widget_coords(area.x, area.y)
    return (x, y, area.width, area.height)


def _read_cell(cells: Cells, tree: Gtk.TreeView, path: Gtk.TreePath, column: Gtk.TreeViewColumn, named: bool) -> None:
    if named:
        cells.parts.append((_in_widget(tree, tree.get_background_area(path, column)), 'cell', []))
    x, y, _, height = _in_widget(tree, tree.get_cell_area(path, column))
    for renderer in column.get_cells():
        offset, width = column.cell_get_position(renderer)
        cells.add_renderer(tree, renderer, (x + offset, y, width, height))


def _expander_box(tree: Gtk.TreeView, path: Gtk.TreePath, column: Gtk.TreeViewColumn) -> Box:
    """The arrow lies left of the cell, one step of indentation wide."""
    whole, cell = (
        _in_widget(tree, tree.get_background_area(path, column)),
        _in_widget(tree, tree.get_cell_area(path, column)),
    )
    step = (cell[0] - whole[0]) / path.get_depth()
    return (cell[0] - step, cell[1] + (cell[3] - step) / 2, step, step)


def read_icons(view: Gtk.IconView) -> Cells:
    cells = Cells()
    ends = view.get_visible_range()
    if not ends:
        return cells
    area, model = view.get_property('cell-area'), view.get_model()
    for index in range(ends[0].get_indices()[0], ends[1].get_indices()[0] + 1):
        path = Gtk.TreePath(index)
        area.apply_attributes(model, model.get_iter(path), False, False)
        for renderer in view.get_cells():
            known, box = view.get_cell_rect(path, renderer)
            if known:
                cells.add_renderer(view, renderer, (box.x, box.y, box.width, box.height))
    return cells


def read_cell_view(view: Gtk.CellView) -> Cells:
    """The chosen entry of a combo box, or one entry of its menu."""
    cells = Cells()
    path, model = view.get_displayed_row(), view.get_model()
    if path is None or model is None:
        return cells
    area, context = view.get_property('cell-area'), view.get_property('cell-area-context')
    area.apply_attributes(model, model.get_iter(path), False, False)
    size = view.get_allocation()
    size.x = size.y = 0
    for renderer in view.get_cells():
        box = area.get_cell_allocation(context, view, renderer, size)
        cells.add_renderer(view, renderer, (box.x, box.y, box.width, box.height), free=False)
    return cells
