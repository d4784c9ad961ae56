"""python3 -m unittest: alphabet, bitmap fonts, shards, network and checkpoints."""

import gzip
import struct
import tempfile
import unittest
from pathlib import Path

import numpy as np
import torch

from alphabet import ALPHABET, classes_of, decoded, is_readable, written
from average import averaged
from checkpoints import begin_from, load_checkpoint, save_checkpoint
from jitter import block_of, jittered
from network import PER_COLUMN, Reader
from pcf import read_pcf
from shards import Sample, load_shard, save_shard
from texts import Texts
from typefaces import HELD_OUT, MONO, SANS, SERIF, other_families


class Alphabet(unittest.TestCase):
    def test_it_has_every_character_once_and_ascii_first(self):
        self.assertEqual(len(set(ALPHABET)), len(ALPHABET))
        self.assertEqual(ALPHABET[:95], "".join(map(chr, range(33, 127))) + " ")

    def test_it_reads_back_what_it_wrote(self):
        text = "Zażółć gęślą, 12,50 € – ll"
        steps = [step for index in classes_of(text) for step in (0, index, index)]
        self.assertEqual(decoded(steps), text)

    def test_it_writes_decomposed_accents_and_wide_blanks_one_way(self):
        self.assertEqual(written("e\u0301te\u0301\u00a0 x"), "été x")
        self.assertFalse(is_readable("漢字"))


class Drawing(unittest.TestCase):
    def test_texts_are_readable_and_the_same_for_a_seed(self):
        first, second = Texts(3), Texts(3)
        lines = [first.line() for _ in range(200)]
        self.assertTrue(all(is_readable(line) for line in lines))
        self.assertEqual(lines, [second.line() for _ in range(200)])

    def test_a_bitmap_font_is_read_pixel_by_pixel(self):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "tiny.pcf.gz"
            file.write_bytes(gzip.compress(_tiny_font()))
            font = read_pcf(file)
        self.assertEqual((font.ascent, font.descent), (3, 1))
        drawn = font.drawn("AA")
        self.assertEqual(drawn.astype(int).tolist(), [[1, 0, 1, 0, 1, 0, 1, 0], [0, 1, 0, 0, 0, 1, 0, 0], [0] * 8, [0] * 8])
        self.assertFalse(font.covers("B"))


def _tiny_font() -> bytes:
    """One glyph, "A": two rows, 101 and 010, three px wide, four forward. Big endian throughout."""
    form = 4 | 8
    metrics = struct.pack("<I", form | 0x100) + struct.pack(">H", 1) + bytes(value + 0x80 for value in (0, 3, 4, 3, -1))
    bitmaps = struct.pack("<I", form) + struct.pack(">IIIIII", 1, 0, 2, 4, 8, 16) + bytes([0b10100000, 0b01000000])
    encoding = struct.pack("<I", form) + struct.pack(">6H", 65, 65, 0, 0, 65, 0)
    heights = struct.pack("<I", form) + bytes(8) + struct.pack(">2i", 3, 1)
    tables = [(2, heights), (4, metrics), (8, bitmaps), (32, encoding)]
    start, contents, body = 8 + 16 * len(tables), b"", b""
    for kind, table in tables:
        contents += struct.pack("<4I", kind, form, len(table), start + len(body))
        body += table
    return b"\x01fcp" + struct.pack("<I", len(tables)) + contents + body


class Learning(unittest.TestCase):
    sample = Sample("Hi", np.full((30, 60), 255, np.uint8), (10.0, 8.0, 40.0, 22.0))

    def test_shards_keep_samples(self):
        with tempfile.TemporaryDirectory() as folder:
            save_shard(Path(folder) / "lines-1.npz", [self.sample])
            self.assertEqual([path.name for path in Path(folder).iterdir()], ["lines-1.npz"])
            kept, = load_shard(Path(folder) / "lines-1.npz")
        self.assertEqual((kept.text, kept.box), (self.sample.text, self.sample.box))
        np.testing.assert_array_equal(kept.grey, self.sample.grey)

    def test_crops_are_cut_within_the_picture(self):
        chance = np.random.default_rng(1)
        crops = [jittered(self.sample, chance) for _ in range(200)]
        self.assertEqual({crop.shape[0] for crop in crops}, {32})
        self.assertEqual(block_of(crops).shape[3] % 32, 0)

    def test_the_network_answers_twice_per_column(self):
        self.assertEqual(Reader()(torch.zeros(2, 1, 32, 64)).shape, (2, 16 * PER_COLUMN, len(ALPHABET) + 1))

    def test_training_goes_on_from_a_checkpoint_where_it_stopped(self):
        torch.manual_seed(1)
        before, after, x = Reader().eval(), Reader().eval(), torch.rand(1, 1, 32, 64)
        with tempfile.TemporaryDirectory() as folder:
            save_checkpoint(Path(folder) / "reader.pt", before.state_dict())
            begin_from(after, Path(folder) / "reader.pt")
            self.assertEqual(load_checkpoint(Path(folder) / "reader.pt")[1], ALPHABET)
        with torch.no_grad():
            np.testing.assert_allclose(after(x), before(x), atol=0.02)

    def test_the_mean_of_two_trainings_lies_between_them(self):
        old, new = ({"weight": torch.full((2,), value), "steps": torch.tensor(count)} for value, count in ((1.0, 3), (3.0, 9)))
        mean = averaged(old, new, 0.25)
        self.assertEqual((mean["weight"].tolist(), int(mean["steps"])), ([1.5, 1.5], 3))

    def test_every_typeface_that_pages_are_drawn_in_is_drawn(self):
        families = other_families()
        self.assertFalse(set(families) & {*SANS, *SERIF, *MONO})
        self.assertFalse([name for name in families if name.startswith(HELD_OUT)])


if __name__ == "__main__":
    unittest.main()
