"""Screens of a terminal in X's bitmap fonts, with known text: python3 terminals.py --out FOLDER --seed 1

Needs Xvfb and xterm. Held out: nothing here is trained on; the texts come from other seeds than the training lines.
Every word has the box of its cells. Format: see crops.py.
"""

import argparse
import json
import os
import re
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from random import Random

import numpy as np
from PIL import Image, ImageGrab

from alphabet import is_readable
from texts import Texts

_columns, _rows, _border = 80, 24, 2
_screen = (1280, 720)
_patience_s = 20


@dataclass(frozen=True)
class Face:
    """`font`: as xterm is told; `cell`: width and height of a character, px; `is_latin1`: whether it has no other letters."""

    name: str
    font: str
    cell: tuple[int, int]
    is_latin1: bool


def _misc(name: str, width: int, height: int, rest: str) -> Face:
    return Face(name, f"-misc-fixed-{rest}-{height}-*-*-*-c-{width}0-iso10646-1", (width, height), False)


FACES = [
    Face("6x13", "6x13", (6, 13), True), Face("7x13", "7x13", (7, 13), True), Face("8x13", "8x13", (8, 13), True),
    Face("9x15", "9x15", (9, 15), True), Face("10x20", "10x20", (10, 20), True), Face("6x10", "6x10", (6, 10), True),
    _misc("6x13-unicode", 6, 13, "medium-r-semicondensed-"), _misc("9x15-unicode", 9, 15, "medium-r-normal-"),
    _misc("9x18-unicode", 9, 18, "medium-r-normal-"), _misc("8x13-unicode", 8, 13, "medium-r-normal-"),
    Face("terminus-12", "-xos4-terminus-medium-r-normal--12-*-72-72-c-60-iso10646-1", (6, 12), False),
    Face("terminus-14", "-xos4-terminus-medium-r-normal--14-*-72-72-c-80-iso10646-1", (8, 14), False),
    Face("terminus-16", "-xos4-terminus-medium-r-normal--16-*-72-72-c-80-iso10646-1", (8, 16), False),
]
# Ink and ground, as people set them.
_themes = [("black", "white"), ("white", "black"), ("gray80", "black"), ("#00ff00", "black"), ("#839496", "#002b36"),
           ("#657b83", "#fdf6e3"), ("#d0d0d0", "#300a24"), ("black", "#ffffdd")]


def content(texts: Texts, chance: Random, face: Face) -> list[str]:
    """Rows of plain text that fit the terminal: prompts, listings, code, prose."""
    fits = (lambda text: text.isascii() or text.encode("latin-1", "ignore").decode("latin-1") == text) if face.is_latin1 else is_readable
    rows = []
    while len(rows) < _rows - 1:
        parts = [text for text in (texts.line(60) for _ in range(chance.choice([1, 2, 2, 3]))) if fits(text)]
        row = (" " * chance.choice([0, 0, 2, 4])) + chance.choice([" ", "  ", "    "]).join(parts)
        rows.append(row[:_columns - 1].rstrip() if parts and chance.random() > 0.06 else "")
    return rows


def coloured(row: str, chance: Random) -> str:
    """The row as sent to the terminal: a word of some rows in colour, bold or reversed."""
    words = list(re.finditer(r"\S+", row))
    if not words or chance.random() > 0.3:
        return row
    word = chance.choice(words)
    style = chance.choice(["1", "31", "32", "34", "35", "36", "1;34", "7", "4"])
    return f"{row[:word.start()]}\x1b[{style}m{word.group()}\x1b[0m{row[word.end():]}"


def truth(rows: list[str], face: Face) -> dict:
    """Words and runs of words (one blank apart), with the boxes of their cells."""
    width, height = face.cell

    def placed(pattern: str) -> list[dict]:
        return [{"text": run.group(), "box": [_border + run.start() * width, _border + index * height, len(run.group()) * width, height]}
                for index, row in enumerate(rows) for run in re.finditer(pattern, row)]

    return {"scale": 1, "size": list(_screen), "source": f"terminals/{face.name}", "elements": [],
            "words": placed(r"\S+"), "lines": placed(r"\S+(?: \S+)*"), "ignore": []}


class Display:
    """An X server of its own, closed at the end of the block."""

    def __enter__(self) -> "Display":
        reading, writing = os.pipe()
        command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", f"{_screen[0]}x{_screen[1]}x24", "-nolisten", "tcp", "-noreset"]
        self._server = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL)
        os.close(writing)
        with os.fdopen(reading) as answer:
            self.name = f":{answer.readline().strip()}"
        return self

    def __exit__(self, *_) -> None:
        self._server.terminate()
        self._server.wait()

    def picture(self) -> np.ndarray:
        return np.asarray(ImageGrab.grab(xdisplay=self.name).convert("RGB"))


def shown(display: Display, face: Face, theme: tuple[str, str], text: str) -> np.ndarray | None:
    """What the screen looks like once the terminal has drawn everything and come to rest."""
    with tempfile.TemporaryDirectory() as folder:
        file, done = Path(folder) / "text", Path(folder) / "done"
        file.write_text(text, encoding="utf-8")
        command = ["xterm", "-u8", "-fn", face.font, "-fg", theme[0], "-bg", theme[1], "-geometry", f"{_columns}x{_rows}+0+0", "-bw", "0",
                   "-b", str(_border), "+sb", "-xrm", "*cursorBlink: false", "-e", "sh", "-c", f"cat {file}; touch {done}; exec cat"]
        # The terminal's program reads from the terminal for ever; it ends with the terminal.
        terminal = subprocess.Popen(command, env={**os.environ, "DISPLAY": display.name, "LC_ALL": "C.UTF-8"}, stderr=subprocess.DEVNULL)
        try:
            return _at_rest(display, done)
        finally:
            terminal.terminate()
            terminal.wait()


def _at_rest(display: Display, done: Path) -> np.ndarray | None:
    before, until = None, time.monotonic() + _patience_s
    while time.monotonic() < until:
        now = display.picture()
        if done.exists() and before is not None and now.any() and (now == before).all():
            return now
        before = now
        time.sleep(0.3)
    return None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--screens", type=int, default=2, help="per font")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    texts, chance = Texts(1_000_000 + options.seed), Random(f"terminals-{options.seed}")
    with Display() as display:
        for face in FACES:
            for index in range(options.screens):
                rows = content(texts, chance, face)
                picture = shown(display, face, chance.choice(_themes), "\n".join(coloured(row, chance) for row in rows))
                if picture is None:
                    raise RuntimeError(f"the terminal in {face.name} did not come to rest")
                name = f"{face.name}-{index}"
                Image.fromarray(picture).save(options.out / f"{name}.png")
                (options.out / f"{name}.json").write_text(json.dumps(truth(rows, face), ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main()
