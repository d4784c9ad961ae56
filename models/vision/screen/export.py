"""Writes the network as ONNX: `python3 export.py WEIGHTS.pt FILE.onnx`, and beside it FILE.json for the manifest.

Input scaling, the sigmoids and the 3x3 peak test are inside, so that the service only reads peaks.
"""
import json
import sys
from pathlib import Path

import onnx
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from checkpoints import load_weights
from classes import GROUPS, ROLES
from net import ScreenNet

OPSET = 13


class Runtime(nn.Module):
    """uint8 [1, 3, h, w] -> heat, box, state (see net.py); heat is zero beside its peaks."""

    def __init__(self, net: ScreenNet):
        super().__init__()
        self.net = net

    def forward(self, image: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        heat, edges, states = self.net(image.float() / 255.0)
        p = torch.sigmoid(heat)
        return p * (F.max_pool2d(p, 3, 1, 1) == p).float(), edges, torch.sigmoid(states)


def export(net: ScreenNet, path: Path) -> None:
    outputs = ("heat", "box", "state")
    sizes = {name: {2: "h4", 3: "w4"} for name in outputs} | {"image": {2: "h", 3: "w"}}
    torch.onnx.export(Runtime(net.eval()), torch.zeros(1, 3, 384, 640, dtype=torch.uint8), str(path), opset_version=OPSET,
                      input_names=["image"], output_names=list(outputs), dynamic_axes=sizes)
    onnx.checker.check_model(onnx.load(str(path)))


def describe(net: ScreenNet, path: Path) -> None:
    facts = {
        "about": "Elements and lines of text of a whole frame: uint8 [1, 3, h, w], red first, h and w multiples of 32 -> heat [1, 20, h/4, w/4]"
                 " (peaks only), box [1, 16, h/4, w/4] (for each group: px from the cell centre to left, top, right, bottom),"
                 " state [1, 4, h/4, w/4] (checked, selected, disabled, focused).",
        "parameters": sum(one.numel() for one in net.parameters()),
        "opset": OPSET,
        "classes": ROLES,
        "groups": GROUPS,
    }
    path.write_text(json.dumps(facts, indent=2), encoding="utf8")


def main() -> None:
    weights, path = (Path(one) for one in sys.argv[1:3])
    net = ScreenNet()
    net.load_state_dict(load_weights(weights))
    export(net, path)
    describe(net, path.with_suffix(".json"))
    print(f"{path}: {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
