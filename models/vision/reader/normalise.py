"""Cuts a line out of a grey picture and makes it ready for the reader.

The service does the same in packages/sight/src/line-crop.ts; a fixture that both are tested against
(line-crop.fixture.json there) keeps them in step.
"""

from functools import lru_cache

import numpy as np

HEIGHT = 32
STRETCH = 1.2
NARROWEST = 16
# The network looks at one column of features per four columns of the crop and answers twice for each.
COLUMNS_PER_STEP = 2


def grey_of(rgb: np.ndarray) -> np.ndarray:
    """Brightness of an RGB picture. [height, width, 3] uint8 -> [height, width] uint8; weights in 1/256 (BT.601)."""
    weighted = rgb.astype(np.uint32) @ np.array([77, 150, 29], np.uint32)
    return (weighted >> 8).astype(np.uint8)


def crop_width(width: int, height: int) -> int:
    """The width of a crop of a box of `width` x `height` px once it is 32 px high."""
    return max(NARROWEST, int(np.floor(width * HEIGHT * STRETCH / height + 0.5)))


@lru_cache(maxsize=4096)
def _weights(count: int, source: int) -> np.ndarray:
    """How much of each of `source` pixels is in each of `count` places: a triangle, at least one source pixel wide."""
    reach = max(1.0, source / count)
    centres = (np.arange(count)[:, None] + 0.5) * source / count - 0.5
    weights = np.maximum(0.0, 1 - np.abs(np.arange(source)[None, :] - centres) / reach)
    return (weights / weights.sum(1, keepdims=True)).astype(np.float32)


def resampled(grey: np.ndarray) -> np.ndarray:
    """Bilinear when growing, averaging when shrinking. [height, width] uint8 -> [32, crop_width] float32, 0..255."""
    height, width = grey.shape
    rows = _weights(HEIGHT, height)
    columns = _weights(crop_width(width, height), width)
    return rows @ grey.astype(np.float32) @ columns.T


def normalised(values: np.ndarray) -> np.ndarray:
    """Takes the theme away: the median becomes 0, the ink positive, the strongest of it nearly 1."""
    levels = np.bincount(np.floor(values + 0.5).astype(np.int64).ravel(), minlength=256)
    background = int(np.argmax(np.cumsum(levels) * 2 > values.size))
    distances = values - background
    sign = 1 if distances.sum() >= 0 else -1
    return (distances * (sign / (np.abs(distances).max() + 8))).astype(np.float32)


def prepared(grey: np.ndarray) -> np.ndarray:
    """[height, width] uint8 -> [32, crop_width] float32, about -1..1."""
    return normalised(resampled(grey))
