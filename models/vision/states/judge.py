"""A network of one hidden layer that judges signs: how it is fitted, and how it is written for the service (`domain/small-network.ts`)."""
import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

MOST_SPREAD = 6.0
"""Signs count no further than so many standard deviations from their mean."""


class Judge(nn.Module):
    def __init__(self, signs: torch.Tensor, hidden: int, outputs: int):
        super().__init__()
        self.mean, self.spread = signs.mean(0), signs.std(0).clamp(min=1e-2)
        self.hidden, self.out = nn.Linear(signs.shape[1], hidden), nn.Linear(hidden, outputs)

    def forward(self, signs: torch.Tensor) -> torch.Tensor:
        usual = ((signs - self.mean) / self.spread).clamp(-MOST_SPREAD, MOST_SPREAD)
        return self.out(F.relu(self.hidden(usual)))


def fit(signs: torch.Tensor, wanted: torch.Tensor, hidden: int, rounds: int, seed: int) -> Judge:
    torch.manual_seed(seed)
    judge, few = Judge(signs, hidden, wanted.shape[1]), 256
    optimiser = torch.optim.AdamW(judge.parameters(), lr=3e-3, weight_decay=0.1)
    steps = rounds * (len(signs) // few)
    plan = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: 1 - step / (steps + 1))
    for _ in range(rounds):
        order = torch.randperm(len(signs))
        for part in order[:len(order) // few * few].view(-1, few):
            loss = F.binary_cross_entropy_with_logits(judge(signs[part]), wanted[part])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            plan.step()
    return judge


@torch.no_grad()
def told(judge: Judge, signs: torch.Tensor) -> np.ndarray:
    return torch.sigmoid(judge(signs)).numpy()


def constants(judge: Judge, names: list[str], origin: str, outputs: list[str], about: str = "") -> str:
    """`outputs`: what else is said of each output, as `state: 'selected', from: 0.9, `."""
    def numbers(values: torch.Tensor) -> str:
        return "[" + ", ".join(f"{value:.3g}" for value in values.detach().tolist()) + "]"

    rows = [f"  {{ sign: '{name}', mean: {judge.mean[place]:.3g}, spread: {judge.spread[place]:.3g}, "
            f"to: {numbers(judge.hidden.weight[:, place])} }}," for place, name in enumerate(names)]
    outs = [f"  {{ {said}bias: {judge.out.bias[place]:.3g}, weights: {numbers(judge.out.weight[place])} }},"
            for place, said in enumerate(outputs)]
    return "\n".join([
        "// biome-ignore-all lint/suspicious/noApproximativeNumericConstant: numbers that were fitted, near others by chance.",
        f"/** Fitted by `models/vision/{origin}/fit.py`; see `models/vision/{origin}/README.md` for on what and how well. */",
        "// biome-ignore format: written by a program, not to be read.",
        "export const inputs = [", *rows, "] as const;", "",
        f"export const hiddenBias = {numbers(judge.hidden.bias)} as const;", "",
        *([f"/** {about} */"] if about else []),
        "// biome-ignore format: written by a program, not to be read.",
        "export const outputs = [", *outs, "] as const;", ""])
