"""Renders lines of text for training: python3 lines.py --out FOLDER --seed 1 --count 20000

A shard (lines-SEED.npz) holds grey pictures of lines with some surroundings, the exact box of each and its text.
"""

import argparse
import time
from pathlib import Path
from random import Random

from typefaces import without_held_out_fonts

without_held_out_fonts()

import cairo  # noqa: E402
import cv2  # noqa: E402
import numpy as np  # noqa: E402

from normalise import grey_of  # noqa: E402
from painting import colours, paint_ground, paint_surroundings  # noqa: E402
from shards import Sample, save_shard  # noqa: E402
from texts import Texts  # noqa: E402
from typesetting import Typesetter, place_of  # noqa: E402

# Wider than this (in heights) is left to the pages; short lines teach as much per second.
_widest = 16


class Lines:
    """Draws samples, everything decided by one seed."""

    def __init__(self, seed: int):
        self._chance = Random(f"lines-{seed}")
        self._texts = Texts(seed)
        self._setter = Typesetter(self._chance)

    def sample(self) -> Sample:
        while True:
            text, face = self._texts.line(), self._setter.type()
            measure = face.measure(text)
            if measure is None:
                continue
            if measure[0] <= _widest * (measure[1] + measure[2]):
                return self._drawn(text, face, measure)

    def _drawn(self, text: str, face, measure) -> Sample:
        chance = self._chance
        margin = max(8, int(0.7 * (measure[1] + measure[2])))
        place, base = place_of(measure, margin, chance)
        width, height = int(place.right + margin + 2), int(place.bottom + margin)
        surface = cairo.ImageSurface(cairo.FORMAT_RGB24, width, height)
        context = cairo.Context(surface)
        ground, ink = colours(chance)
        paint_ground(context, ground, chance, width, height)
        paint_surroundings(context, ink, chance, place)
        if chance.random() < 0.35:
            self._draw_neighbours(context, face, ink, place, base)
        face.draw(context, text, ink, place.left, base, False)
        grey = grey_of(_pixels(surface))
        return self._spoilt(Sample(text, grey, (place.left, place.top, place.right, place.bottom)))

    def _draw_neighbours(self, context, face, ink, place, base) -> None:
        pitch = round(place.height * self._chance.choice([1, 1, 1.1, 1.2, 1.35]))
        for row in (base - pitch, base + pitch):
            text = self._texts.line()
            if face.measure(text) is not None:
                face.draw(context, text, ink, place.left + self._chance.choice([0, 0, 0, 5, 30]), row, True)

    def _spoilt(self, sample: Sample) -> Sample:
        """Now and then as a scaled screen or a lossy transmission shows it."""
        share = self._chance.random()
        if share < 0.04:
            factor = self._chance.choice([0.8, 0.9, 1.25, 1.5, 1.75, 2])
            how = self._chance.choice([cv2.INTER_LINEAR, cv2.INTER_CUBIC, cv2.INTER_AREA])
            grey = cv2.resize(sample.grey, None, fx=factor, fy=factor, interpolation=how)
            return Sample(sample.text, grey, tuple(value * factor for value in sample.box))
        if share < 0.06:
            quality = [cv2.IMWRITE_JPEG_QUALITY, self._chance.randint(55, 92)]
            grey = cv2.imdecode(cv2.imencode(".jpg", sample.grey, quality)[1], cv2.IMREAD_GRAYSCALE)
            return Sample(sample.text, grey, sample.box)
        return sample


def _pixels(surface: cairo.ImageSurface) -> np.ndarray:
    """[height, width, 3] uint8, red first."""
    rows = np.frombuffer(surface.get_data(), np.uint8).reshape(surface.get_height(), -1, 4)
    return rows[:, :surface.get_width(), 2::-1]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=20000)
    options = parser.parse_args()
    started, lines = time.monotonic(), Lines(options.seed)
    options.out.mkdir(parents=True, exist_ok=True)
    save_shard(options.out / f"lines-{options.seed}.npz", [lines.sample() for _ in range(options.count)])
    print(f"{options.count} lines in {time.monotonic() - started:.0f} s")


if __name__ == "__main__":
    main()
