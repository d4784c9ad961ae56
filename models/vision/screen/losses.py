"""How wrong an answer is: focal loss for places, generalised IoU for boxes, cross entropy for states."""
import torch
import torch.nn.functional as F
from torch import Tensor

from targets import Targets

BOX_WEIGHT, STATE_WEIGHT = 5.0, 1.0


def loss_of(answer: tuple[Tensor, ...], targets: Targets) -> dict[str, Tensor]:
    """The three parts, weighted; their sum is to fall."""
    heat, edges, states = (part.float() for part in answer)
    bits = F.binary_cross_entropy_with_logits(states, targets.states, reduction="none").mean(1)
    state = (bits * targets.state_weight).sum() / targets.state_weight.sum().clamp(min=1e-6)
    return {"place": place_loss(heat, targets.heat, targets.unknown),
            "box": BOX_WEIGHT * box_loss(edges.view(targets.edges.shape), targets.edges, targets.weight),
            "state": STATE_WEIGHT * state}


def place_loss(logits: Tensor, wanted: Tensor, unknown: Tensor) -> Tensor:
    """CornerNet's focal loss (Law and Deng 2018), per true centre."""
    p = torch.sigmoid(logits).clamp(1e-4, 1 - 1e-4)
    centre = (wanted >= 0.999).float()
    empty = (1 - centre) * (~unknown).float()
    found = (torch.log(p) * (1 - p) ** 2 * centre).sum()
    quiet = (torch.log(1 - p) * p**2 * (1 - wanted) ** 4 * empty).sum()
    return -(found + quiet) / centre.sum().clamp(min=1)


def box_loss(edges: Tensor, wanted: Tensor, weight: Tensor) -> Tensor:
    """1 - generalised IoU (Rezatofighi et al. 2019) of boxes around the same cell; distances [n, groups, 4, h, w]."""
    # Where nothing is wanted the sides are anything; they count nothing, and must not become nan.
    wanted = wanted.clamp(min=0.5)
    least, most = torch.minimum(edges, wanted), torch.maximum(edges, wanted)
    inner, outer = spread(least), spread(most)
    union = spread(edges) + spread(wanted) - inner
    giou = inner / union - (outer - union) / outer
    return ((1 - giou) * weight).sum() / weight.sum().clamp(min=1e-6)


def spread(sides: Tensor) -> Tensor:
    """Area between left, top, right, bottom distances [n, groups, 4, ...]."""
    return (sides[:, :, 0] + sides[:, :, 2]) * (sides[:, :, 1] + sides[:, :, 3])
