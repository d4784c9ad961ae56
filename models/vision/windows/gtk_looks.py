"""How windows look: themes, icon themes, fonts, sizes and colours, drawn at random. Some are kept for held-out ones."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

SHARE = Path('/usr/share')
THEMES = (
    'Adwaita Adwaita Adwaita Adwaita-dark Adwaita-dark Adwaita-dark HighContrast HighContrastInverse Materia '
    'Materia-compact Materia-dark Materia-light Materia-dark-compact Numix Greybird Greybird-dark '
    'Numix Blackbird Bluebird Orchis Orchis-Dark Orchis-Light Orchis-Compact Orchis-Dark-Compact '
    'Raleigh'
).split()
HELD_OUT_THEMES = 'Arc Arc-Dark Arc-Darker Breeze Breeze-Dark'.split()
ICONS = 'Adwaita Tango breeze gnome elementary-xfce Numix Faenza mate'.split()
DARK_ICONS = 'Adwaita breeze-dark elementary-xfce-dark Faenza-Dark Numix-Light'.split()
HELD_OUT_ICONS = ['Papirus']
HELD_OUT_DARK_ICONS = ['Papirus-Dark']
FONTS = (
    'DejaVu Sans|Liberation Sans|Noto Sans|Roboto|Open Sans|Lato|Quicksand|Nimbus Sans|URW Gothic|'
    'DejaVu Sans Condensed|Liberation Sans Narrow|DejaVu Serif|Liberation Serif|Noto Serif|P052|C059|Comfortaa|'
    'Droid Sans Fallback|DejaVu Sans Mono|Hack|Fira Code|Noto Sans Display'
).split('|')
PLAIN_FONTS = 8  # the first fonts are those that desktops use; they are drawn more often
HELD_OUT_FONTS = ['Inter', 'Cantarell']
SCREENS = [(1024, 768), (1280, 720), (1280, 720), (1280, 800), (1366, 768), (1440, 900), (1600, 900), (1920, 1080)]
DENSE_SCREENS = [(1920, 1200), (2560, 1440), (2560, 1600)]


@cache
def known_fonts() -> frozenset[str]:
    """Families that fontconfig knows here."""
    listed = subprocess.run(['fc-list', ':', 'family'], capture_output=True, text=True, check=True).stdout
    return frozenset(name.strip() for line in listed.splitlines() for name in line.split(','))


def missing_themes() -> list[str]:
    """GTK themes that are not installed; GTK would take Adwaita in their place unasked."""
    built_in = {'Adwaita', 'HighContrast', 'HighContrastInverse', 'Raleigh'}  # within GTK itself
    names = set(THEMES + HELD_OUT_THEMES) - built_in
    return sorted(f'theme {name}' for name in names if not (SHARE / 'themes' / name / 'gtk-3.0').exists())


def missing_icons_and_fonts() -> list[str]:
    """Icon themes and held-out fonts that are not installed. Of the other fonts those are used that are there."""
    icons = set(ICONS + DARK_ICONS + HELD_OUT_ICONS + HELD_OUT_DARK_ICONS)
    found = [f'icon theme {name}' for name in icons if not (SHARE / 'icons' / name / 'index.theme').exists()]
    return sorted(found + [f'font {name}' for name in HELD_OUT_FONTS if name not in known_fonts()])


@dataclass(frozen=True)
class Look:
    theme: str
    icons: str
    font: str
    font_pt: int
    dpi: float  # factor on 96 dpi
    scale: int
    screen: tuple[int, int]  # px of the picture
    dark: bool
    css: str


def scale_of(seed: int) -> int:
    """Every fifth window is dense: GDK_SCALE holds for a whole process, so it is known before the look is drawn."""
    return 2 if Random(seed * 7919 + 1).random() < 0.18 else 1


def is_dark(theme: str) -> bool:
    return any(word in theme.lower() for word in ('dark', 'inverse', 'blackbird'))


def draw_look(random: Random, seed: int, held_out: bool) -> Look:
    theme = random.choice(HELD_OUT_THEMES if held_out else THEMES)
    dark = is_dark(theme)
    if held_out:
        icons = random.choice(HELD_OUT_DARK_ICONS if dark else HELD_OUT_ICONS)
        font = random.choice(HELD_OUT_FONTS)
    else:
        icons = random.choice(DARK_ICONS if dark else ICONS)
        fonts = [font for font in FONTS if font in known_fonts()]
        font = random.choice(fonts[:PLAIN_FONTS] if random.random() < 0.75 else fonts)
    scale = scale_of(seed)
    dpi = 1.0 if random.random() < 0.6 else random.choice([0.8, 0.9, 1.1, 1.25, 1.4, 1.5])
    point = random.choice([8, 9, 9, 10, 10, 10, 11, 11, 12, 13, 14])
    screen = random.choice(DENSE_SCREENS if scale == 2 else SCREENS)
    return Look(
        theme, icons, font, point, dpi, scale, screen, dark, '' if random.random() < 0.6 else _css(random, dark)
    )


def _colour(random: Random, low: int, high: int) -> str:
    return '#' + ''.join(f'{random.randint(low, high):02x}' for _ in range(3))


def _paint(ground: str, ink: str) -> str:
    return f'background-color: {ground}; background-image: none; color: {ink};'


def _css(random: Random, dark: bool) -> str:
    """A few rules over the theme: other grounds, accents and corners, light or dark as the theme is."""
    ground = _colour(random, 20, 70) if dark else _colour(random, 215, 255)
    field = _colour(random, 10, 60) if dark else _colour(random, 235, 255)
    accent = _colour(random, 40, 190)
    ink = '#f0f0f0' if dark else '#202020'
    radius = random.choice([0, 2, 4, 6, 10, 16])
    rules = {
        'corners': f'button, entry {{ border-radius: {radius}px; }}',
        'ground': f'window.background {{ background-color: {ground}; background-image: none; color: {ink}; }}',
        'fields': f'entry, treeview.view, textview text {{ {_paint(field, ink)} }}',
        'accent': (
            f'treeview.view:selected, row:selected, .suggested-action {{ {_paint(accent, "white")} }}'
            f' check:checked, radio:checked, switch:checked {{ background-color: {accent}; background-image: none; }}'
        ),
        'padding': f'button {{ padding: {random.randint(1, 10)}px {random.randint(4, 20)}px; }}',
        'flat': 'button, entry { box-shadow: none; background-image: none; text-shadow: none; }',
        'bars': f'headerbar, menubar, menubar > menuitem, toolbar {{ {_paint(ground, ink)} }}',
    }
    chosen = random.sample(sorted(rules), random.randint(1, 4))
    return '\n'.join(rules[name] for name in chosen)
