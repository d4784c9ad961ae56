"""Lines cut from rendered pages and windows: folders of NAME.png (or .webp) and NAME.json with "lines" (text and box) and "ignore".

For training they are kept as shards beside the rendered ones: python3 crops.py --out DATA/reader-lines DATA/pages-train ...
A shard that exists is not made again.
"""

import argparse
import json
import time
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np

from alphabet import is_readable, written
from normalise import grey_of
from shards import Sample, save_shard

Box = tuple[float, float, float, float]
# Wider lines (in heights) cost more than they teach.
widest = 22


def read_grey(path: Path) -> np.ndarray:
    content = np.frombuffer(path.read_bytes(), np.uint8)
    return grey_of(cv2.imdecode(content, cv2.IMREAD_COLOR)[:, :, ::-1])


def folder_samples(folder: Path) -> Iterator[tuple[str, Sample]]:
    """(name of the picture, sample) of every readable line that is in no place to ignore."""
    for description in sorted(folder.glob("*.json")):
        for sample in _samples_of(description):
            yield description.stem, sample


def _samples_of(description: Path) -> list[Sample]:
    """Nothing while the picture is being written: lines may be cut while more pages are rendered."""
    picture = next((path for path in map(description.with_suffix, (".png", ".webp")) if path.exists()), description)
    try:
        if picture == description or _is_fresh(description) or _is_fresh(picture):
            return []
        page, grey = json.loads(description.read_text(encoding="utf-8")), read_grey(picture)
    except FileNotFoundError:
        return []
    return list(page_samples(grey, page))


def _is_fresh(path: Path) -> bool:
    """Whether it may still be being written."""
    return time.time() - path.stat().st_mtime < 10


def page_samples(grey: np.ndarray, page: dict) -> Iterator[Sample]:
    hidden = [_edges(box) for box in page.get("ignore", [])]
    for line in page.get("lines", []):
        text, box = written(line["text"]), _edges(line["box"])
        if is_readable(text) and _is_inside(box, grey) and not any(_touches(box, other) for other in hidden):
            yield with_surroundings(text, grey, box)


def with_surroundings(text: str, grey: np.ndarray, box: Box) -> Sample:
    """The line with up to 0.7 heights (at least 8 px) of what is around it."""
    left, top, right, bottom = box
    room = max(8, int(0.7 * (bottom - top)))
    x, y = max(0, int(left) - room), max(0, int(top) - room)
    cut = grey[y:int(bottom) + room + 1, x:int(right) + room + 1].copy()
    return Sample(text, cut, (left - x, top - y, right - x, bottom - y))


def _edges(box) -> Box:
    x, y, width, height = map(float, box)
    return x, y, x + width, y + height


def _is_inside(box: Box, grey: np.ndarray) -> bool:
    height, width = grey.shape
    left, top, right, bottom = box
    return left >= 0 and top >= 0 and right <= width and bottom <= height and right - left >= 2 and bottom - top >= 4


def _touches(box: Box, other: Box) -> bool:
    return min(box[2], other[2]) > max(box[0], other[0]) and min(box[3], other[3]) > max(box[1], other[1])


def cut_folder(folder: Path, out: Path, most: int = 100_000, per_shard: int = 300) -> None:
    """Shards cut-FOLDER-N.npz of at most `per_shard` pictures each; those that exist are kept."""
    descriptions = sorted(folder.glob("*.json"))[:most]
    for start in range(0, len(descriptions), per_shard):
        shard = out / f"cut-{folder.name}-{start}.npz"
        if not shard.exists():
            pictures = descriptions[start:start + per_shard]
            samples = [sample for picture in pictures for sample in _samples_of(picture) if sample.aspect <= widest]
            save_shard(shard, samples)
            print(f"{shard.name}: {len(samples)} lines", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--most", type=int, default=100_000, help="pictures per folder")
    parser.add_argument("--per-shard", type=int, default=300, help="pictures")
    parser.add_argument("folders", type=Path, nargs="+")
    options = parser.parse_args()
    for folder in options.folders:
        cut_folder(folder, options.out, options.most, options.per_shard)


if __name__ == "__main__":
    main()
