"""Writes rows into the audit of a clinic, as one of several processes at once: audit_writer.py HOW_MANY."""

import sys
from uuid import uuid4

from steadyback.clinic.startup import prepare


def main(how_many: int) -> None:
    prepare()
    from django.db import transaction

    from steadyback.clinic.audit import note

    for _ in range(how_many):
        with transaction.atomic():
            note("looked", actor=uuid4())


main(int(sys.argv[1]))
