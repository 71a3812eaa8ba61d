"""The clearance on one sheet of paper: what was signed in words, readable in grey, with the way to check it."""

import io
import json
from datetime import date
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.shapes import Drawing
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepInFrame, Paragraph, SimpleDocTemplate, Spacer, Table

from steadyback.clinic.clearance_rows import result_words, signed_by
from steadyback.clinic.links import address_of
from steadyback.clinic.models import Clearance
from steadyback.clinic.passport import fingerprint, public_pem
from steadyback.clinic.pdf_letters import Letters
from steadyback.clinic.signing_key import public_keys
from steadyback.records.clearance import Approval
from steadyback.records.codec import from_json
from steadyback.web.clearance_form import EASING_WORDS, limits_in_words

_MARGIN = 18 * mm
_FOOT = [None, 34 * mm]
_PLAIN = ParagraphStyle("plain", fontName="Helvetica", fontSize=10, leading=13.5)
_SMALL = ParagraphStyle("small", parent=_PLAIN, fontSize=8, leading=10.5)
_CODE = ParagraphStyle("code", parent=_SMALL, fontName="Courier", fontSize=7, leading=9, splitLongWords=True)
_HEAD = ParagraphStyle("head", parent=_PLAIN, fontName="Helvetica-Bold", fontSize=17, leading=22, spaceAfter=4)
_RESULT = ParagraphStyle("result", parent=_PLAIN, fontName="Helvetica-Bold", fontSize=13, leading=18, spaceAfter=6)


def as_pdf(one: Clearance, folder: Path) -> bytes:
    """The sheet. folder: the data folder, whose key that signed it stands on it."""
    whole = json.loads(one.text)
    made = io.BytesIO()
    page = SimpleDocTemplate(
        made, pagesize=A4, leftMargin=_MARGIN, rightMargin=_MARGIN, topMargin=14 * mm, bottomMargin=12 * mm
    )
    page.title = _("Clearance for exercise")
    page.author = "SteadyBack"
    page.build([KeepInFrame(page.width, page.height - 12, _content(whole, folder), mode="shrink")])
    return made.getvalue()


def _content(whole: dict[str, Any], folder: Path) -> list[Flowable]:
    document, letters = whole["document"], Letters()
    approval = from_json(Approval, document["approval"])

    def p(text: str, style: ParagraphStyle = _PLAIN) -> Paragraph:
        return Paragraph(letters.markup(text).replace("\n", "<br/>"), style)

    about = Table(
        [[p(name, _SMALL), p(value)] for name, value in _lines(document, approval)], colWidths=[38 * mm, None]
    )
    about.setStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), ("LINEBELOW", (0, 0), (-1, -1), 0.4, (0.6, 0.6, 0.6))])
    foot = Table([[[p(*one) for one in _how_to_check(whole, folder)], _qr(document["status_at"])]], colWidths=_FOOT)
    foot.setStyle([("VALIGN", (0, 0), (-1, -1), "TOP")])
    end = _(
        "SteadyBack is research and reference software, not a registered medical device; it does not diagnose. "
        "Limits only narrow what the programme would do."
    )
    changed = _(
        "This sheet cannot draw every letter that was written: some stand without their marks, or as “?”. "
        "The file (JSON) holds them as they are."
    )
    return [
        p(_("Clearance for exercise"), _HEAD),
        p(result_words(approval), _RESULT),
        *([] if document["signed_in_account"] else [p(render_to_string("clinic/not_verified.html")), Spacer(1, 6)]),
        about,
        *([p(changed, _SMALL)] if letters.has_changed else []),
        Spacer(1, 8),
        foot,
        Spacer(1, 6),
        p(end, _SMALL),
    ]


def _how_to_check(whole: dict[str, Any], folder: Path) -> list[tuple[str, ParagraphStyle]]:
    document = whole["document"]
    signed_with = [key for key in public_keys(folder) if fingerprint(key) == document["key"]]
    key = public_pem(signed_with[0]).decode().splitlines()[1] if signed_with else document["key"]
    check = _(
        "Check the file of this document: steadyback clearance verify FILE --key KEY. Key: %(key)s. "
        "Whether it was taken back or replaced since: %(status)s"
    )
    words = {"key": address_of(reverse("clearance_key")), "status": document["status_at"]}
    return [
        (check % words, _SMALL),
        (_("Public key (Ed25519)"), _SMALL),
        (key, _CODE),
        (_("Signature"), _SMALL),
        (_split(whole["signature"]), _CODE),
    ]


def _lines(document: dict[str, Any], approval: Approval) -> list[tuple[str, str]]:
    covers = "; ".join(f"{one['rule']}: {one['reason']}" for one in document["covers"])
    way = _("with an account of this clinic") if document["signed_in_account"] else _("by link, not verified")
    lines = [
        (_("For"), document["person"]["name"]),
        (_("By"), f"{signed_by(approval)}, {way}"),
        (_("Registration number"), document["registration"]),
        (_("Given on"), _day(approval.decided_on)),
        (_("Counts until the day before"), _day(date.fromisoformat(document["expires_on"]))),
        (_("Answers of"), _day(date.fromisoformat(document["screened_on"])) if document["screened_on"] else ""),
        (_("Covers"), covers),
        (_("Limits"), "; ".join(limits_in_words(approval.limits)) or _("none")),
        (_("Direction that eases"), str(EASING_WORDS[approval.eases.value]) if approval.eases else ""),
        (_("Note"), approval.note),
        (_("Version"), str(document["version"])),
        (_("Document"), document["id"]),
    ]
    return [(name, value) for name, value in lines if value]


def _qr(address: str) -> Drawing:
    code = QrCodeWidget(address, barLevel="M", barWidth=30 * mm, barHeight=30 * mm)
    drawing = Drawing(30 * mm, 30 * mm)
    drawing.add(code)
    return drawing


def _split(text: str) -> str:
    return " ".join(text[start : start + 44] for start in range(0, len(text), 44))


def _day(day: date) -> str:
    return date_format(day, "j F Y")
