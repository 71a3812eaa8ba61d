"""Keeps the native libraries' start-up chatter off the terminal without losing what they say when they fail."""

import contextlib
import os
import re
import sys
import tempfile
from collections.abc import Iterator
from typing import Final

SERIOUS: Final = re.compile(r"^(ERROR|FATAL|[EF]\d{4} )")


@contextlib.contextmanager
def quiet_native_log() -> Iterator[None]:
    """While inside, what is written straight to file descriptor 2 is held back.

    mediapipe, TensorFlow Lite and absl print information and warnings there, whatever Python's logging says. Lines
    marked as errors are printed afterwards; if the block raises, all of them are, since then each may be the reason.
    """
    sys.stderr.flush()
    try:
        kept = os.dup(2)
    except OSError:  # no stderr at all: nothing to keep quiet
        yield
        return
    with tempfile.TemporaryFile() as held:
        os.dup2(held.fileno(), 2)
        raised = True
        try:
            yield
            raised = False
        finally:
            sys.stderr.flush()
            os.dup2(kept, 2)
            os.close(kept)
            held.seek(0)
            for line in held.read().decode("utf-8", "replace").splitlines():
                if raised or SERIOUS.match(line):
                    print(line, file=sys.stderr)
