"""The bare network on labelled folders: `python3 evaluate.py WEIGHTS.pt DIR [DIR ...] [--limit N] [--threads N]`.

Frames are seen whole and once halved, as the service does. What users get (with outlines and text) is measured by
`npm run bench -- vision`. Elements without `text`; `lines` has the lines of text.
"""
import argparse
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np
import torch
import torch.nn.functional as F

from checkpoints import load_weights
from classes import CLASS_OF, GROUPS, ROLES
from net import STRIDE, ScreenNet
from pictures import labelled, read_pixels, read_truth

TEXT = CLASS_OF["text"]
LEAST_SCORE = 0.05
MOST_FINDS = 300


@dataclass
class Found:
    boxes: np.ndarray  # float32 [n, 4] left, top, right, bottom px
    roles: np.ndarray  # int [n]
    scores: np.ndarray  # float32 [n], falling


@dataclass
class Tally:
    """Of one question over all pictures."""

    hits: list[tuple[float, bool]] = field(default_factory=list)
    truths: int = 0
    found: int = 0
    centred: int = 0


@torch.no_grad()
def find(net: ScreenNet, pixels: np.ndarray) -> Found:
    full = peaks(net, pixels, 1.0)
    half = peaks(net, cv2.resize(pixels, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA), 2.0)
    boxes, roles, scores = (np.concatenate(parts) for parts in zip(full, half))
    order = np.argsort(-scores, kind="stable")
    found = Found(boxes[order], roles[order], scores[order])
    return suppressed(found, found.roles)


def peaks(net: ScreenNet, pixels: np.ndarray, enlarge: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    height, width, _ = pixels.shape
    padded = cv2.copyMakeBorder(pixels, 0, -height % 32, 0, -width % 32, cv2.BORDER_CONSTANT)
    image = torch.from_numpy(np.ascontiguousarray(padded.transpose(2, 0, 1))[None]).float() / 255
    heat, edges, _ = net(image.contiguous(memory_format=torch.channels_last))
    p = torch.sigmoid(heat)
    p = (p * (F.max_pool2d(p, 3, 1, 1) == p))[0].numpy()
    roles, ys, xs = np.nonzero(p > LEAST_SCORE)
    group = np.array(GROUPS)[roles]
    left, top, right, bottom = (edges[0].numpy()[4 * group + side, ys, xs] for side in range(4))
    x, y = (xs + 0.5) * STRIDE, (ys + 0.5) * STRIDE
    return np.stack([x - left, y - top, x + right, y + bottom], 1) * enlarge, roles, p[roles, ys, xs]


def suppressed(found: Found, kinds: np.ndarray) -> Found:
    """Of finds of one kind that overlap by more than half, the surest stays. `kinds` [n]: roles, or groups of them."""
    kept: list[int] = []
    for index in range(len(found.scores)):
        same = [one for one in kept if kinds[one] == kinds[index]]
        if not same or overlaps(found.boxes[index], found.boxes[same]).max() < 0.5:
            kept.append(index)
    return Found(found.boxes[kept], found.roles[kept], found.scores[kept])


def overlaps(box: np.ndarray, others: np.ndarray) -> np.ndarray:
    least, most = np.maximum(box[:2], others[:, :2]), np.minimum(box[2:], others[:, 2:])
    inner = np.prod(np.clip(most - least, 0, None), 1)
    return inner / (np.prod(box[2:] - box[:2]) + np.prod(others[:, 2:] - others[:, :2], 1) - inner + 1e-9)


def score(found: Found, truths: np.ndarray, ignored: np.ndarray, tally: Tally) -> None:
    """Greedy one-to-one matching by falling score at half overlap (COCO). Boxes [n, 4]."""
    tally.truths += len(truths)
    free = np.ones(len(truths), bool)
    for box, sure in zip(found.boxes[:MOST_FINDS], found.scores):
        shares = overlaps(box, truths) * free if len(truths) else np.zeros(0)
        best = int(shares.argmax()) if len(shares) else -1
        hit = best >= 0 and shares[best] >= 0.5
        if hit:
            free[best] = False
        if hit or not in_ignored(box, ignored):
            tally.hits.append((float(sure), hit))
    tally.found += int((~free).sum())
    centres = (truths[:, :2] + truths[:, 2:]) / 2
    sure = found.boxes[found.scores > 0.2]
    for centre in centres:
        tally.centred += bool(len(sure) and ((sure[:, :2] <= centre) & (centre <= sure[:, 2:])).all(1).any())


def in_ignored(box: np.ndarray, ignored: np.ndarray) -> bool:
    if not len(ignored):
        return False
    centre = (box[:2] + box[2:]) / 2
    return bool(((ignored[:, :2] <= centre) & (centre <= ignored[:, 2:])).all(1).any())


def average_precision(tally: Tally) -> float:
    """All-point interpolated."""
    if not tally.truths or not tally.hits:
        return 0.0
    right = np.array([hit for _, hit in sorted(tally.hits, key=lambda one: -one[0])])
    recall, precision = np.cumsum(right) / tally.truths, np.cumsum(right) / np.arange(1, len(right) + 1)
    precision = np.maximum.accumulate(precision[::-1])[::-1]
    return float(np.sum(np.diff(np.concatenate([[0], recall])) * precision))


def evaluate(net: ScreenNet, folder: Path, limit: int) -> dict[str, float]:
    elements, lines, roles = Tally(), Tally(), {role: Tally() for role in ROLES if role != "text"}
    paths = labelled(folder)
    for path in paths[::max(1, len(paths) // limit)][:limit]:
        pixels = read_pixels(path)
        truth = read_truth(path.with_suffix(".json"), pixels.shape[1], pixels.shape[0])
        found, ignored, own = find(net, pixels), truth.ignored, truth.boxes
        elementary = only(found, found.roles != TEXT)
        one_each = suppressed(elementary, np.array(GROUPS)[elementary.roles])
        score(one_each, own[truth.roles != TEXT], ignored, elements)
        score(only(found, found.roles == TEXT), own[truth.roles == TEXT], ignored, lines)
        for role, tally in roles.items():
            score(only(found, found.roles == CLASS_OF[role]), own[truth.roles == CLASS_OF[role]], ignored, tally)
    each = {role: average_precision(tally) for role, tally in roles.items() if tally.truths}
    return {"ap50": average_precision(elements), "map50": float(np.mean(list(each.values()))),
            "recall": elements.found / max(1, elements.truths), "centre": elements.centred / max(1, elements.truths),
            "lines": average_precision(lines), "line recall": lines.found / max(1, lines.truths)} | each


def only(found: Found, mask: np.ndarray) -> Found:
    return Found(found.boxes[mask], found.roles[mask], found.scores[mask])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("weights", type=Path)
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--limit", type=int, default=1000)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    net = ScreenNet()
    net.load_state_dict(load_weights(options.weights))
    net.eval().to(memory_format=torch.channels_last)
    for folder in options.folders:
        figures = evaluate(net, folder, options.limit)
        print(folder.name, " ".join(f"{name} {value:.3f}" for name, value in figures.items()), flush=True)


if __name__ == "__main__":
    main()
