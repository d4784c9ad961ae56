"""How Qt windows look: style, palette, font and icon theme. One process draws one style at one scale."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from gtk_looks import (
    DARK_ICONS,
    FONTS,
    HELD_OUT_DARK_ICONS,
    HELD_OUT_FONTS,
    HELD_OUT_ICONS,
    ICONS,
    PLAIN_FONTS,
    SCREENS,
    known_fonts,
)

STYLES = ['Fusion'] * 6 + ['Windows'] * 3 + ['kvantum'] * 3 + ['cleanlooks', 'plastique', 'HighContrast', 'Adwaita']
HELD_OUT_STYLES = ['Breeze', 'Breeze', 'Adwaita-Dark', 'kvantum']
KVANTUM = [
    'KvArc',
    'KvArcDark',
    'KvAmbiance',
    'KvGnome',
    'KvGnomeDark',
    'KvFlatLight',
    'KvOxygen',
    'KvBeige',
    'KvDarkRed',
    'KvCyan',
    'KvRoughGlass',
    'KvCurvesLight',
    'KvSimplicity',
]
HELD_OUT_KVANTUM = ['KvAdapta', 'KvSimplicityDark']
DENSE = [(1920, 1080), (1920, 1200), (2560, 1440)]


@dataclass(frozen=True)
class Batch:
    """What a whole process has in common."""

    style: str
    kvantum: str
    scale: float
    dpi: int


def draw_batch(random: Random, held_out: bool) -> Batch:
    style = random.choice(HELD_OUT_STYLES if held_out else STYLES)
    scale = random.choice([1.0] * 7 + [1.5, 2.0, 2.0])
    dpi = random.choice([96] * 6 + [80, 108, 120, 132])
    return Batch(style, random.choice(HELD_OUT_KVANTUM if held_out else KVANTUM), scale, dpi)


@dataclass(frozen=True)
class QtLook:
    colours: dict[str, str]  # palette roles, empty for the style's own
    dark: bool
    icons: str
    font: str
    font_pt: int
    screen: tuple[int, int]
    sheet: str


def draw_look(random: Random, batch: Batch, held_out: bool) -> QtLook:
    own_colours = batch.style in ('kvantum', 'HighContrast', 'Adwaita', 'Adwaita-Dark')
    dark = (
        'Dark' in batch.style or (batch.style == 'kvantum' and 'Dark' in batch.kvantum)
        if own_colours
        else random.random() < 0.45
    )
    colours = {} if own_colours or (not dark and random.random() < 0.4) else _colours(random, dark)
    fonts = HELD_OUT_FONTS if held_out else [font for font in FONTS if font in known_fonts()]
    font = random.choice(fonts[:PLAIN_FONTS] if random.random() < 0.75 else fonts)
    if held_out:
        icons = random.choice(HELD_OUT_DARK_ICONS if dark else HELD_OUT_ICONS)
    else:
        icons = random.choice(DARK_ICONS if dark else ICONS)
    sheet = _sheet(random, dark) if not own_colours and random.random() < 0.25 else ''
    screen = random.choice(DENSE if batch.scale > 1 else SCREENS)
    return QtLook(colours, dark, icons, font, random.choice([8, 9, 9, 10, 10, 10, 11, 12, 13]), screen, sheet)


def _mix(random: Random, low: int, high: int, tint: int = 8) -> str:
    grey = random.randint(low, high)
    return '#' + ''.join(f'{max(0, min(255, grey + random.randint(-tint, tint))):02x}' for _ in range(3))


def _colours(random: Random, dark: bool) -> dict[str, str]:
    accent = '#' + ''.join(f'{random.randint(20, 200):02x}' for _ in range(3))
    if dark:
        return {
            'Window': _mix(random, 25, 70),
            'Base': _mix(random, 12, 50),
            'AlternateBase': _mix(random, 30, 60),
            'Button': _mix(random, 40, 80),
            'WindowText': _mix(random, 215, 255),
            'Text': _mix(random, 215, 255),
            'ButtonText': _mix(random, 215, 255),
            'Highlight': accent,
            'HighlightedText': '#ffffff',
            'Link': '#6fb7ff',
            'ToolTipBase': '#404040',
            'ToolTipText': '#ffffff',
            'PlaceholderText': '#909090',
        }
    return {
        'Window': _mix(random, 205, 250),
        'Base': _mix(random, 240, 255),
        'AlternateBase': _mix(random, 225, 248),
        'Button': _mix(random, 200, 250),
        'WindowText': _mix(random, 0, 50),
        'Text': _mix(random, 0, 50),
        'ButtonText': _mix(random, 0, 50),
        'Highlight': accent,
        'HighlightedText': '#ffffff',
        'Link': '#0057ae',
        'PlaceholderText': '#808080',
    }


def _sheet(random: Random, dark: bool) -> str:
    """A style sheet such as applications bring along: flat buttons and fields with round corners and an accent."""
    accent, radius = '#' + ''.join(f'{random.randint(30, 190):02x}' for _ in range(3)), random.choice([0, 2, 4, 8])
    ground, field, edge = (
        (_mix(random, 50, 80), _mix(random, 20, 45), _mix(random, 80, 110))
        if dark
        else (_mix(random, 225, 250), _mix(random, 245, 255), _mix(random, 150, 200))
    )
    frame = f'border: 1px solid {edge}; border-radius: {radius}px;'
    rules = [
        f'QPushButton {{ background: {ground}; {frame} padding: {random.randint(2, 8)}px {random.randint(8, 20)}px; }}',
        f'QPushButton:default {{ background: {accent}; color: white; }}',
        f'QLineEdit {{ background: {field}; {frame} padding: {random.randint(1, 6)}px; }}',
        f'QTabBar::tab {{ padding: {random.randint(3, 9)}px {random.randint(8, 18)}px; }} '
        'QTabBar::tab { border-bottom: 2px solid transparent; } '
        f'QTabBar::tab:selected {{ border-bottom: 2px solid {accent}; }}',
        f'QHeaderView::section {{ background: {ground}; border: none; padding: {random.randint(2, 7)}px; }}',
        f'QMenu::item:selected, QMenuBar::item:selected {{ background: {accent}; color: white; }}',
        f'QGroupBox {{ {frame} margin-top: 1.2em; }} QGroupBox::title {{ subcontrol-origin: margin; left: 8px; }}',
    ]
    return '\n'.join(random.sample(rules, random.randint(1, 5)))
