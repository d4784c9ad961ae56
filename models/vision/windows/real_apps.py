"""Real GTK and Qt applications, for evaluation only: training must never see these pictures.

real_apps.py --out DIR [--only NAME]

Each scene gets a display, a session bus and a home folder of its own. Truth comes from the accessibility tree, which
knows no headings.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from display import Display
from sample_files import make_samples

LIMIT_S = 240
QT_FONT = '"{family},{size},-1,5,50,0,0,0,0,0"'


@dataclass(frozen=True)
class Scene:
    """`steps`: `key NAME`, `click NAME` (of an accessible) or `wait SECONDS`. `size` is that of the window."""

    name: str
    command: list[str]
    steps: tuple[str, ...] = ()
    dark: bool = False
    font: str = 'Cantarell 11'
    screen: tuple[int, int] = (1280, 800)
    size: tuple[int, int] | None = None
    scale: int = 1
    style: str = 'Fusion'


ZENITY_FORM = [
    'zenity',
    '--forms',
    '--title=New reader',
    '--text=Library card',
    '--add-entry=Given name',
    '--add-entry=Surname',
    '--add-password=Pass phrase',
    '--add-combo=Branch',
    '--combo-values=North|Harbour|Old town',
]
ZENITY_LIST = [
    'zenity',
    '--list',
    '--checklist',
    '--title=Seeds',
    '--text=What shall be sown?',
    '--width=520',
    '--height=360',
    '--column=',
    '--column=Plant',
    '--column=Month',
    '--column=Grams',
    'TRUE',
    'Carrot',
    'March',
    '12',
    'FALSE',
    'Kohlrabi',
    'April',
    '8',
    'TRUE',
    'Radish',
    'March',
    '20',
    'FALSE',
    'Fennel',
    'June',
    '5',
    'FALSE',
    'Spinach',
    'August',
    '15',
]
BOTH = (False, True)


def scenes() -> list[Scene]:
    found: list[Scene] = []
    for dark in BOTH:
        found += [
            Scene('widget-factory', ['gtk3-widget-factory'], dark=dark, screen=(1440, 900)),
            Scene('widget-factory-page2', ['gtk3-widget-factory'], ('click Page 2',), dark, 'Inter 10', (1440, 900)),
            Scene('galculator', ['galculator'], dark=dark),
            Scene('mousepad-menu', ['mousepad', 'notes.txt'], ('key alt+e',), dark, 'Inter 10', size=(820, 560)),
            Scene('mousepad-open', ['mousepad', 'notes.txt'], ('key ctrl+o',), dark, size=(820, 560)),
            Scene('zenity-form', ZENITY_FORM, dark=dark),
            Scene('zenity-list', ZENITY_LIST, dark=dark, font='DejaVu Sans 10'),
            Scene('thunar', ['thunar', 'papers'], dark=dark, size=(860, 560)),
            Scene('thunar-list', ['thunar', 'papers'], ('key ctrl+2',), dark, 'Inter 10', size=(860, 560)),
            Scene('featherpad-menu', ['featherpad', 'notes.txt'], ('key alt+o',), dark, 'Inter 10', size=(860, 560)),
            Scene('qt5ct', ['qt5ct'], dark=dark, size=(760, 620)),
            Scene('pcmanfm-qt', ['pcmanfm-qt', 'papers'], dark=dark, font='DejaVu Sans 10', size=(900, 560)),
            Scene('keepassxc', ['keepassxc'], dark=dark, size=(900, 620)),
            Scene('speedcrunch', ['speedcrunch'], dark=dark, size=(640, 520)),
        ]
    return found + [
        Scene('zenity-file', ['zenity', '--file-selection'], font='DejaVu Sans 10'),
        Scene(
            'zenity-question',
            ['zenity', '--question', '--title=Unsaved score', '--text=Keep the changes to movement three?'],
            dark=True,
        ),
        Scene('zenity-calendar', ['zenity', '--calendar', '--text=Day of the concert']),
        Scene(
            'zenity-scale',
            ['zenity', '--scale', '--text=Oven heat', '--value=180', '--max-value=260'],
            dark=True,
            font='Inter 10',
        ),
        Scene('icon-browser', ['gtk3-icon-browser'], font='Inter 10', size=(900, 600)),
        Scene('mate-calc', ['mate-calc'], ('key alt+m',)),
        Scene('gucharmap', ['gucharmap'], size=(860, 560)),
        Scene('l3afpad', ['l3afpad', 'notes.txt'], ('key alt+f',), font='DejaVu Sans 10'),
        Scene('xarchiver', ['xarchiver', 'bundle.zip'], size=(760, 480)),
        Scene('file-roller', ['file-roller', 'bundle.zip'], dark=True, size=(760, 480)),
        Scene('meld', ['meld', 'notes.txt', 'notes-old.txt'], size=(1000, 600)),
        Scene('qalculate', ['qalculate-gtk'], dark=True),
        Scene('lxappearance', ['lxappearance'], font='Inter 10'),
        Scene('gnote', ['gnote'], size=(700, 480)),
        Scene('viewnior', ['viewnior', 'picture.png'], size=(700, 520)),
        Scene('evince', ['evince', 'paper.pdf'], size=(900, 640)),
        Scene('lximage', ['lximage-qt', 'picture.png'], ('key alt+f',), size=(760, 560)),
        Scene('qpdfview', ['qpdfview', 'paper.pdf'], size=(940, 640), font='Inter 10'),
        Scene('juffed', ['juffed', 'notes.txt'], size=(860, 600), style='Breeze'),
        Scene('focuswriter', ['focuswriter'], ('key alt+f',), size=(860, 600)),
        Scene('featherpad-open', ['featherpad', 'notes.txt'], ('key ctrl+o',), size=(860, 560), style='Breeze'),
        Scene('widget-factory-dense', ['gtk3-widget-factory'], screen=(2400, 1500), scale=2),
        Scene(
            'thunar-dense', ['thunar', 'papers'], ('key ctrl+2',), True, screen=(1920, 1200), size=(860, 520), scale=2
        ),
    ]


def settings(scene: Scene, home: Path) -> dict[str, str]:
    """Writes how toolkits shall look; returns what they read from the environment."""
    family, size = scene.font.rsplit(' ', 1)
    config = home / '.config'
    for folder in ('gtk-3.0', 'qt5ct'):
        (config / folder).mkdir(parents=True, exist_ok=True)
    icons = 'Papirus-Dark' if scene.dark else 'Papirus'
    (config / 'gtk-3.0/settings.ini').write_text(
        f'[Settings]\ngtk-font-name={scene.font}\ngtk-icon-theme-name={icons}\n'
        'gtk-enable-animations=0\ngtk-cursor-blink=0\n'
    )
    colours = '/usr/share/qt5ct/colors/darker.conf' if scene.dark else '/usr/share/qt5ct/colors/airy.conf'
    font = QT_FONT.format(family=family, size=size)
    (config / 'qt5ct/qt5ct.conf').write_text(
        f'[Appearance]\ncolor_scheme_path={colours}\ncustom_palette={str(scene.dark).lower()}\nicon_theme={icons}\n'
        f'style={scene.style}\nstandard_dialogs=default\n[Fonts]\nfixed={font}\ngeneral={font}\n'
        '[Interface]\ncursor_flash_time=0\ngui_effects=@Invalid()\n'
    )
    return {
        'GTK_THEME': 'Adwaita:dark' if scene.dark else 'Adwaita',
        'GTK_MODULES': 'gail:atk-bridge',
        'GTK_OVERLAY_SCROLLING': '0',
        'GDK_SCALE': str(scene.scale),
        'QT_QPA_PLATFORMTHEME': 'qt5ct',
        'QT_ACCESSIBILITY': '1',
        'QT_LINUX_ACCESSIBILITY_ALWAYS_ON': '1',
        'XDG_CONFIG_HOME': str(config),
        'XDG_DATA_HOME': str(home / '.local/share'),
        'XDG_CACHE_HOME': str(home / '.cache'),
    }


def capture(scene: Scene, out: Path) -> None:
    session = [sys.executable, str(Path(__file__).with_name('real_session.py')), str(out), json.dumps(asdict(scene))]
    with Display('Breeze-ob' if scene.dark else 'Onyx-Citrus', font=scene.font.rsplit(' ', 1)[0]) as display:
        make_samples(display.home)
        environment = {**display.environment, **settings(scene, display.home)}
        try:
            subprocess.run(
                ['dbus-run-session', '--', *session], env=environment, cwd=display.home, timeout=LIMIT_S, check=False
            )
        except subprocess.TimeoutExpired:
            print(f'{scene.name} stopped after {LIMIT_S} s', file=sys.stderr)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--out', type=Path, required=True)
    parser.add_argument('--only', help='scenes whose file name (NAME-light or NAME-dark) holds this')
    wanted = parser.parse_args()
    out = wanted.out.resolve()
    out.mkdir(parents=True, exist_ok=True)
    chosen = [scene for scene in scenes() if not wanted.only or wanted.only in file_name(scene)]
    for scene in chosen:
        if not (out / f'{file_name(scene)}.json').exists():
            capture(scene, out)
    made = sum(1 for scene in chosen if (out / f'{file_name(scene)}.json').exists())
    print(f'{made} of {len(chosen)} scenes in {os.path.relpath(out)}')


def file_name(scene: Scene) -> str:
    return f'{scene.name}-{"dark" if scene.dark else "light"}'


if __name__ == '__main__':
    main()
