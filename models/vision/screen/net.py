"""The screen network: centre points with edge distances at stride 4, for elements and lines of text at once.

Anchor-free detection after CenterNet (Zhou et al. 2019) and TTFNet (Liu et al. 2019); depthwise 5x5 blocks with a
feature pyramid, about 1.5 million parameters, small enough for a whole 1280x720 frame on two CPU cores.
"""
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from classes import GROUP_COUNT, ROLES, STATES

STRIDE = 4
"""Image px per output cell."""
STAGE_WIDTHS = (16, 32, 64, 128, 192)
HEAD_WIDTH = 64
# A rare positive: the first steps would otherwise be spent on learning that most cells are empty (Lin et al. 2017).
EMPTY_BIAS = -4.6


class ConvNorm(nn.Sequential):
    def __init__(self, inputs: int, outputs: int, kernel: int = 3, stride: int = 1, groups: int = 1, act: bool = True,
                 reach: int = 1):
        conv = nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2 * reach, reach, groups, bias=False)
        super().__init__(conv, nn.BatchNorm2d(outputs), *([nn.ReLU(inplace=True)] if act else []))


class Block(nn.Module):
    """Depthwise 5x5, widened and narrowed pointwise, added to its input. `reach`: cells between the taps."""

    def __init__(self, width: int, expand: int = 2, reach: int = 1):
        super().__init__()
        self.deep = ConvNorm(width, width, 5, groups=width, act=False, reach=reach)
        self.widen = ConvNorm(width, width * expand, 1)
        self.narrow = ConvNorm(width * expand, width, 1, act=False)

    def forward(self, x: Tensor) -> Tensor:
        return F.relu(x + self.narrow(self.widen(self.deep(x))))


class Separable(nn.Sequential):
    def __init__(self, inputs: int, outputs: int, kernel: int = 5):
        super().__init__(ConvNorm(inputs, inputs, kernel, groups=inputs, act=False), ConvNorm(inputs, outputs, 1))


class ScreenNet(nn.Module):
    """[n, 3, h, w] in 0..1 -> heat logits [n, 20, h/4, w/4], edges px [n, 16, h/4, w/4], state logits [n, 4, h/4, w/4]."""

    def __init__(self):
        super().__init__()
        a, b, c, d, e = STAGE_WIDTHS
        self.stem = ConvNorm(3, a, 3, 2)
        self.stage4 = nn.Sequential(ConvNorm(a, b, 3, 2), Block(b, 1))
        self.stage8 = nn.Sequential(ConvNorm(b, c, 3, 2), Block(c), Block(c), Block(c))
        self.stage16 = nn.Sequential(ConvNorm(c, d, 3, 2), Block(d), Block(d), Block(d))
        self.stage32 = nn.Sequential(ConvNorm(d, e, 3, 2), Block(e), Block(e), Block(e))
        # Rows and windows are wider than what the blocks above see: these look 19 cells (600 px) to each side, nearly for nothing.
        self.context = nn.Sequential(Block(e, reach=3), Block(e, reach=6))
        self.side32, self.side16 = ConvNorm(e, 64, 1), ConvNorm(d, 64, 1)
        self.side8, self.side4 = ConvNorm(c, 64, 1), ConvNorm(b, 48, 1)
        self.merge16, self.merge8, self.merge4 = Separable(64, 64), Separable(64, 48), Separable(48, HEAD_WIDTH)
        self.heat_head, self.heat = Separable(HEAD_WIDTH, HEAD_WIDTH, 3), nn.Conv2d(HEAD_WIDTH, len(ROLES), 1)
        self.box_head, self.box = Separable(HEAD_WIDTH, HEAD_WIDTH, 3), nn.Conv2d(HEAD_WIDTH, 4 * GROUP_COUNT, 1)
        self.state = nn.Conv2d(HEAD_WIDTH, len(STATES), 1)
        nn.init.constant_(self.heat.bias, EMPTY_BIAS)
        nn.init.constant_(self.box.bias, 1.0)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        x4 = self.stage4(self.stem(x))
        x8 = self.stage8(x4)
        x16 = self.stage16(x8)
        p16 = self.merge16(self.side16(x16) + doubled(self.side32(self.context(self.stage32(x16)))))
        p8 = self.merge8(self.side8(x8) + doubled(p16))
        p4 = self.merge4(self.side4(x4) + doubled(p8))
        features = self.heat_head(p4)
        return self.heat(features), self.edges(self.box_head(p4)), self.state(features)

    def edges(self, features: Tensor) -> Tensor:
        # exp keeps distances positive and their errors relative; 6.5 is a distance of 2,660 px. Half precision is too coarse for it.
        with torch.autocast(features.device.type, enabled=False):
            return torch.exp(self.box(features.float()).clamp(max=6.5)) * STRIDE


def doubled(x: Tensor) -> Tensor:
    return F.interpolate(x, scale_factor=2.0, mode="nearest")
