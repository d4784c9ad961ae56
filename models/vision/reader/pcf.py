"""Bitmap fonts as the X server has them: reads PCF files, whose glyphs are exact down to the pixel.

Format: https://fontforge.org/docs/techref/pcf-format.html
"""

import gzip
import struct
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

_accelerators, _metrics, _bitmaps, _encodings, _bdf_accelerators = 1 << 1, 1 << 2, 1 << 3, 1 << 5, 1 << 8


@dataclass
class Glyph:
    """`ink`: [rows, columns] bool, its left edge `left` px after the pen, its top `ascent` px above the base line."""

    left: int
    advance: int
    ascent: int
    ink: np.ndarray


@dataclass
class BitmapFont:
    """`ascent`, `descent`: px above and below the base line; `glyphs`: by character."""

    name: str
    ascent: int
    descent: int
    glyphs: dict[str, Glyph] = field(repr=False)

    def covers(self, text: str) -> bool:
        return all(character in self.glyphs for character in text)

    def drawn(self, text: str, is_overstruck: bool = False) -> np.ndarray:
        """[ascent + descent, advance of the text] bool; overstruck: bold as a terminal makes it, one px to the right."""
        width = sum(self.glyphs[character].advance for character in text)
        canvas = np.zeros((self.ascent + self.descent, width + 4), bool)
        pen = 0
        for character in text:
            glyph = self.glyphs[character]
            for shift in (0, 1) if is_overstruck else (0,):
                _stamp(canvas, glyph.ink, pen + glyph.left + shift, self.ascent - glyph.ascent)
            pen += glyph.advance
        return canvas[:, :width]


def _stamp(canvas: np.ndarray, ink: np.ndarray, left: int, top: int) -> None:
    height, width = ink.shape
    x, y = max(0, left), max(0, top)
    right, bottom = min(canvas.shape[1], left + width), min(canvas.shape[0], top + height)
    if right > x and bottom > y:
        canvas[y:bottom, x:right] |= ink[y - top:bottom - top, x - left:right - left]


def read_pcf(path: Path) -> BitmapFont:
    """A font whose encoding is Unicode (ISO 10646) or Latin-1."""
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    tables = {kind: data[offset:offset + size] for kind, _, size, offset in _contents(data)}
    metrics = _read_metrics(tables[_metrics])
    inks = _read_bitmaps(tables[_bitmaps], metrics)
    ascent, descent = _read_heights(tables.get(_bdf_accelerators) or tables[_accelerators])
    glyphs = {}
    for code, index in _read_encoding(tables[_encodings]):
        left, _, advance, glyph_ascent, _ = metrics[index]
        glyphs[chr(code)] = Glyph(left, advance, glyph_ascent, inks[index])
    return BitmapFont(path.name.split(".")[0], ascent, descent, glyphs)


def _contents(data: bytes):
    if data[:4] != b"\x01fcp":
        raise ValueError("not a PCF font")
    count, = struct.unpack_from("<I", data, 4)
    return [struct.unpack_from("<4I", data, 8 + 16 * index) for index in range(count)]


def _form(table: bytes) -> tuple[int, str]:
    form, = struct.unpack_from("<I", table)
    return form, ">" if form & 4 else "<"


def _read_metrics(table: bytes) -> list[tuple[int, ...]]:
    """(left, right, advance, ascent, descent) of each glyph."""
    form, order = _form(table)
    if form & 0x100:
        count, = struct.unpack_from(order + "H", table, 4)
        return [tuple(value - 0x80 for value in table[6 + 5 * i:11 + 5 * i]) for i in range(count)]
    count, = struct.unpack_from(order + "I", table, 4)
    return [struct.unpack_from(order + "5h", table, 8 + 12 * i) for i in range(count)]


def _read_bitmaps(table: bytes, metrics) -> list[np.ndarray]:
    form, order = _form(table)
    count, = struct.unpack_from(order + "I", table, 4)
    offsets = struct.unpack_from(f"{order}{count}I", table, 8)
    pixels, pad, unit = 8 + 4 * count + 16, 1 << (form & 3), 1 << (form >> 4 & 3)
    return [_read_bitmap(table, pixels + offset, size, form, pad, unit) for offset, size in zip(offsets, metrics)]


def _read_bitmap(table: bytes, offset: int, metric, form: int, pad: int, unit: int) -> np.ndarray:
    left, right, _, ascent, descent = metric
    width, height = right - left, ascent + descent
    stride = -(-((width + 7) // 8) // pad) * pad
    rows = np.frombuffer(table, np.uint8, height * stride, offset).reshape(height, stride)
    if bool(form & 4) != bool(form & 8) and unit > 1:
        rows = rows.reshape(height, -1, unit)[:, :, ::-1].reshape(height, stride)
    bits = np.unpackbits(rows, axis=1, bitorder="big" if form & 8 else "little")
    return bits[:, :width].astype(bool)


def _read_heights(table: bytes) -> tuple[int, int]:
    _, order = _form(table)
    return struct.unpack_from(order + "2i", table, 12)


def _read_encoding(table: bytes):
    _, order = _form(table)
    first_low, last_low, first_high, last_high, _ = struct.unpack_from(order + "5H", table, 4)
    columns = last_low - first_low + 1
    indices = struct.unpack_from(f"{order}{columns * (last_high - first_high + 1)}H", table, 14)
    for place, index in enumerate(indices):
        if index != 0xFFFF:
            yield (first_high + place // columns) * 256 + first_low + place % columns, index
