"""Fits how likely it is that an element is there, on what collect.ts wrote, and writes the service's constants.

    python3 fit.py --elements FILE [--elements FILE] [--check FILE ...] [--write] [--hidden N] [--rounds N] [--seed N]

A network of one hidden layer. `--check`: only told about. Without --write it only says what it found.
"""
import argparse
import json
import random
import sys
from pathlib import Path

import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "states"))
from judge import constants, fit, told

FOLDS = 4
TARGET = Path(__file__).resolve().parents[3] / "services/vision/src/domain/rating/weights.ts"


class Elements:
    def __init__(self, paths: list[Path]):
        pictures = [json.loads(line) for path in paths for line in path.open(encoding="utf8")]
        rows = [(picture["picture"], element) for picture in pictures for element in picture["elements"]]
        self.total = sum(picture["total"] for picture in pictures)
        self.names = list(rows[0][1]["signs"])
        self.pictures = [name for name, _ in rows]
        self.signs = torch.tensor([list(element["signs"].values()) for _, element in rows])
        self.right = torch.tensor([[float(element["right"])] for _, element in rows])


def average_precision(answers: np.ndarray, elements: Elements) -> float:
    order = np.argsort(-answers, kind="stable")
    right = elements.right[:, 0].numpy()[order]
    precision = np.cumsum(right) / np.arange(1, len(right) + 1)
    best = np.maximum.accumulate(precision[::-1])[::-1]
    return float((best * right).sum() / elements.total)


def calibration_error(answers: np.ndarray, elements: Elements) -> float:
    """How far answers and truth lie apart in each tenth, weighed by how many fall into it."""
    tenth, right = np.minimum(9, (answers * 10).astype(int)), elements.right[:, 0].numpy()
    return float(sum(abs((answers - right)[tenth == one].sum()) for one in range(10)) / len(answers))


def report(label: str, answers: np.ndarray, elements: Elements) -> None:
    score = elements.signs[:, elements.names.index("score")].numpy()
    print(f"{label}: average precision {average_precision(score, elements):.4f} -> {average_precision(answers, elements):.4f},"
          f" calibration error {calibration_error(score, elements):.3f} -> {calibration_error(answers, elements):.3f}", flush=True)


def cross_validated(elements: Elements, options: argparse.Namespace) -> np.ndarray:
    pictures = sorted(set(elements.pictures))
    random.Random(options.seed).shuffle(pictures)
    fold_of = {picture: place % FOLDS for place, picture in enumerate(pictures)}
    folds = torch.tensor([fold_of[picture] for picture in elements.pictures])
    answers = np.zeros(len(folds), np.float32)
    for fold in range(FOLDS):
        judge = fit(elements.signs[folds != fold], elements.right[folds != fold], options.hidden, options.rounds, options.seed)
        answers[(folds == fold).numpy()] = told(judge, elements.signs[folds == fold])[:, 0]
    return answers


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--elements", type=Path, action="append", required=True)
    parser.add_argument("--check", type=Path, action="append", default=[])
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--hidden", type=int, default=24)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(1)
    elements = Elements(options.elements)
    print(f"{len(elements.pictures)} elements on {len(set(elements.pictures))} pictures, {len(elements.names)} signs", flush=True)
    report("not fitted on", cross_validated(elements, options), elements)
    judge = fit(elements.signs, elements.right, options.hidden, options.rounds, options.seed)
    for path in options.check:
        held_out = Elements([path])
        report(path.stem, told(judge, held_out.signs)[:, 0], held_out)
    if options.write:
        TARGET.write_text(constants(judge, elements.names, "rating", [""]), encoding="utf8")


if __name__ == "__main__":
    main()
