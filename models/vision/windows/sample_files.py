"""Files for real applications to show: a text and an older one, a folder, a picture, an archive and a paper."""

from __future__ import annotations

import zipfile
from pathlib import Path

import cairo
import cv2
import numpy as np

TEXT = """Notes on the tide mill

The mill stands where the creek narrows. Twice a day the pond fills
through the sluice, and at half ebb the miller opens the gate.

  wheel      4.2 m across, 36 paddles
  fall       1.1 m at springs, 0.6 m at neaps
  stones     two pairs, French burr
  output     about 85 kg of flour per hour

Repairs asked for in spring:
  1. new oak sill for the lower gate
  2. grease for the pit wheel bearing
  3. ask Mr Halloran about the cracked spindle
"""
FILES = [
    'barley.csv',
    'creek survey.txt',
    'estimate-2024.ods',
    'gate drawing.png',
    'letter to the council.odt',
    'log.xml',
    'mill race.jpg',
    'pond depths.csv',
    'rent 1911.pdf',
    'sluice.svg',
    'tide table.html',
    'wages.ods',
]
FOLDERS = ['drawings', 'letters', 'old maps', 'photographs']


def make_samples(home: Path) -> None:
    (home / 'notes.txt').write_text(TEXT)
    (home / 'notes-old.txt').write_text(
        TEXT.replace('36 paddles', '32 paddles').replace('85 kg', '70 kg').replace('  2. grease', '  2. fat')
    )
    papers = home / 'papers'
    papers.mkdir()
    for folder in FOLDERS:
        (papers / folder).mkdir()
    for number, name in enumerate(FILES):
        (papers / name).write_bytes(b'sample ' * (number * 37 + 1))
    across, down = np.meshgrid(np.arange(480), np.arange(320))
    picture = np.stack([across % 256, down % 256, (across + down) % 256], axis=2).astype(np.uint8)
    cv2.imwrite(str(home / 'picture.png'), cv2.circle(picture, (240, 160), 90, (40, 200, 240), -1))
    with zipfile.ZipFile(home / 'bundle.zip', 'w') as archive:
        for name in FILES:
            archive.writestr(f'papers/{name}', name * 40)
    _paper(home / 'paper.pdf')


def _paper(path: Path) -> None:
    surface = cairo.PDFSurface(str(path), 595, 842)
    pen = cairo.Context(surface)
    for page in range(3):
        pen.set_font_size(14)
        for number, line in enumerate(TEXT.splitlines()):
            pen.move_to(60, 90 + 24 * number)
            pen.show_text(line)
        pen.move_to(280, 800)
        pen.show_text(str(page + 1))
        pen.show_page()
    surface.finish()
