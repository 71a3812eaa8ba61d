"""Build the three BlazePose bundles of the video room from the pinned npm package, the same bytes every time.

    python tools/build_pose_models.py [PACKAGE_FOLDER] [--only lite full]

PACKAGE_FOLDER is an unpacked `@mediapipe/pose@0.5.1675469404` (default: `frontend/node_modules/@mediapipe/pose`).
The Tasks runtime takes a `.task` file: an uncompressed zip of a detector and a landmark model, each carrying metadata
that says how its picture is normalised. The package holds both models without that metadata, so it is added here.
Nothing is downloaded. Needs `flatbuffers`, and of the `mediapipe` package no more than the two schema files, which are
plain Python: neither its native library nor anything that it depends on (requirements/models.txt).
"""

import argparse
import contextlib
import hashlib
import importlib.util
import sys
import tempfile
import zipfile
from collections.abc import Sequence
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import flatbuffers

REPOSITORY = Path(__file__).resolve().parents[1]
DEFAULT_PACKAGE = REPOSITORY / "frontend" / "node_modules" / "@mediapipe" / "pose"
MODELS_FOLDER = REPOSITORY / "src" / "steadyback" / "video" / "models"

DETECTOR_FILE = "pose_solution_packed_assets.data"
DETECTOR_NORMALISATION = (127.5, 127.5)
LANDMARKS_NORMALISATION = (0.0, 255.0)
METADATA_NAME = "TFLITE_METADATA"
EARLIEST_ZIP_DATE = (1980, 1, 1, 0, 0, 0)

SHA256_OF_MODEL = {
    "lite": "40ebf263f198c03bd912353858e4f18e83d3c4c253c5c4cdf77d66deb900456c",
    "full": "488bb66ecc951767c0fdad74893f6476dc793fc52bca40e98817fe0529a8ca19",
    "heavy": "cf9936e82e0d83d3667305d01e8adadd77ce1f460f06563de8c8a5fe1a4b071f",
}


class BuildError(Exception):
    """The bundles could not be built; the message says what is missing or different and what to do."""


def schema(name: str) -> Any:
    """One of mediapipe's schema files, without importing the package around it, which needs far more."""
    package = importlib.util.find_spec("mediapipe")
    places = package.submodule_search_locations if package else None
    path = Path(places[0]) / "tasks" / "metadata" / f"{name}.py" if places else None
    spec = importlib.util.spec_from_file_location(name, path) if path and path.is_file() else None
    if spec is None or spec.loader is None:
        raise BuildError("mediapipe 0.10.35 is not installed: pip install --no-deps -r requirements/models.txt")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def keep_buffers_whole(tflite: Any) -> None:
    """Move a model's weights as one piece of bytes. Without numpy the schema moves every byte by itself."""

    def unpack(self: Any, buffer: Any) -> None:
        if not buffer.DataIsNone():
            at = buffer._tab.Vector(flatbuffers.number_types.UOffsetTFlags.py_type(buffer._tab.Offset(4)))
            self.data = bytes(buffer._tab.Bytes[at : at + buffer.DataLength()])
        self.offset, self.size = buffer.Offset(), buffer.Size()

    def pack(self: Any, builder: Any) -> Any:
        data = None if self.data is None else builder.CreateByteVector(bytes(self.data))
        tflite.BufferStart(builder)
        if data is not None:
            tflite.BufferAddData(builder, data)
        tflite.BufferAddOffset(builder, self.offset)
        tflite.BufferAddSize(builder, self.size)
        return tflite.BufferEnd(builder)

    tflite.BufferT._UnPack, tflite.BufferT.Pack = unpack, pack


@cache
def schemas() -> tuple[Any, Any]:
    """The schemas of a model's metadata and of a model."""
    metadata, tflite = schema("metadata_schema_py_generated"), schema("schema_py_generated")
    keep_buffers_whole(tflite)
    return metadata, tflite


def normalised_input(tensor: Any, mean: float, std: float) -> Any:
    """Metadata of one RGB input tensor whose values are (value - mean) / std."""
    metadata, _tflite = schemas()
    content = metadata.ContentT()
    content.contentProperties = metadata.ImagePropertiesT()
    content.contentProperties.colorSpace = metadata.ColorSpaceType.RGB
    content.contentPropertiesType = metadata.ContentProperties.ImageProperties
    normalisation = metadata.NormalizationOptionsT()
    normalisation.mean, normalisation.std = [mean], [std]
    process = metadata.ProcessUnitT()
    process.optionsType = metadata.ProcessUnitOptions.NormalizationOptions
    process.options = normalisation
    described = named(tensor)
    described.content, described.processUnits = content, [process]
    return described


def named(tensor: Any) -> Any:
    """Metadata of one tensor that says no more than its name."""
    metadata, _tflite = schemas()
    described = metadata.TensorMetadataT()
    described.name = tensor.name.decode() if isinstance(tensor.name, bytes) else tensor.name
    return described


def with_metadata(model_bytes: bytes, mean: float, std: float) -> bytes:
    """The same model with a metadata buffer; any earlier one is replaced."""
    metadata, tflite = schemas()
    model = tflite.ModelT.InitFromObj(tflite.Model.GetRootAsModel(bytearray(model_bytes), 0))
    graph = model.subgraphs[0]

    described_graph = metadata.SubGraphMetadataT()
    described_graph.inputTensorMetadata = [normalised_input(graph.tensors[i], mean, std) for i in graph.inputs]
    described_graph.outputTensorMetadata = [named(graph.tensors[i]) for i in graph.outputs]
    described = metadata.ModelMetadataT()
    described.name, described.subgraphMetadata = "blazepose", [described_graph]

    buffer = tflite.BufferT()
    buffer.data = packed(described, b"M001")
    model.buffers.append(buffer)
    entry = tflite.MetadataT()
    entry.name, entry.buffer = METADATA_NAME, len(model.buffers) - 1
    kept = [old for old in model.metadata or [] if old.name not in (METADATA_NAME, METADATA_NAME.encode())]
    model.metadata = [*kept, entry]
    return packed(model, b"TFL3")


def packed(table: Any, identifier: bytes) -> bytes:
    builder = flatbuffers.Builder(0)
    builder.Finish(table.Pack(builder), identifier)
    return bytes(builder.Output())


def bundle(detector: bytes, landmarks: bytes) -> bytes:
    """A `.task` bundle: stored, not compressed, with one fixed date, so that the bytes depend on the models only."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for name, model, (mean, std) in (
            ("pose_detector.tflite", detector, DETECTOR_NORMALISATION),
            ("pose_landmarks_detector.tflite", landmarks, LANDMARKS_NORMALISATION),
        ):
            archive.writestr(zipfile.ZipInfo(name, EARLIEST_ZIP_DATE), with_metadata(model, mean, std))
    return file.getvalue()


def read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise BuildError(
            f"{path}: cannot be read ({error.strerror}). Give the folder of the unpacked npm package "
            "@mediapipe/pose@0.5.1675469404, or run `npm ci` in frontend first."
        ) from error


def checked_bundle(package: Path, variant: str) -> bytes:
    made = bundle(read(package / DETECTOR_FILE), read(package / f"pose_landmark_{variant}.tflite"))
    found = hashlib.sha256(made).hexdigest()
    if found != SHA256_OF_MODEL[variant]:
        raise BuildError(
            f"pose_landmarker_{variant}.task would have SHA-256 {found}, expected {SHA256_OF_MODEL[variant]}. "
            f"Is {package} exactly @mediapipe/pose@0.5.1675469404, with mediapipe 0.10.35?"
        )
    return made


def is_built(path: Path, variant: str) -> bool:
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == SHA256_OF_MODEL[variant]


def write_whole(path: Path, content: bytes) -> None:
    """Write beside the target and rename, so that a half-written model is never found."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
        try:
            file.write(content)
            file.close()
            Path(file.name).chmod(0o644)
            Path(file.name).replace(path)
        except BaseException:
            with contextlib.suppress(FileNotFoundError):
                Path(file.name).unlink()
            raise


def build_all(package: Path, folder: Path, variants: Sequence[str]) -> None:
    for variant in variants:
        target = folder / f"pose_landmarker_{variant}.task"
        if is_built(target, variant):
            print(f"{target.name}: already built")
            continue
        write_whole(target, checked_bundle(package, variant))
        print(f"{target.name}: built, {target.stat().st_size / 1e6:.1f} MB, SHA-256 as pinned")


def main() -> int:
    parser = argparse.ArgumentParser(description="Build the BlazePose bundles from the pinned npm package.")
    parser.add_argument("package", nargs="?", type=Path, default=DEFAULT_PACKAGE, help="unpacked @mediapipe/pose")
    parser.add_argument("--into", type=Path, default=MODELS_FOLDER, help="folder for the .task files")
    parser.add_argument(
        "--only", nargs="+", choices=list(SHA256_OF_MODEL), default=list(SHA256_OF_MODEL), help="models"
    )
    args = parser.parse_args()
    try:
        build_all(args.package, args.into, args.only)
    except BuildError as error:
        print(f"build_pose_models: {error}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"build_pose_models: {args.into}: cannot write ({error.strerror}).", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
