"""Labelled pictures: folders of NAME.png (or .webp) and NAME.json (the format in models/README.md), held ready for cutting."""
import hashlib
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import torch
from torch import Tensor

from classes import CLASS_OF, STATES

SUFFIXES = (".png", ".webp")
READ_AHEAD = 64


@dataclass(frozen=True)
class Truth:
    """What is known of one picture; boxes are left, top, right, bottom in px of it."""

    width: int
    height: int
    roles: np.ndarray  # int64 [n]
    boxes: np.ndarray  # float32 [n, 4]
    states: np.ndarray  # float32 [n, 4]: 0 or 1
    ignored: np.ndarray  # float32 [m, 4]: places where the truth is not known


def sides(box: list[float]) -> tuple[float, float, float, float]:
    x, y, width, height = box
    return x, y, x + width, y + height


def read_truth(path: Path, width: int, height: int) -> Truth:
    raw = json.loads(path.read_text(encoding="utf8"))
    elements = [one for one in raw["elements"] if one["role"] in CLASS_OF and one["role"] != "text"]
    lines = raw.get("lines", ())
    roles = [CLASS_OF[one["role"]] for one in elements] + [CLASS_OF["text"]] * len(lines)
    states = [[state in one.get("states", ()) for state in STATES] for one in elements] + [[False] * len(STATES)] * len(lines)
    ignored = [sides(box) for box in [*raw.get("ignore", ()), *raw.get("ignoreText", ())]]
    return Truth(width, height, np.array(roles, np.int64), boxes_of([sides(one["box"]) for one in [*elements, *lines]]),
                 np.array(states, np.float32).reshape(-1, len(STATES)), boxes_of(ignored))


def boxes_of(boxes: list) -> np.ndarray:
    return np.array(boxes, np.float32).reshape(-1, 4)


def labelled(folder: Path) -> list[Path]:
    """The pictures of a folder whose truth is there too, in the order of their names."""
    return sorted(path for suffix in SUFFIXES for path in folder.glob(f"*{suffix}") if path.with_suffix(".json").exists())


def read_pixels(path: Path) -> np.ndarray:
    """uint8 [h, w, 3], red first"""
    picture = cv2.imread(str(path))
    if picture is None:
        raise ValueError(f"{path} is no picture: delete it and its JSON, and generate it again")
    return np.ascontiguousarray(picture[:, :, ::-1])


class Pictures:
    """All pictures of some folders, decoded once into one file. `pixels[i]`: uint8 [h, w, 3], red first, on the device: a GPU holds
    them all (about 4 MB each), a CPU reads them from the file as they are needed."""

    def __init__(self, folders: list[Path], cache: Path, device: torch.device):
        paths = [path for folder in folders for path in labelled(folder)]
        if not paths:
            raise FileNotFoundError(f'no labelled pictures in {", ".join(str(folder) for folder in folders)}')
        key = hashlib.sha256("\n".join(f"{path} {path.stat().st_size}" for path in paths).encode()).hexdigest()[:16]
        cache.mkdir(parents=True, exist_ok=True)
        packed, index = cache / f"{key}.bin", cache / f"{key}.json"
        if not index.exists():
            index.write_text(json.dumps(pack(paths, packed)))
        places = json.loads(index.read_text())
        content = torch.from_numpy(np.memmap(packed, np.uint8, "c"))
        self.pixels = [content[start:start + width * height * 3].view(height, width, 3).to(device) for start, width, height in places]
        self.truths = [read_truth(path.with_suffix(".json"), width, height) for path, (_, width, height) in zip(paths, places)]

    def __len__(self) -> int:
        return len(self.truths)


def pack(paths: list[Path], target: Path) -> list[tuple[int, int, int]]:
    """Writes the pixels one after the other; returns start, width and height of each."""
    places, start = [], 0
    with target.open("wb") as file, ThreadPoolExecutor() as readers:
        for few in range(0, len(paths), READ_AHEAD):
            for pixels in readers.map(read_pixels, paths[few:few + READ_AHEAD]):
                file.write(pixels.data)
                places.append((start, pixels.shape[1], pixels.shape[0]))
                start += pixels.size
    return places
