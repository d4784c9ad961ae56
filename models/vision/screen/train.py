"""Trains the screen network on labelled pictures.

    python3 train.py --data DIR [--data DIR ...] --out FILE.pt (--minutes N | --steps N)
                     [--resume FILE.pt] [--seed N] [--threads N] [--rate R] [--pixels N] [--size HxW ...]

Uses a GPU when there is one, with larger batches. The kept weights are the running average (EMA), written every 250 steps: a run that
is cut off loses little and goes on with --resume.
"""
import argparse
import math
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from checkpoints import begin_from, save_weights
from crops import Crops
from losses import loss_of
from net import ScreenNet
from pictures import Pictures
from targets import targets_of

REPORT_EVERY, SAVE_EVERY = 50, 250
GRADIENT_LIMIT = 20.0


@dataclass(frozen=True)
class Plan:
    """`sizes`: height and width px of the items; each step takes one of them by chance and as many items as fill `pixels`."""

    minutes: float | None
    steps: int | None
    rate: float
    sizes: tuple[tuple[int, int], ...]
    pixels: int
    seed: int

    def spent(self, step: int, began: float) -> float:
        """0..1: training ends at 1, and the learning rate falls along with what is left."""
        if self.steps:
            return step / self.steps
        return (time.monotonic() - began) / 60 / (self.minutes or 1)

    def rate_at(self, step: int, spent: float) -> float:
        """Warm-up over 100 steps, then half a cosine down to 2 %."""
        return self.rate * min(1, (step + 1) / 100) * (0.49 * (1 + math.cos(math.pi * min(1, spent))) + 0.02)


CPU_SIZES, CPU_PIXELS, CPU_RATE = ((384, 384),), 8 * 384 * 384, 2.5e-3
# Whole pages and windows, as the service sees them.
GPU_SIZES, GPU_PIXELS, GPU_RATE = ((512, 768), (736, 1280)), 32 * 512 * 768, 4e-3


class Average:
    """Exponential running average of the weights: smoother and better than the last step's."""

    def __init__(self, net: nn.Module):
        self.state = {name: value.detach().clone() for name, value in net.state_dict().items()}
        self._floats = [name for name, value in self.state.items() if value.dtype.is_floating_point]

    @torch.no_grad()
    def follow(self, net: nn.Module, step: int) -> None:
        keep, now = min(0.998, (step + 1) / (step + 20)), net.state_dict()
        mine = [self.state[name] for name in self._floats]
        torch._foreach_mul_(mine, keep)
        torch._foreach_add_(mine, [now[name] for name in self._floats], alpha=1 - keep)


def computes_in_halves(device: torch.device) -> bool:
    """Whether bfloat16 is done in hardware: twice as fast then, and far slower elsewhere."""
    if device.type == "cuda":
        return torch.cuda.is_bf16_supported()
    flags = Path("/proc/cpuinfo")
    return flags.exists() and bool({"avx512_bf16", "amx_bf16"} & set(flags.read_text().split()))


class Training:
    """One step after the other; `average` has what is kept."""

    def __init__(self, net: ScreenNet, pictures: Pictures, plan: Plan):
        self._net, self._plan = net.train(), plan
        self._device = pictures.pixels[0].device
        net.to(self._device, memory_format=torch.channels_last)
        self._crops, self._random = Crops(pictures, plan.seed), np.random.default_rng(plan.seed)
        self._optimiser = torch.optim.AdamW(net.parameters(), lr=plan.rate, weight_decay=1e-2)
        self._halves = computes_in_halves(self._device)
        self.average = Average(net)

    def step(self, index: int, spent: float) -> dict[str, Tensor]:
        for group in self._optimiser.param_groups:
            group["lr"] = self._plan.rate_at(index, spent)
        height, width = self._plan.sizes[int(self._random.integers(len(self._plan.sizes)))]
        items = max(1, self._plan.pixels // (height * width))
        images, labels = self._crops.draw(items, height, width)
        with torch.autocast(self._device.type, torch.bfloat16, enabled=self._halves):
            answer = self._net(images.contiguous(memory_format=torch.channels_last))
        losses = loss_of(answer, targets_of(labels, items, height, width))
        self._optimiser.zero_grad()
        sum(losses.values()).backward()
        nn.utils.clip_grad_norm_(self._net.parameters(), GRADIENT_LIMIT)
        self._optimiser.step()
        self.average.follow(self._net, index)
        return {name: loss.detach() for name, loss in losses.items()}


def train(net: ScreenNet, pictures: Pictures, plan: Plan, out: Path) -> int:
    training, began, step, sums = Training(net, pictures, plan), time.monotonic(), 0, {}
    while (spent := plan.spent(step, began)) < 1:
        losses = training.step(step, spent)
        step += 1
        sums = {name: sums.get(name, 0) + value for name, value in losses.items()}
        if step % REPORT_EVERY == 0:
            means = " ".join(f"{name} {float(value) / REPORT_EVERY:.3f}" for name, value in sums.items())
            print(f"{step} steps {time.monotonic() - began:.0f} s {means}", flush=True)
            sums = {}
        if step % SAVE_EVERY == 0:
            save_weights(training.average.state, out)
    save_weights(training.average.state, out)
    return step


def size_of(text: str) -> tuple[int, int]:
    height, width = (int(one) for one in text.split("x"))
    if height % 32 or width % 32:
        raise argparse.ArgumentTypeError("height and width are multiples of 32")
    return height, width


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, action="append", required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--minutes", type=float)
    parser.add_argument("--steps", type=int)
    parser.add_argument("--resume", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rate", type=float, help="highest learning rate (default: what suits the device)")
    parser.add_argument("--size", type=size_of, action="append", help="of the items, HxW px (default: what suits the device)")
    parser.add_argument("--pixels", type=int, help="of one batch (default: what suits the device)")
    parser.add_argument("--cache", type=Path, help="where decoded pictures are kept (default: beside --out)")
    options = parser.parse_args()
    if not (options.minutes or options.steps):
        parser.error("say how long: --minutes or --steps")
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    of_gpu, of_cpu = (GPU_SIZES, GPU_PIXELS, GPU_RATE), (CPU_SIZES, CPU_PIXELS, CPU_RATE)
    sizes, pixels, rate = of_gpu if device.type == "cuda" else of_cpu
    plan = Plan(options.minutes, options.steps, options.rate or rate, tuple(options.size or sizes), options.pixels or pixels,
                options.seed)
    pictures = Pictures(options.data, options.cache or options.out.parent / "packed", device)
    net = ScreenNet()
    if options.resume:
        print(f"goes on with {begin_from(net, options.resume)} of {len(net.state_dict())} layers", flush=True)
    parameters, labels = sum(one.numel() for one in net.parameters()), sum(len(truth.roles) for truth in pictures.truths)
    print(f"{len(pictures)} pictures, {labels} labels, {parameters} parameters, on {device.type}", flush=True)
    print(f"{train(net, pictures, plan, options.out)} steps done", flush=True)


if __name__ == "__main__":
    main()
