"""Words of a Pango layout with their boxes, as drawn: wrapped lines apart, ellipsised text without what is hidden."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import gi

gi.require_version('Pango', '1.0')
from gi.repository import Pango  # noqa: E402

IS_ELLIPSIS = 1 << 1  # PANGO_ANALYSIS_FLAG_IS_ELLIPSIS, a macro that introspection does not offer


@dataclass
class DrawnWord:
    """A word; `box` is x, y, width, height in layout px (ascent to descent of its font); `line` counts drawn lines."""

    text: str
    box: tuple[float, float, float, float]
    line: int


def drawn_words(layout: Pango.Layout) -> list[DrawnWord]:
    words: list[DrawnWord] = []
    joined = False
    last_line = -1
    for text, box, line in _pieces(layout):
        if text.isspace():
            joined = False
        elif joined and line == last_line:
            words[-1] = _grow(words[-1], text, box)
        else:
            words.append(DrawnWord(text, box, line))
            joined = True
        last_line = line
    return words


def _grow(word: DrawnWord, text: str, box: tuple[float, float, float, float]) -> DrawnWord:
    x, y, w, h = word.box
    top, bottom = min(y, box[1]), max(y + h, box[1] + box[3])
    return DrawnWord(word.text + text, (x, top, max(x + w, box[0] + box[2]) - x, bottom - top), word.line)


def _pieces(layout: Pango.Layout) -> Iterator[tuple[str, tuple[float, float, float, float], int]]:
    """Characters (or the ellipsis) with their boxes, in reading order."""
    raw = layout.get_text().encode()
    place = layout.get_iter()
    line = 0
    while True:
        run = place.get_run_readonly()
        if run is None:
            line += 1
        else:
            yield from _run_pieces(layout, raw, run, place.get_run_extents()[1], line)
        if not place.next_run():
            return


def _run_pieces(
    layout: Pango.Layout,
    raw: bytes,
    run: Pango.GlyphItem,
    extents: Pango.Rectangle,
    line: int,
) -> Iterator[tuple[str, tuple[float, float, float, float], int]]:
    unit = Pango.SCALE
    y, height = extents.y / unit, extents.height / unit
    if run.item.analysis.flags & IS_ELLIPSIS:
        yield '…', (extents.x / unit, y, extents.width / unit, height), line
        return
    index = run.item.offset
    for character in raw[index : index + run.item.length].decode():
        position = layout.index_to_pos(index)
        x, width = position.x / unit, position.width / unit
        yield character, (min(x, x + width), y, abs(width), height), line
        index += len(character.encode())
