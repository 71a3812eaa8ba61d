"""A link to hand over: its address and its QR code, drawn here so that no other service learns of it."""

import io
from dataclasses import dataclass

import segno
from django.conf import settings
from django.utils.safestring import SafeString, mark_safe


@dataclass(frozen=True, slots=True)
class Link:
    address: str
    qr_svg: SafeString


def address_of(path: str) -> str:
    """The full address of a path of this clinic."""
    return f"{settings.ADDRESS}{path}"


def link_to(path: str) -> Link:
    """A path of this clinic as a link to hand over."""
    address = address_of(path)
    drawn = io.BytesIO()
    segno.make(address, error="m").save(
        drawn, kind="svg", scale=4, border=3, xmldecl=False, svgclass=None, lineclass=None
    )
    return Link(address, mark_safe(drawn.getvalue().decode()))  # noqa: S308 - drawn by segno, holds no text of a person
