"""The training lines, rendered ones and ones cut from pages and windows, drawn in batches of like widths."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from shards import Sample, load_shard

_batches_per_draw = 32


class Pool:
    """Looks for new shards between draws, so that training may begin while lines are still being made."""

    def __init__(self, folder: Path, cut_share: float):
        """`cut_share`: which part of a draw comes from pages and windows (cut-*.npz), if there are any."""
        self._folder, self._cut_share = folder, cut_share
        self._known: set[Path] = set()
        self.rendered: list[Sample] = []
        self.cut: list[Sample] = []

    def refresh(self) -> None:
        for samples, pattern in ((self.rendered, "lines-*.npz"), (self.cut, "cut-*.npz")):
            for shard in sorted(set(self._folder.glob(pattern)) - self._known):
                self._known.add(shard)
                samples += load_shard(shard)

    def batches(self, size: int, chance: np.random.Generator) -> Iterator[list[Sample]]:
        """Without end."""
        while True:
            self.refresh()
            drawn = [self._draw(chance) for _ in range(size * _batches_per_draw)]
            drawn.sort(key=lambda sample: sample.aspect)
            for place in chance.permutation(_batches_per_draw):
                yield drawn[place * size:(place + 1) * size]

    def _draw(self, chance: np.random.Generator) -> Sample:
        source = self.cut if self.cut and chance.random() < self._cut_share else self.rendered
        return source[int(chance.integers(len(source)))]
