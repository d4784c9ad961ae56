"""What a picture shows: collected while reading a toolkit's widgets, settled against what hides what, and written."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np

Box = tuple[float, float, float, float]  # x, y, width, height in px of the picture
# The share of an element that must be seen for it to be named; less goes to `ignore`.
SEEN_ENOUGH = 0.6
# Words on one line with a gap of less than this share of the font's height belong to one line of text.
LINE_GAP = 0.6
# A part of a title bar that is wider than so many times its height holds the title.
WIDEST_BUTTON = 2.2
# A ring that differs by so many grey levels from the ground around it shows that a button has a frame.
FRAME_CONTRAST = 5.0


def meet(a: Box, b: Box) -> Box:
    """The common part of two boxes; width or height 0 where there is none."""
    x, y = max(a[0], b[0]), max(a[1], b[1])
    return (x, y, max(0.0, min(a[0] + a[2], b[0] + b[2]) - x), max(0.0, min(a[1] + a[3], b[1] + b[3]) - y))


def area(box: Box) -> float:
    return box[2] * box[3]


@dataclass
class Place:
    """A box as the toolkit laid it out, cut by `clip` (what scrolls or ends there), on layer `layer`."""

    box: Box
    clip: Box
    layer: int


@dataclass
class Element:
    place: Place
    role: str
    name: str
    states: list[str]


@dataclass
class Word:
    place: Place
    text: str
    line: int


@dataclass
class Truth:
    """All boxes are in px of the picture. A layer hides every lower layer within its box."""

    scale: float
    size: tuple[int, int]
    source: str
    elements: list[Element] = field(default_factory=list)
    words: list[Word] = field(default_factory=list)
    unknown: list[Place] = field(default_factory=list)
    unread: list[Place] = field(default_factory=list)
    layers: list[Box] = field(default_factory=list)
    moving: list[Box] = field(default_factory=list)
    unknown_roles: list[str] = field(default_factory=list)
    _lines: int = 0

    def add_layer(self, box: Box) -> int:
        self.layers.append(box)
        return len(self.layers) - 1

    def add_element(self, place: Place, role: str, name: str = '', states: list[str] | None = None) -> None:
        if area(place.box) > 0:
            self.elements.append(Element(place, role, name, states or []))

    def next_line(self) -> int:
        self._lines += 1
        return self._lines

    def add_word(self, place: Place, text: str, line: int) -> None:
        if area(place.box) > 0:
            self.words.append(Word(place, text, line))

    def add_title_bar(self, bars: list[Box], frame: Place) -> None:
        """Parts of a window manager's title bar: its buttons, and its title, whose letters have no known place."""
        for bar in bars:
            place = Place(bar, frame.clip, frame.layer)
            if bar[2] <= WIDEST_BUTTON * bar[3]:
                self.add_element(place, 'icon')
            else:
                self.ignore_text(place)

    def ignore(self, place: Place) -> None:
        """Neither elements nor text are known here."""
        self.unknown.append(place)

    def ignore_always(self, box: Box) -> None:
        """Nothing is known here on any layer: the screen moves."""
        self.moving.append(box)

    def ignore_text(self, place: Place) -> None:
        """The elements here are known, the text is not."""
        self.unread.append(place)


class Sight:
    """Which layer is seen at each px of the picture."""

    def __init__(self, truth: Truth) -> None:
        width, height = truth.size
        self.picture: Box = (0, 0, width, height)
        self._layers = truth.layers
        self._top = np.full((height, width), -1, np.int16)
        for number, box in enumerate(truth.layers):
            x, y, w, h = (round(v) for v in box)
            self._top[max(0, y) : max(0, y + h), max(0, x) : max(0, x + w)] = number

    def seen(self, place: Place) -> tuple[Box, float]:
        """The part of the box inside its clip and the picture, and the share (0..1) of the whole box that is seen."""
        box = meet(meet(place.box, place.clip), self.picture)
        if area(box) <= 0:
            return box, 0.0
        x, y, w, h = box
        part = self._top[int(y) : max(int(y) + 1, round(y + h)), int(x) : max(int(x) + 1, round(x + w))]
        share = float(np.mean(part == place.layer)) if part.size else 0.0
        return box, share * area(box) / area(place.box)

    def parts(self, place: Place) -> list[Box]:
        """The seen part of a box that others hide in part, as boxes."""
        box = meet(meet(place.box, place.clip), self.picture)
        found = [box] if area(box) > 0 else []
        for hole in self._layers[place.layer + 1 :]:
            found = [part for whole in found for part in without(whole, hole)]
        return found


def without(box: Box, hole: Box) -> list[Box]:
    """What is left of a box around a hole: up to four boxes."""
    x, y, w, h = meet(box, hole)
    if w <= 0 or h <= 0:
        return [box]
    left, top, width, height = box
    around = [
        (left, top, width, y - top),
        (left, y + h, width, top + height - y - h),
        (left, y, x - left, h),
        (x + w, y, left + width - x - w, h),
    ]
    return [part for part in around if part[2] >= 1 and part[3] >= 1]


def _across(place: Place) -> Box:
    """The box cut at the sides of its clip only: a record reaches as far as it can be seen."""
    x, _, width, _ = place.clip
    return meet(place.box, (x, place.box[1], width, place.box[3]))


def has_frame(picture: np.ndarray, box: Box) -> bool:
    """Whether a border or ground sets the box off from what is around it. `picture` is H x W x 3."""
    x, y, w, h = (round(v) for v in box)
    height, width = picture.shape[:2]
    if w < 6 or h < 6:
        return False
    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY).astype(np.float32)
    middle = slice(max(0, x + w // 3), min(width, x + w - w // 3))
    rows = [row for row in (y - 2, y + h + 1) if 0 <= row < height]
    if not rows or middle.start >= middle.stop:
        return False
    outside = np.mean([grey[row, middle].mean() for row in rows])
    ring = [grey[min(height - 1, row), middle].mean() for row in (y, y + 1, y + 3, y + h - 4, y + h - 2, y + h - 1)]
    return bool(max(abs(value - outside) for value in ring) > FRAME_CONTRAST)


def settle(truth: Truth, picture: np.ndarray) -> dict[str, object]:
    """The truth in the form of the data format. Roles `button?` are decided by whether the picture shows a frame."""
    sight = Sight(truth)
    ignore: list[list[float]] = []
    elements: list[dict[str, object]] = []
    for element in truth.elements:
        if element.role == 'row':
            element.place.box = _across(element.place)
        if element.role in ('window', 'dialog'):
            # A window may reach over the edge of the screen; only what lies on it counts as hiding it.
            element.place.box = meet(element.place.box, sight.picture)
        box, share = sight.seen(element.place)
        if share < SEEN_ENOUGH or min(box[2:]) < 3:
            ignore += map(_rounded, sight.parts(element.place))
            continue
        role = element.role
        if role == 'button?':
            role = 'button' if has_frame(picture, element.place.box) else 'icon'
        elements.append({'box': _rounded(box), 'role': role, 'name': element.name, 'states': sorted(element.states)})
    words, cut = _seen_words(truth, sight)
    ignore += cut + _seen_boxes(truth.unknown, sight) + [_rounded(box) for box in truth.moving]
    more = {'rolesUnknown': truth.unknown_roles} if truth.unknown_roles else {}
    return {
        **more,
        'scale': truth.scale,
        'size': list(truth.size),
        'source': truth.source,
        'elements': elements,
        'words': [{'text': word.text, 'box': _rounded(word.place.box)} for word in words],
        'lines': join_lines(words),
        'ignore': ignore,
        'ignoreText': _seen_boxes(truth.unread, sight),
    }


def _seen_words(truth: Truth, sight: Sight) -> tuple[list[Word], list[list[float]]]:
    """Words that are seen whole, and the boxes of those seen in part."""
    whole: list[Word] = []
    cut: list[list[float]] = []
    for word in truth.words:
        share = sight.seen(word.place)[1]
        if share > 0.97:
            whole.append(word)
        elif share > 0.02:
            cut += map(_rounded, sight.parts(word.place))
    return whole, cut


def _seen_boxes(places: list[Place], sight: Sight) -> list[list[float]]:
    return [_rounded(part) for place in places for part in sight.parts(place)]


def join_lines(words: list[Word]) -> list[dict[str, object]]:
    """Joins words of one line number with small gaps. Words of a line come from left to right."""
    runs: list[list[Word]] = []
    for word in words:
        last = runs[-1][-1] if runs else None
        if last is not None and last.line == word.line and _gap(last, word) < LINE_GAP * word.place.box[3]:
            runs[-1].append(word)
        else:
            runs.append([word])
    return [
        {'text': ' '.join(word.text for word in run), 'box': _rounded(around([word.place.box for word in run]))}
        for run in runs
    ]


def _gap(left: Word, right: Word) -> float:
    return right.place.box[0] - (left.place.box[0] + left.place.box[2])


def around(boxes: list[Box]) -> Box:
    x, y = min(b[0] for b in boxes), min(b[1] for b in boxes)
    return (x, y, max(b[0] + b[2] for b in boxes) - x, max(b[1] + b[3] for b in boxes) - y)


def _rounded(box: Box) -> list[float]:
    return [round(float(value), 1) for value in box]


def write(folder: Path, name: str, picture: np.ndarray, truth: Truth) -> None:
    """Writes NAME.png, then NAME.json at one stroke, so that a reader who sees the JSON has both. `picture` is BGR."""
    cv2.imwrite(str(folder / f'{name}.png'), picture)
    partial = folder / f'.{name}.json.part'
    partial.write_text(json.dumps(settle(truth, picture), ensure_ascii=False))
    os.replace(partial, folder / f'{name}.json')
