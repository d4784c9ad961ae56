"""Text that Qt widgets draw, with exact places: widgets paint on a device that draws nothing and notes every text."""

from __future__ import annotations

from dataclasses import dataclass

from PyQt5.QtCore import QPoint, QRectF, Qt
from PyQt5.QtGui import QFontMetricsF, QPaintDevice, QPaintEngine, QPaintEngineState, QRegion, QTextItem, QTransform
from PyQt5.QtWidgets import QWidget

from truth import Box, meet

Seen = tuple[str, Box, Box | None]  # a word, its box and the painter's clip, in the widget's coordinates


@dataclass
class _Run:
    """A piece of text drawn at once: `words` have boxes from ascent to descent."""

    words: list[tuple[str, Box]]
    clip: Box | None
    open_start: bool
    open_end: bool


class _Notes(QPaintEngine):
    """Notes texts and the clip they are drawn under; leaves out everything else."""

    def __init__(self) -> None:
        super().__init__(QPaintEngine.PaintEngineFeature.AllFeatures)
        self.runs: list[_Run] = []
        self.turned = False
        self._transform = QTransform()
        self._clip: QRectF | None = None

    def begin(self, device: QPaintDevice) -> bool:
        return True

    def end(self) -> bool:
        return True

    def type(self) -> QPaintEngine.Type:
        return QPaintEngine.Type.User

    def updateState(self, state: QPaintEngineState) -> None:  # noqa: N802 (Qt's name)
        changed = int(state.state())
        if changed & QPaintEngine.DirtyTransform:
            self._transform = QTransform(state.transform())
        if changed & QPaintEngine.DirtyClipRegion:
            self._set_clip(QRectF(state.clipRegion().boundingRect()), state.clipOperation())
        if changed & QPaintEngine.DirtyClipPath:
            self._set_clip(state.clipPath().boundingRect(), state.clipOperation())
        if changed & QPaintEngine.DirtyClipEnabled and not state.isClipEnabled():
            self._clip = None

    def _set_clip(self, rect: QRectF, operation: Qt.ClipOperation) -> None:
        rect = self._transform.mapRect(rect)
        if operation == Qt.NoClip:
            self._clip = None
        elif operation == Qt.IntersectClip and self._clip is not None:
            self._clip = self._clip.intersected(rect)
        else:
            self._clip = rect

    def drawTextItem(self, place: object, item: QTextItem) -> None:  # noqa: N802
        if self._transform.isRotating():
            self.turned = True
            return
        text = item.text()
        metrics = QFontMetricsF(item.font())
        whole = metrics.horizontalAdvance(text)
        stretch = item.width() / whole if whole > 0 else 1.0
        words: list[tuple[str, Box]] = []
        for start, stop in spans(text):
            left, right = (metrics.horizontalAdvance(text[:end]) * stretch for end in (start, stop))
            high = QRectF(place.x() + left, place.y() - item.ascent(), right - left, item.ascent() + item.descent())
            words.append((text[start:stop], box_of(self._transform.mapRect(high))))
        clip = box_of(self._clip) if self._clip is not None else None
        self.runs.append(_Run(words, clip, not text[:1].isspace(), not text[-1:].isspace()))

    def drawPixmap(self, *_: object) -> None:  # noqa: N802
        return

    def drawImage(self, *_: object) -> None:  # noqa: N802
        return

    def drawPath(self, *_: object) -> None:  # noqa: N802
        return

    def drawPolygon(self, *_: object) -> None:  # noqa: N802
        return

    def drawRects(self, *_: object) -> None:  # noqa: N802
        return

    def drawLines(self, *_: object) -> None:  # noqa: N802
        return

    def drawTiledPixmap(self, *_: object) -> None:  # noqa: N802
        return


class _Paper(QPaintDevice):
    """A device with the size and density of the widget that is painted on it."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__()
        self._widget = widget
        self.notes = _Notes()

    def paintEngine(self) -> QPaintEngine:  # noqa: N802
        return self.notes

    def metric(self, kind: QPaintDevice.PaintDeviceMetric) -> int:
        widget = self._widget
        known = {
            QPaintDevice.PdmWidth: widget.width(),
            QPaintDevice.PdmHeight: widget.height(),
            QPaintDevice.PdmWidthMM: widget.widthMM(),
            QPaintDevice.PdmHeightMM: widget.heightMM(),
            QPaintDevice.PdmDpiX: widget.logicalDpiX(),
            QPaintDevice.PdmDpiY: widget.logicalDpiY(),
            QPaintDevice.PdmPhysicalDpiX: widget.physicalDpiX(),
            QPaintDevice.PdmPhysicalDpiY: widget.physicalDpiY(),
            QPaintDevice.PdmNumColors: 2**24,
            QPaintDevice.PdmDepth: 24,
            QPaintDevice.PdmDevicePixelRatio: 1,
            QPaintDevice.PdmDevicePixelRatioScaled: int(QPaintDevice.devicePixelRatioFScale()),
        }
        return known.get(kind, 0)


def spans(text: str) -> list[tuple[int, int]]:
    """Starts and ends of the words of a text."""
    found: list[tuple[int, int]] = []
    start = -1
    for at, letter in enumerate(text + ' '):
        if letter.isspace() or letter == '\u2028':
            if start >= 0:
                found.append((start, at))
            start = -1
        elif start < 0:
            start = at
    return found


def box_of(rect: QRectF) -> Box:
    return (rect.x(), rect.y(), rect.width(), rect.height())


def texts_of(widget: QWidget) -> tuple[list[list[Seen]], bool]:
    """Lines of words that the widget itself draws (its children not), and whether it also draws turned text."""
    paper = _Paper(widget)
    widget.render(paper, QPoint(0, 0), QRegion(widget.rect()), QWidget.RenderFlags(QWidget.RenderFlag(0)))
    lines: list[list[Seen]] = []
    last: _Run | None = None
    for run in paper.notes.runs:
        if not run.words:
            last = run
            continue
        follows = last is not None and bool(last.words) and bool(lines) and _touch(last, run)
        seen = [(text, box, run.clip) for text, box in run.words]
        if not follows:
            lines.append(seen)
        elif last is not None and last.open_end and run.open_start:
            text, box, clip = lines[-1][-1]
            more = seen[0]
            lines[-1][-1] = (text + more[0], _join(box, more[1]), clip)
            lines[-1] += seen[1:]
        else:
            lines[-1] += seen
        last = run
    return lines, paper.notes.turned


def _touch(left: _Run, right: _Run) -> bool:
    """Whether one run goes on where the other ended, as text in several fonts or styles does."""
    a, b = left.words[-1][1], right.words[0][1]
    gap = b[0] - (a[0] + a[2])
    same_row = abs((a[1] + a[3] / 2) - (b[1] + b[3] / 2)) < a[3] / 3
    return same_row and -1 < gap < (1 if left.open_end and right.open_start else a[3] / 2)


def _join(a: Box, b: Box) -> Box:
    top, bottom = min(a[1], b[1]), max(a[1] + a[3], b[1] + b[3])
    return (a[0], top, b[0] + b[2] - a[0], bottom - top)


def inside(box: Box, clip: Box | None) -> Box:
    return box if clip is None else meet(box, clip)
