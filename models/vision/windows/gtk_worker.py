"""Draws a batch of random GTK 3 windows on the display it is started on. Started by gtk_windows.py."""

from __future__ import annotations

import argparse
import sys
import time
import traceback
from pathlib import Path
from random import Random

from display import SCREEN_PX, fill_folder
from gtk3 import Gdk, Gtk
from gtk_blocks import Blocks
from gtk_looks import Look, draw_look
from gtk_menus import open_bar_menu, open_context_menu, popover
from gtk_reading import GtkReader
from gtk_shell import Made, random_window
from icon_names import ICON_NAMES
from phrases import Phrases
from truth import Box, Place, Truth, area, meet, write
from x11_frames import Screen

QUIET_S = 0.12  # a window that drew nothing for so long is done
LONGEST_S = 3.0


def pump(seconds: float) -> None:
    """Lets the toolkit work for some time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        while Gtk.events_pending():
            Gtk.main_iteration_do(False)
        time.sleep(0.004)


def wear(look: Look, provider: Gtk.CssProvider) -> list[str]:
    """Puts a look on the whole process; returns the icons it has."""
    settings = Gtk.Settings.get_default()
    settings.set_property('gtk-theme-name', look.theme)
    settings.set_property('gtk-icon-theme-name', look.icons)
    settings.set_property('gtk-font-name', f'{look.font} {look.font_pt}')
    settings.set_property('gtk-xft-dpi', int(96 * 1024 * look.dpi))
    settings.set_property('gtk-enable-animations', False)
    settings.set_property('gtk-cursor-blink', False)
    settings.set_property('gtk-overlay-scrolling', False)
    provider.load_from_data(look.css.encode())
    known = Gtk.IconTheme.get_default()
    return [name for name in ICON_NAMES if known.has_icon(name)] or ['image-missing']


class Painter:
    """Shows windows one after another on a desktop of its own and writes what was seen."""

    def __init__(self, out: Path, held_out: bool) -> None:
        self._out, self._held_out = out, held_out
        self._screen = Screen()
        self._provider = Gtk.CssProvider()
        Gtk.StyleContext.add_provider_for_screen(Gdk.Screen.get_default(), self._provider, 800)
        self._desktop = Gtk.Window(type_hint=Gdk.WindowTypeHint.DESKTOP)
        self._desktop.set_default_size(*SCREEN_PX)
        self._picture = Gtk.Image()
        self._desktop.add(self._picture)
        self._desktop.show_all()
        self._folder = Path('files').resolve()
        self._folder.mkdir()
        self._taken: list[Box] = []

    def paint(self, seed: int) -> None:
        random = Random(seed)
        look = draw_look(random, seed, self._held_out)
        phrases = Phrases(random)
        fill_folder(self._folder, phrases, random)
        blocks = Blocks(random, phrases, wear(look, self._provider))
        self._picture.set_from_pixbuf(blocks.pixbuf(*SCREEN_PX))
        windows = [random_window(blocks) for _ in range(random.choice([1, 1, 1, 1, 2, 2, 3]))]
        self._taken = []
        for made in windows:
            self._show(made, look, random)
        popups = self._open_more(blocks, windows[-1], random)
        picture, truth, restless = self._screen.settled(
            *look.screen, lambda: self._read(look, windows), lambda: pump(QUIET_S)
        )
        for box in restless:
            truth.ignore_always(box)
        write(self._out, f'gtk-{seed}', picture, truth)
        for popup in popups:
            popup.popdown()
        for made in windows:
            made.window.destroy()
        pump(0.05)

    def _show(self, made: Made, look: Look, random: Random) -> None:
        window = made.window
        if isinstance(window, Gtk.FileChooserDialog):
            window.set_current_folder(str(self._folder))
        width, height = (side // look.scale for side in look.screen)
        whole = made.role == 'window' and random.random() < 0.25
        if whole:
            window.set_decorated(random.random() < 0.5)
            window.set_default_size(width, height - (30 if window.get_decorated() else 0))
        window.show_all()
        window.present()
        pump(QUIET_S)
        window.move(*((0, 0) if whole else self._free_spot(window, (width, height), random)))
        window.set_focus_visible(random.random() < 0.3)
        pump(QUIET_S)

    def _free_spot(self, window: Gtk.Window, room: tuple[int, int], random: Random) -> tuple[int, int]:
        """A random place (logical px) that hides as little of the other windows as some tries can find."""
        wide, high = window.get_allocated_width(), window.get_allocated_height()
        tries = [
            (random.randint(0, max(0, room[0] - wide - 10)), random.randint(0, max(0, room[1] - high - 30)))
            for _ in range(5)
        ]
        spots = [(sum(area(meet((x, y, wide, high), box)) for box in self._taken), x, y) for x, y in tries]
        _, x, y = min(spots)
        self._taken.append((x, y, wide, high))
        return x, y

    def _open_more(self, blocks: Blocks, made: Made, random: Random) -> list[Gtk.Widget]:
        """Opens a menu or a popover in some pictures; returns what needs closing."""
        kind = random.random()
        opened: list[Gtk.Widget] = []
        if made.bar is not None and kind < 0.4:
            opened = [open_bar_menu(blocks, made.bar)]
        elif kind < 0.5:
            opened = [open_context_menu(blocks, made.window, made.group)]
        elif kind < 0.62:
            buttons = find_all(made.window, (Gtk.Button,))
            if buttons:
                opened = [popover(blocks, random.choice(buttons))]
                opened[0].popup()
        elif kind < 0.75:
            combos = find_all(made.window, (Gtk.ComboBox,))
            if combos:
                opened = [random.choice(combos)]
                opened[0].popup()
        pump(QUIET_S if not opened else 2 * QUIET_S)
        return opened

    def _read(self, look: Look, windows: list[Made]) -> Truth:
        truth = Truth(look.scale, look.screen, f'gtk/{look.theme}')
        reader = GtkReader(truth)
        by_number = {made.window.get_window().get_xid(): made for made in windows}
        for number in self._screen.by_height(list(by_number)):
            frame, made = self._screen.frame(number), by_number[number]
            layer = truth.add_layer(frame.box)
            reader.read(made.window, layer, made.role, frame.box)
            truth.add_title_bar(frame.bars, Place(frame.box, frame.box, layer))
        for top in Gtk.Window.list_toplevels():
            if top.get_window_type() == Gtk.WindowType.POPUP and top.get_mapped() and top.get_window() is not None:
                box = self._popup_box(top, truth.scale)
                reader.read(top, truth.add_layer(box))
        return truth

    def _popup_box(self, top: Gtk.Window, scale: float) -> Box:
        _, x, y = top.get_window().get_origin()
        return (x * scale, y * scale, top.get_allocated_width() * scale, top.get_allocated_height() * scale)


def find_all(root: Gtk.Widget, kinds: tuple[type, ...]) -> list[Gtk.Widget]:
    found: list[Gtk.Widget] = []

    def look(widget: Gtk.Widget) -> None:
        if isinstance(widget, kinds) and widget.get_mapped() and widget.is_sensitive():
            found.append(widget)
        if isinstance(widget, Gtk.Container):
            widget.forall(look)

    look(root)
    return found


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument('out', type=Path)
    parser.add_argument('--seeds', type=int, nargs='+', required=True)
    parser.add_argument('--held-out', action='store_true')
    wanted = parser.parse_args()
    painter = Painter(wanted.out, wanted.held_out)
    pump(0.3)
    for seed in wanted.seeds:
        try:
            painter.paint(seed)
        except Exception:  # one window that cannot be drawn must not end the batch; the count at the end tells
            traceback.print_exc(file=sys.stderr)
            for top in Gtk.Window.list_toplevels():
                if top is not painter._desktop and top.get_window_type() == Gtk.WindowType.TOPLEVEL:
                    top.destroy()


if __name__ == '__main__':
    main()
