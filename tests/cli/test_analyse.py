import json
import math
import sys
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("numpy")
yaml = pytest.importorskip("yaml")

from steadyback.api import VideoError, analyse_video  # noqa: E402
from steadyback.cli import main  # noqa: E402
from steadyback.video import ModelMissingError  # noqa: E402
from steadyback.video.models import model_path  # noqa: E402

FILM = Path(__file__).resolve().parents[1] / "video" / "fixtures" / "side_leg_lift.mp4"
DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"
EXERCISE = "side_lying_hip_abduction"


@pytest.fixture
def needs_model() -> None:
    try:
        model_path("full")
    except ModelMissingError:
        pytest.skip("the pose models are not built: run tools/build_pose_models.py")


@pytest.fixture
def shared_data() -> Path:
    if not DATA.is_dir():
        pytest.skip("the development data beside the repository are absent")
    return DATA


def nobody_film(path: Path) -> Path:
    av, np = pytest.importorskip("av"), pytest.importorskip("numpy")
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mpeg4", rate=10)
        stream.width, stream.height, stream.pix_fmt = 320, 240, "yuv420p"
        for _ in range(4):
            picture = av.VideoFrame.from_ndarray(np.full((240, 320, 3), 90, np.uint8), format="rgb24")
            container.mux(stream.encode(picture))
        container.mux(stream.encode(None))
    return path


@pytest.mark.usefixtures("needs_model")
def test_a_film_goes_the_whole_way_to_a_table_and_json(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    result, landmarks = tmp_path / "out.json", tmp_path / "out.npz"
    arguments = ["analyse", str(FILM), "--exercise", EXERCISE, "--json", str(result), "--landmarks", str(landmarks)]
    assert main(arguments) == 0
    said = capfd.readouterr()
    assert "1 repetition (left 1, right 0)" in said.out
    assert said.err == ""

    found = json.loads(result.read_text())
    assert found["schema_version"] == "1.1"
    assert (found["exercise"], found["model"], found["frames"]) == (EXERCISE, "full", 40)
    assert found["tracked_fraction"] == 1.0
    assert found["duration_s"] == pytest.approx(6.667, abs=0.01)
    assert found["faults"] == []
    assert found["repetitions"][0]["faults"] == []
    (repetition,) = found["repetitions"]
    assert (repetition["index"], repetition["side"], repetition["complete"]) == (1, "left", True)
    # The film moves from 0.6 s to 2.4 s, holds to 4.4 s and is back at 6.2 s.
    assert 0.5 <= repetition["start_s"] <= 1.4
    assert 2.2 <= repetition["peak_s"] <= 4.8
    assert 5.2 <= repetition["end_s"] <= 6.3
    assert found["holds"][0]["hold_s"] == pytest.approx(2.4, abs=0.8)

    again = analyse_video(landmarks, EXERCISE)
    assert again.model == "recorded"
    assert [one.peak_s for one in again.repetitions] == [repetition["peak_s"]]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.json", "out.npz"]


@pytest.mark.usefixtures("needs_model")
def test_progress_is_told_on_request(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("steadyback.cli.analyse.PROGRESS_EVERY_S", 0.0)
    assert main(["analyse", str(FILM), "--exercise", EXERCISE, "--progress"]) == 0
    assert "100% 40 pictures" in capfd.readouterr().err


@pytest.mark.usefixtures("needs_model")
def test_a_film_without_a_person_is_refused(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    film, result = nobody_film(tmp_path / "wall.mp4"), tmp_path / "out.json"
    assert main(["analyse", str(film), "--exercise", "bridge", "--json", str(result)]) == 1
    assert "wall.mp4: nobody was found in any of its 4 pictures" in capfd.readouterr().err
    assert not result.exists()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("none.mp4", None, "no such file"),
        ("empty.mp4", b"", "the file is empty"),
        ("text.mp4", b"hello, this is text\n", "is not a video that can be read"),
        ("cut.mp4", FILM.read_bytes()[:30000], "is not a video that can be read"),
        ("half.npz", b"PK\x03\x04", "is not a landmark file"),
    ],
)
def test_a_recording_that_cannot_be_read_ends_with_one_and_a_sentence(
    tmp_path: Path, name: str, content: bytes | None, said: str, capfd: pytest.CaptureFixture[str]
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    assert main(["analyse", str(tmp_path / name), "--exercise", "bridge"]) == 1
    error = capfd.readouterr().err
    assert error.count("\n") == 1
    assert f"{name}: {said}" in error


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--exercise", "brigde"], "there is no exercise 'brigde'. Did you mean bridge"),
        (["--exercise", "zzzz"], "`steadyback exercises` lists them all"),
        (["--exercise", "walk"], "walk is guided by a timer"),
        (["--exercise", "bridge", "--json", str(FILM)], "is the recording itself"),
        (["--exercise", "bridge", "--json", str(FILM.parent)], "is a folder"),
        (["--exercise", "bridge", "--json", "/no/such/folder/x.json"], "there is no folder /no/such/folder"),
        (["--exercise", "bridge", "--json", "x.npz", "--landmarks", "x.npz"], "give two names"),
        (["--side", "left"], "--side left needs --exercise"),
    ],
)
def test_a_wrong_call_ends_with_two_and_a_sentence(
    arguments: list[str], said: str, capfd: pytest.CaptureFixture[str]
) -> None:
    before = FILM.read_bytes()
    assert main(["analyse", str(FILM), *arguments]) == 2
    error = capfd.readouterr().err
    assert error.count("\n") == 1
    assert said in error
    assert FILM.read_bytes() == before


def lifts(path: Path, *, count: int = 5, world: bool = True) -> Path:
    """A landmark file in which both arms go up and down every two seconds."""
    np = pytest.importorskip("numpy")
    t_s = np.arange(int(count * 60) + 30) / 30
    up = np.where(t_s < count * 2, (1 - np.cos(np.pi * t_s)) / 2, 0.0)
    xy = np.tile(np.linspace(100, 500, 33)[:, None] * [0.5, 0.6], (len(t_s), 1, 1))
    for landmark, start in ((11, 200), (12, 200), (23, 300), (24, 300)):
        xy[:, landmark] = (250 + landmark, start)
    for landmark in (13, 14, 15, 16):
        xy[:, landmark, 1] = 300 - 180 * up
    arrays = {"t": t_s, "xy": xy, "width": 640, "height": 480, "fps": 30.0}
    np.savez(path, **arrays, **({"world": np.zeros((len(t_s), 33, 3))} if world else {}))
    return path


def test_without_an_exercise_whatever_is_repeated_is_counted(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    recording, result, table, markers = (tmp_path / f"lifts.{end}" for end in ("npz", "json", "csv", "trc"))
    outputs = ["--json", str(result), "--csv", str(table), "--trc", str(markers)]
    assert main(["analyse", str(lifts(recording)), *outputs]) == 0
    said = capfd.readouterr().out
    assert "Exercise not named, most movement in the" in said
    assert "5 repetitions" in said
    assert "Not sure" not in said
    found = json.loads(result.read_text())
    assert (found["exercise"], found["unsure"], len(found["repetitions"])) == (None, False, 5)
    assert "faults" not in found
    rows = table.read_text().splitlines()
    assert rows[0].startswith("kind,index,side,from_s")
    assert [row.split(",")[:3] for row in rows[1:]] == [["repetition", str(at), "unknown"] for at in range(1, 6)]
    assert markers.read_text().startswith("PathFileType\t4\t(X/Y/Z)\tlifts.trc\n")


def test_pixels_are_not_turned_into_a_marker_file(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    recording = lifts(tmp_path / "lifts.npz", world=False)
    assert main(["analyse", str(recording), "--trc", str(tmp_path / "out.trc")]) == 1
    assert "pixels cannot be turned into metres" in capfd.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["lifts.npz"]


def test_landmarks_have_no_pictures_to_draw_on(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["analyse", str(lifts(tmp_path / "a.npz")), "--annotated", str(tmp_path / "a.mp4")]) == 1
    assert "holds landmarks and no pictures" in capfd.readouterr().err


def test_a_folder_gives_a_line_and_a_json_file_for_each_recording(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    results = tmp_path / "results"
    results.mkdir()
    lifts(tmp_path / "four.npz", count=4)
    lifts(tmp_path / "six.npz", count=6)
    (tmp_path / "notes.txt").write_text("not a recording")
    assert main(["analyse", str(tmp_path), "--json", str(results)]) == 0
    said = capfd.readouterr().out
    assert "2 of 2 analysed" in said
    assert sorted(path.name for path in results.iterdir()) == ["four.npz.json", "six.npz.json"]
    assert len(json.loads((results / "six.npz.json").read_text())["repetitions"]) == 6


def test_a_folder_with_a_broken_recording_tells_it_and_does_the_others(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    lifts(tmp_path / "good.npz")
    (tmp_path / "bad.lmk1").write_bytes(b"\xff" * 20)
    assert main(["analyse", str(tmp_path)]) == 1
    said = capfd.readouterr()
    assert "1 of 2 analysed" in said.out
    assert "bad.lmk1: message 1 claims" in said.err
    assert (tmp_path / "good.npz.json").is_file()


def test_a_folder_takes_no_option_that_is_for_one_recording(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["analyse", str(tmp_path), "--csv", "x.csv"]) == 2
    assert "--csv is for one recording" in capfd.readouterr().err
    assert main(["analyse", str(tmp_path)]) == 2
    assert "no recording in it" in capfd.readouterr().err


@pytest.mark.usefixtures("needs_model")
def test_an_annotated_copy_is_written_whole(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    av = pytest.importorskip("av")
    copy = tmp_path / "copy.mp4"
    assert main(["analyse", str(FILM), "--exercise", EXERCISE, "--annotated", str(copy)]) == 0
    with av.open(str(copy)) as container:
        assert len(list(container.decode(video=0))) == 40
    assert [path.name for path in tmp_path.iterdir()] == ["copy.mp4"]


def test_the_python_interface_tells_a_wrong_model_and_a_missing_file() -> None:
    with pytest.raises(ValueError, match="'huge', expected one of lite, full, heavy"):
        analyse_video(FILM, "bridge", model="huge")
    with pytest.raises(VideoError, match="no such file"):
        analyse_video("nowhere.mp4", "bridge")


def test_asking_for_the_version_loads_no_video_packages() -> None:
    import subprocess

    code = "import sys, steadyback.cli\ntry: steadyback.cli.main(['--version'])\nexcept SystemExit: pass\n"
    code += "print([name for name in ('mediapipe', 'av', 'numpy') if name in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines()[-1] == "[]"


def labelled_clips() -> list[str]:
    labels = DATA / "clips_dev" / "labels.yaml"
    if not labels.is_file():
        return []
    clips: dict[str, Any] = yaml.safe_load(labels.read_text())["clips"]
    return [name for name, clip in clips.items() if clip["use"] == "primary" and ":" not in clip["exercise"]]


@pytest.mark.data
def test_the_labelled_clips_are_found(shared_data: Path) -> None:
    assert len(labelled_clips()) == 7


@pytest.mark.data
@pytest.mark.parametrize("name", labelled_clips())
def test_a_labelled_clip_is_counted_as_its_label_accepts(shared_data: Path, name: str) -> None:
    clip = yaml.safe_load((shared_data / "clips_dev" / "labels.yaml").read_text())["clips"][name]
    analysis = analyse_video(shared_data / "clips_dev" / f"{name}.npz", clip["exercise"])
    fewest, most = clip["count_accept"]
    assert fewest <= analysis.count <= most
    for label in clip["reps"]:
        if label["complete"] and "peak" in label:
            near = min(analysis.repetitions, key=lambda one: math.fabs(one.peak_s - label["peak"]))
            assert near.peak_s == pytest.approx(label["peak"], abs=0.5)
            assert near.side == label["side"]


@pytest.mark.data
def test_a_held_position_is_told_by_its_time(shared_data: Path, capfd: pytest.CaptureFixture[str]) -> None:
    clip = shared_data / "clips_dev" / "plank_mmuno.npz"
    assert main(["analyse", str(clip), "--exercise", "forearm_plank"]) == 0
    assert "held once, 8.0 s" in capfd.readouterr().out


@pytest.mark.data
@pytest.mark.usefixtures("needs_model")
@pytest.mark.parametrize(
    ("film", "exercise", "count"),
    [
        ("allfours_leg_none", "quadruped_hip_extension", 1),
        ("curl_up_none", "curl_up_reach", 1),
        ("curl_up_small_range", "curl_up_reach", 1),
        ("hamstring_none", "hamstring_supine", 1),
        ("side_leg_none", EXERCISE, 1),
    ],
)
def test_a_rendered_film_is_counted(shared_data: Path, film: str, exercise: str, count: int) -> None:
    assert analyse_video(shared_data / "films" / f"{film}.mp4", exercise).count == count


@pytest.mark.data
@pytest.mark.usefixtures("needs_model")
def test_real_footage_goes_the_whole_way(shared_data: Path) -> None:
    analysis = analyse_video(shared_data / "clips_dev" / "video" / "be23_bridge.mp4", "bridge")
    assert analysis.count == 5
    assert analysis.tracked_fraction > 0.95
