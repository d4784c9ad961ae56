"""How wrong an answer is: focal loss for places, generalised IoU for boxes, cross entropy for states."""
import torch
import torch.nn.functional as F
from torch import Tensor

from classes import GROUP_COUNT

BOX_WEIGHT, STATE_WEIGHT = 5.0, 1.0


def loss_of(answer: tuple[Tensor, ...], targets: list[Tensor]) -> tuple[Tensor, dict[str, float]]:
    heat, edges, states = answer
    wanted_heat, wanted_edges, weight, wanted_states, state_weight, unknown = targets
    place = place_loss(heat, wanted_heat, unknown)
    box = box_loss(edges, wanted_edges, weight)
    bits = F.binary_cross_entropy_with_logits(states, wanted_states, reduction="none").mean(1)
    state = (bits * state_weight).sum() / state_weight.sum().clamp(min=1e-6)
    parts = {"place": place.item(), "box": box.item(), "state": state.item()}
    return place + BOX_WEIGHT * box + STATE_WEIGHT * state, parts


def place_loss(logits: Tensor, wanted: Tensor, unknown: Tensor) -> Tensor:
    """CornerNet's focal loss (Law and Deng 2018), per true centre."""
    p = torch.sigmoid(logits).clamp(1e-4, 1 - 1e-4)
    centre = (wanted >= 0.999).float()
    empty = (1 - centre) * (~unknown).float()
    found = (torch.log(p) * (1 - p) ** 2 * centre).sum()
    quiet = (torch.log(1 - p) * p**2 * (1 - wanted) ** 4 * empty).sum()
    return -(found + quiet) / centre.sum().clamp(min=1)


def box_loss(edges: Tensor, wanted: Tensor, weight: Tensor) -> Tensor:
    """1 - generalised IoU (Rezatofighi et al. 2019) of boxes around the same cell."""
    n, _, h, w = edges.shape
    mask = weight > 0
    got = edges.view(n, GROUP_COUNT, 4, h, w).permute(0, 1, 3, 4, 2)[mask]
    true = wanted.view(n, GROUP_COUNT, 4, h, w).permute(0, 1, 3, 4, 2)[mask]
    least, most = torch.min(got, true), torch.max(got, true)
    inner, outer = spread(least), spread(most)
    union = spread(got) + spread(true) - inner
    giou = inner / union - (outer - union) / outer
    shares = weight[mask]
    return ((1 - giou) * shares).sum() / shares.sum().clamp(min=1e-6)


def spread(sides: Tensor) -> Tensor:
    """Area between left, top, right, bottom distances [..., 4]."""
    return (sides[:, 0] + sides[:, 2]) * (sides[:, 1] + sides[:, 3])
