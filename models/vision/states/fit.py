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
import torch.nn.functional as F
from torch import nn

STATES = ("selected", "disabled", "focused")
FOLDS = 4
WANTED_PRECISION = 0.95
LEAST_SAID = 10
"""A precision over fewer says nothing."""
MOST_SPREAD = 6.0
"""Signs count no further than so many standard deviations from their mean."""
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


class Judge(nn.Module):
    def __init__(self, signs: torch.Tensor, hidden: int):
        super().__init__()
        self.mean, self.spread = signs.mean(0), signs.std(0).clamp(min=1e-2)
        self.hidden, self.out = nn.Linear(signs.shape[1], hidden), nn.Linear(hidden, len(STATES))

    def forward(self, signs: torch.Tensor) -> torch.Tensor:
        usual = ((signs - self.mean) / self.spread).clamp(-MOST_SPREAD, MOST_SPREAD)
        return self.out(F.relu(self.hidden(usual)))


def fit(signs: torch.Tensor, states: torch.Tensor, options: argparse.Namespace) -> Judge:
    torch.manual_seed(options.seed)
    judge, few = Judge(signs, options.hidden), 256
    optimiser = torch.optim.AdamW(judge.parameters(), lr=3e-3, weight_decay=0.1)
    steps = options.rounds * (len(signs) // few)
    plan = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: 1 - step / (steps + 1))
    for _ in range(options.rounds):
        order = torch.randperm(len(signs))
        for part in order[:len(order) // few * few].view(-1, few):
            loss = F.binary_cross_entropy_with_logits(judge(signs[part]), states[part])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            plan.step()
    return judge


@torch.no_grad()
def told(judge: Judge, signs: torch.Tensor) -> np.ndarray:
    return torch.sigmoid(judge(signs)).numpy()


def cross_validated(elements: Elements, options: argparse.Namespace) -> np.ndarray:
    pictures = sorted(set(elements.pictures))
    random.Random(options.seed).shuffle(pictures)
    fold_of = {picture: place % FOLDS for place, picture in enumerate(pictures)}
    folds = torch.tensor([fold_of[picture] for picture in elements.pictures])
    answers = np.zeros((len(folds), len(STATES)), np.float32)
    for fold in range(FOLDS):
        judge = fit(elements.signs[folds != fold], elements.states[folds != fold], options)
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


def constants(judge: Judge, names: list[str], thresholds: list[float]) -> str:
    def numbers(values: torch.Tensor) -> str:
        return "[" + ", ".join(f"{value:.3g}" for value in values.detach().tolist()) + "]"

    rows = [f"  {{ sign: '{name}', mean: {judge.mean[place]:.3g}, spread: {judge.spread[place]:.3g}, "
            f"to: {numbers(judge.hidden.weight[:, place])} }}," for place, name in enumerate(names)]
    outs = [f"  {{ state: '{state}', from: {thresholds[place]}, bias: {judge.out.bias[place]:.3g}, "
            f"weights: {numbers(judge.out.weight[place])} }}," for place, state in enumerate(STATES)]
    return "\n".join([
        "// biome-ignore-all lint/suspicious/noApproximativeNumericConstant: numbers that were fitted, near others by chance.",
        "/** Fitted by `models/vision/states/fit.py`; see `models/vision/states/README.md` for on what and how well. */",
        "// biome-ignore format: written by a program, not to be read.",
        "export const inputs = [", *rows, "] as const;", "",
        f"export const hiddenBias = {numbers(judge.hidden.bias)} as const;", "",
        "/** `from`: the probability from which on a state is said. */",
        "// biome-ignore format: written by a program, not to be read.",
        "export const outputs = [", *outs, "] as const;", ""])


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
    judge = fit(elements.signs, elements.states, options)
    for path in options.check:
        held_out = Elements([path])
        report(f"{path.stem},", told(judge, held_out.signs), held_out, thresholds)
    text = constants(judge, elements.names, thresholds)
    if options.write:
        TARGET.write_text(text, encoding="utf8")


if __name__ == "__main__":
    main()
