"""The mean of two trainings' weights: python3 average.py OLD NEW --share 0.5 --out reader.pt

Weights that began with the same ones and went on with other data lie in one valley: their mean keeps what the old ones knew and
has most of what the new ones learnt. Which share is best is told by development sets (`evaluate.py`), never by those that figures are given of.
"""

import argparse
from pathlib import Path

import torch

from checkpoints import load_checkpoint, save_checkpoint

Weights = dict[str, torch.Tensor]


def averaged(old: Weights, new: Weights, share: float) -> Weights:
    """`share`: how much of the new ones, 0 to 1. What is counted rather than learnt is the old ones'."""
    return {name: value.lerp(new[name], share) if value.is_floating_point() else value for name, value in old.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("old", type=Path)
    parser.add_argument("new", type=Path)
    parser.add_argument("--share", type=float, default=0.5, help="of the new ones")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    (old, alphabet), (new, other) = map(load_checkpoint, (options.old, options.new))
    if alphabet != other:
        parser.error("they read different alphabets")
    save_checkpoint(options.out, averaged(old, new, options.share))


if __name__ == "__main__":
    main()
