"""Where lines stand on a page that hangs askew or lies on its side."""

import numpy as np

from balcao.adapters.ocr.boxes import as_read, sideways, with_page


def a_line(left, top, long, tall, lean):
    """Return the corners of a line that falls by `lean` to its end, from where it is read."""
    return [
        (left, top),
        (left + long, top + lean),
        (left + long, top + tall + lean),
        (left, top + tall),
    ]


def test_a_box_begins_where_its_line_does_whatever_corner_came_first():
    upright = np.array([a_line(10, 20, 400, 30, 40)], dtype=np.float32)

    for first in range(4):
        assert np.array_equal(as_read(np.roll(upright, first, axis=1)), upright)


def test_long_and_short_lines_of_a_page_on_its_side_are_turned_alike():
    upright = np.array([a_line(10, 20, 400, 30, 60), a_line(10, 90, 90, 30, 12)], dtype=np.float32)
    lying = with_page(upright, 500, 300, 1)
    mixed = lying.copy()
    mixed[0] = np.roll(mixed[0], 1, axis=0)  # as a detector that sorts by the left edge gives it

    assert sideways(as_read(mixed))
    assert np.allclose(with_page(as_read(mixed), 300, 500, 3), upright, atol=1)


def test_no_boxes_are_no_trouble():
    assert as_read(np.zeros((0, 4, 2), dtype=np.float32)).shape == (0, 4, 2)
