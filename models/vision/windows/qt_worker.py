"""Draws a batch of random Qt 5 windows on the display it is started on. Started by qt_windows.py."""

from __future__ import annotations

import argparse
import json
import sys
import time
import traceback
from pathlib import Path
from random import Random

from PyQt5.QtCore import QPoint, Qt
from PyQt5.QtGui import QColor, QFont, QIcon, QPalette
from PyQt5.QtWidgets import QApplication, QComboBox, QLabel, QMainWindow, QMenu, QStyleFactory, QWidget

from display import SCREEN_PX, fill_folder
from phrases import Phrases
from qt_blocks import QtBlocks
from qt_looks import Batch, QtLook, draw_look
from qt_reading import QtReader, role_of
from qt_shell import fill_menu, random_window
from truth import Box, Place, Truth, area, meet, write
from x11_frames import Screen

QUIET_S = 0.12
LONGEST_FRAME_S = 2.0


def pump(seconds: float) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        QApplication.processEvents()
        time.sleep(0.004)


def wait_for_frame(window: QWidget) -> None:
    """Qt moves a window by its frame once it has heard of the frame: without waiting the place would hang on speed."""
    end = time.monotonic() + LONGEST_FRAME_S
    while window.frameGeometry() == window.geometry() and time.monotonic() < end:
        if window.windowFlags() & Qt.FramelessWindowHint:
            return
        pump(0.02)


def wear(look: QtLook, batch: Batch) -> None:
    """Puts a look on the whole process."""
    app = QApplication.instance()
    app.setStyleSheet('')
    QIcon.setThemeName(look.icons)
    app.setFont(QFont(look.font, look.font_pt))
    palette = QPalette(app.style().standardPalette())
    for role, colour in look.colours.items():
        palette.setColor(getattr(QPalette, role), QColor(colour))
        if role in ('WindowText', 'Text', 'ButtonText'):
            palette.setColor(QPalette.Disabled, getattr(QPalette, role), QColor('#808080'))
    app.setPalette(palette)
    app.setStyleSheet(look.sheet)
    app.setProperty('style', batch.style)


class Painter:
    """Shows windows one after another on a desktop of its own and writes what was seen."""

    def __init__(self, out: Path, batch: Batch, held_out: bool) -> None:
        self._out, self._batch, self._held_out = out, batch, held_out
        self._screen = Screen()
        self._folder = Path('files').resolve()
        self._folder.mkdir()
        self._desktop = QLabel()
        self._desktop.setAttribute(Qt.WA_X11NetWmWindowTypeDesktop)
        self._desktop.setGeometry(0, 0, *(round(side / batch.scale) for side in SCREEN_PX))
        self._desktop.setScaledContents(True)
        self._desktop.show()
        self._taken: list[Box] = []

    def paint(self, seed: int) -> None:
        random = Random(seed)
        look = draw_look(random, self._batch, self._held_out)
        wear(look, self._batch)
        phrases = Phrases(random)
        fill_folder(self._folder, phrases, random)
        blocks = QtBlocks(random, phrases)
        self._desktop.setPixmap(blocks.pixmap(640, 400))
        windows = [random_window(blocks) for _ in range(random.choice([1, 1, 1, 1, 2, 2, 3]))]
        self._taken = []
        for window in windows:
            self._show(window, look, random)
        popup = self._open_more(blocks, windows[-1], random)
        picture, truth, restless = self._screen.settled(
            *look.screen, lambda: self._read(look, windows, popup), lambda: pump(QUIET_S)
        )
        for box in restless:
            truth.ignore_always(box)
        write(self._out, f'qt-{seed}', picture, truth)
        self._close(windows, popup)

    def _close(self, windows: list[QWidget], popup: QWidget | None) -> None:
        if popup is not None:
            popup.close()
        for window in windows:
            window.hide()
            window.deleteLater()
        pump(0.05)

    def _show(self, window: QWidget, look: QtLook, random: Random) -> None:
        width, height = (round(side / self._batch.scale) for side in look.screen)
        whole = isinstance(window, QMainWindow) and random.random() < 0.25
        if whole:
            framed = random.random() < 0.5
            window.setWindowFlag(Qt.FramelessWindowHint, not framed)
            window.resize(width, height - (30 if framed else 0))
        window.show()
        pump(QUIET_S)
        wait_for_frame(window)
        window.move(*((0, 0) if whole else self._free_spot(window, (width, height), random)))
        window.raise_()
        window.activateWindow()
        pump(QUIET_S)

    def _free_spot(self, window: QWidget, room: tuple[int, int], random: Random) -> tuple[int, int]:
        """A random place that hides as little of the other windows as some tries can find."""
        wide, high = window.width(), window.height()
        tries = [
            (random.randint(0, max(0, room[0] - wide - 10)), random.randint(0, max(0, room[1] - high - 30)))
            for _ in range(5)
        ]
        _, x, y = min((sum(area(meet((x, y, wide, high), box)) for box in self._taken), x, y) for x, y in tries)
        self._taken.append((x, y, wide, high))
        return x, y

    def _open_more(self, blocks: QtBlocks, window: QWidget, random: Random) -> QWidget | None:
        """Opens a menu, a context menu or a list of choices in some pictures."""
        kind = random.random()
        popup: QWidget | None = None
        if isinstance(window, QMainWindow) and window.menuBar().actions() and kind < 0.4:
            action = random.choice(window.menuBar().actions())
            popup = action.menu()
            window.menuBar().setActiveAction(action)
            popup.popup(window.menuBar().mapToGlobal(window.menuBar().actionGeometry(action).bottomLeft()))
        elif kind < 0.52:
            popup = QMenu(window)
            fill_menu(blocks, popup)
            popup.popup(
                window.mapToGlobal(
                    QPoint(random.randint(0, window.width() * 2 // 3), random.randint(0, window.height() * 2 // 3))
                )
            )
        elif kind < 0.68:
            combos = [combo for combo in window.findChildren(QComboBox) if combo.isVisible() and combo.isEnabled()]
            if combos:
                combo = random.choice(combos)
                combo.showPopup()
                popup = combo.view().window()
        if isinstance(popup, QMenu):
            choices = [action for action in popup.actions() if action.isEnabled() and not action.isSeparator()]
            if choices and random.random() < 0.6:
                popup.setActiveAction(random.choice(choices))
        pump(QUIET_S if popup is None else 2 * QUIET_S)
        return popup

    def _read(self, look: QtLook, windows: list[QWidget], popup: QWidget | None) -> Truth:
        truth = Truth(self._batch.scale, look.screen, f'qt/{self._batch.style}')
        reader = QtReader(truth, self._batch.scale)
        by_number = {int(window.winId()): window for window in windows}
        for number in self._screen.by_height(list(by_number)):
            frame, window = self._screen.frame(number), by_number[number]
            layer = truth.add_layer(frame.box)
            reader.read(window, layer, role_of(window), frame.box)
            truth.add_title_bar(frame.bars, Place(frame.box, frame.box, layer))
        if popup is not None and popup.isVisible():
            corner = popup.mapToGlobal(QPoint(0, 0))
            scale = self._batch.scale
            layer = truth.add_layer(
                (corner.x() * scale, corner.y() * scale, popup.width() * scale, popup.height() * scale)
            )
            reader.read(popup, layer)
        return truth


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument('out', type=Path)
    parser.add_argument('--batch', type=json.loads, required=True)
    parser.add_argument('--seeds', type=int, nargs='+', required=True)
    parser.add_argument('--held-out', action='store_true')
    wanted = parser.parse_args()
    batch = Batch(**wanted.batch)
    QApplication.setAttribute(Qt.AA_UseHighDpiPixmaps)
    QApplication.setAttribute(Qt.AA_DontUseNativeDialogs)
    app = QApplication([sys.argv[0], '-style', batch.style])
    if batch.style not in QStyleFactory.keys():
        raise SystemExit(f'Qt style {batch.style} is not installed')
    app.setEffectEnabled(Qt.UI_AnimateMenu, False)
    app.setEffectEnabled(Qt.UI_AnimateCombo, False)
    app.setCursorFlashTime(0)
    QIcon.setThemeSearchPaths(['/usr/share/icons'])
    painter = Painter(wanted.out, batch, wanted.held_out)
    pump(0.3)
    for seed in wanted.seeds:
        try:
            painter.paint(seed)
        except Exception:  # one window that cannot be drawn must not end the batch; the count at the end tells
            traceback.print_exc(file=sys.stderr)


if __name__ == '__main__':
    main()
