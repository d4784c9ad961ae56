"""Places a text inside a widget whose toolkit tells the text but not where it is drawn: by its ink in the picture."""

from __future__ import annotations

from functools import cache

import numpy as np

from gtk3 import Pango, PangoCairo
from pango_words import DrawnWord, drawn_words
from truth import Box

# Grey levels from the ground that count as ink.
INK = 28
# A drawn text may differ from Pango's measure of it by this share, and by so many px, through hinting.
SLACK, SLACK_PX = 0.06, 2.5


@cache
def _context() -> Pango.Context:
    return PangoCairo.FontMap.get_default().create_context()


def measured(text: str, font: str, scale: float) -> tuple[list[DrawnWord], Box]:
    """Words of one line of text and the extents of its ink, in px from the left and the middle of the line."""
    layout = Pango.Layout.new(_context())
    description = Pango.FontDescription.from_string(font)
    description.set_absolute_size(description.get_size() * 96 / 72 * scale)
    layout.set_font_description(description)
    layout.set_text(text, -1)
    ink, logical = layout.get_pixel_extents()
    return drawn_words(layout), (ink.x, ink.y - logical.height / 2, ink.width, ink.height)


def ink_columns(picture: np.ndarray, box: Box, edge: int) -> tuple[np.ndarray, int, int]:
    """Per column of the box (less `edge` px around) whether it holds ink, and the rows that do: first and last + 1."""
    x, y, w, h = (round(v) for v in box)
    part = picture[max(0, y + edge) : y + h - edge, max(0, x + edge) : x + w - edge].astype(np.int16)
    if part.shape[0] < 4 or part.shape[1] < 4:
        return np.zeros(0, bool), 0, 0
    # The commonest colour of a row is its ground; rows differ where a ground is a blend.
    ground = np.median(part, axis=1, keepdims=True)
    mask = np.abs(part - ground).max(axis=2) > INK
    rows = np.flatnonzero(mask.any(axis=1))
    first, last = (int(rows[0]), int(rows[-1]) + 1) if rows.size else (0, 0)
    return mask.any(axis=0), first + edge, last + edge


def is_blank(picture: np.ndarray, box: Box) -> bool:
    """Whether a box (less its edge) shows one even colour."""
    x, y, w, h = (round(v) for v in box)
    part = picture[max(0, y + 2) : y + h - 2, max(0, x + 2) : x + w - 2]
    return (
        part.size == 0
        or int(part.max(axis=(0, 1)).max() - part.min(axis=(0, 1)).min()) < INK // 2
        or float(part.std(axis=(0, 1)).max()) < 1.5
    )


def runs(columns: np.ndarray) -> list[tuple[int, int]]:
    """Starts and ends of the stretches of columns that hold ink."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], columns.astype(np.int8), [0]))))
    return [(int(edges[i]), int(edges[i + 1])) for i in range(0, len(edges), 2)]


def placed_words(picture: np.ndarray, box: Box, text: str, font: str, scale: float) -> list[tuple[str, Box]] | None:
    """Words of `text` with their boxes in the picture; None unless just one stretch of ink fits the text."""
    if not text.strip() or '\n' in text:
        return None
    words, (ink_x, _, ink_width, ink_height) = measured(text, font, scale)
    edge = max(2, round(2 * scale))
    columns, top, bottom = ink_columns(picture, box, edge)
    found = runs(columns)
    slack = max(SLACK_PX * scale, SLACK * ink_width)
    wide_gap = 0.9 * ink_height  # wider than a space
    fits: list[tuple[int, int]] = []
    for first in range(len(found)):
        if first and found[first][0] - found[first - 1][1] < 0.25 * ink_height:
            continue
        for last in range(first, len(found)):
            if last > first and found[last][0] - found[last - 1][1] > wide_gap:
                break
            if last + 1 < len(found) and found[last + 1][0] - found[last][1] < 0.25 * ink_height:
                continue
            if abs(found[last][1] - found[first][0] - ink_width) <= slack:
                fits.append((found[first][0], found[last][1]))
    if len(fits) != 1 or bottom - top < 0.4 * ink_height:
        return None
    left = box[0] + edge + fits[0][0] - ink_x
    stretch = (fits[0][1] - fits[0][0]) / ink_width
    height = words[0].box[3]
    middle = box[1] + box[3] / 2
    return [
        (word.text, (left + word.box[0] * stretch, middle - height / 2, word.box[2] * stretch, height))
        for word in words
    ]


def ink_box(picture: np.ndarray, box: Box, ink: int = INK) -> Box | None:
    """The box around all ink inside a box; None where there is none."""
    x, y, w, h = (max(0, round(v)) for v in box)
    part = picture[y : y + h, x : x + w].astype(np.int16)
    if part.size == 0:
        return None
    mask = np.abs(part - np.median(part.reshape(-1, 3), axis=0)).max(axis=2) > ink
    columns, rows = np.flatnonzero(mask.any(axis=0)), np.flatnonzero(mask.any(axis=1))
    if columns.size == 0:
        return None
    return (x + int(columns[0]), y + int(rows[0]), int(columns[-1] - columns[0] + 1), int(rows[-1] - rows[0] + 1))


def is_round(picture: np.ndarray, mark: Box) -> bool:
    """Whether a mark leaves the corners of its box empty: a radio button, not a check box."""
    x, y, w, h = (round(v) for v in mark)
    ground = picture[max(0, y - 2), max(0, x - 2)].astype(np.int16)
    corners = [picture[row, column].astype(np.int16) for row in (y + 1, y + h - 2) for column in (x + 1, x + w - 2)]
    return sum(int(np.abs(corner - ground).max()) < INK // 2 for corner in corners) >= 3


def mark_at_left(picture: np.ndarray, box: Box, scale: float) -> Box | None:
    """The check or radio mark at the left of a widget: its first blob of ink, if that is about square."""
    x, y, w, h = (round(v) for v in box)
    reach = min(w, round(34 * scale))
    part = picture[max(0, y) : y + h, max(0, x) : x + reach].astype(np.int16)
    if part.size == 0:
        return None
    ground = np.median(np.concatenate([part[0], part[-1]]), axis=0)
    mask = np.abs(part - ground).max(axis=2) > 10
    found = [run for run in runs(mask.any(axis=0)) if run[1] - run[0] > 6 * scale]
    if not found:
        return None
    left, right = found[0]
    rows = np.flatnonzero(mask[:, left:right].any(axis=1))
    high, wide = int(rows[-1] - rows[0] + 1), right - left
    if not 0.75 < high / wide < 1.34 or not 9 * scale <= wide <= 26 * scale:
        return None
    return (x + left, y + int(rows[0]), wide, high)
