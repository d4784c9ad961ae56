"""The reader: a small convolutional network with CTC output, two answers per four columns."""

import torch
import torch.nn as nn
import torch.nn.functional as functional

from alphabet import ALPHABET

WIDTH = 160
# So many looks along the line after its height is gone; each reaches four steps (16 columns) to both sides.
ALONG = 5
PER_COLUMN = 2


def _convolution(inputs: int, outputs: int, kernel, stride=1, groups: int = 1, active: bool = True, padding=None):
    padding = kernel // 2 if padding is None else padding
    layers = [nn.Conv2d(inputs, outputs, kernel, stride, padding, groups=groups, bias=False), nn.BatchNorm2d(outputs)]
    return nn.Sequential(*layers, *([nn.ReLU(inplace=True)] if active else []))


class Residual(nn.Module):
    """Depthwise, wider, narrower again, added to what came in."""

    def __init__(self, channels: int, kernel: int = 5, expansion: int = 2):
        super().__init__()
        self.f = nn.Sequential(
            _convolution(channels, channels, kernel, groups=channels, active=False),
            _convolution(channels, channels * expansion, 1),
            _convolution(channels * expansion, channels, 1, active=False),
        )

    def forward(self, x):
        return functional.relu(x + self.f(x))


class Along(nn.Module):
    """A look along the line, nine columns of features wide."""

    def __init__(self, channels: int, kernel: int = 9):
        super().__init__()
        self.f = nn.Sequential(
            nn.Conv2d(channels, channels, (1, kernel), padding=(0, kernel // 2), groups=channels, bias=False),
            nn.BatchNorm2d(channels),
            _convolution(channels, channels, 1),
            _convolution(channels, channels, 1, active=False),
        )

    def forward(self, x):
        return functional.relu(x + self.f(x))


class Reader(nn.Module):
    """[lines, 1, 32, width] float32, width a multiple of 4 -> scores [lines, width / 2, classes]."""

    def __init__(self, classes: int = len(ALPHABET) + 1):
        super().__init__()
        self.classes = classes
        self.f = nn.Sequential(
            _convolution(1, 16, 3, 2), Residual(16, 3, 1),
            _convolution(16, 48, 3, 2), Residual(48),
            _convolution(48, 96, 3, (2, 1)), Residual(96), Residual(96),
            _convolution(96, WIDTH, (4, 1), padding=0),
            *[Along(WIDTH) for _ in range(ALONG)],
        )
        self.dropout = nn.Dropout(0.1)
        self.o = nn.Conv2d(WIDTH, classes * PER_COLUMN, 1)

    def forward(self, x):
        scores = self.o(self.dropout(self.f(x)))
        lines, _, _, columns = scores.shape
        paired = scores.reshape(lines, PER_COLUMN, self.classes, columns)
        return paired.permute(0, 3, 1, 2).reshape(lines, columns * PER_COLUMN, self.classes)


class ReaderOutput(nn.Module):
    """What is exported: the best class of each step and its probability."""

    def __init__(self, reader: Reader):
        super().__init__()
        self.reader = reader

    def forward(self, x):
        probability, best = torch.softmax(self.reader(x), 2).max(2)
        return best.int(), probability
