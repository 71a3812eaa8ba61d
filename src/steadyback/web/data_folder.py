"""The folder that holds one installation's data: private to its owner, made on first use."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


class DataFolderError(Exception):
    """The data folder cannot be used; the text says why and what to do."""


def data_folder() -> Path:
    """STEADYBACK_DATA, or the place where this system keeps a person's application data."""
    chosen = os.environ.get("STEADYBACK_DATA")
    if chosen:
        return Path(chosen).expanduser()
    return _kept_here() / "steadyback"


def clinic_folder() -> Path:
    """Where a clinic keeps its data unless told otherwise: never among one person's own."""
    return _kept_here() / "steadyback-clinic"


def _kept_here() -> Path:
    base = os.environ.get("XDG_DATA_HOME") or "~/.local/share"
    return Path(base).expanduser()


def prepare(folder: Path) -> None:
    """Make the folder (0700) where it is missing, and close it to others where it is open."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        folder.chmod(0o700)
    except OSError as error:
        raise DataFolderError(
            f"cannot use the data folder {folder}: {error.strerror}. Choose another: --data"
        ) from error


def secret_key(folder: Path) -> str:
    """The installation's secret, kept in a file only its owner can read (0600); made once."""
    prepare(folder)
    path = folder / "secret.key"
    if path.exists():
        path.chmod(0o600)
    else:
        write_once(path, secrets.token_urlsafe(48).encode("ascii"))
    key = path.read_text(encoding="ascii").strip()
    if not key:
        raise DataFolderError(f"{path} is empty. Put its backup back, or remove the file to have a new one made")
    return key


def write_once(path: Path, content: bytes) -> None:
    """Write a file of the owner's own (0600) unless it is there; whoever looks sees all of it or nothing.

    Of two processes that start at once the first one's content stays, for both.
    """
    with suppress(FileExistsError), _whole_beside(path, content) as fresh:
        path.hardlink_to(fresh)


def write_anew(path: Path, content: bytes) -> None:
    """Write a file of the owner's own (0600) in the place of one that is there, all of it or nothing."""
    with _whole_beside(path, content) as fresh:
        fresh.replace(path)


@contextmanager
def _whole_beside(path: Path, content: bytes) -> Iterator[Path]:
    """The content on the disk under another name, for as long as it takes to be put in its place."""
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        yield fresh
    except FileExistsError:
        raise
    except OSError as error:
        raise DataFolderError(f"cannot write {path}: {error.strerror}") from error
    finally:
        fresh.unlink(missing_ok=True)
