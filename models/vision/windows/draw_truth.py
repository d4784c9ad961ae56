"""Draws the truth over pictures, to look at. draw_truth.py OUT PICTURE.json..."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import cv2
import numpy as np

COLOURS = {
    'button': (0, 0, 255),
    'link': (255, 128, 0),
    'text_field': (0, 160, 0),
    'text_area': (0, 100, 0),
    'checkbox': (255, 0, 255),
    'radio': (255, 0, 128),
    'switch': (128, 0, 255),
    'select': (0, 128, 255),
    'slider': (128, 128, 0),
    'tab': (255, 0, 0),
    'menu_item': (200, 100, 0),
    'icon': (0, 200, 200),
    'image': (128, 128, 128),
    'row': (180, 180, 0),
    'cell': (180, 220, 120),
    'heading': (0, 220, 0),
    'window': (40, 40, 160),
    'dialog': (160, 40, 160),
    'scrollbar': (80, 80, 255),
}


def draw(path: Path) -> np.ndarray:
    truth = json.loads(path.read_text())
    picture = cv2.imread(str(path.with_suffix('.png')))

    def frame(box: list[float], colour: tuple[int, int, int], thick: int = 1) -> None:
        x, y, w, h = (round(v) for v in box)
        cv2.rectangle(picture, (x, y), (x + w - 1, y + h - 1), colour, thick)

    for box in truth['ignore']:
        x, y, w, h = (round(v) for v in box)
        picture[max(0, y) : y + h, max(0, x) : x + w] //= 2
    for box in truth.get('ignoreText', []):
        frame(box, (0, 215, 255), 2)
    for line in truth['lines']:
        frame(line['box'], (200, 200, 0))
    for word in truth['words']:
        frame(word['box'], (120, 200, 255))
    for element in truth['elements']:
        colour = COLOURS[element['role']]
        frame(element['box'], colour)
        tag = element['role'][:6] + ''.join('!' + state[0] for state in element['states'])
        x, y = round(element['box'][0]), round(element['box'][1])
        cv2.putText(picture, tag, (x + 1, y + 7), cv2.FONT_HERSHEY_SIMPLEX, 0.3, colour, 1, cv2.LINE_AA)
    return picture


if __name__ == '__main__':
    out = Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    for argument in sys.argv[2:]:
        cv2.imwrite(str(out / f'{Path(argument).stem}.png'), draw(Path(argument)))
