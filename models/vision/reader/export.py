"""Exports a checkpoint: python3 export.py --model checkpoint/reader.pt --out ../../reader.onnx [--entry entry.json]

Writes the ONNX file and the part of the manifest entry that follows from it (hash, size, alphabet, input, outputs).
"""

import argparse
import hashlib
import json
from pathlib import Path

import torch

from checkpoints import load_checkpoint, read_model
from network import ReaderOutput

_opset = 13


def export(model: Path, target: Path) -> None:
    output = ReaderOutput(read_model(model)).eval()
    torch.onnx.export(
        output, torch.zeros(2, 1, 32, 128), str(target), opset_version=_opset, input_names=["x"], output_names=["id", "p"],
        dynamic_axes={"x": {0: "lines", 3: "width"}, "id": {0: "lines", 1: "steps"}, "p": {0: "lines", 1: "steps"}},
    )


def entry(model: Path, target: Path) -> dict:
    return {
        "name": "reader",
        "file": target.name,
        "sha256": hashlib.sha256(target.read_bytes()).hexdigest(),
        "task": "reads one line of text",
        "opset": _opset,
        "parameters": sum(weight.numel() for weight in read_model(model).parameters()),
        "input": {
            "name": "x", "type": "float32", "shape": ["lines", 1, 32, "width"],
            "note": "brightness minus its median, divided by the largest distance + 8, ink positive; height 32, width scaled by 1.2, "
                    "bilinear (averaged when shrinking); padding 0; width a multiple of 32",
        },
        "outputs": {
            "id": "int32 [lines, width/2], best class per step, 0 is blank",
            "p": "float32 [lines, width/2], its probability",
        },
        "alphabet": load_checkpoint(model)[1],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, default=Path(__file__).parent / "checkpoint" / "reader.pt")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--entry", type=Path)
    options = parser.parse_args()
    export(options.model, options.out)
    if options.entry:
        options.entry.write_text(json.dumps(entry(options.model, options.out), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
