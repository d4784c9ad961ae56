"""What the network should answer for one crop."""
import math
from dataclasses import dataclass

import numpy as np

from classes import CONTROL_GROUP, GROUP_COUNT, GROUPS, ROLES, STATES, TEXT_GROUP
from net import STRIDE
from pictures import Label, Truth

LEAST_VISIBLE = 0.6
"""Of an element's area; with less inside the crop it is neither asked for nor punished."""
LEAST_SIDE = 5
"""Shorter sides cannot be made out (px in the crop)."""
# Width of a Gaussian as a share of the box (TTFNet's alpha, with 6 sigma across), never narrower than a cell.
SPREAD, LEAST_SIGMA = 0.54, 0.45
# Cells with this much of a peak learn the box too.
BOX_FROM = 0.3


@dataclass
class Targets:
    """`g` is the side of the grid in cells."""

    heat: np.ndarray  # float32 [20, g, g]
    edges: np.ndarray  # float32 [16, g, g], px
    weight: np.ndarray  # float32 [4, g, g], of each group's box; sums to log(area) an element
    states: np.ndarray  # float32 [4, g, g]
    state_weight: np.ndarray  # float32 [g, g]
    unknown: np.ndarray  # bool [20, g, g]: emptiness there is not taught


def targets_of(truth: Truth, origin: tuple[float, float], scale: float, side: int) -> Targets:
    """For the square crop of `side` px whose top left corner is `origin` (image px), enlarged by `scale`."""
    grid = side // STRIDE
    targets = Targets(
        np.zeros((len(ROLES), grid, grid), np.float32), np.zeros((4 * GROUP_COUNT, grid, grid), np.float32),
        np.zeros((GROUP_COUNT, grid, grid), np.float32), np.zeros((len(STATES), grid, grid), np.float32),
        np.zeros((grid, grid), np.float32), np.zeros((len(ROLES), grid, grid), bool))
    # The largest first: where two of a group overlap, the smaller one keeps the cell.
    for label in sorted(truth.labels, key=lambda one: -area(one.box)):
        add(targets, label, moved(label.box, origin, scale), side)
    for box in truth.ignored:
        targets.unknown[(slice(None), *cells(clipped(moved(box, origin, scale), side)))] = True
    targets.unknown &= targets.heat < BOX_FROM
    return targets


def add(targets: Targets, label: Label, whole: tuple, side: int) -> None:
    left, top, right, bottom = seen = clipped(whole, side)
    if right <= left or bottom <= top:
        return
    if area(seen) / area(whole) < LEAST_VISIBLE or min(right - left, bottom - top) < LEAST_SIDE:
        targets.unknown[(label.role, *cells(seen))] = True
        return
    rows, columns, peak = gaussian(seen, side // STRIDE)
    heat = targets.heat[label.role, rows, columns]
    np.maximum(heat, peak, out=heat)
    group = GROUPS[label.role]
    ys, xs = np.nonzero(peak > BOX_FROM)
    shares = peak[ys, xs] / peak[ys, xs].sum()
    ys, xs = ys + rows.start, xs + columns.start
    x, y = (xs + 0.5) * STRIDE, (ys + 0.5) * STRIDE
    targets.edges[4 * group:4 * group + 4, ys, xs] = (x - left, y - top, right - x, bottom - y)
    targets.weight[group, ys, xs] = shares * math.log(area(seen) + math.e)
    if group != TEXT_GROUP and (group == CONTROL_GROUP or not targets.state_weight[ys, xs].any()):
        targets.states[:, ys, xs] = np.array(label.states, np.float32)[:, None]
        targets.state_weight[ys, xs] = shares


def gaussian(box: tuple, grid: int) -> tuple[slice, slice, np.ndarray]:
    """Rows and columns of the cells around the box's centre, and the peak on them, exactly 1 in the centre's cell."""
    left, top, right, bottom = (side / STRIDE for side in box)
    across, down = max(LEAST_SIGMA, SPREAD * (right - left) / 6), max(LEAST_SIGMA, SPREAD * (bottom - top) / 6)
    x, y = min(grid - 1, int((left + right) / 2)), min(grid - 1, int((top + bottom) / 2))
    reach_x, reach_y = math.ceil(3 * across), math.ceil(3 * down)
    rows, columns = slice(max(0, y - reach_y), min(grid, y + reach_y + 1)), slice(max(0, x - reach_x),
                                                                                 min(grid, x + reach_x + 1))
    dy = np.arange(rows.start, rows.stop, dtype=np.float32)[:, None] - y
    dx = np.arange(columns.start, columns.stop, dtype=np.float32)[None] - x
    return rows, columns, np.exp(-(dx * dx / (2 * across * across) + dy * dy / (2 * down * down)))


def moved(box: tuple, origin: tuple[float, float], scale: float) -> tuple:
    left, top, right, bottom = box
    x, y = origin
    return (left - x) * scale, (top - y) * scale, (right - x) * scale, (bottom - y) * scale


def clipped(box: tuple, side: int) -> tuple:
    left, top, right, bottom = box
    return max(0, left), max(0, top), min(side, right), min(side, bottom)


def cells(box: tuple) -> tuple[slice, slice]:
    left, top, right, bottom = box
    return (slice(max(0, int(top // STRIDE)), max(0, math.ceil(bottom / STRIDE))),
            slice(max(0, int(left // STRIDE)), max(0, math.ceil(right / STRIDE))))


def area(box: tuple) -> float:
    left, top, right, bottom = box
    return max(right - left, 1e-6) * max(bottom - top, 1e-6)
