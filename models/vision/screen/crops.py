"""Random square crops of the labelled pictures, varied in scale, colour and noise."""
from collections.abc import Iterator
from dataclasses import astuple

import cv2
import numpy as np
import torch
from torch.utils.data import IterableDataset, get_worker_info

from pictures import Pictures, Truth
from targets import targets_of

SIDE = 384
"""px, a multiple of the coarsest stride (32)"""
# Small scales show windows and dialogs whole: at run time a halved frame is looked at too.
SCALES = (1, 1, 1, 1, 0.75, 0.85, 1.25, 1.5, 2, 0.5, 0.5, 0.4)


class Crops(IterableDataset):
    """Endless; each item: image float32 [3, 384, 384] in 0..1 and the fields of `Targets`."""

    def __init__(self, pictures: Pictures, seed: int):
        self._pictures, self._seed = pictures, seed

    def __iter__(self) -> Iterator[tuple[torch.Tensor, ...]]:
        worker = get_worker_info()
        random = np.random.default_rng((self._seed, worker.id if worker else 0))
        while True:
            index = int(random.integers(len(self._pictures)))
            truth = self._pictures.truths[index]
            scale = float(random.choice(SCALES))
            origin = corner(truth, scale, random)
            image = varied(cut(self._pictures.pixels(index), origin, scale, random), random)
            targets = targets_of(truth, origin, scale, SIDE)
            yield tuple(torch.from_numpy(part) for part in (image, *astuple(targets)))


def corner(truth: Truth, scale: float, random: np.random.Generator) -> tuple[int, int]:
    """Mostly so that a random element is inside; windows of desktops are mostly background."""
    side = round(SIDE / scale)
    if truth.labels and random.random() < 0.85:
        left, top, right, bottom = truth.labels[int(random.integers(len(truth.labels)))].box
        x = (left + right) / 2 - random.uniform(0.1, 0.9) * side
        y = (top + bottom) / 2 - random.uniform(0.1, 0.9) * side
    else:
        x, y = random.uniform(0, truth.width), random.uniform(0, truth.height)
    return (int(np.clip(x, min(0, truth.width - side), max(0, truth.width - side))),
            int(np.clip(y, min(0, truth.height - side), max(0, truth.height - side))))


def cut(pixels: np.ndarray, origin: tuple[int, int], scale: float, random: np.random.Generator) -> np.ndarray:
    """uint8 [384, 384, 3]; what lies outside the picture has one random colour."""
    side = round(SIDE / scale)
    x, y = origin
    height, width, _ = pixels.shape
    part = pixels[max(0, y):y + side, max(0, x):x + side]
    missing = (max(0, -y), side - part.shape[0] - max(0, -y), max(0, -x), side - part.shape[1] - max(0, -x))
    if any(missing):
        part = cv2.copyMakeBorder(part, *missing, cv2.BORDER_CONSTANT, value=random.integers(0, 256, 3).tolist())
    if scale == 1:
        return np.array(part)
    enlarging = int(random.choice([cv2.INTER_LINEAR, cv2.INTER_CUBIC]))
    return cv2.resize(part, (SIDE, SIDE), interpolation=cv2.INTER_AREA if scale < 1 else enlarging)


def varied(image: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """float32 [3, h, w] in 0..1"""
    if random.random() < 0.12:
        image = 255 - image
    if random.random() < 0.3:
        image = image[:, :, random.permutation(3)]
    image = image.astype(np.float32)
    if random.random() < 0.5:
        image = image * random.uniform(0.7, 1.25) + random.uniform(-25, 25)
    if random.random() < 0.1:
        image = cv2.GaussianBlur(image, (3, 3), 0.6)
    if random.random() < 0.15:
        image = image + random.normal(0, random.uniform(1, 5), image.shape).astype(np.float32)
    return np.ascontiguousarray(np.clip(image, 0, 255).transpose(2, 0, 1), np.float32) / 255
