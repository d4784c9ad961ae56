"""Random GTK 3 menus, menu bars and popovers, and the ways to have them open in a picture."""

from __future__ import annotations

from gtk3 import Gdk, Gtk
from gtk_blocks import DOWN, Blocks

KEYS = 'a b c d e f g h i k l m n o p q r s t u v w x z F1 F2 F5 F11 Delete plus minus Return'.split()


def menu(blocks: Blocks, group: Gtk.AccelGroup) -> Gtk.Menu:
    found = Gtk.Menu(accel_group=group)
    with_keys, with_icons = blocks.chance(0.6), blocks.chance(0.25)
    for _ in range(blocks.random.randint(2, 14)):
        if blocks.chance(0.15):
            found.append(Gtk.SeparatorMenuItem())
        found.append(_item(blocks, group, with_keys, with_icons))
    found.show_all()
    return found


def _item(blocks: Blocks, group: Gtk.AccelGroup, with_keys: bool, with_icons: bool) -> Gtk.MenuItem:
    text = blocks.random.choice(
        [blocks.phrases.action, blocks.phrases.action, blocks.phrases.subject, blocks.phrases.title]
    )()
    kind = blocks.random.random()
    if kind < 0.15:
        item: Gtk.MenuItem = Gtk.CheckMenuItem(label=text, active=blocks.chance(0.5), draw_as_radio=blocks.chance(0.4))
    elif with_icons and kind < 0.8:
        item = Gtk.ImageMenuItem(label=text, image=blocks.icon(Gtk.IconSize.MENU), always_show_image=True)
    else:
        item = Gtk.MenuItem(label=text)
    if with_keys and blocks.chance(0.6):
        modifiers = blocks.random.choice(
            [
                Gdk.ModifierType.CONTROL_MASK,
                Gdk.ModifierType.CONTROL_MASK | Gdk.ModifierType.SHIFT_MASK,
                Gdk.ModifierType.MOD1_MASK,
            ]
        )
        key = Gdk.keyval_from_name(blocks.random.choice(KEYS))
        item.add_accelerator('activate', group, key, modifiers, Gtk.AccelFlags.VISIBLE)
        item.shortcut = Gtk.accelerator_get_label(key, modifiers)
    if blocks.chance(0.12):
        inner = Gtk.Menu()
        inner.append(Gtk.MenuItem(label=blocks.phrases.action()))
        item.set_submenu(inner)
    item.set_sensitive(not blocks.chance(0.12))
    return item


def menu_bar(blocks: Blocks, group: Gtk.AccelGroup) -> Gtk.MenuBar:
    bar = Gtk.MenuBar()
    for _ in range(blocks.random.randint(3, 8)):
        item = Gtk.MenuItem(label=blocks.phrases.menu())
        item.set_submenu(menu(blocks, group))
        bar.append(item)
    return bar


def open_bar_menu(blocks: Blocks, bar: Gtk.MenuBar) -> Gtk.Menu:
    """Opens one menu of the bar below its item, and points at an item of it."""
    item = blocks.random.choice(bar.get_children())
    found = item.get_submenu()
    item.set_state_flags(Gtk.StateFlags.PRELIGHT, False)
    found.popup_at_widget(item, Gdk.Gravity.SOUTH_WEST, Gdk.Gravity.NORTH_WEST, None)
    _point(blocks, found)
    return found


def open_context_menu(blocks: Blocks, window: Gtk.Window, group: Gtk.AccelGroup) -> Gtk.Menu:
    found = menu(blocks, group)
    found.attach_to_widget(window)
    spot = Gdk.Rectangle()
    spot.x = blocks.random.randint(20, max(21, window.get_allocated_width() - 150))
    spot.y = blocks.random.randint(40, max(41, window.get_allocated_height() - 150))
    spot.width = spot.height = 1
    found.popup_at_rect(window.get_window(), spot, Gdk.Gravity.SOUTH_WEST, Gdk.Gravity.NORTH_WEST, None)
    _point(blocks, found)
    return found


def _point(blocks: Blocks, found: Gtk.Menu) -> None:
    choices = [
        item for item in found.get_children() if not isinstance(item, Gtk.SeparatorMenuItem) and item.is_sensitive()
    ]
    if choices and blocks.chance(0.6):
        blocks.random.choice(choices).set_state_flags(Gtk.StateFlags.PRELIGHT, False)


def popover(blocks: Blocks, at: Gtk.Widget) -> Gtk.Popover:
    """A popover with a small form or with menu-like buttons."""
    found = Gtk.Popover(relative_to=at, modal=False)
    if blocks.chance(0.5):
        inner: Gtk.Widget = blocks.pack(
            DOWN, [blocks.random.choice([blocks.form, blocks.checks, blocks.radios])(), blocks.buttons()], 6
        )
    else:
        inner = Gtk.Box(orientation=DOWN)
        for _ in range(blocks.random.randint(3, 9)):
            item = Gtk.ModelButton(text=blocks.phrases.action())
            item.set_sensitive(not blocks.chance(0.1))
            inner.pack_start(item, False, False, 0)
    inner.set_border_width(8)
    found.add(inner)
    inner.show_all()
    return found
