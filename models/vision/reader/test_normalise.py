"""python3 -m unittest: the preparation of crops agrees with the service's, through the fixture both are tested against."""

import json
import unittest
from pathlib import Path

import numpy as np

from normalise import crop_width, prepared, resampled

_fixture = Path(__file__).parents[3] / "packages/sight/src/line-crop.fixture.json"


class Preparing(unittest.TestCase):
    def test_it_makes_what_the_service_makes(self):
        for case in json.loads(_fixture.read_text(encoding="utf-8")):
            grey = np.array(case["levels"], np.uint8).reshape(case["height"], case["width"])
            values = prepared(grey)
            self.assertEqual(values.shape, (32, case["cropWidth"]))
            np.testing.assert_allclose(values.ravel()[case["places"]], case["values"], atol=1e-4)

    def test_it_keeps_an_even_ground_even_at_every_scale(self):
        for height in (5, 16, 32, 33, 50, 97):
            self.assertLess(np.ptp(resampled(np.full((height, 40), 77, np.uint8))), 1e-3)

    def test_it_averages_what_it_shrinks(self):
        stripes = np.tile(np.array([[0], [255]], np.uint8), (64, 10))
        self.assertLess(np.abs(resampled(stripes)[2:-2] - 127.5).max(), 20)

    def test_it_knows_the_width_before_it_is_cut(self):
        self.assertEqual(resampled(np.zeros((13, 37), np.uint8)).shape[1], crop_width(37, 13))


if __name__ == "__main__":
    unittest.main()
