"""Trains the screen network on labelled pictures.

    python3 train.py --data DIR [--data DIR ...] --out FILE.pt (--minutes N | --steps N)
                     [--resume FILE.pt] [--seed N] [--threads N] [--rate R]

Uses a GPU when there is one. The kept weights are the running average (EMA), written every 250 steps: a run that is cut off
loses little and goes on with --resume.
"""
import argparse
import math
import time
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import nn
from torch.utils.data import DataLoader

from checkpoints import load_weights, save_weights
from crops import Crops
from losses import loss_of
from net import ScreenNet
from pictures import Pictures

BATCH = 8
REPORT_EVERY, SAVE_EVERY = 50, 250


@dataclass(frozen=True)
class Budget:
    """Training ends after so many minutes or steps; the learning rate falls along with what is left."""

    minutes: float | None
    steps: int | None

    def spent(self, step: int, began: float) -> float:
        if self.steps:
            return step / self.steps
        return (time.monotonic() - began) / 60 / (self.minutes or 1)


class Average:
    """Exponential running average of the weights: smoother and better than the last step's."""

    def __init__(self, net: nn.Module):
        self.state = {name: value.detach().clone() for name, value in net.state_dict().items()}

    @torch.no_grad()
    def follow(self, net: nn.Module, step: int) -> None:
        keep = min(0.998, (step + 1) / (step + 20))
        for name, value in net.state_dict().items():
            if value.dtype.is_floating_point:
                self.state[name].mul_(keep).add_(value, alpha=1 - keep)
            else:
                self.state[name].copy_(value)


def rate_at(step: int, spent: float, highest: float) -> float:
    """Warm-up over 100 steps, then half a cosine down to 2 %."""
    return highest * min(1, (step + 1) / 100) * (0.49 * (1 + math.cos(math.pi * min(1, spent))) + 0.02)


def computes_in_halves() -> bool:
    """Whether bfloat16 is done in hardware: twice as fast then, and far slower elsewhere."""
    if torch.cuda.is_available():
        return torch.cuda.is_bf16_supported()
    flags = Path("/proc/cpuinfo")
    return flags.exists() and bool({"avx512_bf16", "amx_bf16"} & set(flags.read_text().split()))


def train(pictures: Pictures, net: ScreenNet, out: Path, budget: Budget, rate: float, seed: int) -> int:
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    net.to(device, memory_format=torch.channels_last).train()
    batches = iter(DataLoader(Crops(pictures, seed), batch_size=BATCH, num_workers=1, prefetch_factor=4))
    optimiser = torch.optim.AdamW(net.parameters(), lr=rate, weight_decay=1e-4)
    average, began, step, sums = Average(net), time.monotonic(), 0, {}
    while (spent := budget.spent(step, began)) < 1:
        for group in optimiser.param_groups:
            group["lr"] = rate_at(step, spent, rate)
        image, *targets = (part.to(device) for part in next(batches))
        with torch.autocast(device.type, torch.bfloat16, enabled=computes_in_halves()):
            answer = net(image.contiguous(memory_format=torch.channels_last))
        loss, parts = loss_of(tuple(part.float() for part in answer), targets)
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(net.parameters(), 20.0)
        optimiser.step()
        average.follow(net, step)
        step += 1
        sums = {name: sums.get(name, 0) + value for name, value in parts.items()}
        if step % REPORT_EVERY == 0:
            means = " ".join(f"{name} {value / REPORT_EVERY:.3f}" for name, value in sums.items())
            print(f"{step} steps {time.monotonic() - began:.0f} s {means}", flush=True)
            sums = {}
        if step % SAVE_EVERY == 0:
            save_weights(average.state, out)
    save_weights(average.state, out)
    return step


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, action="append", required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--minutes", type=float)
    parser.add_argument("--steps", type=int)
    parser.add_argument("--resume", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rate", type=float, default=2.5e-3)
    parser.add_argument("--cache", type=Path, help="where decoded pictures are kept (default: beside --out)")
    options = parser.parse_args()
    if not (options.minutes or options.steps):
        parser.error("say how long: --minutes or --steps")
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    pictures = Pictures(options.data, options.cache or options.out.parent / "packed")
    net = ScreenNet()
    if options.resume:
        net.load_state_dict(load_weights(options.resume))
    parameters = sum(one.numel() for one in net.parameters())
    labels = sum(len(truth.labels) for truth in pictures.truths)
    print(f"{len(pictures)} pictures, {labels} labels, {parameters} parameters", flush=True)
    steps = train(pictures, net, options.out, Budget(options.minutes, options.steps), options.rate, options.seed)
    print(f"{steps} steps done", flush=True)


if __name__ == "__main__":
    main()
