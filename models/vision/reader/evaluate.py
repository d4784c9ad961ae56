"""How well lines are read, on true line boxes: python3 evaluate.py --model checkpoint/reader.pt FOLDER... [--tesseract]

Folders of pictures with "lines" (see crops.py). Each line is cut out with 1 px above and below and 2 px at its ends;
with --shaken as imperfectly as a detector would. A word counts when case and punctuation are exact.
Quotation marks, dashes and the like count as different characters; accents as well.
"""

import argparse
import json
import os
import subprocess
import tempfile
from collections import defaultdict
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

import cv2
import numpy as np
import torch

from alphabet import decoded, written
from checkpoints import load_checkpoint, read_model
from crops import folder_samples
from jitter import block_of, jittered
from normalise import prepared
from shards import Sample

# Height of a font's ascent and descent in font sizes, about: sorts lines into bands of text size.
_line_height = 1.17


@dataclass
class Score:
    """Counts of one group of lines."""

    lines: int = 0
    lines_exact: int = 0
    words: int = 0
    words_exact: int = 0
    characters: int = 0
    errors: int = 0

    def add(self, truth: str, read: str) -> None:
        wanted, found = truth.split(), read.split()
        blocks = SequenceMatcher(None, wanted, found, autojunk=False).get_matching_blocks()
        self.lines += 1
        self.lines_exact += truth == read
        self.words += len(wanted)
        self.words_exact += sum(block.size for block in blocks)
        self.characters += len(truth)
        self.errors += distance(truth, read)

    def row(self) -> dict:
        share = lambda part, whole: round(part / max(1, whole), 4)
        return {"lines": self.lines, "linesExact": share(self.lines_exact, self.lines), "words": self.words,
                "wordsExact": share(self.words_exact, self.words), "characterErrorRate": share(self.errors, self.characters)}


def distance(a: str, b: str) -> int:
    """Levenshtein's: insertions, deletions and replacements."""
    row = list(range(len(b) + 1))
    for index, x in enumerate(a, 1):
        previous, row[0] = row[0], index
        for place, y in enumerate(b, 1):
            previous, row[place] = row[place], min(row[place] + 1, row[place - 1] + 1, previous + (x != y))
    return row[-1]


def cut(sample: Sample) -> np.ndarray:
    left, top, right, bottom = (round(value) for value in sample.box)
    return sample.grey[max(0, top - 1):bottom + 1, max(0, left - 2):right + 2]


@torch.no_grad()
def read_lines(model: Path, samples: list[Sample], shaken: np.random.Generator | None = None) -> list[str]:
    reader, alphabet = read_model(model), load_checkpoint(model)[1]
    reads = [""] * len(samples)
    order = sorted(range(len(samples)), key=lambda index: samples[index].aspect)
    for start in range(0, len(order), 16):
        members = order[start:start + 16]
        crops = [jittered(samples[index], shaken) if shaken else prepared(cut(samples[index])) for index in members]
        best = reader(torch.from_numpy(block_of(crops))).argmax(2)
        for index, crop, classes in zip(members, crops, best):
            reads[index] = " ".join(decoded(classes[:-(-crop.shape[1] // 2)].tolist(), alphabet).split())
    return reads


def tesseract_lines(samples: list[Sample], language: str) -> list[str]:
    """The same cuts through Tesseract as single lines, doubled in size, which suits it best."""
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / f"{index}.png" for index in range(len(samples))]
        for file, sample in zip(files, samples):
            grey = cv2.copyMakeBorder(cut(sample), 4, 4, 4, 4, cv2.BORDER_REPLICATE)
            cv2.imwrite(str(file), cv2.resize(grey, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC))
        (Path(folder) / "list.txt").write_text("\n".join(map(str, files)), encoding="utf-8")
        command = ["tesseract", f"{folder}/list.txt", "stdout", "--psm", "7", "-l", language]
        answer = subprocess.run(command, capture_output=True, text=True, check=True, env={**os.environ, "OMP_THREAD_LIMIT": "1"})
    pages = answer.stdout.split("\f")
    return [written(page) for page in pages[:len(samples)]]


def groups_of(sample: Sample) -> list[str]:
    height = (sample.box[3] - sample.box[1]) / _line_height
    size = "to 12 px" if height <= 12.5 else "13-14 px" if height <= 14.5 else "15-20 px" if height <= 20.5 else "over 20 px"
    theme = "dark" if np.median(cut(sample)) < 128 else "light"
    return ["all", size, theme, *([] if sample.text.isascii() else ["beyond ASCII"])]


def table(named: list[tuple[str, Sample]], reads: list[str], by_name: bool) -> dict[str, dict]:
    scores: dict[str, Score] = defaultdict(Score)
    for (name, sample), read in zip(named, reads):
        for group in [*groups_of(sample), *([name.rpartition("-")[0]] if by_name else [])]:
            scores[group].add(sample.text, read)
    return {group: score.row() for group, score in sorted(scores.items())}


def show(title: str, rows: dict[str, dict]) -> None:
    for group, row in rows.items():
        print(f"{title:34s} {group:16s} " + "  ".join(f"{name} {value}" for name, value in row.items()), flush=True)


def thinned(named: list, most: int) -> list:
    step = max(1, len(named) / most)
    return [named[int(place * step)] for place in range(min(most, len(named)))]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--model", type=Path, default=Path(__file__).parent / "checkpoint" / "reader.pt")
    parser.add_argument("--most", type=int, default=3000, help="lines per folder")
    parser.add_argument("--tesseract", action="store_true", help="beside it, on at most 400 of the lines")
    parser.add_argument("--language", default="eng")
    parser.add_argument("--shaken", action="store_true")
    parser.add_argument("--by-name", action="store_true", help="also by the picture's name without its number")
    parser.add_argument("--misses", type=int, default=0, help="print so many misread lines")
    parser.add_argument("--out", type=Path, help="the figures as JSON")
    options = parser.parse_args()
    torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", "1")))
    figures = {folder.name: evaluate(folder, options) for folder in options.folders}
    if options.out:
        options.out.write_text(json.dumps(figures, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def evaluate(folder: Path, options: argparse.Namespace) -> dict:
    named = thinned(list(folder_samples(folder)), options.most)
    reads = read_lines(options.model, [sample for _, sample in named], np.random.default_rng(1) if options.shaken else None)
    rows = table(named, reads, options.by_name)
    show(folder.name, rows)
    missed = [(sample.text, read) for (_, sample), read in zip(named, reads) if sample.text != read]
    for text, read in thinned(missed, options.misses) if options.misses else []:
        print(f"    {text!r} read {read!r}")
    if not options.tesseract:
        return {"reader": rows}
    few = thinned(named, 400)
    beside = table(few, tesseract_lines([sample for _, sample in few], options.language), options.by_name)
    show(f"{folder.name} (tesseract)", beside)
    return {"reader": rows, "tesseract": beside}


if __name__ == "__main__":
    main()
