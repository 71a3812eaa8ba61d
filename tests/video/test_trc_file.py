import io

import pytest

pytest.importorskip("numpy")

from steadyback.pose import LandmarkFrame
from steadyback.video import TrcWriter

ROWS = [(0.5, 0.5, 0.0, 0.9)] * 33


def saved(writer: TrcWriter, *, fps: float | None = 25.0) -> list[str]:
    file = io.BytesIO()
    writer.save(file, name="film.trc", fps=fps)
    return file.getvalue().decode().split("\n")


def test_a_marker_file_has_the_header_and_columns_that_opensim_reads() -> None:
    writer = TrcWriter()
    writer.add(LandmarkFrame.from_points(0.0, (640, 360), ROWS, [(0.25, 0.5, -0.125)] * 33))
    writer.add(LandmarkFrame.nobody(0.04, 640, 360))
    lines = saved(writer)
    assert lines[0] == "PathFileType\t4\t(X/Y/Z)\tfilm.trc"
    assert lines[2].split("\t") == ["25", "25", "2", "33", "m", "25", "1", "2"]
    assert lines[3].split("\t")[:6] == ["Frame#", "Time", "Nose", "", "", "LeftEyeInner"]
    assert lines[4].split("\t")[2:6] == ["X1", "Y1", "Z1", "X2"]
    assert lines[4].split("\t")[-1] == "Z33"
    assert lines[5] == ""
    first, second = (line.split("\t") for line in lines[6:8])
    # The model's y points down and its z away from the camera.
    assert first[:5] == ["1", "0.000000", "0.250000", "-0.500000", "0.125000"]
    assert len(first) == len(second) == 2 + 99
    assert second[:3] == ["2", "0.040000", ""]


def test_the_rate_is_measured_where_the_recording_does_not_say_it() -> None:
    writer = TrcWriter()
    for step in range(5):
        writer.add(LandmarkFrame.nobody(step / 10, 640, 360))
    assert saved(writer, fps=None)[2].startswith("10\t")


def test_pixels_are_refused_with_the_reason() -> None:
    with pytest.raises(ValueError, match="pixels cannot be turned into metres"):
        TrcWriter().add(LandmarkFrame.from_points(0.0, (640, 360), ROWS))
