"""Fits how the signs of an element tell its state, on what collect.ts wrote, and writes the service's constants.

    python3 fit.py --elements FILE [--elements FILE] [--check FILE ...] [--write] [--hidden N] [--rounds N] [--seed N]

A network of one hidden layer. From which probability on a state is said is chosen on pictures that the network was not fitted on
(cross-validation by picture), as the least with the wanted precision over all, and in each of the files that can tell. `--check`: only told about. Without --write it only says what it found.
"""
import argparse
import json
import random
from pathlib import Path

import numpy as np
import torch

from judge import constants, fit, told

STATES = ("selected", "disabled", "focused")
FOLDS = 4
WANTED_PRECISION = 0.95
LEAST_SAID = 10
"""A precision over fewer says nothing."""
TARGET = Path(__file__).resolve().parents[3] / "services/vision/src/domain/stating/weights.ts"


class Elements:
    def __init__(self, paths: list[Path]):
        files = [[json.loads(line) for line in path.open(encoding="utf8")] for path in paths]
        rows = [row for file in files for row in file]
        self.files = np.repeat(np.arange(len(files)), [len(file) for file in files])
        self.names = list(rows[0]["signs"])
        self.pictures = [row["picture"] for row in rows]
        self.signs = torch.tensor([list(row["signs"].values()) for row in rows])
        self.states = torch.tensor([row["states"] for row in rows], dtype=torch.float32)


def cross_validated(elements: Elements, options: argparse.Namespace) -> np.ndarray:
    pictures = sorted(set(elements.pictures))
    random.Random(options.seed).shuffle(pictures)
    fold_of = {picture: place % FOLDS for place, picture in enumerate(pictures)}
    folds = torch.tensor([fold_of[picture] for picture in elements.pictures])
    answers = np.zeros((len(folds), len(STATES)), np.float32)
    for fold in range(FOLDS):
        judge = fit(elements.signs[folds != fold], elements.states[folds != fold], options.hidden, options.rounds, options.seed)
        answers[(folds == fold).numpy()] = told(judge, elements.signs[folds == fold])
    return answers


def threshold(answers: np.ndarray, truth: np.ndarray) -> float | None:
    order = np.argsort(-answers, kind="stable")
    precision = np.cumsum(truth[order]) / np.arange(1, len(order) + 1)
    enough = np.flatnonzero((precision >= WANTED_PRECISION) & (np.arange(len(order)) + 1 >= LEAST_SAID))
    return round(float(answers[order[enough[-1]]]), 3) if len(enough) else None


def surest(answers: np.ndarray, truth: np.ndarray, files: np.ndarray) -> float:
    """1 where no probability is enough: the state is never said."""
    over_all = threshold(answers, truth)
    if over_all is None:
        return 1.0
    of_files = [threshold(answers[files == file], truth[files == file]) for file in np.unique(files)]
    return max([over_all, *(one for one in of_files if one is not None)])


def report(label: str, answers: np.ndarray, elements: Elements, thresholds: list[float]) -> None:
    for place, state in enumerate(STATES):
        truth, said = elements.states[:, place].numpy() > 0, answers[:, place] >= thresholds[place]
        print(f"{label} {state}: {int((said & truth).sum())} of {int(truth.sum())} told, {int((said & ~truth).sum())} wrongly"
              f" (from {thresholds[place]})", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--elements", type=Path, action="append", required=True)
    parser.add_argument("--check", type=Path, action="append", default=[])
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--hidden", type=int, default=48)
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(1)
    elements = Elements(options.elements)
    print(f"{len(elements.pictures)} elements on {len(set(elements.pictures))} pictures, {len(elements.names)} signs", flush=True)
    answers = cross_validated(elements, options)
    truth = elements.states.numpy()
    thresholds = [surest(answers[:, place], truth[:, place], elements.files) for place in range(len(STATES))]
    report("not fitted on,", answers, elements, thresholds)
    judge = fit(elements.signs, elements.states, options.hidden, options.rounds, options.seed)
    for path in options.check:
        held_out = Elements([path])
        report(f"{path.stem},", told(judge, held_out.signs), held_out, thresholds)
    outputs = [f"state: '{state}', from: {thresholds[place]}, " for place, state in enumerate(STATES)]
    text = constants(judge, elements.names, "states", outputs, "`from`: the probability from which on a state is said.")
    if options.write:
        TARGET.write_text(text, encoding="utf8")


if __name__ == "__main__":
    main()
