"""The pictures of the program's mark, drawn from its SVG."""

from PIL import Image

from tools import mark
from tools.assets import MARK


def test_corners_follow_the_letters_of_a_path():
    assert mark.strokes("M8.5 14v11h15V14") == [(8.5, 14), (8.5, 25), (23.5, 25), (23.5, 14)]
    assert mark.strokes("M6 14.5 16 7l10 7.5") == [(6, 14.5), (16, 7), (26, 14.5)]


def test_the_mark_is_drawn_in_its_size_and_a_maskable_one_fills_its_square(tmp_path):
    for maskable in (False, True):
        target = tmp_path / "mark.png"
        mark.draw(MARK, target, size=96, maskable=maskable)
        picture = Image.open(target)
        assert picture.size == (96, 96)
        opaque = picture.getchannel("A")
        assert opaque.getpixel((0, 0)) == (255 if maskable else 0)
        assert opaque.getpixel((48, 48)) == 255
