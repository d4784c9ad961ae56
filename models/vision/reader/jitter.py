"""Cuts training crops as imperfectly as the line detector does, and roughens them."""

import cv2
import numpy as np

from normalise import HEIGHT, prepared
from shards import Sample


def jittered(sample: Sample, chance: np.random.Generator) -> np.ndarray:
    """[32, width] float32: the line in a box that is a few px too large or too small, sometimes scaled or blurred."""
    grey = _cut(sample, chance)
    if chance.random() < 0.06:
        grey = cv2.resize(grey, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC)
    if chance.random() < 0.1:
        grey = _squeezed(grey, chance)
    return _roughened(prepared(grey), chance)


def _cut(sample: Sample, chance: np.random.Generator) -> np.ndarray:
    left, top, right, bottom = sample.box
    height, width = sample.grey.shape
    if chance.random() < 0.15:
        top, bottom = _ink_rows(sample)
    unit = max(1.0, (bottom - top) / 14)
    # Up and down: mean 1 px too large; a deviation of 1.3 px, twice that for some. In front and behind: the ink
    # is looked for, 2 px are added, and what is near is taken with it.
    spread = unit * (2.6 if chance.random() < 0.15 else 1.3)
    above, below = np.clip(chance.normal(1.0 * unit, spread, 2), -2.2 * unit, 5.5 * unit)
    before, behind = chance.choice([chance.uniform(0, 4, 2), chance.uniform(-0.5, 8, 2)], p=[0.75, 0.25]) * unit
    first, last = max(0, round(top - above)), min(height, round(bottom + below))
    start, end = max(0, round(left - before)), min(width, round(right + behind))
    if last - first < 5 or end - start < 3:
        return sample.grey
    return sample.grey[first:last, start:end]


def _ink_rows(sample: Sample) -> tuple[float, float]:
    """The rows of the line that hold ink, with the 2 px that the service leaves; the whole line if nothing stands out."""
    left, top, right, bottom = (round(value) for value in sample.box)
    rows = sample.grey[top:bottom, left:right].astype(int)
    if rows.size == 0:
        return sample.box[1], sample.box[3]
    inked = np.flatnonzero((np.abs(rows - np.median(rows)) > 40).any(1))
    if len(inked) < 5:
        return sample.box[1], sample.box[3]
    return top + inked[0] - 1.0, top + inked[-1] + 2.0


def _squeezed(grey: np.ndarray, chance: np.random.Generator) -> np.ndarray:
    height, width = grey.shape
    factor = chance.uniform(0.85, 1.2)
    return cv2.resize(grey, (max(4, round(width * factor)), height), interpolation=cv2.INTER_LINEAR)


def _roughened(values: np.ndarray, chance: np.random.Generator) -> np.ndarray:
    if chance.random() < 0.12:
        values = values + chance.normal(0, 0.035, values.shape).astype(np.float32)
    if chance.random() < 0.06:
        values = cv2.GaussianBlur(values, (3, 3), 0.5)
    if chance.random() < 0.2:
        values = np.clip(values * chance.uniform(0.7, 1.25), -1, 1)
    return values.astype(np.float32)


def block_of(crops: list[np.ndarray], step: int = 32) -> np.ndarray:
    """[lines, 1, 32, width] float32: crops side by side in one block, padded with background to a multiple of `step`."""
    width = -(-max(crop.shape[1] for crop in crops) // step) * step
    block = np.zeros((len(crops), 1, HEIGHT, width), np.float32)
    for place, crop in enumerate(crops):
        block[place, 0, :, :crop.shape[1]] = crop
    return block
