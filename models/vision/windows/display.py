"""A private X display for one run: Xvfb on a free number, with or without a window manager, ended with the run."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from random import Random
from types import TracebackType

from phrases import Phrases

SCREEN_PX = (2560, 1600)
# Openbox comes with these frames; HELD_OUT_FRAMES are kept for windows that training never sees.
FRAMES = [
    'Clearlooks',
    'Clearlooks-3.4',
    'Clearlooks-Olive',
    'Bear2',
    'Natura',
    'Nightmare',
    'Onyx',
    'Mikachu',
    'Orang',
]
HELD_OUT_FRAMES = ['Nightmare-02', 'Onyx-Citrus', 'Breeze-ob']

OPENBOX = """<?xml version="1.0"?>
<openbox_config xmlns="http://openbox.org/3.4/rc">
<theme><name>{frame}</name><titleLayout>{layout}</titleLayout><animateIconify>no</animateIconify>
<font place="ActiveWindow"><name>{font}</name><size>{size}</size><weight>bold</weight></font>
<font place="InactiveWindow"><name>{font}</name><size>{size}</size><weight>bold</weight></font></theme>
<desktops><number>1</number><popupTime>0</popupTime></desktops>
<focus><focusNew>yes</focusNew></focus>
<placement><policy>Smart</policy></placement>
</openbox_config>
"""


class Display:
    """An Xvfb of SCREEN_PX. Use as a context manager; `environment` is for programs that shall draw on it."""

    def __init__(self, frame: str | None = None, layout: str = 'NLIMC', font: str = 'Sans', font_pt: int = 9) -> None:
        self.home = Path(tempfile.mkdtemp(prefix='windows-home-'))
        self._running: list[subprocess.Popen[bytes]] = []
        self._frame = frame
        self._openbox = OPENBOX.format(frame=frame, layout=layout, font=font, size=font_pt)
        self.environment: dict[str, str] = {}

    def __enter__(self) -> Display:
        # A run that is told to end must still take the display and the home folder with it.
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
        reader, writer = os.pipe()
        screen = f'{SCREEN_PX[0]}x{SCREEN_PX[1]}x24'
        command = ['Xvfb', '-displayfd', str(writer), '-screen', '0', screen, '-nolisten', 'tcp', '-noreset']
        self._start(command, dict(os.environ), pass_fds=(writer,))
        os.close(writer)
        with os.fdopen(reader) as answer:
            number = answer.readline().strip()
        if not number:
            raise RuntimeError('Xvfb did not start')
        self.environment = self._plain_environment(number)
        if self._frame is not None:
            config = self.home / 'openbox.xml'
            config.write_text(self._openbox)
            self._start(['openbox', '--sm-disable', '--config-file', str(config)], self.environment)
            time.sleep(0.4)
        return self

    def _plain_environment(self, number: str) -> dict[str, str]:
        """The caller's environment without its desktop: same settings, languages and folders on every machine."""
        kept = {name: os.environ[name] for name in ('PATH', 'PYTHONPATH') if name in os.environ}
        runtime = self.home / 'runtime'
        runtime.mkdir(mode=0o700, exist_ok=True)
        return {
            **kept,
            'DISPLAY': f':{number}',
            'HOME': str(self.home),
            'XDG_RUNTIME_DIR': str(runtime),
            'LANG': 'C.UTF-8',
            'GIO_USE_VFS': 'local',
            'GSETTINGS_BACKEND': 'memory',
            'XDG_CURRENT_DESKTOP': 'X-Generic',
            'GDK_BACKEND': 'x11',
        }

    def _start(self, command: list[str], environment: dict[str, str], pass_fds: tuple[int, ...] = ()) -> None:
        quiet = subprocess.DEVNULL
        self._running.append(subprocess.Popen(command, env=environment, stdout=quiet, stderr=quiet, pass_fds=pass_fds))

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        for process in reversed(self._running):
            process.terminate()
            process.wait(timeout=10)
        shutil.rmtree(self.home, ignore_errors=True)


def fill_folder(folder: Path, phrases: Phrases, random: Random) -> None:
    """Files for file choosers to show."""
    for old in folder.iterdir():
        old.rmdir() if old.is_dir() else old.unlink()
    for _ in range(random.randint(3, 20)):
        (folder / phrases.file()).write_bytes(b'x' * random.randint(0, 9000))
    for _ in range(random.randint(1, 6)):
        (folder / phrases.word()).mkdir(exist_ok=True)
