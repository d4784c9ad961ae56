"""Random GTK 3 lists, tables, trees, icon views and notebooks."""

from __future__ import annotations

from collections.abc import Callable

from gtk3 import Gtk, Pango
from gtk_blocks import ACROSS, DOWN, Blocks

SIDES = [
    Gtk.PositionType.TOP,
    Gtk.PositionType.TOP,
    Gtk.PositionType.TOP,
    Gtk.PositionType.BOTTOM,
    Gtk.PositionType.LEFT,
    Gtk.PositionType.RIGHT,
]


def scrolled(blocks: Blocks, widget: Gtk.Widget, width: tuple[int, int], height: tuple[int, int]) -> Gtk.ScrolledWindow:
    held = Gtk.ScrolledWindow(
        shadow_type=blocks.random.choice([Gtk.ShadowType.IN, Gtk.ShadowType.IN, Gtk.ShadowType.NONE])
    )
    held.add(widget)
    held.set_size_request(blocks.random.randint(*width), blocks.random.randint(*height))
    return held


def column_kinds(blocks: Blocks, count: int) -> list[Callable[[], str]]:
    p = blocks.phrases
    return [
        blocks.random.choice([p.value, p.person, p.amount, p.date, p.code, p.file, p.title, p.subject, p.email, p.time])
        for _ in range(count)
    ]


def table(blocks: Blocks) -> Gtk.ScrolledWindow:
    """A list or tree with 1 to 6 columns of text, some with a mark or a pictogram."""
    random = blocks.random
    count = random.choice([1, 1, 2, 3, 3, 4, 5, 6])
    nested = blocks.chance(0.3)
    kinds = column_kinds(blocks, count)
    store = Gtk.TreeStore(*([str] * count), bool, str)
    for _ in range(random.randint(2, 22)):
        parent = store.append(None, _record(blocks, kinds))
        for _ in range(random.randint(0, 4) if nested else 0):
            child = store.append(parent, _record(blocks, kinds))
            if blocks.chance(0.15):
                store.append(child, _record(blocks, kinds))
    tree = Gtk.TreeView(
        model=store,
        headers_visible=count > 1 or blocks.chance(0.4),
        enable_grid_lines=random.choice([0, 0, 0, 1, 2, 3]),
    )
    tree.set_show_expanders(nested)
    _add_columns(blocks, tree, count)
    _choose_rows(blocks, tree)
    return scrolled(blocks, tree, (160, 640), (90, 420))


def _record(blocks: Blocks, kinds: list[Callable[[], str]]) -> list[object]:
    return [*(kind() for kind in kinds), blocks.chance(0.5), blocks.icon_name()]


def _add_columns(blocks: Blocks, tree: Gtk.TreeView, count: int) -> None:
    marked, pictured = (blocks.random.randrange(count) if blocks.chance(share) else -1 for share in (0.3, 0.35))
    for number in range(count):
        column = Gtk.TreeViewColumn(blocks.phrases.subject())
        if number == marked:
            mark = Gtk.CellRendererToggle(radio=blocks.chance(0.2))
            column.pack_start(mark, False)
            column.add_attribute(mark, 'active', count)
        if number == pictured:
            pictogram = Gtk.CellRendererPixbuf(
                stock_size=blocks.random.choice([Gtk.IconSize.MENU, Gtk.IconSize.LARGE_TOOLBAR])
            )
            column.pack_start(pictogram, False)
            column.add_attribute(pictogram, 'icon-name', count + 1)
        text = Gtk.CellRendererText(xalign=blocks.random.choice([0, 0, 0, 1]), ypad=blocks.random.choice([0, 2, 2, 6]))
        if blocks.chance(0.15):
            text.set_property('weight', 700)
        if blocks.chance(0.25):
            text.set_property('ellipsize', Pango.EllipsizeMode.END)
            column.set_min_width(blocks.random.randint(40, 160))
        column.pack_start(text, True)
        column.add_attribute(text, 'text', number)
        column.set_resizable(True)
        if blocks.chance(0.15):
            column.set_sort_indicator(True)
        tree.append_column(column)
    if blocks.chance(0.3):
        tree.set_expander_column(tree.get_column(0))


def _choose_rows(blocks: Blocks, tree: Gtk.TreeView) -> None:
    """Opens the tree and selects a row once the widget knows its model."""
    opened = blocks.chance(0.7)
    tree.get_selection().set_mode(Gtk.SelectionMode.MULTIPLE)
    picked = [blocks.random.randrange(8) for _ in range(blocks.random.choice([0, 1, 1, 2]))]

    def settle(_: Gtk.Widget) -> None:
        if opened:
            tree.expand_all()
        for row in picked:
            if row < len(tree.get_model()):
                tree.get_selection().select_path(Gtk.TreePath(row))

    tree.connect('realize', settle)


def list_box(blocks: Blocks) -> Gtk.Widget:
    """Rows of widgets: settings, messages or contacts."""
    box = Gtk.ListBox(selection_mode=Gtk.SelectionMode.SINGLE)
    kind = blocks.random.choice([_setting_row, _message_row, _plain_row])
    count = blocks.random.randint(2, 9)
    for _ in range(count):
        row = Gtk.ListBoxRow()
        row.add(kind(blocks))
        box.add(row)
    if blocks.chance(0.5):
        box.select_row(box.get_row_at_index(blocks.random.randrange(count)))
    if blocks.chance(0.4):
        return scrolled(blocks, box, (200, 420), (120, 360))
    frame = Gtk.Frame()
    frame.add(box)
    frame.set_size_request(blocks.random.randint(220, 460), -1)
    return frame


def _padded(blocks: Blocks, box: Gtk.Box) -> Gtk.Box:
    box.set_border_width(blocks.random.choice([2, 4, 8, 12]))
    return box


def _setting_row(blocks: Blocks) -> Gtk.Box:
    label = Gtk.Label(label=blocks.phrases.subject(), xalign=0)
    control = blocks.random.choice(
        [blocks.switch, blocks.combo, blocks.check, blocks.icon_button, blocks.button, blocks.spin]
    )()
    box = Gtk.Box(spacing=8)
    if blocks.chance(0.3):
        box.pack_start(blocks.icon(Gtk.IconSize.LARGE_TOOLBAR), False, False, 0)
    box.pack_start(label, True, True, 0)
    control.set_valign(Gtk.Align.CENTER)
    box.pack_end(control, False, False, 0)
    return _padded(blocks, box)


def _message_row(blocks: Blocks) -> Gtk.Box:
    title = Gtk.Label(xalign=0)
    title.set_markup(f'<b>{blocks.random.choice([blocks.phrases.person, blocks.phrases.title])()}</b>')
    body = Gtk.Label(label=blocks.phrases.sentence(3, 12), xalign=0, ellipsize=Pango.EllipsizeMode.END)
    body.get_style_context().add_class('dim-label')
    box = Gtk.Box(spacing=8)
    if blocks.chance(0.7):
        side = blocks.random.choice([24, 32, 40])
        picture = Gtk.Image.new_from_pixbuf(blocks.pixbuf(side, side))
        picture.set_name('image')
        box.pack_start(picture, False, False, 0)
    box.pack_start(blocks.pack(DOWN, [title, body], 2), True, True, 0)
    box.pack_end(Gtk.Label(label=blocks.random.choice([blocks.phrases.time, blocks.phrases.date])()), False, False, 0)
    return _padded(blocks, box)


def _plain_row(blocks: Blocks) -> Gtk.Box:
    widgets: list[Gtk.Widget] = [
        Gtk.Label(label=blocks.random.choice([blocks.phrases.title, blocks.phrases.subject])(), xalign=0)
    ]
    if blocks.chance(0.5):
        widgets.insert(0, blocks.icon(Gtk.IconSize.MENU))
    return _padded(blocks, blocks.pack(ACROSS, widgets, 8))


def icon_view(blocks: Blocks) -> Gtk.ScrolledWindow:
    """Pictograms or thumbnails with a caption, as a file manager shows them."""
    store = Gtk.ListStore(str, str)
    view = Gtk.IconView(item_width=blocks.random.choice([70, 90, 120]), columns=blocks.random.choice([-1, -1, 3, 5]))
    for _ in range(blocks.random.randint(4, 26)):
        store.append([blocks.icon_name(), blocks.random.choice([blocks.phrases.file, blocks.phrases.title])()])
    beside = blocks.chance(0.2)
    view.set_item_orientation(ACROSS if beside else DOWN)
    pictogram = Gtk.CellRendererPixbuf(
        stock_size=blocks.random.choice([Gtk.IconSize.DND, Gtk.IconSize.DIALOG, Gtk.IconSize.LARGE_TOOLBAR])
    )
    view.pack_start(pictogram, False)
    view.add_attribute(pictogram, 'icon-name', 0)
    text = Gtk.CellRendererText(
        xalign=0 if beside else 0.5, alignment=Pango.Alignment.LEFT if beside else Pango.Alignment.CENTER
    )
    text.set_property('ellipsize', Pango.EllipsizeMode.END)
    view.pack_start(text, False)
    view.add_attribute(text, 'text', 1)
    view.set_model(store)
    if blocks.chance(0.5):
        view.select_path(Gtk.TreePath(blocks.random.randrange(4)))
    return scrolled(blocks, view, (240, 640), (160, 420))


def notebook(blocks: Blocks, page: Callable[[], Gtk.Widget]) -> Gtk.Notebook:
    book = Gtk.Notebook(tab_pos=blocks.random.choice(SIDES), show_border=blocks.chance(0.8))
    closable = blocks.chance(0.25)
    count = blocks.random.randint(2, 5)
    for _ in range(count):
        label: Gtk.Widget = Gtk.Label(
            label=blocks.random.choice([blocks.phrases.subject, blocks.phrases.file, blocks.phrases.action])()
        )
        if closable:
            close = Gtk.Button(
                relief=Gtk.ReliefStyle.NONE, image=Gtk.Image.new_from_icon_name('window-close', Gtk.IconSize.MENU)
            )
            label = blocks.pack(ACROSS, [label, close], 4)
            label.show_all()
        inner = page()
        inner.set_border_width(blocks.random.choice([0, 6, 12]))
        book.append_page(inner, label)
    book.connect('map', lambda _: book.set_current_page(chosen))
    chosen = blocks.random.randrange(count)
    return book


def stack_switch(blocks: Blocks, page: Callable[[], Gtk.Widget]) -> Gtk.Box:
    stack = Gtk.Stack()
    for number in range(blocks.random.randint(2, 4)):
        stack.add_titled(page(), str(number), blocks.phrases.subject())
    switcher = Gtk.StackSwitcher(stack=stack, halign=blocks.random.choice([Gtk.Align.CENTER, Gtk.Align.START]))
    return blocks.pack(DOWN, [switcher, stack], 6)
