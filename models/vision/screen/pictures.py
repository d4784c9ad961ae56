"""Labelled pictures: folders of NAME.png and NAME.json (the format in models/README.md), packed for quick random access."""
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from classes import CLASS_OF, STATES

Box = tuple[float, float, float, float]
"""left, top, right, bottom in image px"""


@dataclass(frozen=True)
class Label:
    role: int
    box: Box
    states: tuple[bool, ...]


@dataclass(frozen=True)
class Truth:
    width: int
    height: int
    labels: tuple[Label, ...]
    ignored: tuple[Box, ...]
    """Places where the truth is not known."""


def sides(box: list[float]) -> Box:
    x, y, width, height = box
    return x, y, x + width, y + height


def read_truth(path: Path, width: int, height: int) -> Truth:
    raw = json.loads(path.read_text(encoding="utf8"))
    none = (False,) * len(STATES)
    labels = [Label(CLASS_OF[one["role"]], sides(one["box"]), tuple(state in one.get("states", ()) for state in STATES))
              for one in raw["elements"] if one["role"] in CLASS_OF and one["role"] != "text"]
    labels += [Label(CLASS_OF["text"], sides(one["box"]), none) for one in raw.get("lines", ())]
    ignored = [sides(box) for box in [*raw.get("ignore", ()), *raw.get("ignoreText", ())]]
    return Truth(width, height, tuple(labels), tuple(ignored))


def labelled(folder: Path) -> list[Path]:
    """The pictures of a folder whose truth is there too, in the order of their names."""
    return sorted(path for path in folder.glob("*.png") if path.with_suffix(".json").exists())


class Pictures:
    """All pictures of some folders, decoded once into one memory-mapped file. `pixels(i)`: uint8 [h, w, 3], red first."""

    def __init__(self, folders: list[Path], cache: Path):
        paths = [path for folder in folders for path in labelled(folder)]
        if not paths:
            raise FileNotFoundError(f'no labelled pictures in {", ".join(str(folder) for folder in folders)}')
        key = hashlib.sha256('\n'.join(f"{path} {path.stat().st_size}" for path in paths).encode()).hexdigest()[:16]
        cache.mkdir(parents=True, exist_ok=True)
        packed, index = cache / f"{key}.bin", cache / f"{key}.json"
        if not index.exists():
            index.write_text(json.dumps(pack(paths, packed)))
        self._places = json.loads(index.read_text())
        self._bytes = np.memmap(packed, np.uint8, "r")
        self.truths = [read_truth(path.with_suffix(".json"), width, height)
                       for path, (_, width, height) in zip(paths, self._places)]

    def __len__(self) -> int:
        return len(self.truths)

    def pixels(self, index: int) -> np.ndarray:
        start, width, height = self._places[index]
        return self._bytes[start:start + width * height * 3].reshape(height, width, 3)


def pack(paths: list[Path], target: Path) -> list[tuple[int, int, int]]:
    """Writes the pixels one after the other; returns start, width and height of each."""
    places, start = [], 0
    with target.open("wb") as file:
        for path in paths:
            picture = cv2.imread(str(path))
            if picture is None:
                raise ValueError(f"{path} is no picture: delete it and its JSON, and generate it again")
            pixels = np.ascontiguousarray(picture[:, :, ::-1])
            height, width, _ = pixels.shape
            file.write(pixels.data)
            places.append((start, width, height))
            start += pixels.size
    return places
