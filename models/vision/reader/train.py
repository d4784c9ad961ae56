"""Trains the reader: python3 train.py --lines FOLDER --minutes 60 [--init reader.pt | --from-scratch]

The folder holds shards made by lines.py (rendered lines) and crops.py (lines of pages and windows; --pages FOLDER... makes
them first). It goes on from the checkpoint kept beside this file; --from-scratch begins with nothing. `--quick` renders a
few lines of its own and trains for less than a minute.
Runs on one thread unless OMP_NUM_THREADS says otherwise, and on a GPU when there is one, with larger batches (set OMP_NUM_THREADS=1
there, or the processes that prepare batches get in each other's way).
"""

import argparse
import math
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as functional
from torch.utils.data import DataLoader, IterableDataset, get_worker_info

from alphabet import classes_of, decoded
from checkpoints import begin_from, save_checkpoint
from crops import cut_folder
from jitter import block_of, jittered
from network import PER_COLUMN, Reader
from normalise import COLUMNS_PER_STEP, prepared
from pool import Pool
from shards import Sample, load_shard

_here = Path(__file__).parent
_kept = _here / "checkpoint" / "reader.pt"
_report_every = 250


class Average:
    """A moving average of the weights: reads better than the last step's."""

    def __init__(self, reader: Reader):
        self.weights = {name: value.clone() for name, value in reader.state_dict().items()}
        self._steps = 0

    @torch.no_grad()
    def add(self, reader: Reader) -> None:
        self._steps += 1
        keep = min(0.9985, (self._steps + 1) / (self._steps + 20))
        now = reader.state_dict()
        names = [name for name, value in now.items() if value.is_floating_point()]
        mine = [self.weights[name] for name in names]
        torch._foreach_mul_(mine, keep)
        torch._foreach_add_(mine, [now[name] for name in names], alpha=1 - keep)


class Batches(IterableDataset):
    """Without end: (block [lines, 1, 32, width], classes of all texts in a row, length of each text, steps of each line).

    Each worker of a DataLoader draws its own.
    """

    def __init__(self, pool: Pool, size: int, step: int, seed: int):
        """`step`: block widths are multiples of it (px)."""
        self._pool, self._size, self._step, self._seed = pool, size, step, seed

    def __iter__(self) -> Iterator[tuple[torch.Tensor, ...]]:
        worker = get_worker_info()
        chance = np.random.default_rng((self._seed, worker.id if worker else 0))
        for samples in self._pool.batches(self._size, chance):
            crops = [jittered(sample, chance) for sample in samples]
            yield (torch.from_numpy(block_of(crops, self._step)), torch.tensor([index for sample in samples for index in classes_of(sample.text)]),
                   torch.tensor([len(sample.text) for sample in samples]), torch.tensor([steps_of(crop) for crop in crops]))


def steps_of(crop: np.ndarray) -> int:
    return PER_COLUMN * math.ceil(crop.shape[1] / (PER_COLUMN * COLUMNS_PER_STEP))


class Training:
    """Steps of CTC training; the rate falls along a cosine as `progress` goes from 0 to 1."""

    def __init__(self, reader: Reader, rate: float, device: torch.device):
        self.reader = reader.to(device, memory_format=torch.channels_last).train()
        self.average = Average(reader)
        self._rate, self._device, self._steps = rate, device, 0
        self._optimiser = torch.optim.AdamW(reader.parameters(), lr=rate, weight_decay=1e-3)

    def step(self, batch: tuple[torch.Tensor, ...], progress: float) -> torch.Tensor:
        self._steps += 1
        for group in self._optimiser.param_groups:
            group["lr"] = self._rate * min(1.0, self._steps / 200) * (0.02 + 0.49 * (1 + math.cos(math.pi * progress)))
        loss = self._loss(*(part.to(self._device, non_blocking=True) for part in batch))
        self._optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.reader.parameters(), 5.0)
        self._optimiser.step()
        self.average.add(self.reader)
        return loss.detach()

    def _loss(self, block: torch.Tensor, classes: torch.Tensor, lengths: torch.Tensor, steps: torch.Tensor) -> torch.Tensor:
        with torch.autocast(self._device.type, torch.bfloat16, enabled=self._device.type == "cuda"):
            scores = self.reader(block.contiguous(memory_format=torch.channels_last))
        likely = functional.log_softmax(scores.float(), 2).permute(1, 0, 2)
        return functional.ctc_loss(likely, classes, steps, lengths, zero_infinity=True)


@torch.no_grad()
def share_exact(weights: dict[str, torch.Tensor], samples: list[Sample]) -> float:
    """Which part of the lines is read without a fault, in their true boxes with 2 px around."""
    reader = Reader()
    reader.load_state_dict(weights)
    reader.eval()
    right = 0
    for sample in samples:
        x, y, last, end = (round(value) for value in sample.box)
        crop = sample.grey[max(0, y - 1):end + 1, max(0, x - 2):last + 2]
        scores = reader(torch.from_numpy(block_of([prepared(crop)])))[0]
        right += decoded(scores.argmax(1).tolist()).strip() == sample.text
    return right / max(1, len(samples))


def train(options: argparse.Namespace) -> None:
    torch.manual_seed(options.seed)
    torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", "1")))
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    for folder in options.pages:
        cut_folder(folder, options.lines)
    reader = Reader()
    if options.init and not options.from_scratch:
        begin_from(reader, options.init)
    pool = Pool(options.lines, options.cut_share)
    has_gpu = device.type == "cuda"
    # A GPU's library plans anew for every width (a second each); a CPU wastes time on padding.
    lines = Batches(pool, options.batch or (384 if has_gpu else 32), 128 if has_gpu else 32, options.seed)
    workers = options.workers if options.workers is not None else max(0, (os.cpu_count() or 1) - 6) if has_gpu else 0
    batches = DataLoader(lines, batch_size=None, num_workers=workers, pin_memory=has_gpu)
    checks = load_shard(options.check)[:400] if options.check else []
    run(Training(reader, options.rate or (3e-3 if has_gpu else 1.5e-3), device), batches, checks, options)


def run(training: Training, batches: DataLoader, checks: list[Sample], options: argparse.Namespace) -> None:
    started, losses = time.monotonic(), []
    for index, batch in enumerate(batches, 1):
        minutes = (time.monotonic() - started) / 60
        progress = index / options.steps if options.steps else minutes / options.minutes
        if progress >= 1:
            break
        losses.append(training.step(batch, progress))
        if index % _report_every == 0:
            save_checkpoint(options.out, training.average.weights)
            exact = share_exact({name: value.cpu() for name, value in training.average.weights.items()}, checks)
            print(f"step {index}, {minutes:.1f} min, loss {mean(losses[-_report_every:]):.4f}, lines exact {exact:.3f}", flush=True)
    save_checkpoint(options.out, training.average.weights)
    print(f"{len(losses)} steps, last loss {mean(losses[-50:]):.4f}", flush=True)


def mean(losses: list[torch.Tensor]) -> float:
    return float(torch.stack(losses).mean()) if losses else math.nan


def quick(options: argparse.Namespace) -> None:
    """A smoke test: renders a few hundred lines and trains a few dozen steps; useless weights, kept only where asked for."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, str(_here / "lines.py"), "--out", folder, "--seed", "7", "--count", "600"]
        subprocess.run(command, check=True)
        options.lines, options.steps, options.out = Path(folder), 80, options.out or Path(folder) / "reader.pt"
        train(options)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=Path, default=Path("lines"), help="folder of shards")
    parser.add_argument("--pages", type=Path, nargs="*", default=[], help="folders of pages and windows to cut lines from")
    parser.add_argument("--cut-share", type=float, default=0.5, help="part of the lines that is from pages and windows")
    parser.add_argument("--check", type=Path, help="a shard that is not trained on")
    parser.add_argument("--init", type=Path, default=_kept if _kept.exists() else None)
    parser.add_argument("--from-scratch", action="store_true")
    parser.add_argument("--out", type=Path, help="instead of the checkpoint beside this file")
    parser.add_argument("--minutes", type=float, default=60, help="how long")
    parser.add_argument("--steps", type=int, default=0, help="instead of minutes")
    parser.add_argument("--batch", type=int, help="lines (default: 384 on a GPU, else 32)")
    parser.add_argument("--workers", type=int, help="processes that prepare batches (default: most cores beside a GPU, else none)")
    parser.add_argument("--rate", type=float, help="highest learning rate (default: 3e-3 on a GPU, else 1.5e-3)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--quick", action="store_true")
    options = parser.parse_args()
    if options.quick:
        quick(options)
    else:
        options.out = options.out or _kept
        train(options)


if __name__ == "__main__":
    main()
