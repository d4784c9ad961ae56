"""Random GTK 3 widgets and small groups of them: the bricks of generated windows."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import cairo

from gtk3 import Gdk, GdkPixbuf, Gtk, Pango
from gtk_reading import HEADING
from phrases import Phrases

ACROSS, DOWN = Gtk.Orientation.HORIZONTAL, Gtk.Orientation.VERTICAL


class Blocks:
    """Makes widgets with random contents. All draws come from the Random given, so a seed makes one window."""

    def __init__(self, random: Random, phrases: Phrases, icons: list[str]) -> None:
        self.random = random
        self.phrases = phrases
        self._icons = icons
        self._mnemonics = random.random() < 0.3

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def icon(self, size: Gtk.IconSize | None = None) -> Gtk.Image:
        sizes = [Gtk.IconSize.MENU, Gtk.IconSize.BUTTON, Gtk.IconSize.LARGE_TOOLBAR, Gtk.IconSize.DND]
        return Gtk.Image.new_from_icon_name(self.random.choice(self._icons), size or self.random.choice(sizes))

    def icon_name(self) -> str:
        return self.random.choice(self._icons)

    def _maybe_off(self, widget: Gtk.Widget, share: float = 0.1) -> Gtk.Widget:
        widget.set_sensitive(not self.chance(share))
        return widget

    def label(self, text: str | None = None) -> Gtk.Label:
        label = Gtk.Label(label=text or self.phrases.subject() + self.random.choice(['', ':', ':', '']))
        label.set_xalign(self.random.choice([0, 0, 0, 0.5, 1]))
        if self.chance(0.15):
            label.get_style_context().add_class('dim-label')
        return self._maybe_off(label, 0.05)

    def paragraph(self) -> Gtk.Label:
        label = Gtk.Label(label=self.phrases.paragraph(self.random.randint(1, 4)), wrap=True, xalign=0)
        label.set_max_width_chars(self.random.randint(24, 70))
        label.set_selectable(self.chance(0.2))
        return label

    def rich(self) -> Gtk.Label:
        label = Gtk.Label(xalign=0)
        style = self.random.choice(['b', 'i', 'small', 'big', 'tt', 'u'])
        label.set_markup(
            f'{self.phrases.words(1, 3)} <{style}>{self.phrases.words(1, 3)}</{style}> {self.phrases.words(1, 3)}'
        )
        return label

    def heading(self) -> Gtk.Label:
        label = Gtk.Label(xalign=self.random.choice([0, 0, 0.5]))
        size = self.random.choice(['large', 'x-large', 'xx-large', 'medium'])
        label.set_markup(f'<span size="{size}" weight="bold">{self.phrases.title()}</span>')
        label.set_name(HEADING)
        return label

    def button(self) -> Gtk.Button:
        text = self.phrases.action()
        button = Gtk.ToggleButton(label=text) if self.chance(0.15) else Gtk.Button(label=text)
        if isinstance(button, Gtk.ToggleButton):
            button.set_active(self.chance(0.5))
        if self.chance(0.2):
            button.set_image(self.icon(Gtk.IconSize.BUTTON))
            button.set_always_show_image(True)
            button.set_image_position(
                self.random.choice([Gtk.PositionType.LEFT, Gtk.PositionType.LEFT, Gtk.PositionType.TOP])
            )
        if self.chance(0.18):
            button.get_style_context().add_class(self.random.choice(['suggested-action', 'destructive-action', 'flat']))
        return self._maybe_off(button)

    def icon_button(self) -> Gtk.Button:
        button = Gtk.ToggleButton(active=self.chance(0.3)) if self.chance(0.15) else Gtk.Button()
        button.set_image(self.icon())
        button.set_always_show_image(True)
        button.set_relief(self.random.choice([Gtk.ReliefStyle.NORMAL, Gtk.ReliefStyle.NONE]))
        return self._maybe_off(button)

    def entry(self) -> Gtk.Entry:
        entry = self.random.choice([Gtk.Entry, Gtk.Entry, Gtk.SearchEntry])()
        entry.set_width_chars(self.random.randint(6, 30))
        kind = self.random.random()
        if kind < 0.6:
            entry.set_text(self.phrases.value())
        elif kind < 0.85:
            entry.set_placeholder_text(self.phrases.words(1, 3))
        if self.chance(0.1):
            entry.set_visibility(False)
        if self.chance(0.15):
            entry.set_icon_from_icon_name(Gtk.EntryIconPosition.SECONDARY, self.icon_name())
        if self.chance(0.1):
            entry.set_alignment(1.0)
        return self._maybe_off(entry)

    def spin(self) -> Gtk.SpinButton:
        spin = Gtk.SpinButton.new_with_range(0, 10 ** self.random.randint(1, 5), self.random.choice([1, 5, 0.5]))
        spin.set_digits(self.random.choice([0, 0, 1, 2]))
        spin.set_value(self.random.uniform(0, 1000))
        if self.chance(0.1):
            spin.set_orientation(DOWN)
        return self._maybe_off(spin)

    def check(self) -> Gtk.CheckButton:
        check = Gtk.CheckButton(label=None if self.chance(0.08) else self.phrases.subject(), active=self.chance(0.5))
        check.set_inconsistent(self.chance(0.05))
        check.set_halign(self.random.choice([Gtk.Align.START, Gtk.Align.FILL]))
        return self._maybe_off(check)

    def radios(self) -> Gtk.Box:
        first = Gtk.RadioButton.new_with_label(None, self.phrases.subject())
        others = [
            Gtk.RadioButton.new_with_label_from_widget(first, self.phrases.subject())
            for _ in range(self.random.randint(1, 4))
        ]
        self.random.choice(others).set_active(True)
        if self.chance(0.2):
            others[-1].set_sensitive(False)
        return self.pack(self.random.choice([DOWN, DOWN, ACROSS]), [first, *others])

    def checks(self) -> Gtk.Box:
        return self.pack(DOWN, [self.check() for _ in range(self.random.randint(2, 6))])

    def combo(self) -> Gtk.ComboBox:
        combo = Gtk.ComboBoxText.new_with_entry() if self.chance(0.2) else Gtk.ComboBoxText()
        values = [
            self.random.choice([self.phrases.subject, self.phrases.value])() for _ in range(self.random.randint(2, 9))
        ]
        for value in values:
            combo.append_text(value)
        combo.set_active(self.random.randrange(len(values)))
        return self._maybe_off(combo)

    def scale(self) -> Gtk.Scale:
        down = self.chance(0.1)
        scale = Gtk.Scale.new_with_range(DOWN if down else ACROSS, 0, 100, 1)
        scale.set_value(self.random.randint(0, 100))
        scale.set_draw_value(self.chance(0.3))
        scale.set_value_pos(self.random.choice(list(map(Gtk.PositionType, range(4)))))
        scale.set_size_request(*((-1, self.random.randint(80, 160)) if down else (self.random.randint(90, 240), -1)))
        return self._maybe_off(scale)

    def switch(self) -> Gtk.Switch:
        switch = Gtk.Switch(
            active=self.chance(0.5),
            halign=self.random.choice([Gtk.Align.START, Gtk.Align.END]),
            valign=Gtk.Align.CENTER,
        )
        return self._maybe_off(switch)

    def link(self) -> Gtk.LinkButton:
        text = self.random.choice([self.phrases.title(), 'https://example.org/' + self.phrases.word()])
        link = Gtk.LinkButton.new_with_label('https://example.org', text)
        link.set_halign(Gtk.Align.START)
        return link

    def progress(self) -> Gtk.ProgressBar:
        bar = Gtk.ProgressBar(fraction=self.random.random(), show_text=self.chance(0.4))
        bar.set_size_request(self.random.randint(80, 260), -1)
        return bar

    def text_view(self) -> Gtk.Widget:
        view = Gtk.TextView(
            wrap_mode=self.random.choice([Gtk.WrapMode.WORD, Gtk.WrapMode.NONE]), left_margin=self.random.randint(0, 12)
        )
        view.set_monospace(self.chance(0.35))
        line = self.random.choice(
            [
                lambda: self.phrases.sentence(2, 12),
                self.phrases.path,
                lambda: '  ' * self.random.randint(0, 4) + self.phrases.words(1, 6),
            ]
        )
        view.get_buffer().set_text('\n'.join(line() for _ in range(self.random.randint(1, 24))))
        held = Gtk.ScrolledWindow(shadow_type=Gtk.ShadowType.IN)
        held.add(view)
        held.set_size_request(self.random.randint(180, 520), self.random.randint(60, 260))
        return self._maybe_off(held, 0.04)

    def picture(self) -> Gtk.Image:
        image = Gtk.Image.new_from_pixbuf(self.pixbuf(self.random.randint(32, 260), self.random.randint(32, 180)))
        image.set_name('image')
        return image

    def pixbuf(self, width: int, height: int) -> GdkPixbuf.Pixbuf:
        """A picture of shapes, bars or waves: what a photo, chart or thumbnail could be."""
        surface = cairo.ImageSurface(cairo.FORMAT_ARGB32, width, height)
        pen = cairo.Context(surface)
        tint = lambda: (self.random.random(), self.random.random(), self.random.random())  # noqa: E731
        blend = cairo.LinearGradient(0, 0, width * self.random.random(), height)
        blend.add_color_stop_rgb(0, *tint())
        blend.add_color_stop_rgb(1, *tint())
        pen.set_source(blend)
        pen.paint()
        shape = self.random.choice(['discs', 'bars', 'lines'])
        for step in range(self.random.randint(3, 14)):
            pen.set_source_rgba(*tint(), self.random.uniform(0.3, 1))
            if shape == 'discs':
                pen.arc(
                    self.random.uniform(0, width),
                    self.random.uniform(0, height),
                    self.random.uniform(2, height / 2),
                    0,
                    7,
                )
                pen.fill()
            elif shape == 'bars':
                tall = self.random.uniform(0.1, 0.9) * height
                pen.rectangle(step * width / 14, height - tall, width / 18, tall)
                pen.fill()
            else:
                pen.line_to(self.random.uniform(0, width), self.random.uniform(0, height))
        pen.stroke()
        return Gdk.pixbuf_get_from_surface(surface, 0, 0, width, height)

    def pack(self, way: Gtk.Orientation, widgets: list[Gtk.Widget], space: int | None = None) -> Gtk.Box:
        box = Gtk.Box(orientation=way, spacing=self.random.choice([0, 3, 6, 6, 12]) if space is None else space)
        for widget in widgets:
            if (
                way == ACROSS
                and widget.get_valign() == Gtk.Align.FILL
                and not isinstance(widget, (Gtk.ScrolledWindow, Gtk.Frame, Gtk.Notebook))
            ):
                widget.set_valign(self.random.choice([Gtk.Align.CENTER, Gtk.Align.CENTER, Gtk.Align.START]))
            box.pack_start(widget, self.chance(0.15), True, 0)
        return box

    def buttons(self) -> Gtk.Box:
        box = self.pack(ACROSS, [self.button() for _ in range(self.random.randint(2, 5))])
        if self.chance(0.25):
            box.get_style_context().add_class('linked')
            box.set_spacing(0)
        return box

    def icons(self) -> Gtk.Box:
        return self.pack(
            ACROSS, [self.icon() for _ in range(self.random.randint(2, 8))], self.random.choice([6, 12, 20])
        )

    def tool_row(self) -> Gtk.Box:
        makers: list[Callable[[], Gtk.Widget]] = [
            self.icon_button,
            self.icon_button,
            self.icon_button,
            self.button,
            self.entry,
            self.combo,
        ]
        return self.pack(ACROSS, [self.random.choice(makers)() for _ in range(self.random.randint(3, 9))])

    def form(self) -> Gtk.Grid:
        grid = Gtk.Grid(
            column_spacing=self.random.choice([4, 6, 12, 18]), row_spacing=self.random.choice([2, 3, 6, 10])
        )
        makers = [
            self.entry,
            self.entry,
            self.entry,
            self.combo,
            self.combo,
            self.spin,
            self.scale,
            self.switch,
            self.check,
            self.progress,
        ]
        stacked = self.chance(0.25)
        side = self.random.choice([0, 1])
        for number in range(self.random.randint(2, 8)):
            label = self.label()
            label.set_xalign(0 if stacked else side)
            grid.attach(label, 0, 2 * number, 1, 1)
            grid.attach(self.random.choice(makers)(), 0 if stacked else 1, 2 * number + (1 if stacked else 0), 1, 1)
        return grid

    def keypad(self) -> Gtk.Grid:
        grid = Gtk.Grid(
            column_spacing=self.random.choice([0, 2, 6]),
            row_spacing=self.random.choice([0, 2, 6]),
            column_homogeneous=True,
        )
        faces = '1 2 3 4 5 6 7 8 9 0 + − × ÷ = C AC % π √ ln sin OK ± ( ) . ,'.split()
        width = self.random.choice([36, 48, 60])
        for row in range(self.random.randint(3, 5)):
            for column in range(self.random.randint(3, 6)):
                button = Gtk.Button(label=self.random.choice(faces))
                button.set_size_request(width, -1)
                grid.attach(button, column, row, 1, 1)
        return grid

    def facts(self) -> Gtk.Grid:
        """Names and values side by side, as an information page has them."""
        grid = Gtk.Grid(column_spacing=12, row_spacing=self.random.choice([2, 6, 10]))
        for row in range(self.random.randint(2, 8)):
            name = self.label()
            value = Gtk.Label(label=self.phrases.value(), xalign=0, selectable=self.chance(0.1))
            value.set_ellipsize(Pango.EllipsizeMode.END if self.chance(0.2) else Pango.EllipsizeMode.NONE)
            grid.attach(name, 0, row, 1, 1)
            grid.attach(value, 1, row, 1, 1)
        return grid

    def expander(self) -> Gtk.Expander:
        expander = Gtk.Expander(label=self.phrases.subject(), expanded=self.chance(0.6))
        expander.add(self.checks())
        return expander

    def info_bar(self) -> Gtk.InfoBar:
        bar = Gtk.InfoBar(
            message_type=self.random.choice(list(map(Gtk.MessageType, range(5)))), show_close_button=self.chance(0.5)
        )
        bar.get_content_area().add(Gtk.Label(label=self.phrases.sentence(3, 8)))
        if self.chance(0.6):
            bar.add_button(self.phrases.action(), 1)
        return bar
