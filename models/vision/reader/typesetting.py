"""Sets one line of text on a canvas: outline type with the settings of real desktops, or bitmap type pixel by pixel."""

import re
from random import Random

import cairo
import gi
import numpy as np

from painting import Colour, Place
from pcf import BitmapFont, read_pcf
from typefaces import MONO, SANS, SERIF, bitmap_files, other_families

gi.require_version("Pango", "1.0")
gi.require_version("PangoCairo", "1.0")
from gi.repository import Pango, PangoCairo  # noqa: E402

# Text sizes in px, most at the sizes of interface text; small type is where most is misread.
_sizes = [7] * 2 + [8] * 4 + [9] * 6 + [10] * 8 + [11] * 9 + [12] * 10 + [13] * 11 + [14] * 9 + [15] * 6 + [16] * 6 + [
    17, 17, 18, 18, 19, 20, 20, 21, 22, 22, 24, 24, 26, 26, 28, 28, 30, 32, 36, 40]


def font_options(chance: Random) -> cairo.FontOptions:
    """Smoothing and hinting as desktops and browsers have them."""
    options = cairo.FontOptions()
    smoothing = chance.choices([cairo.ANTIALIAS_GRAY, cairo.ANTIALIAS_SUBPIXEL, cairo.ANTIALIAS_NONE], [66, 30, 4])[0]
    options.set_antialias(smoothing)
    options.set_subpixel_order(chance.choices([cairo.SUBPIXEL_ORDER_RGB, cairo.SUBPIXEL_ORDER_BGR], [9, 1])[0])
    styles = [cairo.HINT_STYLE_NONE, cairo.HINT_STYLE_SLIGHT, cairo.HINT_STYLE_MEDIUM, cairo.HINT_STYLE_FULL]
    options.set_hint_style(chance.choices(styles, [30, 40, 10, 20])[0])
    options.set_hint_metrics(chance.choices([cairo.HINT_METRICS_ON, cairo.HINT_METRICS_OFF], [45, 55])[0])
    return options


class OutlineType:
    """Sets text with Pango. One instance keeps one random style, so that neighbouring lines look alike."""

    def __init__(self, chance: Random, families: list[str], weights: list[int]):
        self._chance = chance
        self.size = chance.choice(_sizes) + (chance.choice([0, 0, 0.5, 0.33]) if chance.random() < 0.3 else 0)
        self._description = Pango.FontDescription()
        self._description.set_family(chance.choices(families, weights)[0])
        self._description.set_absolute_size(self.size * Pango.SCALE)
        heaviness = chance.choices([400, 300, 500, 600, 700, 800], [60, 3, 9, 10, 16, 2])[0]
        self._description.set_weight(Pango.Weight(heaviness) if heaviness in (300, 400, 500, 600, 700, 800) else 400)
        self._description.set_style(Pango.Style.ITALIC if chance.random() < 0.09 else Pango.Style.NORMAL)
        self._options = font_options(chance)
        self._is_rounded = chance.random() < 0.4
        self._spacing = chance.choice([-0.3, 0.3, 0.5, 1, 2]) if chance.random() < 0.07 else 0.0
        # Fonts disagree about the width of a blank (0.22 to 0.35 of the size), and unseen ones will.
        self._blank = self.size * chance.uniform(-0.07, 0.1) if chance.random() < 0.35 else 0.0
        self._decoration = chance.choices(["", "underline", "letter", "struck", "selected", "coloured"], [77, 6, 4, 1, 5, 7])[0]
        self._shift = chance.random() if not self._is_rounded else 0.0

    def layout(self, context: cairo.Context, text: str, ink: Colour = (0, 0, 0), is_plain: bool = True):
        layout = PangoCairo.create_layout(context)
        PangoCairo.context_set_font_options(layout.get_context(), self._options)
        layout.get_context().set_round_glyph_positions(self._is_rounded)
        layout.set_font_description(self._description)
        layout.set_text(text, -1)
        layout.set_attributes(self._attributes(text, ink, is_plain))
        return layout

    def _attributes(self, text: str, ink: Colour, is_plain: bool) -> Pango.AttrList:
        attributes = Pango.AttrList()
        if self._spacing:
            attributes.insert(Pango.attr_letter_spacing_new(int(self._spacing * Pango.SCALE)))
        spans = [(Pango.attr_letter_spacing_new(int((self._spacing + self._blank) * Pango.SCALE)), *blank.span())
                 for blank in re.finditer(" ", text) if self._blank]
        if self._decoration and not is_plain:
            spans += self._decorations(text, ink)
        for attribute, start, end in spans:
            attribute.start_index, attribute.end_index = len(text[:start].encode()), len(text[:end].encode())
            attributes.insert(attribute)
        return attributes

    def _decorations(self, text: str, ink: Colour):
        start = self._chance.randrange(len(text))
        if self._decoration == "underline":
            return [(Pango.attr_underline_new(Pango.Underline.SINGLE), 0, len(text))]
        if self._decoration == "letter":
            return [(Pango.attr_underline_new(Pango.Underline.SINGLE), start, start + 1)]
        if self._decoration == "struck":
            return [(Pango.attr_strikethrough_new(True), 0, len(text))]
        if self._decoration == "coloured":
            return [(_foreground(shaded(ink, self._chance)), *word.span()) for word in re.finditer(r"\w+|\W+", text)]
        start, end = (0, len(text)) if self._chance.random() < 0.4 else (start, self._chance.randint(start + 1, len(text)))
        behind = [int(65535 * self._chance.uniform(0.3, 0.6)) for _ in range(3)]
        over = 65535 if sum(ink) < 1.5 or self._chance.random() < 0.3 else 0
        return [(Pango.attr_background_new(*behind), start, end), (Pango.attr_foreground_new(over, over, over), start, end)]

    def measure(self, text: str) -> tuple[float, float, float] | None:
        """(width, ascent, descent) in px; nothing when a character has no glyph."""
        context = cairo.Context(cairo.ImageSurface(cairo.FORMAT_RGB24, 4, 4))
        layout = self.layout(context, text)
        if layout.get_unknown_glyphs_count() > 0:
            return None
        metrics = layout.get_context().get_metrics(self._description, None)
        width = layout.get_extents()[1].width
        return width / Pango.SCALE, metrics.get_ascent() / Pango.SCALE, metrics.get_descent() / Pango.SCALE

    def draw(self, context: cairo.Context, text: str, ink: Colour, left: float, base: float, is_plain: bool) -> None:
        """`base`: y of the base line."""
        layout = self.layout(context, text, ink, is_plain)
        context.set_source_rgb(*ink)
        context.move_to(left + self._shift, base - layout.get_baseline() / Pango.SCALE)
        PangoCairo.show_layout(context, layout)


def shaded(ink: Colour, chance: Random) -> Colour:
    """Another colour that is told from the ground nearly as well as `ink`."""
    return tuple(0.65 * value + 0.35 * chance.random() for value in ink)


def _foreground(colour: Colour) -> Pango.Attribute:
    return Pango.attr_foreground_new(*(int(65535 * value) for value in colour))


class BitmapType:
    """Sets text in a bitmap font; `zoom` repeats pixels, as a doubled screen does."""

    def __init__(self, chance: Random, font: BitmapFont):
        self._font = font
        self._zoom = 2 if chance.random() < 0.06 else 1
        self._is_overstruck = chance.random() < 0.12
        self._decoration = chance.choices(["", "coloured", "reversed"], [80, 12, 8])[0]
        self._chance = chance
        self.size = (font.ascent + font.descent) * self._zoom

    def measure(self, text: str) -> tuple[float, float, float] | None:
        if not self._font.covers(text):
            return None
        width = sum(self._font.glyphs[character].advance for character in text)
        return width * self._zoom, self._font.ascent * self._zoom, self._font.descent * self._zoom

    def draw(self, context: cairo.Context, text: str, ink: Colour, left: float, base: float, is_plain: bool) -> None:
        if not self._font.covers(text):
            return
        top, pen = round(base) - self._font.ascent * self._zoom, float(round(left))
        for word in re.finditer(r"\S+|\s+", text):
            is_decorated = not is_plain and self._chance.random() < 0.5
            is_coloured = is_decorated and self._decoration == "coloured"
            context.set_source_rgb(*(shaded(ink, self._chance) if is_coloured else ink))
            width = self._stamp(context, word.group(), pen, top)
            if is_decorated and self._decoration == "reversed":
                _reverse(context, pen, top, width, self.size)
            pen += width

    def _stamp(self, context: cairo.Context, text: str, left: float, top: float) -> int:
        """Draws in the current colour and says how wide it was."""
        mask = self._font.drawn(text, self._is_overstruck).repeat(self._zoom, 0).repeat(self._zoom, 1)
        height, width = mask.shape
        stride = cairo.ImageSurface.format_stride_for_width(cairo.FORMAT_A8, width)
        levels = np.zeros((height, stride), np.uint8)
        levels[:, :width] = mask * np.uint8(255)
        surface = cairo.ImageSurface.create_for_data(levels, cairo.FORMAT_A8, width, height, stride)
        context.mask_surface(surface, left, top)
        return width


def _reverse(context: cairo.Context, left: float, top: float, width: float, height: float) -> None:
    context.save()
    context.set_operator(cairo.OPERATOR_DIFFERENCE)
    context.set_source_rgb(1, 1, 1)
    context.rectangle(left, top, width, height)
    context.fill()
    context.restore()


class Typesetter:
    """Chooses type at random; everything is decided by the given source of chance."""

    def __init__(self, chance: Random):
        self._chance = chance
        installed = {family.get_name() for family in PangoCairo.FontMap.get_default().list_families()}
        choose = lambda families: {name: weight for name, weight in families.items() if name in installed}
        self._outline = [choose(SANS), choose(SERIF), choose(MONO), choose(dict.fromkeys(other_families(), 1))]
        self._fixed, self._bitmap = ([read_pcf(file) for file in files] for files in bitmap_files())

    def type(self) -> OutlineType | BitmapType:
        share = self._chance.random()
        if share < 0.16 and self._fixed:
            return BitmapType(self._chance, self._chance.choice(self._fixed))
        if share < 0.21 and self._bitmap:
            return BitmapType(self._chance, self._chance.choice(self._bitmap))
        families, = self._chance.choices(self._outline, [54, 12, 22, 12 if self._outline[3] else 0])
        return OutlineType(self._chance, list(families), list(families.values()))


def place_of(measure: tuple[float, float, float], margin: int, chance: Random) -> tuple[Place, float]:
    """(where the text goes on a canvas with `margin` px around, y of its base line)."""
    width, ascent, descent = measure
    base = margin + round(ascent)
    return Place(margin, base - ascent, margin + width, base + descent), base
