"""The one person whose data a personal installation holds, for commands that read it."""

from typing import TYPE_CHECKING

from steadyback.cli import CommandError

if TYPE_CHECKING:
    from steadyback.web.models import Person


def only_person(to_do: str) -> "Person":
    """Open the data folder and find the person. Raises CommandError where there is nobody `to_do` something with."""
    from steadyback.web.data_folder import data_folder
    from steadyback.web.startup import StartupError, prepare

    folder = data_folder()
    nothing = CommandError(f"there is nothing to {to_do} in {folder}. Choose the folder with --data")
    if not (folder / "steadyback.sqlite3").exists():
        raise nothing
    try:
        prepare()
    except StartupError as error:
        raise CommandError(str(error)) from error
    from steadyback.web import transfer

    person = transfer.only_person()
    if person is None:
        raise nothing
    return person
