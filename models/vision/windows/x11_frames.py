"""Frames that a window manager puts around windows, read from the X server: their outer box, buttons and title."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from ctypes import byref, c_int, c_uint, c_ulong
from dataclasses import dataclass
from typing import TypeVar

import cv2
import numpy as np

from truth import Box

_x = ctypes.CDLL('libX11.so.6')
_x.XOpenDisplay.restype = ctypes.c_void_p
_x.XGetImage.restype = ctypes.c_void_p
T = TypeVar('T')
STEADY_TRIES = 12
# Places of 32-bit words in XWindowAttributes (Xlib.h) on 64-bit machines, and values from X.h.
_CLASS, _MAP_STATE, _INPUT_OUTPUT, _IS_VIEWABLE = 10, 23, 1, 2
LEAST_POPUP_PX = 16
LEAST_BAR_PX = 6  # less is an edge or a handle
_ALL_PLANES, _Z_PIXMAP = 0xFFFFFFFF, 2


class _Image(ctypes.Structure):
    """The head of XImage (Xlib.h), as far as the pixels."""

    _fields_ = [
        ('width', c_int),
        ('height', c_int),
        ('xoffset', c_int),
        ('format', c_int),
        ('data', ctypes.c_void_p),
        ('byte_order', c_int),
        ('bitmap_unit', c_int),
        ('bitmap_bit_order', c_int),
        ('bitmap_pad', c_int),
        ('depth', c_int),
        ('bytes_per_line', c_int),
        ('bits_per_pixel', c_int),
    ]


@dataclass
class Frame:
    """A window's frame, in screen px. `bars` are the parts of its title bar: buttons, icon and title."""

    box: Box
    bars: list[Box]


class Screen:
    """A connection to the X server named by DISPLAY (or `name`). Close it with `close`."""

    def __init__(self, name: str | None = None) -> None:
        self._display = ctypes.c_void_p(_x.XOpenDisplay(name.encode() if name else None))
        if not self._display:
            raise RuntimeError('no X display')
        self._root = c_ulong(_x.XDefaultRootWindow(self._display))

    def close(self) -> None:
        _x.XCloseDisplay(self._display)

    def picture(self, width: int, height: int) -> np.ndarray:
        """The top left of the screen, H x W x 3, BGR."""
        held = _x.XGetImage(
            self._display, self._root, 0, 0, c_uint(width), c_uint(height), c_ulong(_ALL_PLANES), _Z_PIXMAP
        )
        if not held:
            raise RuntimeError('the screen could not be read')
        head = ctypes.cast(held, ctypes.POINTER(_Image)).contents
        raw = ctypes.string_at(head.data, head.bytes_per_line * height)
        pixels = np.frombuffer(raw, np.uint8).reshape(height, head.bytes_per_line // 4, 4)[:, :width, :3].copy()
        _x.XDestroyImage(ctypes.c_void_p(held))
        return pixels

    def settled(
        self, width: int, height: int, read: Callable[[], T], wait: Callable[[], None]
    ) -> tuple[np.ndarray, T, list[Box]]:
        """A picture, what `read` found while the screen stood still, and the places that never did.

        A busy machine may still be drawing at first; an animation goes on for ever.
        """
        before = self.picture(width, height)
        for _ in range(STEADY_TRIES):
            wait()
            found = read()
            after = self.picture(width, height)
            if np.array_equal(before, after):
                return after, found, []
            moved = np.any(before != after, axis=2)
            before = after
        return after, found, spots(moved)

    def frame(self, window: int) -> Frame:
        """The frame around a client window; the window itself where the window manager put none."""
        top = self._below_root(window)
        bars = [] if top == window else [self._box(child) for child in self._bars(top, window)]
        above = self._box(window)[1] + 1
        return Frame(self._box(top), [bar for bar in bars if min(bar[2:]) > LEAST_BAR_PX and bar[1] + bar[3] <= above])

    def by_height(self, windows: list[int]) -> list[int]:
        """Client windows as they lie on each other, lowest first."""
        heights = {window: height for height, window in enumerate(self._tree(self._root.value)[1])}
        return sorted(windows, key=lambda window: heights.get(self._below_root(window), -1))

    def is_shown(self, window: int) -> bool:
        """Whether a window is mapped with all its parents, and draws (is not there for input alone)."""
        attributes = (c_int * 64)()  # XWindowAttributes
        if not _x.XGetWindowAttributes(self._display, c_ulong(window), byref(attributes)):
            return False
        return attributes[_MAP_STATE] == _IS_VIEWABLE and attributes[_CLASS] == _INPUT_OUTPUT

    def popups(self, clients: list[int]) -> list[Box]:
        """Shown windows that no window manager frames and that belong to no client: open menus, lowest first."""
        framed = {self._below_root(client) for client in clients}
        shown = [window for window in self._tree(self._root.value)[1] if window not in framed and self.is_shown(window)]
        return [box for box in map(self._box, shown) if min(box[2:]) > LEAST_POPUP_PX and box[0] >= 0 and box[1] >= 0]

    def _below_root(self, window: int) -> int:
        while True:
            parent = self._tree(window)[0]
            if parent in (0, self._root.value):
                return window
            window = parent

    def _bars(self, frame: int, client: int) -> list[int]:
        """Small windows of the frame, in any depth, without the client and what lies in it."""
        found: list[int] = []
        for child in self._tree(frame)[1]:
            if child != client and self.is_shown(child):
                inner = self._bars(child, client)
                found += inner if inner else [child]
        return found

    def _tree(self, window: int) -> tuple[int, list[int]]:
        root, parent, count = c_ulong(), c_ulong(), c_uint()
        children = ctypes.POINTER(c_ulong)()
        if not _x.XQueryTree(self._display, c_ulong(window), byref(root), byref(parent), byref(children), byref(count)):
            return 0, []
        found = [children[i] for i in range(count.value)]
        if children:
            _x.XFree(children)
        return parent.value, found

    def _box(self, window: int) -> Box:
        root, x, y = c_ulong(), c_int(), c_int()
        width, height, border, depth = c_uint(), c_uint(), c_uint(), c_uint()
        _x.XGetGeometry(
            self._display,
            c_ulong(window),
            byref(root),
            byref(x),
            byref(y),
            byref(width),
            byref(height),
            byref(border),
            byref(depth),
        )
        left, top, child = c_int(), c_int(), c_ulong()
        _x.XTranslateCoordinates(
            self._display, c_ulong(window), self._root, 0, 0, byref(left), byref(top), byref(child)
        )
        edge = border.value
        return (left.value - edge, top.value - edge, width.value + 2 * edge, height.value + 2 * edge)


def spots(mask: np.ndarray) -> list[Box]:
    """Boxes around the marked places of a mask (H x W); marks that lie close together share one."""
    wide = cv2.dilate(mask.astype(np.uint8), np.ones((9, 9), np.uint8))
    found = cv2.connectedComponentsWithStats(wide)[2][1:]
    return [tuple(float(value) for value in row[:4]) for row in found]
