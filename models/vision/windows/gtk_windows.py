"""Random GTK 3 windows, drawn for real and written with exact truth.

gtk_windows.py --out DIR --seed N --count N [--held-out]

Seeds go to worker processes in batches: one process draws one device scale only, and old windows do not pile up in it.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path
from random import Random

from display import FRAMES, HELD_OUT_FRAMES, Display
from gtk_looks import missing_icons_and_fonts, missing_themes, scale_of

BATCH = 20
WORKER_LIMIT_S = 1200  # for a machine busy with other work; 20 windows take half a minute on a free one


def batches(seeds: list[int]) -> list[list[int]]:
    found: list[list[int]] = []
    for scale in (1, 2):
        same = [seed for seed in seeds if scale_of(seed) == scale]
        found += [same[start : start + BATCH] for start in range(0, len(same), BATCH)]
    return found


def draw_batch(out: Path, seeds: list[int], held_out: bool) -> None:
    """Draws those of the seeds that have no picture yet."""
    random = Random(seeds[0])
    seeds = [seed for seed in seeds if not (out / f'gtk-{seed}.json').exists()]
    if not seeds:
        return
    frame = random.choice(HELD_OUT_FRAMES if held_out else FRAMES)
    layout = random.choice(['NLIMC', 'LIMC', 'CIML', 'LC', 'NLC', 'CMIL'])
    worker = [sys.executable, str(Path(__file__).with_name('gtk_worker.py')), str(out), '--seeds', *map(str, seeds)]
    with Display(
        frame,
        layout,
        random.choice(['DejaVu Sans', 'Liberation Sans', 'Noto Sans']),
        random.choice([8, 9, 10, 11]) * scale_of(seeds[0]),
    ) as display:
        environment = {
            **display.environment,
            'GDK_SCALE': str(scale_of(seeds[0])),
            'NO_AT_BRIDGE': '1',
            'GTK_OVERLAY_SCROLLING': '0',
        }
        try:
            subprocess.run(
                worker + (['--held-out'] if held_out else []),
                env=environment,
                cwd=display.home,
                timeout=WORKER_LIMIT_S,
                check=False,
            )
        except subprocess.TimeoutExpired:
            print(f'batch of seed {seeds[0]} stopped after {WORKER_LIMIT_S} s', file=sys.stderr)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--out', type=Path, required=True)
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--count', type=int, default=100)
    parser.add_argument(
        '--held-out', action='store_true', help='themes, icons, fonts and frames that training never sees'
    )
    wanted = parser.parse_args()
    if missing := missing_themes() + missing_icons_and_fonts():
        parser.error(f'not installed: {", ".join(missing)}')
    out = wanted.out.resolve()
    out.mkdir(parents=True, exist_ok=True)
    for seeds in batches(list(range(wanted.seed, wanted.seed + wanted.count))):
        draw_batch(out, seeds, wanted.held_out)
    made = sum(1 for seed in range(wanted.seed, wanted.seed + wanted.count) if (out / f'gtk-{seed}.json').exists())
    print(f'{made} of {wanted.count} windows in {os.path.relpath(out)}')


if __name__ == '__main__':
    main()
