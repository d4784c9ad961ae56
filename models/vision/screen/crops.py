"""Random parts of the labelled pictures in batches, varied in scale, colour and noise."""
from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from pictures import Pictures, Truth
from targets import Labels

LEAST_VISIBLE = 0.6
"""Of an element's area; with less inside the part it is neither asked for nor punished."""
LEAST_SIDE = 5
"""Shorter sides cannot be made out (px in the item)."""
NATIVE_SHARE = 0.5
"""So many parts are shown as they are; the others in another size. Small ones show windows whole: at run time a halved frame is
looked at too."""
SMALLEST, LARGEST = 0.4, 2.0
SPLIT_SHARE = 0.25
"""So many items show two pictures side by side or one above the other, as windows on a desktop stand."""


@dataclass(frozen=True)
class Part:
    """A part of a picture that fills a rectangle of one item: `x`, `y` are its corner in the picture (px of it)."""

    item: int
    picture: int
    scale: float
    x: int
    y: int
    left: int
    top: int
    right: int
    bottom: int


class Crops:
    """Endless batches: `draw(items, height, width)` gives images float32 [items, 3, height, width] in 0..1 and their labels."""

    def __init__(self, pictures: Pictures, seed: int):
        self._pictures, self._random = pictures, np.random.default_rng(seed)

    def draw(self, items: int, height: int, width: int) -> tuple[Tensor, Labels]:
        parts = [part for item in range(items) for part in self._parts(item, height, width)]
        device = self._pictures.pixels[0].device
        images = torch.empty(items, 3, height, width, device=device)
        for part in parts:
            area = images[part.item, :, part.top:part.bottom, part.left:part.right]
            area.copy_(cut(self._pictures.pixels[part.picture], part, self._random))
        labels = [labels_of(self._pictures.truths[part.picture], part) for part in parts]
        return varied(images, self._random), Labels.together(labels, device)

    def _parts(self, item: int, height: int, width: int) -> list[Part]:
        if self._random.random() > SPLIT_SHARE:
            return [self._part(item, 0, 0, width, height)]
        share = self._random.uniform(0.25, 0.75)
        if self._random.random() < 0.5:
            middle = round(share * width)
            return [self._part(item, 0, 0, middle, height), self._part(item, middle, 0, width, height)]
        middle = round(share * height)
        return [self._part(item, 0, 0, width, middle), self._part(item, 0, middle, width, height)]

    def _part(self, item: int, left: int, top: int, right: int, bottom: int) -> Part:
        picture = int(self._random.integers(len(self._pictures)))
        scale = 1.0
        if self._random.random() > NATIVE_SHARE:
            scale = float(np.exp(self._random.uniform(np.log(SMALLEST), np.log(LARGEST))))
        x, y = corner(self._pictures.truths[picture], (right - left) / scale, (bottom - top) / scale, self._random)
        return Part(item, picture, scale, x, y, left, top, right, bottom)


def corner(truth: Truth, width: float, height: float, random: np.random.Generator) -> tuple[int, int]:
    """Mostly so that a random element is inside: desktops are mostly background. `width`, `height`: of the part, px of the picture."""
    if len(truth.boxes) and random.random() < 0.85:
        left, top, right, bottom = truth.boxes[int(random.integers(len(truth.boxes)))]
        x = (left + right) / 2 - random.uniform(0.1, 0.9) * width
        y = (top + bottom) / 2 - random.uniform(0.1, 0.9) * height
    else:
        x, y = random.uniform(0, truth.width), random.uniform(0, truth.height)
    return (int(np.clip(x, min(0, truth.width - width), max(0, truth.width - width))),
            int(np.clip(y, min(0, truth.height - height), max(0, truth.height - height))))


def cut(pixels: Tensor, part: Part, random: np.random.Generator) -> Tensor:
    """float32 [3, h, w] in 0..1; what lies outside the picture has one random grey."""
    height, width = part.bottom - part.top, part.right - part.left
    rows, columns = round(height / part.scale), round(width / part.scale)
    seen = pixels[max(0, part.y):part.y + rows, max(0, part.x):part.x + columns].permute(2, 0, 1).float() / 255
    before, above = max(0, -part.x), max(0, -part.y)
    behind, below = columns - seen.shape[2] - before, rows - seen.shape[1] - above
    if before or above or behind or below:
        seen = F.pad(seen, (before, behind, above, below), value=float(random.uniform()))
    if (rows, columns) == (height, width):
        return seen
    mode = "bicubic" if random.random() < 0.5 else "bilinear"
    return F.interpolate(seen[None], (height, width), mode=mode, antialias=part.scale < 1)[0].clamp(0, 1)


def labels_of(truth: Truth, part: Part) -> Labels:
    """The truth as seen in the item; what is cut off by more than a part, or too small, is not known."""
    offset = np.array([part.x, part.y, part.x, part.y], np.float32)
    edge = np.array([part.left, part.top, part.left, part.top], np.float32)
    whole, ignored = ((boxes - offset) * np.float32(part.scale) + edge for boxes in (truth.boxes, truth.ignored))
    seen, ignored = clipped(whole, part), clipped(ignored, part)
    inside = area(seen) > 0
    size = seen[:, 2:] - seen[:, :2]
    is_known = (area(seen) >= LEAST_VISIBLE * area(whole)) & (size.min(1, initial=1e9) >= LEAST_SIDE)
    known, cut_off, places = inside & is_known, inside & ~is_known, ignored[area(ignored) > 0]
    return Labels(*at(part.item, seen[known]), truth.roles[known], truth.states[known],
                  *at(part.item, np.concatenate([seen[cut_off], places])),
                  np.concatenate([truth.roles[cut_off], np.full(len(places), -1)]))


def at(item: int, boxes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return np.full(len(boxes), item), boxes


def clipped(boxes: np.ndarray, part: Part) -> np.ndarray:
    least, most = np.array([part.left, part.top] * 2, np.float32), np.array([part.right, part.bottom] * 2, np.float32)
    return np.clip(boxes, least, most)


def area(boxes: np.ndarray) -> np.ndarray:
    return (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])


def varied(images: Tensor, random: np.random.Generator) -> Tensor:
    """Other themes, other screens: inverted, other colours, brighter or darker, blurred, noisy; each item by itself."""
    items = len(images)
    orders = np.stack([random.permutation(3) if random.random() < 0.3 else np.arange(3) for _ in range(items)])
    images = images.gather(1, torch.from_numpy(orders).to(images.device)[:, :, None, None].expand(images.shape))
    is_varied = random.random(items) < 0.5
    gain = np.where(is_varied, random.uniform(0.7, 1.25, items), 1.0)
    shift = np.where(is_varied, random.uniform(-0.1, 0.1, items), 0.0)
    inverted = random.random(items) < 0.12
    gain, shift = np.where(inverted, -gain, gain), np.where(inverted, gain + shift, shift)
    noise = np.where(random.random(items) < 0.15, random.uniform(0.004, 0.02, items), 0.0)
    images = images * column(gain, images) + column(shift, images) + torch.randn_like(images) * column(noise, images)
    blurred = np.flatnonzero(random.random(items) < 0.08)
    if len(blurred):
        images[blurred] = soft(images[blurred])
    return images.clamp(0, 1)


def column(values: np.ndarray, images: Tensor) -> Tensor:
    return torch.from_numpy(values.astype(np.float32)).to(images.device)[:, None, None, None]


def soft(images: Tensor) -> Tensor:
    """A Gaussian of 0.6 px."""
    one = torch.exp(-torch.tensor([-1.0, 0.0, 1.0], device=images.device) ** 2 / (2 * 0.6**2))
    kernel = (one[:, None] * one[None]) / one.sum() ** 2
    return F.conv2d(images, kernel.expand(3, 1, 3, 3), padding=1, groups=3)
