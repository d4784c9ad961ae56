"""Random Qt 5 widgets and small groups of them."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from PyQt5.QtCore import QDate, QPointF, QRectF, QSize, Qt, QTime
from PyQt5.QtGui import QColor, QFont, QIcon, QLinearGradient, QPainter, QPixmap
from PyQt5.QtWidgets import (
    QApplication,
    QBoxLayout,
    QCheckBox,
    QComboBox,
    QDateEdit,
    QDoubleSpinBox,
    QFormLayout,
    QFrame,
    QGridLayout,
    QGroupBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QRadioButton,
    QSlider,
    QSpinBox,
    QTextEdit,
    QTimeEdit,
    QToolButton,
    QWidget,
)

from icon_names import ICON_NAMES
from phrases import Phrases
from qt_reading import HEADING, LINK_START, PICTURE

ACROSS, DOWN = QBoxLayout.LeftToRight, QBoxLayout.TopToBottom


class QtBlocks:
    """Makes widgets with random contents. All draws come from the Random given."""

    def __init__(self, random: Random, phrases: Phrases) -> None:
        self.random = random
        self.phrases = phrases
        self._icons = [name for name in ICON_NAMES if QIcon.hasThemeIcon(name)]

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def icon(self) -> QIcon:
        """A pictogram of the icon theme, or one of the style's where the theme has none."""
        if self._icons:
            return QIcon.fromTheme(self.random.choice(self._icons))
        return QApplication.style().standardIcon(self.random.randrange(60))

    def side(self) -> QSize:
        side = self.random.choice([16, 16, 22, 24, 32])
        return QSize(side, side)

    def off(self, widget: QWidget, share: float = 0.1) -> QWidget:
        widget.setEnabled(not self.chance(share))
        return widget

    def label(self, text: str | None = None) -> QLabel:
        return self.off(QLabel(text or self.phrases.subject() + self.random.choice(['', ':', ':'])), 0.04)

    def paragraph(self) -> QLabel:
        label = QLabel(self.phrases.paragraph(self.random.randint(1, 4)))
        label.setWordWrap(True)
        label.setMinimumWidth(self.random.randint(140, 420))
        return label

    def heading(self) -> QLabel:
        label = QLabel(self.phrases.title())
        font = QFont(label.font())
        font.setPointSizeF(font.pointSizeF() * self.random.choice([1.0, 1.2, 1.5, 1.8]))
        font.setBold(True)
        label.setFont(font)
        label.setObjectName(HEADING)
        return label

    def rich(self) -> QLabel:
        p = self.phrases
        mark = self.random.choice(['b', 'i', 'u', 'code'])
        return QLabel(f'{p.words(1, 3)} <{mark}>{p.words(1, 2)}</{mark}> {p.words(1, 3)}')

    def button(self) -> QPushButton:
        button = QPushButton(self.phrases.action())
        if self.chance(0.2):
            button.setIcon(self.icon())
        if self.chance(0.12):
            button.setCheckable(True)
            button.setChecked(self.chance(0.6))
        button.setFlat(self.chance(0.06))
        button.setDefault(self.chance(0.15))
        return self.off(button)

    def icon_button(self) -> QWidget:
        if self.chance(0.3):
            button: QPushButton | QToolButton = QPushButton(self.icon(), '')
        else:
            button = QToolButton()
            button.setIcon(self.icon())
            button.setAutoRaise(self.chance(0.6))
        button.setIconSize(self.side())
        if self.chance(0.12):
            button.setCheckable(True)
            button.setChecked(True)
        return self.off(button)

    def field(self) -> QLineEdit:
        field = QLineEdit()
        kind = self.random.random()
        if kind < 0.6:
            field.setText(self.phrases.value())
        elif kind < 0.85:
            field.setPlaceholderText(self.phrases.words(1, 3))
        if self.chance(0.1):
            field.setEchoMode(QLineEdit.Password)
        if self.chance(0.15):
            field.addAction(self.icon(), self.random.choice([QLineEdit.LeadingPosition, QLineEdit.TrailingPosition]))
        field.setClearButtonEnabled(self.chance(0.12))
        field.setMinimumWidth(self.random.randint(60, 220))
        field.setCursorPosition(0)
        return self.off(field)

    def spin(self) -> QWidget:
        kind = self.random.choice([QSpinBox, QSpinBox, QDoubleSpinBox, QDateEdit, QTimeEdit])
        spin = kind()
        if kind is QDateEdit:
            spin.setDate(QDate(self.random.randint(1990, 2030), self.random.randint(1, 12), self.random.randint(1, 28)))
            spin.setCalendarPopup(self.chance(0.4))
        elif kind is QTimeEdit:
            spin.setTime(QTime(self.random.randint(0, 23), self.random.randint(0, 59)))
        else:
            spin.setMaximum(10 ** self.random.randint(1, 5))
            spin.setValue(self.random.randint(0, 9999))
            spin.setSuffix(self.random.choice(['', '', '', ' px', ' %', ' mm', ' s']))
        return self.off(spin)

    def combo(self) -> QComboBox:
        combo = QComboBox()
        for _ in range(self.random.randint(2, 9)):
            text = self.random.choice([self.phrases.subject, self.phrases.value])()
            combo.addItem(self.icon(), text) if self.chance(0.1) else combo.addItem(text)
        combo.setEditable(self.chance(0.18))
        combo.setCurrentIndex(self.random.randrange(combo.count()))
        return self.off(combo)

    def check(self) -> QCheckBox:
        check = QCheckBox('' if self.chance(0.06) else self.phrases.subject())
        check.setTristate(self.chance(0.05))
        check.setChecked(self.chance(0.5))
        return self.off(check)

    def slider(self) -> QSlider:
        down = self.chance(0.1)
        slider = QSlider(Qt.Vertical if down else Qt.Horizontal)
        slider.setValue(self.random.randint(0, 99))
        slider.setTickPosition(
            self.random.choice([QSlider.NoTicks, QSlider.NoTicks, QSlider.TicksBelow, QSlider.TicksAbove])
        )
        slider.setMinimumSize(*((20, 90) if down else (self.random.randint(80, 220), 16)))
        return self.off(slider)

    def progress(self) -> QProgressBar:
        bar = QProgressBar()
        bar.setValue(self.random.randint(0, 100))
        bar.setTextVisible(self.chance(0.7))
        return bar

    def text_area(self) -> QWidget:
        area = self.random.choice([QPlainTextEdit, QTextEdit])()
        line = self.random.choice(
            [
                lambda: self.phrases.sentence(2, 12),
                self.phrases.path,
                lambda: '    ' * self.random.randint(0, 3) + self.phrases.words(1, 6),
            ]
        )
        area.setPlainText('\n'.join(line() for _ in range(self.random.randint(1, 24))))
        if self.chance(0.35):
            area.setFont(QFont('DejaVu Sans Mono', self.random.randint(8, 12)))
        if self.chance(0.4):
            area.setLineWrapMode(area.NoWrap)
        area.setMinimumSize(self.random.randint(160, 420), self.random.randint(60, 220))
        return self.off(area, 0.04)

    def link(self) -> QLabel:
        before = self.phrases.words(0, 2)
        label = QLabel(f'{before} <a href="https://example.org">{self.phrases.title()}</a>'.strip())
        label.setProperty(LINK_START, len(before.split()))
        return label

    def pixmap(self, width: int, height: int) -> QPixmap:
        """A picture of discs, bars or waves over a blend."""
        picture = QPixmap(width, height)
        tint = lambda alpha=255: QColor(*(self.random.randrange(256) for _ in range(3)), alpha)  # noqa: E731
        blend = QLinearGradient(0, 0, width, height)
        blend.setColorAt(0, tint())
        blend.setColorAt(1, tint())
        pen = QPainter(picture)
        pen.fillRect(picture.rect(), blend)
        pen.setRenderHint(QPainter.Antialiasing)
        shape = self.random.choice(['discs', 'bars', 'lines'])
        for step in range(self.random.randint(3, 14)):
            pen.setBrush(tint(180))
            pen.setPen(tint())
            x, y = self.random.uniform(0, width), self.random.uniform(0, height)
            if shape == 'discs':
                radius = self.random.uniform(2, height / 2)
                pen.drawEllipse(QPointF(x, y), radius, radius)
            elif shape == 'bars':
                pen.drawRect(QRectF(step * width / 14, y, width / 18, height - y))
            else:
                pen.drawLine(QPointF(x, y), QPointF(self.random.uniform(0, width), self.random.uniform(0, height)))
        pen.end()
        return picture

    def picture(self) -> QLabel:
        label = QLabel()
        label.setPixmap(self.pixmap(self.random.randint(32, 240), self.random.randint(32, 170)))
        label.setObjectName(PICTURE)
        return label

    def lone_icon(self) -> QLabel:
        label = QLabel()
        side = self.side()
        label.setPixmap(self.icon().pixmap(side))
        return label

    def pack(self, way: QBoxLayout.Direction, widgets: list[QWidget], stretch: bool = True) -> QWidget:
        held = QWidget()
        layout = QBoxLayout(way, held)
        layout.setContentsMargins(0, 0, 0, 0)
        if self.chance(0.5):
            layout.setSpacing(self.random.choice([0, 2, 4, 6, 10, 16]))
        for widget in widgets:
            layout.addWidget(widget)
        if stretch and self.chance(0.6):
            layout.addStretch(1)
        return held

    def many(self, makers: list[Callable[[], QWidget]], least: int, most: int) -> list[QWidget]:
        return [self.random.choice(makers)() for _ in range(self.random.randint(least, most))]

    def buttons(self) -> QWidget:
        return self.pack(ACROSS, self.many([self.button], 2, 5))

    def checks(self) -> QWidget:
        return self.pack(DOWN, self.many([self.check], 2, 6))

    def radios(self) -> QWidget:
        made = [self.off(QRadioButton(self.phrases.subject())) for _ in range(self.random.randint(2, 5))]
        self.random.choice(made).setChecked(True)
        return self.pack(self.random.choice([DOWN, DOWN, ACROSS]), made)

    def icons(self) -> QWidget:
        return self.pack(ACROSS, self.many([self.lone_icon], 2, 7))

    def tool_row(self) -> QWidget:
        return self.pack(
            ACROSS,
            self.many(
                [self.icon_button, self.icon_button, self.icon_button, self.button, self.field, self.combo], 3, 8
            ),
        )

    def form(self) -> QWidget:
        held = QWidget()
        layout = QFormLayout(held)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setLabelAlignment(self.random.choice([Qt.AlignLeft, Qt.AlignRight]))
        layout.setRowWrapPolicy(
            self.random.choice([QFormLayout.DontWrapRows, QFormLayout.DontWrapRows, QFormLayout.WrapAllRows])
        )
        makers = [
            self.field,
            self.field,
            self.field,
            self.combo,
            self.combo,
            self.spin,
            self.spin,
            self.slider,
            self.check,
            self.progress,
        ]
        for _ in range(self.random.randint(2, 8)):
            layout.addRow(self.label(), self.random.choice(makers)())
        return held

    def keypad(self) -> QWidget:
        held = QWidget()
        grid = QGridLayout(held)
        grid.setSpacing(self.random.choice([0, 2, 6]))
        faces = '1 2 3 4 5 6 7 8 9 0 + − × ÷ = C AC % π √ ln sin OK ± ( ) . ,'.split()
        kind = self.random.choice([QPushButton, QToolButton])
        for row in range(self.random.randint(3, 5)):
            for column in range(self.random.randint(3, 6)):
                button = kind()
                button.setText(self.random.choice(faces))
                button.setMinimumSize(36, self.random.choice([24, 30]))
                button.setMaximumWidth(70)
                grid.addWidget(button, row, column)
        return held

    def facts(self) -> QWidget:
        held = QWidget()
        layout = QFormLayout(held)
        for _ in range(self.random.randint(2, 8)):
            layout.addRow(self.label(), QLabel(self.phrases.value()))
        return held

    def group(self, inner: Callable[[], QWidget]) -> QGroupBox:
        group = QGroupBox(self.phrases.title())
        if self.chance(0.2):
            group.setCheckable(True)
            group.setChecked(self.chance(0.7))
        layout = QBoxLayout(DOWN, group)
        layout.addWidget(inner())
        return group

    def panel(self) -> QFrame:
        frame = QFrame()
        frame.setFrameStyle(
            self.random.choice([QFrame.StyledPanel, QFrame.Box])
            | self.random.choice([QFrame.Sunken, QFrame.Raised, QFrame.Plain])
        )
        layout = QBoxLayout(DOWN, frame)
        for widget in self.many([self.form, self.checks, self.buttons, self.paragraph, self.heading], 1, 3):
            layout.addWidget(widget)
        return frame
