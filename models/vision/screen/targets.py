"""What the network should answer for a batch. All of it is computed where the images are: on the GPU when there is one."""
import math
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from classes import CONTROL_GROUP, GROUP_COUNT, GROUPS, ROLES, STATES, TEXT_GROUP
from net import STRIDE

# Width of a Gaussian as a share of the box (TTFNet's alpha, with 6 sigma across), never narrower than a cell.
SPREAD, LEAST_SIGMA = 0.54, 0.45
# Cells with this much of a peak learn the box too.
BOX_FROM = 0.3


@dataclass(frozen=True)
class Labels:
    """What is on the items of a batch; boxes are left, top, right, bottom in px of the item. Arrays, or tensors on one device."""

    items: np.ndarray | Tensor  # int64 [n]
    boxes: np.ndarray | Tensor  # float32 [n, 4]
    roles: np.ndarray | Tensor  # int64 [n]
    states: np.ndarray | Tensor  # float32 [n, 4]
    unknown_items: np.ndarray | Tensor  # int64 [m]
    unknown_boxes: np.ndarray | Tensor  # float32 [m, 4]: emptiness is not taught there
    unknown_roles: np.ndarray | Tensor  # int64 [m]: of this role, or of all (-1)

    @staticmethod
    def together(parts: list["Labels"], device: torch.device) -> "Labels":
        return Labels(*(torch.from_numpy(np.concatenate([getattr(part, name) for part in parts])).to(device)
                        for name in Labels.__dataclass_fields__))


@dataclass(frozen=True)
class Targets:
    """`h` and `w` count cells of STRIDE px."""

    heat: Tensor  # float32 [n, 20, h, w], 1 exactly in the cells of centres
    edges: Tensor  # float32 [n, 4, 4, h, w]: group, then left, top, right, bottom; px from the cell's centre
    weight: Tensor  # float32 [n, 4, h, w], of each group's box; sums to log(area) an element
    states: Tensor  # float32 [n, 4, h, w]
    state_weight: Tensor  # float32 [n, h, w]
    unknown: Tensor  # bool [n, 20, h, w]: emptiness there is not taught


def targets_of(labels: Labels, items: int, height: int, width: int) -> Targets:
    grid = (height // STRIDE, width // STRIDE)
    # The largest first: where two of a group overlap, the smaller one, which comes later, keeps the cell.
    order = torch.argsort(area(labels.boxes), descending=True)
    boxes, roles, of_item = labels.boxes[order], labels.roles[order], labels.items[order]
    down, across = gaussians(boxes, grid)
    peaks = down[:, :, None] * across[:, None, :]
    heat = highest(peaks, of_item * len(ROLES) + roles, items * len(ROLES)).view(items, len(ROLES), *grid)
    learns = peaks > BOX_FROM
    group = torch.tensor(GROUPS, device=boxes.device)[roles]
    ranks = torch.arange(1, len(boxes) + 1, device=boxes.device, dtype=torch.float32)[:, None, None]
    owner = highest(ranks * learns, of_item * GROUP_COUNT + group, items * GROUP_COUNT).long().view(items, GROUP_COUNT, *grid) - 1
    share = log_area(boxes) / (peaks * learns).sum((1, 2)).clamp(min=1e-6)
    edges, weight = owned_boxes(owner, boxes, down, across, share, grid)
    states, state_weight = owned_states(owner, weight, labels.states[order], log_area(boxes))
    unknown = unknown_cells(labels, items, grid) & (heat < BOX_FROM)
    return Targets(heat, edges, weight, states, state_weight, unknown)


def gaussians(boxes: Tensor, grid: tuple[int, int]) -> tuple[Tensor, Tensor]:
    """[n, h] and [n, w]: their product is a peak around the box's centre, exactly 1 in the centre's cell."""
    profiles = []
    for axis, cells in enumerate(grid):
        low, high = (boxes[:, 1 - axis] / STRIDE)[:, None], (boxes[:, 3 - axis] / STRIDE)[:, None]
        sigma = (SPREAD * (high - low) / 6).clamp(min=LEAST_SIGMA)
        centre = ((low + high) / 2).floor().clamp(max=cells - 1)
        away = (torch.arange(cells, device=boxes.device, dtype=torch.float32)[None] - centre).abs()
        profiles.append(torch.exp(-away**2 / (2 * sigma**2)) * (away <= torch.ceil(3 * sigma)))
    return profiles[0], profiles[1]


def highest(values: Tensor, place: Tensor, places: int) -> Tensor:
    """[n, h, w] -> [places, h, w]: the highest of the values that belong to a place, 0 where there is none."""
    empty = torch.zeros(places, values.shape[1] * values.shape[2], device=values.device)
    return empty.index_reduce_(0, place, values.flatten(1), "amax")


def owned_boxes(owner: Tensor, boxes: Tensor, down: Tensor, across: Tensor, share: Tensor,
                grid: tuple[int, int]) -> tuple[Tensor, Tensor]:
    """`owner`: int64 [n, groups, h, w], the label that a cell belongs to, -1 for none."""
    if not len(boxes):
        return torch.zeros(*owner.shape[:2], 4, *grid, device=boxes.device), torch.zeros(owner.shape, device=boxes.device)
    label = owner.clamp(min=0)
    y = torch.arange(grid[0], device=boxes.device)[:, None].expand(owner.shape)
    x = torch.arange(grid[1], device=boxes.device)[None].expand(owner.shape)
    left, top, right, bottom = boxes[label].unbind(-1)
    px, py = (x + 0.5) * STRIDE, (y + 0.5) * STRIDE
    edges = torch.stack([px - left, py - top, right - px, bottom - py], 2)
    weight = torch.where(owner >= 0, down[label, y] * across[label, x] * share[label], torch.zeros((), device=boxes.device))
    return edges, weight


def owned_states(owner: Tensor, weight: Tensor, states: Tensor, size: Tensor) -> tuple[Tensor, Tensor]:
    """A cell shows the state of the control there; without one, of what else has states. Each element counts the same."""
    items, _, height, width = owner.shape
    whose, counts = owner[:, CONTROL_GROUP], weight[:, CONTROL_GROUP]
    for group in range(GROUP_COUNT):
        if group not in (CONTROL_GROUP, TEXT_GROUP):
            whose, counts = torch.where(whose >= 0, whose, owner[:, group]), torch.where(whose >= 0, counts, weight[:, group])
    if not len(states):
        return torch.zeros(items, len(STATES), height, width, device=owner.device), torch.zeros_like(counts)
    label = whose.clamp(min=0)
    return states[label].permute(0, 3, 1, 2), torch.where(whose >= 0, counts / size[label], torch.zeros_like(counts))


def unknown_cells(labels: Labels, items: int, grid: tuple[int, int]) -> Tensor:
    boxes = labels.unknown_boxes
    covers = []
    for axis, cells in enumerate(grid):
        cell = torch.arange(cells, device=boxes.device)[None]
        low, high = boxes[:, 1 - axis, None], boxes[:, 3 - axis, None]
        covers.append((cell >= (low / STRIDE).floor()) & (cell < (high / STRIDE).ceil()))
    inside = (covers[0][:, :, None] & covers[1][:, None, :]).float()
    every = labels.unknown_roles < 0
    of_role = highest(inside[~every], labels.unknown_items[~every] * len(ROLES) + labels.unknown_roles[~every], items * len(ROLES))
    of_all = highest(inside[every], labels.unknown_items[every], items)
    return (of_role.view(items, len(ROLES), *grid) + of_all.view(items, 1, *grid)) > 0


def area(boxes: Tensor) -> Tensor:
    return (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])


def log_area(boxes: Tensor) -> Tensor:
    return torch.log(area(boxes) + math.e)
