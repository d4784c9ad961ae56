"""The type that training lines are set in: outline fonts through Pango, bitmap fonts as the X server has them.

Inter and Cantarell are held out: pages and windows in them show how the reader does on type it has never seen.
"""

import os
import re
import subprocess
import tempfile
from pathlib import Path

HELD_OUT = ("Inter", "Inter Display", "Cantarell")

# Families by how often they are drawn. What is not installed is left out.
SANS = {"DejaVu Sans": 7, "Liberation Sans": 6, "Noto Sans": 7, "Roboto": 7, "Open Sans": 5, "Lato": 4, "Carlito": 4, "Arimo": 2,
        "Oxygen-Sans": 3, "Nimbus Sans": 2, "FreeSans": 2, "Go": 2, "B612": 2, "Manrope": 3, "Sora": 2, "Play": 1, "Quicksand": 2,
        "Comfortaa": 1, "Andika": 2, "URW Gothic": 1, "Bitstream Vera Sans": 2, "Noto Sans CJK JP": 3, "Roboto Condensed": 2,
        "Open Sans Condensed": 1, "Nimbus Sans Narrow": 1, "DejaVu Sans Condensed": 2, "Linux Biolinum O": 1, "Noto Sans Display": 3,
        "Droid Sans Fallback": 1}
SERIF = {"Liberation Serif": 3, "DejaVu Serif": 2, "Noto Serif": 3, "Caladea": 2, "Linux Libertine O": 1, "Gentium": 1, "P052": 1,
         "Nimbus Roman": 1, "C059": 1, "FreeSerif": 1, "Tinos": 1, "Bitstream Vera Serif": 1}
MONO = {"DejaVu Sans Mono": 5, "Liberation Mono": 4, "Fira Code": 3, "Hack": 3, "JetBrains Mono": 3, "Inconsolata": 2, "Noto Sans Mono": 3,
        "mononoki": 2, "Anonymous Pro": 1, "Go Mono": 1, "Nimbus Mono PS": 1, "FreeMono": 1, "Cousine": 2, "B612 Mono": 1, "Oxygen Mono": 1,
        "Bitstream Vera Sans Mono": 2}

# Of the machine's other families those are drawn that `pages/fonts.ts` draws: they can write the languages of the pages' vocabulary.
_covering = ":lang=en:lang=de:lang=fr:lang=pl:lang=cs:lang=hu:lang=tr"
_no_letters = re.compile(r"symbol|math|emoji|braille|dingbat|cjk|spleen|^(cm|es|eu|ms|rs|st|wa|ds)[a-z]+10$|icons|awesome|D050000L|last resort", re.I)

_bitmap_folders = [Path("/usr/share/fonts/X11") / folder for folder in ("misc", "75dpi")]
_fixed = re.compile(r"^(5x7|5x8|6x9|6x10|6x12|6x13|7x13|7x14|8x13|9x15|9x18)[BO]?$|^(10x20|8x16|12x24)$")
_others = re.compile(r"^ter-u(12|14|16|18|20|22|24|28)[nb]_unicode$|^spleen-(6x12|8x16|12x24)$|^(helv|cour|lu|lut)[RB]S?(08|10|12|14|18)$")


def without_held_out_fonts() -> None:
    """Hides the held-out families from fontconfig, also as a fallback; to be called before Pango is imported."""
    patterns = "".join(f'<pattern><patelt name="family"><string>{name}</string></patelt></pattern>' for name in HELD_OUT)
    folder = Path(tempfile.mkdtemp(prefix="karna-fonts-"))
    (folder / "fonts.conf").write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        '<include ignore_missing="yes">/etc/fonts/fonts.conf</include>'
        f"<selectfont><rejectfont>{patterns}</rejectfont></selectfont></fontconfig>")
    os.environ["FONTCONFIG_FILE"] = str(folder / "fonts.conf")


def other_families() -> list[str]:
    """Installed outline families that are in none of the lists, the held-out ones not among them."""
    listed = subprocess.run(["fc-list", _covering, "family"], capture_output=True, text=True, check=True).stdout.splitlines()
    names = {line.split(",")[0].strip() for line in listed} - {*SANS, *SERIF, *MONO, ""}
    return sorted(name for name in names if not _no_letters.search(name) and not name.startswith(HELD_OUT))


def bitmap_files() -> tuple[list[Path], list[Path]]:
    """(the fixed fonts of terminals, other bitmap fonts)."""
    files = sorted(file for folder in _bitmap_folders for file in folder.glob("*.pcf.gz"))
    named = lambda pattern: [file for file in files if pattern.match(file.name.split(".")[0])]
    return named(_fixed), named(_others)
