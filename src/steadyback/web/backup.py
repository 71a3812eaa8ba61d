"""A whole installation as one file and back: database, secret, signing key and whatever else is in the data folder.

The file is a zip with a manifest: versions, migrations, and size and SHA-256 of every part. A backup is written whole
or not at all, readable by its owner only. It comes back only where nothing is, or where --replace says so; then what
was there is kept aside.
"""

import hashlib
import json
import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from importlib.resources import files
from pathlib import Path, PurePosixPath
from typing import Any

from steadyback import __version__
from steadyback.web.backup_stores import SQLITE_NAME, BackupError, Store

FORMAT = "steadyback-backup"
VERSION = 1
MANIFEST = "manifest.json"
_FOLDER = "data"
_OURS = ("web", "clinic")
_BLOCK = 1024 * 1024


def back_up(store: Store, data: Path, to: Path, made_at: datetime) -> dict[str, Any]:
    """Write the archive; returns its manifest. Raises BackupError, and then there is no new file."""
    if to.resolve().is_relative_to(data.resolve()):
        raise BackupError(f"{to} is inside the data folder; choose a place outside it")
    with _scratch(to.parent) as scratch:
        # Files first: the audit's anchor may be behind the database, never ahead of it.
        kept = _kept_files(data)
        copies = _copy_files(data, kept, scratch)
        migrations = store.copy_out(scratch / store.member)
        copies |= _copy_files(data, [one for one in _kept_files(data) if one not in kept], scratch)
        parts = {**copies, store.member: scratch / store.member}
        manifest = {
            "format": FORMAT,
            "version": VERSION,
            "product_version": __version__,
            "made_at": made_at.isoformat(),
            "database": store.kind,
            "migrations": [f"{app}.{name}" for app, name in migrations],
            "parts": {name: {"bytes": path.stat().st_size, "sha256": _sha256(path)} for name, path in parts.items()},
        }
        _write_archive(to, manifest, parts, scratch)
    return manifest


def restore(store: Store, data: Path, archive: Path, *, replace: bool, at: datetime) -> Path | None:
    """Put an archive back; where what was in the data folder is kept now, if anything was.

    Raises BackupError, and then nothing was changed.
    """
    if not replace:
        _refuse_unless_empty(store, data)
    data.parent.mkdir(parents=True, exist_ok=True)
    with _scratch(data.parent) as scratch:
        _unpack(archive, store, scratch)
        copy = scratch / store.member
        store.check_copy(copy)
        folder = scratch / _FOLDER
        folder.mkdir(mode=0o700, exist_ok=True)
        store.put_back(copy, folder)
        return _swap(folder, data, at)


def read_manifest(archive: zipfile.ZipFile) -> dict[str, Any]:
    """The manifest, checked as far as it can be without the database. Raises BackupError."""
    try:
        found = json.loads(archive.read(MANIFEST))
    except (KeyError, ValueError) as error:
        raise BackupError("this is not a SteadyBack backup: it has no manifest that can be read") from error
    if not isinstance(found, dict) or found.get("format") != FORMAT or not isinstance(found.get("parts"), dict):
        raise BackupError(f"this is not a SteadyBack backup; its format should be {FORMAT!r}")
    unknown = sorted(set(found.get("migrations", [])) - _known_migrations(found.get("migrations", [])))
    if found.get("version") != VERSION or unknown:
        raise BackupError(
            f"this backup was made by SteadyBack {found.get('product_version')}, which is newer than this "
            f"({__version__}). Install that version, then restore"
        )
    return found


def _known_migrations(named: list[str]) -> set[str]:
    """Of the migrations named, those that this version has. Those of other packages come with their pinned versions."""
    ours = {
        f"{room}.{entry.name.removesuffix('.py')}"
        for room in _OURS
        for entry in (files("steadyback") / room / "migrations").iterdir()
    }
    return {name for name in named if name in ours or name.partition(".")[0] not in _OURS}


def _kept_files(data: Path) -> list[Path]:
    """Every file of the data folder but the database itself, which is copied in its own way."""
    found = (path for path in data.rglob("*") if path.is_file() and not path.is_symlink())
    return sorted(path for path in found if not path.name.startswith(SQLITE_NAME))


def _copy_files(data: Path, kept: list[Path], scratch: Path) -> dict[str, Path]:
    copies: dict[str, Path] = {}
    for path in kept:
        inside = path.relative_to(data)
        copy = scratch / _FOLDER / inside
        copy.parent.mkdir(parents=True, exist_ok=True)
        try:
            shutil.copyfile(path, copy)
        except OSError as error:
            raise BackupError(f"{path} cannot be read: {error.strerror}") from error
        copies[str(PurePosixPath(_FOLDER, *inside.parts))] = copy
    return copies


def _write_archive(to: Path, manifest: Mapping[str, Any], parts: Mapping[str, Path], scratch: Path) -> None:
    made = scratch / "backup.zip"
    try:
        with zipfile.ZipFile(made, "x", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(MANIFEST, json.dumps(manifest, indent=2))
            for name, path in parts.items():
                archive.write(path, name)
        made.chmod(0o600)
        with made.open("rb") as written:
            os.fsync(written.fileno())
        made.replace(to)
    except OSError as error:
        raise BackupError(f"cannot write {to}: {error.strerror}") from error


def _unpack(archive: Path, store: Store, scratch: Path) -> None:
    """Every part into `scratch`, its checksum compared. Raises BackupError at the first that does not fit."""
    try:
        with zipfile.ZipFile(archive) as opened:
            manifest = read_manifest(opened)
            if manifest.get("database") != store.kind:
                raise BackupError(
                    f"this backup is of a {manifest.get('database')} database, and the one named here is {store.kind}"
                )
            for name, told in manifest["parts"].items():
                _unpack_part(opened, name, told, scratch)
            if store.member not in manifest["parts"]:
                raise BackupError("there is no database in this backup")
    except (zipfile.BadZipFile, EOFError) as error:
        raise BackupError(f"{archive} is damaged or no backup: {error}") from error
    except OSError as error:
        raise BackupError(f"cannot read {archive}: {error.strerror or error}") from error


def _unpack_part(opened: zipfile.ZipFile, name: str, told: Any, scratch: Path) -> None:
    inside = PurePosixPath(name)
    if inside.is_absolute() or ".." in inside.parts or "\\" in name:
        raise BackupError(f"the part {name!r} would be written outside the data folder")
    to = scratch.joinpath(*inside.parts)
    to.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        with opened.open(name) as part, to.open("xb") as file:
            shutil.copyfileobj(part, file, _BLOCK)
    except (KeyError, zipfile.BadZipFile) as error:
        raise BackupError(f"the part {name!r} is missing or damaged") from error
    to.chmod(0o600)
    if not isinstance(told, dict) or told.get("sha256") != _sha256(to):
        raise BackupError(f"the part {name!r} is not what was backed up: its checksum differs")


def _refuse_unless_empty(store: Store, data: Path) -> None:
    if store.holds_something() or (data.exists() and any(data.iterdir())):
        raise BackupError(
            f"there is something in {data} or its database already. Choose an empty place, or say --replace; "
            "what is in the folder is then kept beside it, what is in a PostgreSQL database is gone"
        )


def _swap(folder: Path, data: Path, at: datetime) -> Path | None:
    """The new folder takes the place of the old one, which is kept beside it."""
    aside = None
    if data.exists() and any(data.iterdir()):
        aside = data.with_name(f"{data.name}.before-{at:%Y-%m-%d-%H%M%S}")
        data.rename(aside)
    elif data.exists():
        data.rmdir()
    folder.rename(data)
    return aside


@contextmanager
def _scratch(beside: Path) -> Iterator[Path]:
    """A private folder on the same disk, so that what is whole can be put in its place by one rename."""
    try:
        folder = Path(tempfile.mkdtemp(dir=beside, prefix=".steadyback-"))
    except OSError as error:
        raise BackupError(f"cannot write in {beside}: {error.strerror}") from error
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
