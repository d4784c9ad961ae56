"""Weights on disk: half precision, written whole or not at all."""
import os
from pathlib import Path

import torch
from torch import Tensor, nn


def save_weights(state: dict[str, Tensor], path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    kept = {name: value.half() if value.dtype == torch.float32 else value for name, value in state.items()}
    part = path.with_suffix(".part")
    torch.save({name: value.cpu().contiguous() for name, value in kept.items()}, part)
    os.replace(part, path)


def load_weights(path: Path) -> dict[str, Tensor]:
    state = torch.load(path, map_location="cpu")
    return {name: value.float() if value.dtype == torch.float16 else value for name, value in state.items()}


def begin_from(net: nn.Module, path: Path) -> int:
    """Takes over every layer that fits and says how many do: weights of an older shape are a beginning, too."""
    own = net.state_dict()
    fitting = {name: value for name, value in load_weights(path).items() if name in own and own[name].shape == value.shape}
    net.load_state_dict(own | fitting)
    return len(fitting)
