"""Sizes of the parts of GTK 3 widgets that are not widgets themselves: check marks, notebook tabs, margins."""

from __future__ import annotations

from gtk3 import GObject, Gtk


def part_style(widget: Gtk.Widget, parts: list[tuple[str, list[str]]]) -> Gtk.StyleContext:
    """The style of a CSS node below the widget's own: names with classes, outermost first."""
    path = widget.get_style_context().get_path().copy()
    for name, classes in parts:
        path.append_type(GObject.TYPE_NONE)
        path.iter_set_object_name(-1, name)
        for one in classes:
            path.iter_add_class(-1, one)
    style = Gtk.StyleContext()
    style.set_screen(widget.get_screen())
    style.set_path(path)
    style.set_parent(widget.get_style_context())
    style.set_state(widget.get_state_flags())
    return style


def spaces(style: Gtk.StyleContext, *kinds: str) -> tuple[int, int, int, int]:
    """Left, top, right and bottom px that the kinds (margin, border, padding) take together."""
    state = style.get_state()
    found = [getattr(style, f'get_{kind}')(state) for kind in kinds]
    return (
        sum(b.left for b in found),
        sum(b.top for b in found),
        sum(b.right for b in found),
        sum(b.bottom for b in found),
    )


def smallest(style: Gtk.StyleContext) -> tuple[int, int]:
    """The min-width and min-height of a node in px."""
    state = style.get_state()
    return Gtk.StyleContext.get_property(style, 'min-width', state), Gtk.StyleContext.get_property(
        style, 'min-height', state
    )


def without_margin(widget: Gtk.Widget) -> tuple[float, float, float, float]:
    """The box a widget draws in, in its own coordinates: its allocation less its CSS margin."""
    left, top, right, bottom = spaces(widget.get_style_context(), 'margin')
    size = widget.get_allocation()
    return (left, top, size.width - left - right, size.height - top - bottom)


def has_border(style: Gtk.StyleContext) -> bool:
    return any(spaces(style, 'border'))


def mark_size(style: Gtk.StyleContext) -> tuple[int, int]:
    """Size of a check or radio mark as it is seen: a padding without a border around it is only room to click."""
    width, height = smallest(style)
    left, top, right, bottom = spaces(style, 'padding', 'border') if has_border(style) else (0, 0, 0, 0)
    return width + left + right, height + top + bottom


def mark_box(button: Gtk.CheckButton, part: str) -> tuple[float, float, float, float]:
    """The mark of a check or radio button, in the button's coordinates."""
    style = part_style(button, [(part, [])])
    width, height = mark_size(style)
    # Themes give a mark without a caption (:only-child) no margin.
    aside, above, _, below = spaces(style, 'margin') if button.get_child() is not None else (0, 0, 0, 0)
    before = spaces(button.get_style_context(), 'margin', 'border', 'padding')[0] + aside
    if not has_border(style):
        before += spaces(style, 'padding')[0]
    size = button.get_allocation()
    return (before, (size.height + above - below - height) / 2, width, height)


SIDES = {
    Gtk.PositionType.TOP: 'top',
    Gtk.PositionType.BOTTOM: 'bottom',
    Gtk.PositionType.LEFT: 'left',
    Gtk.PositionType.RIGHT: 'right',
}


def tab_spaces(notebook: Gtk.Notebook) -> tuple[int, int, int, int]:
    """Px around a tab's label that belong to the tab: left, top, right, bottom."""
    parts = [('header', [SIDES[notebook.get_tab_pos()]]), ('tabs', []), ('tab', ['reorderable-page'])]
    return spaces(part_style(notebook, parts), 'padding', 'border')


def slider_box(scale: Gtk.Scale) -> tuple[float, float, float, float]:
    """The trough of a scale as wide as its handle, in the scale's coordinates."""
    trough = scale.get_range_rect()
    style = part_style(scale, [('contents', []), ('trough', []), ('slider', [])])
    (width, height), (left, top, right, bottom) = smallest(style), spaces(style, 'padding', 'border')
    if scale.get_orientation() == Gtk.Orientation.VERTICAL:
        across = max(trough.width, width + left + right)
        return (trough.x + (trough.width - across) / 2, trough.y, across, trough.height)
    across = max(trough.height, height + top + bottom)
    return (trough.x, trough.y + (trough.height - across) / 2, trough.width, across)


def popover_box(popover: Gtk.Popover) -> tuple[float, float, float, float]:
    """The panel of a popover without its shadow and arrow, in the popover's coordinates."""
    child = popover.get_child()
    x, y = child.translate_coordinates(popover, 0, 0)
    edge = child.get_border_width() if isinstance(child, Gtk.Container) else 0
    left, top, right, bottom = (edge + space for space in spaces(popover.get_style_context(), 'padding', 'border'))
    return (x - left, y - top, child.get_allocated_width() + left + right, child.get_allocated_height() + top + bottom)
