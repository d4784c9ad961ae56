"""Random Qt 5 windows, drawn for real and written with exact truth.

qt_windows.py --out DIR --seed N --count N [--held-out]

Seeds go to worker processes in batches: one process draws one style at one device scale.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from random import Random

from display import FRAMES, HELD_OUT_FRAMES, Display
from gtk_looks import missing_icons_and_fonts
from qt_looks import draw_batch

BATCH = 10
WORKER_LIMIT_S = 900  # for a machine busy with other work; 10 windows take 15 seconds on a free one


def draw(out: Path, seeds: list[int], held_out: bool) -> None:
    """Draws those of the seeds that have no picture yet."""
    random = Random(seeds[0])
    batch = draw_batch(random, held_out)
    seeds = [seed for seed in seeds if not (out / f'qt-{seed}.json').exists()]
    if not seeds:
        return
    frame = random.choice(HELD_OUT_FRAMES if held_out else FRAMES)
    layout = random.choice(['NLIMC', 'LIMC', 'CIML', 'LC', 'NLC', 'CMIL'])
    worker = [
        sys.executable,
        str(Path(__file__).with_name('qt_worker.py')),
        str(out),
        '--batch',
        json.dumps(asdict(batch)),
        '--seeds',
        *map(str, seeds),
    ]
    with Display(
        frame,
        layout,
        random.choice(['DejaVu Sans', 'Liberation Sans', 'Noto Sans']),
        round(random.choice([8, 9, 10, 11]) * batch.scale),
    ) as display:
        kvantum = display.home / '.config/Kvantum'
        kvantum.mkdir(parents=True)
        (kvantum / 'kvantum.kvconfig').write_text(f'[General]\ntheme={batch.kvantum}\n')
        environment = {
            **display.environment,
            'QT_SCALE_FACTOR': str(batch.scale),
            'QT_FONT_DPI': str(batch.dpi),
            'QT_ACCESSIBILITY': '0',
            'QT_QPA_PLATFORM': 'xcb',
            'QT_QPA_PLATFORMTHEME': 'generic',
            'XDG_CONFIG_HOME': str(display.home / '.config'),
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
        '--held-out', action='store_true', help='styles, icons, fonts and frames that training never sees'
    )
    wanted = parser.parse_args()
    if missing := missing_icons_and_fonts():
        parser.error(f'not installed: {", ".join(missing)}')
    out = wanted.out.resolve()
    out.mkdir(parents=True, exist_ok=True)
    seeds = list(range(wanted.seed, wanted.seed + wanted.count))
    for start in range(0, len(seeds), BATCH):
        draw(out, seeds[start : start + BATCH], wanted.held_out)
    made = sum(1 for seed in seeds if (out / f'qt-{seed}.json').exists())
    print(f'{made} of {wanted.count} windows in {os.path.relpath(out)}')


if __name__ == '__main__':
    main()
