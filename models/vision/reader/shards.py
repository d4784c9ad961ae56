"""Training lines on disk: many small grey pictures in one file, each with the box and the text of its line."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np


@dataclass(frozen=True)
class Sample:
    """`grey`: [height, width] uint8 with some surroundings; `box`: left, top, right, bottom of the line in it, px."""

    text: str
    grey: np.ndarray
    box: tuple[float, float, float, float]

    @property
    def aspect(self) -> float:
        """Width in heights of the line."""
        left, top, right, bottom = self.box
        return (right - left) / max(1.0, bottom - top)


def save_shard(path: Path, samples: list[Sample]) -> None:
    """Under another name first: a training that runs meanwhile must not see half of it."""
    unfinished = path.with_name("unfinished-" + path.name)
    np.savez(
        unfinished,
        pixels=np.concatenate([sample.grey.ravel() for sample in samples]),
        sizes=np.array([sample.grey.shape for sample in samples], np.int32),
        boxes=np.array([sample.box for sample in samples], np.float32),
        texts=np.array([sample.text for sample in samples]),
    )
    unfinished.rename(path)


def load_shard(path: Path) -> list[Sample]:
    with np.load(path) as shard:
        pixels, sizes, boxes, texts = (shard[name] for name in ("pixels", "sizes", "boxes", "texts"))
    ends = np.cumsum(sizes.prod(1))
    return [
        Sample(str(text), pixels[end - height * width:end].reshape(height, width), tuple(map(float, box)))
        for end, (height, width), box, text in zip(ends, sizes, boxes, texts)
    ]
