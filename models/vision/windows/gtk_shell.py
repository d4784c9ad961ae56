"""Random GTK 3 windows: applications with bars and panes, forms, and the toolkit's own dialogs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from gtk3 import Gtk
from gtk_blocks import ACROSS, DOWN, Blocks
from gtk_collections import icon_view, list_box, notebook, stack_switch, table
from gtk_menus import menu_bar
from gtk_reading import HEADING


@dataclass
class Made:
    """A window ready to be shown. `role` is window or dialog."""

    window: Gtk.Window
    role: str
    group: Gtk.AccelGroup
    bar: Gtk.MenuBar | None = None


def block(blocks: Blocks) -> Gtk.Widget:
    makers: list[Callable[[], Gtk.Widget]] = [
        blocks.form,
        blocks.form,
        blocks.checks,
        blocks.radios,
        blocks.keypad,
        blocks.icons,
        blocks.buttons,
        blocks.buttons,
        blocks.tool_row,
        blocks.tool_row,
        blocks.text_view,
        blocks.text_view,
        blocks.text_view,
        blocks.link,
        blocks.link,
        blocks.paragraph,
        blocks.rich,
        blocks.facts,
        blocks.picture,
        blocks.expander,
        blocks.heading,
        blocks.progress,
        blocks.scale,
        lambda: table(blocks),
        lambda: table(blocks),
        lambda: list_box(blocks),
        lambda: icon_view(blocks),
        lambda: notebook(blocks, lambda: group(blocks, 2)),
        lambda: stack_switch(blocks, lambda: group(blocks, 1)),
    ]
    made = blocks.random.choice(makers)()
    if blocks.chance(0.2) and isinstance(made, Gtk.Container) and not isinstance(made, (Gtk.Notebook, Gtk.Frame)):
        made.set_border_width(6)
        frame = Gtk.Frame(label=blocks.phrases.title())
        frame.add(made)
        return frame
    return made


def group(blocks: Blocks, most: int) -> Gtk.Box:
    makers = [
        blocks.form,
        blocks.checks,
        blocks.radios,
        blocks.buttons,
        blocks.facts,
        blocks.paragraph,
        blocks.text_view,
        lambda: table(blocks),
    ]
    return blocks.pack(DOWN, [blocks.random.choice(makers)() for _ in range(blocks.random.randint(1, most))])


def rows(blocks: Blocks, least: int, most: int) -> Gtk.Box:
    """Blocks in rows, framed by a border."""
    made = [
        blocks.pack(ACROSS, [block(blocks) for _ in range(blocks.random.choice([1, 2, 2, 3, 3, 4]))])
        for _ in range(blocks.random.randint(least, most))
    ]
    if blocks.chance(0.4):
        made.insert(0, blocks.heading())
    if blocks.chance(0.2):
        made.insert(blocks.random.randrange(len(made)), Gtk.Separator(orientation=ACROSS))
    box = blocks.pack(DOWN, made, blocks.random.choice([4, 8, 14]))
    box.set_border_width(blocks.random.choice([0, 4, 10, 18]))
    return box


def toolbar(blocks: Blocks) -> Gtk.Toolbar:
    bar = Gtk.Toolbar(
        toolbar_style=blocks.random.choice(
            [
                Gtk.ToolbarStyle.ICONS,
                Gtk.ToolbarStyle.ICONS,
                Gtk.ToolbarStyle.BOTH,
                Gtk.ToolbarStyle.BOTH_HORIZ,
                Gtk.ToolbarStyle.TEXT,
            ]
        )
    )
    bar.set_icon_size(blocks.random.choice([Gtk.IconSize.MENU, Gtk.IconSize.SMALL_TOOLBAR, Gtk.IconSize.LARGE_TOOLBAR]))
    for _ in range(blocks.random.randint(4, 14)):
        if blocks.chance(0.15):
            bar.insert(Gtk.SeparatorToolItem(), -1)
            continue
        kind = Gtk.ToggleToolButton if blocks.chance(0.2) else Gtk.ToolButton
        item = kind(icon_name=blocks.icon_name(), label=blocks.phrases.action(), is_important=blocks.chance(0.3))
        if kind is Gtk.ToggleToolButton:
            item.set_active(blocks.chance(0.5))
        item.set_sensitive(not blocks.chance(0.12))
        bar.insert(item, -1)
    return bar


def header_bar(blocks: Blocks, title: str) -> Gtk.HeaderBar:
    bar = Gtk.HeaderBar(title=title, show_close_button=True)
    bar.set_decoration_layout(
        blocks.random.choice(
            ['menu:minimize,maximize,close', ':close', 'close,minimize,maximize:', 'icon:minimize,close']
        )
    )
    if blocks.chance(0.3):
        bar.set_subtitle(blocks.phrases.path())
    for _ in range(blocks.random.randint(0, 3)):
        bar.pack_start(blocks.random.choice([blocks.icon_button, blocks.icon_button, blocks.button])())
    for _ in range(blocks.random.randint(0, 3)):
        bar.pack_end(blocks.random.choice([blocks.icon_button, blocks.icon_button, blocks.button, blocks.entry])())
    return bar


def status_bar(blocks: Blocks) -> Gtk.Box:
    box = Gtk.Box(spacing=12, border_width=3)
    for _ in range(blocks.random.randint(1, 4)):
        text = blocks.random.choice([blocks.phrases.value, lambda: blocks.phrases.words(2, 5)])()
        box.pack_start(Gtk.Label(label=text, xalign=0), blocks.chance(0.3), True, 4)
    if blocks.chance(0.3):
        box.pack_end(blocks.progress(), False, False, 0)
    return box


def title_of(blocks: Blocks) -> str:
    p = blocks.phrases
    return blocks.random.choice(
        [p.title(), p.file(), f'{p.file()} - {p.title()}', f'{p.title()} — {p.word().title()}', p.action()]
    )


def application(blocks: Blocks) -> Made:
    window = Gtk.Window(title=title_of(blocks), icon_name=blocks.icon_name())
    accels = Gtk.AccelGroup()
    window.add_accel_group(accels)
    parts: list[Gtk.Widget] = []
    bar = menu_bar(blocks, accels) if blocks.chance(0.5) else None
    if bar is not None:
        parts.append(bar)
    if blocks.chance(0.4):
        parts.append(toolbar(blocks))
    if blocks.chance(0.1):
        parts.append(blocks.info_bar())
    body = rows(blocks, 2, 6)
    if blocks.chance(0.35):
        body = _with_side(blocks, body)
    elif blocks.chance(0.3):
        held = Gtk.ScrolledWindow()
        held.add(body)
        body = held
    ending = status_bar(blocks) if blocks.chance(0.35) else None
    whole = Gtk.Box(orientation=DOWN)
    for part in parts:
        whole.pack_start(part, False, False, 0)
    whole.pack_start(body, True, True, 0)
    if ending is not None:
        whole.pack_end(ending, False, False, 0)
    window.add(whole)
    if blocks.chance(0.4):
        window.set_titlebar(header_bar(blocks, window.get_title()))
    window.set_default_size(blocks.random.randint(440, 1200), blocks.random.randint(320, 860))
    return Made(window, 'window', accels, bar)


def _with_side(blocks: Blocks, body: Gtk.Widget) -> Gtk.Paned:
    """A side pane left of the body: a list, a tree or controls."""
    side = blocks.random.choice([lambda: list_box(blocks), lambda: table(blocks), lambda: rows(blocks, 1, 3)])()
    held = Gtk.ScrolledWindow()
    held.add(side)
    held.set_size_request(blocks.random.randint(120, 260), -1)
    far = Gtk.ScrolledWindow()
    far.add(body)
    pane = Gtk.Paned(orientation=ACROSS, wide_handle=blocks.chance(0.5))
    pane.pack1(held, False, False)
    pane.pack2(far, True, False)
    return pane


def form_dialog(blocks: Blocks) -> Made:
    dialog = Gtk.Dialog(title=title_of(blocks), use_header_bar=blocks.chance(0.35))
    for number in range(blocks.random.randint(1, 3)):
        dialog.add_button(blocks.phrases.action(), number)
    if blocks.chance(0.5):
        dialog.set_default_response(0)
    area = dialog.get_content_area()
    area.set_border_width(blocks.random.choice([6, 12]))
    if blocks.chance(0.4):
        area.add(blocks.heading())
    makers = [
        blocks.form,
        blocks.form,
        blocks.checks,
        blocks.radios,
        blocks.paragraph,
        blocks.facts,
        lambda: list_box(blocks),
        lambda: notebook(blocks, lambda: group(blocks, 2)),
    ]
    for _ in range(blocks.random.randint(1, 3)):
        area.add(blocks.random.choice(makers)())
    return Made(dialog, 'dialog', Gtk.AccelGroup())


def message_dialog(blocks: Blocks) -> Made:
    random = blocks.random
    dialog = Gtk.MessageDialog(
        message_type=random.choice(list(map(Gtk.MessageType, range(5)))),
        text=blocks.phrases.sentence(2, 8),
        title=title_of(blocks),
    )
    if blocks.chance(0.7):
        dialog.format_secondary_text(blocks.phrases.paragraph(random.randint(1, 2)))
        dialog.get_message_area().get_children()[0].set_name(HEADING)
    for number in range(random.randint(1, 3)):
        dialog.add_button(blocks.phrases.action(), number)
    return Made(dialog, 'dialog', Gtk.AccelGroup())


def file_chooser(blocks: Blocks) -> Made:
    saving = blocks.chance(0.4)
    kind = Gtk.FileChooserAction.SAVE if saving else Gtk.FileChooserAction.OPEN
    dialog = Gtk.FileChooserDialog(title=blocks.phrases.action(), action=kind)
    dialog.add_buttons(blocks.phrases.action(), 0, blocks.phrases.action(), 1)
    dialog.set_current_folder('.')
    if saving:
        dialog.set_current_name(blocks.phrases.file())
    if blocks.chance(0.5):
        for _ in range(3):
            pattern = Gtk.FileFilter()
            pattern.set_name(blocks.phrases.title())
            pattern.add_pattern('*')
            dialog.add_filter(pattern)
    return Made(dialog, 'dialog', Gtk.AccelGroup())


def font_chooser(blocks: Blocks) -> Made:
    return Made(Gtk.FontChooserDialog(title=blocks.phrases.action()), 'dialog', Gtk.AccelGroup())


def colour_chooser(blocks: Blocks) -> Made:
    return Made(
        Gtk.ColorChooserDialog(title=blocks.phrases.action(), show_editor=blocks.chance(0.3)),
        'dialog',
        Gtk.AccelGroup(),
    )


def random_window(blocks: Blocks) -> Made:
    makers = (
        [application] * 14 + [form_dialog] * 5 + [message_dialog] * 2 + [file_chooser, font_chooser, colour_chooser]
    )
    return blocks.random.choice(makers)(blocks)
