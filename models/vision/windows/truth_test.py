"""python3 -m unittest truth_test (needs numpy and OpenCV, no display)."""

import json
import tempfile
import unittest
from pathlib import Path
from random import Random

import numpy as np

from phrases import Phrases
from truth import Place, Truth, settle, without, write

SCREEN = (0, 0, 200, 100)


def blank_truth() -> Truth:
    truth = Truth(1, (200, 100), 'test')
    truth.add_layer(SCREEN)
    return truth


def blank_picture() -> np.ndarray:
    return np.full((100, 200, 3), 200, np.uint8)


class Settling(unittest.TestCase):
    def test_it_names_an_element_that_is_seen(self) -> None:
        truth = blank_truth()
        truth.add_element(Place((10, 10, 50, 20), SCREEN, 0), 'button', 'Save', ['disabled'])
        found = settle(truth, blank_picture())
        self.assertEqual(
            found['elements'], [{'box': [10, 10, 50, 20], 'role': 'button', 'name': 'Save', 'states': ['disabled']}]
        )

    def test_it_ignores_the_seen_part_of_an_element_that_is_mostly_hidden(self) -> None:
        truth = blank_truth()
        truth.add_element(Place((10, 10, 100, 20), SCREEN, 0), 'button')
        truth.add_layer((50, 0, 100, 100))
        found = settle(truth, blank_picture())
        self.assertEqual((found['elements'], found['ignore']), ([], [[10, 10, 40, 20]]))

    def test_it_keeps_an_element_of_which_little_is_hidden(self) -> None:
        truth = blank_truth()
        truth.add_element(Place((10, 10, 100, 20), SCREEN, 0), 'button')
        truth.add_layer((90, 0, 100, 100))
        self.assertEqual(len(settle(truth, blank_picture())['elements']), 1)

    def test_it_cuts_a_window_at_the_edge_of_the_screen_instead_of_ignoring_it(self) -> None:
        truth = blank_truth()
        truth.add_element(Place((150, 0, 400, 100), (150, 0, 400, 100), 0), 'window')
        self.assertEqual(settle(truth, blank_picture())['elements'][0]['box'], [150, 0, 50, 100])

    def test_it_cuts_a_record_at_the_sides_of_what_scrolls(self) -> None:
        truth = blank_truth()
        truth.add_element(Place((0, 10, 900, 20), (0, 0, 100, 100), 0), 'row')
        self.assertEqual(settle(truth, blank_picture())['elements'][0]['box'], [0, 10, 100, 20])

    def test_it_leaves_out_a_word_that_is_cut_and_ignores_its_place(self) -> None:
        truth = blank_truth()
        truth.add_word(Place((10, 10, 40, 10), (0, 0, 30, 100), 0), 'half', truth.next_line())
        found = settle(truth, blank_picture())
        self.assertEqual((found['words'], found['lines'], found['ignore']), ([], [], [[10, 10, 20, 10]]))

    def test_it_joins_words_of_a_line_and_parts_them_at_a_wide_gap(self) -> None:
        truth = blank_truth()
        line = truth.next_line()
        for x, text in ((10, 'Save'), (34, 'as'), (90, 'Ctrl+S')):
            truth.add_word(Place((x, 10, 20, 10), SCREEN, 0), text, line)
        self.assertEqual([found['text'] for found in settle(truth, blank_picture())['lines']], ['Save as', 'Ctrl+S'])

    def test_it_tells_a_framed_button_from_a_bare_icon(self) -> None:
        picture = blank_picture()
        picture[10:40, 10:40] = 150
        truth = blank_truth()
        truth.add_element(Place((10, 10, 30, 30), SCREEN, 0), 'button?')
        truth.add_element(Place((100, 10, 30, 30), SCREEN, 0), 'button?')
        self.assertEqual([found['role'] for found in settle(truth, picture)['elements']], ['button', 'icon'])

    def test_it_leaves_what_lies_around_a_hole(self) -> None:
        left = without((0, 0, 100, 100), (20, 30, 40, 50))
        self.assertEqual(sum(w * h for _, _, w, h in left), 100 * 100 - 40 * 50)


class Writing(unittest.TestCase):
    def test_it_writes_picture_and_truth_and_leaves_no_partial_file(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            write(Path(folder), 'one', blank_picture(), blank_truth())
            self.assertEqual(sorted(path.name for path in Path(folder).iterdir()), ['one.json', 'one.png'])
            self.assertEqual(json.loads((Path(folder) / 'one.json').read_text())['size'], [200, 100])


class Drawing(unittest.TestCase):
    def test_it_draws_the_same_text_from_the_same_seed(self) -> None:
        one, other = (Phrases(Random(7)) for _ in range(2))
        self.assertEqual([one.value() for _ in range(50)], [other.value() for _ in range(50)])


if __name__ == '__main__':
    unittest.main()
