"""What stands behind and around a line of text on a screen: ground, borders, icons, neighbours, carets. Draws with cairo."""

import colorsys
from dataclasses import dataclass
from random import Random

import cairo

Colour = tuple[float, float, float]
# Less than this between ink and ground (0..1) is hardly readable by people either.
least_contrast = 0.16


@dataclass(frozen=True)
class Place:
    """Where the text stands on the canvas, px; `top` and `bottom` are the ends of the font's ascent and descent."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def height(self) -> float:
        return self.bottom - self.top


def brightness(colour: Colour) -> float:
    return 0.299 * colour[0] + 0.587 * colour[1] + 0.114 * colour[2]


def colours(chance: Random) -> tuple[Colour, Colour]:
    """(ground, ink) as themes have them: mostly strong contrast, sometimes that of disabled controls."""
    while True:
        ground, ink = _ground(chance), _ink(chance)
        if chance.random() < 0.45:
            ground, ink = ink, ground
        wanted = least_contrast if chance.random() < 0.2 else 0.35
        if abs(brightness(ground) - brightness(ink)) >= wanted:
            return ground, ink


def _ground(chance: Random) -> Colour:
    share = chance.random()
    if share < 0.3:
        return (1.0, 1.0, 1.0)
    if share < 0.6:
        level = chance.uniform(0.8, 1)
        return (level, level, level)
    return colorsys.hls_to_rgb(chance.random(), chance.uniform(0.6, 1), chance.uniform(0, 0.8))


def _ink(chance: Random) -> Colour:
    share = chance.random()
    if share < 0.25:
        return (0.0, 0.0, 0.0)
    if share < 0.55:
        level = chance.uniform(0, 0.35)
        return (level, level, level)
    if share < 0.65:
        level = chance.uniform(0.35, 0.65)
        return (level, level, level)
    return colorsys.hls_to_rgb(chance.random(), chance.uniform(0.05, 0.5), chance.uniform(0.2, 1))


def paint_ground(context: cairo.Context, colour: Colour, chance: Random, width: int, height: int) -> None:
    context.set_source_rgb(*colour)
    context.paint()
    if chance.random() < 0.07:
        gradient = cairo.LinearGradient(0, 0, *chance.choice([(width, 0), (0, height)]))
        for stop in (0, 1):
            gradient.add_color_stop_rgb(stop, *(min(1, max(0, value + chance.uniform(-0.1, 0.1))) for value in colour))
        context.set_source(gradient)
        context.paint()


def paint_surroundings(context: cairo.Context, ink: Colour, chance: Random, place: Place) -> None:
    """A border, a line, an icon or a caret near the text, each now and then."""
    for share, paint in ((0.1, _border), (0.06, _rule), (0.05, _bar), (0.09, _icon), (0.025, _caret)):
        if chance.random() < share:
            context.save()
            context.set_source_rgba(*ink, chance.uniform(0.25, 1))
            context.set_line_width(1)
            paint(context, chance, place)
            context.restore()


def _border(context, chance, place) -> None:
    x, y = int(place.left - chance.uniform(2, 9)) + 0.5, int(place.top - chance.uniform(1, 6)) + 0.5
    right, bottom = int(place.right + chance.uniform(2, 9)) + 0.5, int(place.bottom + chance.uniform(1, 6)) + 0.5
    context.rectangle(x, y, right - x, bottom - y)
    context.stroke()


def _rule(context, chance, place) -> None:
    y = int(chance.choice([place.top - chance.uniform(1, 5), place.bottom + chance.uniform(0, 4)])) + 0.5
    context.move_to(0, y)
    context.line_to(place.right + 50, y)
    context.stroke()


def _bar(context, chance, place) -> None:
    x = int(chance.choice([place.left - chance.uniform(2, 7), place.right + chance.uniform(2, 7)])) + 0.5
    context.move_to(x, 0)
    context.line_to(x, place.bottom + 40)
    context.set_line_width(chance.choice([1, 1, 2]))
    context.stroke()


def _caret(context, chance, place) -> None:
    x = int(place.right) + chance.choice([1.5, 2.5])
    context.move_to(x, place.top)
    context.line_to(x, place.bottom)
    context.stroke()


def _icon(context, chance, place) -> None:
    """A small pictogram that is no character: filled or outlined, beside the text."""
    size = place.height * chance.uniform(0.4, 0.9)
    gap = place.height * chance.uniform(0.2, 0.6)
    x = chance.choice([place.left - gap - size, place.right + gap])
    y = (place.top + place.bottom - size) / 2
    context.set_line_width(chance.choice([1, 1.5, 2]))
    shape = chance.choice(["disc", "box", "chevron", "picture", "strokes"])
    if shape == "disc":
        context.arc(x + size / 2, y + size / 2, size / 2, 0, 6.3)
        (context.fill if chance.random() < 0.5 else context.stroke)()
    elif shape == "chevron":
        context.move_to(x, y + size * 0.35)
        context.line_to(x + size / 2, y + size * 0.7)
        context.line_to(x + size, y + size * 0.35)
        context.stroke()
    elif shape == "strokes":
        for _ in range(chance.randint(3, 6)):
            context.move_to(x + size * chance.random(), y + size * chance.random())
            context.line_to(x + size * chance.random(), y + size * chance.random())
        context.stroke()
    else:
        context.rectangle(x, y, size, size)
        context.stroke()
        if shape == "picture":
            context.arc(x + size * 0.4, y + size * 0.5, size * 0.25, 0, 6.3)
            context.fill()
