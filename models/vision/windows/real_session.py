"""Runs one scene of real_apps.py inside its session bus: starts it, does the steps, writes picture and truth."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

from atspi_reading import AtspiReader, overlap, toplevels
from atspi_roles import DIALOGS
from truth import Box, Place, Truth, write
from x11_frames import Screen

START_S, CALM_S, CORNER = 90.0, 1.0, (2550, 1590)
AT = (40, 30)  # where windows go


def shell(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


def clients() -> list[int]:
    return [int(line.split()[0], 16) for line in shell('wmctrl', '-l').splitlines() if line.strip()]


def mine(name: str) -> bool:
    return name not in ('', 'openbox', 'real_session.py')


def wait_for_windows() -> bool:
    """Waits until the accessibility tree and the window manager both know a window, and the number rests."""
    end, count, since = time.monotonic() + START_S, 0, time.monotonic()
    while time.monotonic() < end:
        now = len(toplevels(mine)) if clients() else 0
        if now != count:
            count, since = now, time.monotonic()
        if count and time.monotonic() - since > CALM_S:
            return True
        time.sleep(0.3)
    return False


def find(name: str) -> Box | None:
    """The box of a shown accessible of this name."""
    waiting = toplevels(mine)
    while waiting:
        node = waiting.pop()
        if node.get_name() == name and node.get_role_name() not in ('frame', 'label'):
            box = node.get_extents(0)
            if box.width > 1 and box.x >= 0:
                return (box.x, box.y, box.width, box.height)
        waiting += [
            child
            for child in (node.get_child_at_index(i) for i in range(min(node.get_child_count(), 200)))
            if child is not None
        ]
    return None


def do_step(step: str) -> None:
    kind, value = step.split(' ', 1)
    if kind == 'key':
        shell('xdotool', 'key', '--clearmodifiers', value)
    elif kind == 'click':
        box = find(value)
        if box is None:
            raise RuntimeError('nothing of that name to click')
        shell('xdotool', 'mousemove', str(round(box[0] + box[2] / 2)), str(round(box[1] + box[3] / 2)), 'click', '1')
        time.sleep(0.5)
        shell('xdotool', 'mousemove', *map(str, CORNER))
    else:
        time.sleep(float(value))
    time.sleep(CALM_S)


def read(scene: dict, screen: Screen, picture: np.ndarray) -> Truth:
    truth = Truth(
        scene['scale'],
        tuple(scene['screen']),
        f'real/{scene["name"]}-{"dark" if scene["dark"] else "light"}',
        unknown_roles=['heading'],
    )
    reader = AtspiReader(truth, picture, scene['font'], scene['scale'])
    tops = [(top, box) for top in toplevels(mine) if (box := reader.box(top)) is not None]
    known = clients()
    layers: list[tuple[int, Box, int]] = []
    for number in screen.by_height(known):
        frame = screen.frame(number)
        layers.append((truth.add_layer(frame.box), frame.box, number))
    popups = [(reader.add_popup(box), box) for box in screen.popups(known)]
    for top, box in tops:
        popup = next((layer for layer, other in popups if overlap(box, other) > 0.8), None)
        if popup is not None:
            reader.read(top, popup, box)
            continue
        layer, framed, number = max(layers, key=lambda entry: overlap(box, entry[1]))
        if overlap(box, framed) > 0.6:
            role = 'dialog' if top.get_role_name() in DIALOGS else 'window'
            truth.add_element(Place(framed, framed, layer), role, top.get_name() or '')
            truth.add_title_bar(screen.frame(number).bars, Place(framed, framed, layer))
            reader.read(top, layer, framed)
    return truth


def main() -> None:
    out, scene = Path(sys.argv[1]), json.loads(sys.argv[2])
    quiet = subprocess.DEVNULL
    application = subprocess.Popen(scene['command'], stdout=quiet, stderr=quiet)
    screen = Screen()
    try:
        if not wait_for_windows():
            raise RuntimeError('no window came up')
        shell('xdotool', 'mousemove', *map(str, CORNER))
        width, height = [side * scene['scale'] for side in scene['size']] if scene['size'] else (-1, -1)
        shell('wmctrl', '-r', ':ACTIVE:', '-e', f'0,{AT[0]},{AT[1]},{width},{height}')
        time.sleep(CALM_S)
        for step in scene['steps']:
            do_step(step)
        wait_for_windows()
        size = scene['screen']
        picture, truth, restless = screen.settled(
            *size, lambda: read(scene, screen, screen.picture(*size)), lambda: time.sleep(0.3)
        )
        for box in restless:
            truth.ignore_always(box)
        write(out, f'{scene["name"]}-{"dark" if scene["dark"] else "light"}', picture, truth)
        print(scene['name'], len(truth.elements), 'elements', len(truth.words), 'words')
    finally:
        application.terminate()
        screen.close()


if __name__ == '__main__':
    main()
