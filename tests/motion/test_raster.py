"""The depth buffer: what covers a pixel's middle is seen there, and of several things the nearest."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from steadyback.motion.raster import NOTHING, seen_triangles, shares_in

CORNER = st.tuples(st.floats(-20, 60), st.floats(-20, 60))


@given(st.lists(st.tuples(CORNER, CORNER, CORNER), min_size=1, max_size=4), st.lists(st.floats(0.1, 1), min_size=4))
@settings(max_examples=40, deadline=None)
def test_it_sees_what_trying_every_pixel_of_every_triangle_sees(triangles: list, near: list) -> None:  # type: ignore[type-arg]
    corners = np.array(triangles, float)
    nearness = np.repeat(np.array(near[: len(corners)])[:, None], 3, 1)
    seen = seen_triangles(corners, nearness, (40, 30))
    middles = np.stack(np.meshgrid(np.arange(40) + 0.5, np.arange(30) + 0.5), -1).reshape(-1, 2)
    expected = np.zeros(len(middles))
    sure = np.ones(len(middles), bool)
    for corner, here in zip(corners, nearness[:, 0], strict=True):
        one, other = corner[1] - corner[0], corner[2] - corner[0]
        if abs(one[0] * other[1] - one[1] * other[0]) < 1e-3:
            return
        shares = shares_in(np.tile(corner, (len(middles), 1, 1)), middles)
        expected = np.where((shares > 0).all(1), np.maximum(expected, here), expected)
        sure &= (np.abs(shares) > 1e-6).all(1)
    found = seen.nearness.ravel()
    assert np.allclose(found[sure], expected[sure], atol=1e-6)
    assert ((seen.triangle.ravel() == NOTHING) == (found == 0)).all()


def test_what_is_behind_the_camera_is_not_drawn() -> None:
    corners = np.array([[[0, 0], [30, 0], [0, 30]]], float)
    assert (seen_triangles(corners, np.zeros((1, 3)), (40, 30)).triangle == NOTHING).all()
