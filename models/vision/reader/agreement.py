"""Writes the fixture that Python's and TypeScript's preparation of crops are both tested against.

python3 agreement.py ../../../packages/sight/src/line-crop.fixture.json
"""

import json
import sys
from pathlib import Path

import numpy as np

from normalise import prepared

# Width, height of the boxes: small, usual, just 32, higher than the reader (which then averages), narrow, dark ground.
_boxes = [(3, 9), (17, 13), (23, 16), (11, 32), (40, 45), (30, 70), (2, 18), (26, 15)]


def patch(index: int, width: int, height: int) -> np.ndarray:
    """A picture of strokes on a ground, the same for every run. [height, width] uint8."""
    chance = np.random.default_rng(index)
    ground, ink = (235, 30) if index % 2 == 0 else (40, 220)
    grey = np.full((height, width), ground, np.uint8)
    for _ in range(max(2, width // 4)):
        x, y = int(chance.integers(width)), int(chance.integers(height))
        grey[y:y + max(1, height // 3), x:x + max(1, width // 9)] = int(np.clip(ink + chance.integers(-30, 30), 0, 255))
    return grey


def main() -> None:
    cases = []
    for index, (width, height) in enumerate(_boxes):
        grey = patch(index, width, height)
        values = prepared(grey)
        places = np.random.default_rng(index).permutation(values.size)[:60]
        cases.append({
            "width": width, "height": height, "levels": grey.ravel().tolist(), "cropWidth": values.shape[1],
            "places": sorted(map(int, places)),
            "values": [round(float(values.ravel()[place]), 4) for place in sorted(places)],
        })
    rows = ",\n".join(json.dumps(case) for case in cases)
    Path(sys.argv[1]).write_text(f"[\n{rows}\n]\n", encoding="utf-8")


if __name__ == "__main__":
    main()
