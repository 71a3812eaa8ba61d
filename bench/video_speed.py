"""Speed of `steadyback analyse` against a bare loop of the same landmarker: `python bench/video_speed.py --video F`.

Both go over the same pictures in the same run, in turn, each in a process of its own. The bare loop decodes a picture,
makes it RGB and gives it to the landmarker; nothing else. The whole command also measures, counts, judges and writes
JSON. Start-up (imports, catalogue, making the landmarker) is told apart: it is the time of the same process on a
recording of `--start-frames` pictures, scaled to none.
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

BARE = """
import sys, av, numpy as np, mediapipe as mp
from steadyback.video.models import model_path
vision, base = mp.tasks.vision, mp.tasks.BaseOptions
options = vision.PoseLandmarkerOptions(
    base_options=base(model_asset_path=str(model_path(sys.argv[2])), delegate=base.Delegate.CPU),
    running_mode=vision.RunningMode.VIDEO,
)
with vision.PoseLandmarker.create_from_options(options) as landmarker, av.open(sys.argv[1]) as container:
    container.streams.video[0].thread_type = "AUTO"
    for number, frame in enumerate(container.decode(video=0)):
        pixels = np.ascontiguousarray(frame.to_ndarray(format="rgb24"))
        landmarker.detect_for_video(mp.Image(image_format=mp.ImageFormat.SRGB, data=pixels), number * 40)
"""


def at_720p(source: Path, target: Path, frames: int) -> int:
    """The pictures of a video, played again from the beginning until there are enough, as 1280 x 720 H.264."""
    import av

    written = 0
    with av.open(str(target), "w") as out:
        stream = out.add_stream("libx264", rate=25, options={"preset": "veryfast", "crf": "20"})
        stream.width, stream.height, stream.pix_fmt = 1280, 720, "yuv420p"
        while written < frames:
            before = written
            with av.open(str(source)) as container:
                for frame in container.decode(video=0):
                    if written == frames:
                        break
                    shown = frame.reformat(width=1280, height=720, format="yuv420p")
                    shown.pts = None
                    out.mux(stream.encode(shown))
                    written += 1
            if written == before:
                raise SystemExit(f"{source}: no picture in it")
        out.mux(stream.encode(None))
    return written


def seconds(arguments: list[str]) -> float:
    began_s = perf_counter()
    command = [sys.executable, *arguments]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603
    return perf_counter() - began_s


def main() -> int:
    parser = argparse.ArgumentParser(description="Speed of the whole command against a bare landmarker loop.")
    parser.add_argument("--video", type=Path, required=True)
    parser.add_argument("--exercise", default="bridge")
    parser.add_argument("--model", default="full")
    parser.add_argument("--frames", type=int, default=300)
    parser.add_argument("--start-frames", type=int, default=25)
    parser.add_argument("--rounds", type=int, default=3)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        long, short = Path(folder) / "long.mp4", Path(folder) / "short.mp4"
        frames, few = at_720p(args.video, long, args.frames), at_720p(args.video, short, args.start_frames)
        whole = ["-m", "steadyback", "analyse", "--model", args.model, "--json", str(Path(folder) / "out.json")]
        ways = {
            "bare landmarker loop": lambda film: ["-c", BARE, str(film), args.model],
            "analyse": lambda film: [*whole, str(film)],
            f"analyse --exercise {args.exercise}": lambda film: [*whole, "--exercise", args.exercise, str(film)],
        }
        times: dict[str, list[tuple[float, float]]] = {name: [] for name in ways}
        for _ in range(args.rounds):
            for name, way in ways.items():
                times[name].append((seconds(way(short)), seconds(way(long))))
    print(f"n = {frames} pictures of 1280x720, model {args.model}, {args.rounds} rounds in turn, medians")
    print(f"{'':<32}{'start-up s':>12}{'frames/s':>10}{'of bare':>9}{'with start-up':>15}")
    bare = 0.0
    for name, pairs in times.items():
        per_frame_s = median((at_length - at_start) / (frames - few) for at_start, at_length in pairs)
        start_s = median(at_start - few * per_frame_s for at_start, _ in pairs)
        bare = bare or 1 / per_frame_s
        overall = frames / median(at_length for _, at_length in pairs)
        print(f"{name:<32}{start_s:>12.2f}{1 / per_frame_s:>10.1f}{1 / per_frame_s / bare:>9.2f}{overall:>11.1f} /s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
