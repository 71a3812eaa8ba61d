"""Names of every alphabet on a sheet of PDF: each letter in a font that can draw it, or a near one that says so.

Fonts in their order: the standard ones of PDF, DejaVu where an installed package brings it, Vera from ReportLab, and
for Chinese, Japanese and Korean the ones that a PDF names and the reader supplies. What none of them draws, and what
would need shaping or runs from right to left, loses its marks or becomes "?"; the sheet says so, and where the name is.
"""

import importlib.util
import unicodedata
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby
from pathlib import Path
from xml.sax.saxutils import escape

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFError, TTFont

_STANDARD = ""
_BIDIRECTIONAL = frozenset({"R", "AL", "AN"})
_EAST_ASIAN = (
    ("HYSMyeongJo-Medium", ("HANGUL",)),
    ("HeiseiMin-W3", ("HIRAGANA", "KATAKANA")),
    ("STSong-Light", ("CJK UNIFIED", "CJK COMPATIBILITY IDEOGRAPH", "IDEOGRAPHIC", "FULLWIDTH")),
)


@dataclass(slots=True)
class Letters:
    """The letters of one sheet. has_changed: something stands there that is not what was written."""

    has_changed: bool = field(default=False)

    def markup(self, text: str) -> str:
        """The text as a ReportLab paragraph takes it, every run in its font."""
        written = (
            one for one in unicodedata.normalize("NFC", text) if one == "\n" or unicodedata.category(one) != "Cc"
        )
        drawn = [self._drawn(letter) for letter in written]
        runs = [
            (font, "".join(letter for _font, letter in run)) for font, run in groupby(drawn, key=lambda one: one[0])
        ]
        return "".join(f'<font name="{font}">{escape(run)}</font>' if font else escape(run) for font, run in runs)

    def _drawn(self, letter: str) -> tuple[str, str]:
        font = _font_of(letter)
        if font is not None:
            return font, letter
        self.has_changed = True
        base = unicodedata.normalize("NFKD", letter).encode("ascii", "ignore").decode()
        return _STANDARD, base or ("" if unicodedata.combining(letter) else "?")


@cache
def _font_of(letter: str) -> str | None:
    """The font for one letter, "" for the sheet's own, None when none draws it."""
    try:
        letter.encode("cp1252")
    except UnicodeEncodeError:
        pass
    else:
        return _STANDARD
    if unicodedata.bidirectional(letter) in _BIDIRECTIONAL or not letter.isprintable():
        return None
    for name, font in _true_type().items():
        if ord(letter) in font.face.charToGlyph:
            return name
    named = unicodedata.name(letter, "")
    return next((_east_asian(font) for font, scripts in _EAST_ASIAN if named.startswith(scripts)), None)


@cache
def _true_type() -> dict[str, TTFont]:
    """Those that are found, by name. DejaVu has most of Europe's letters and comes with the package of the camera."""
    found: dict[str, TTFont] = {}
    for name, file in (("DejaVuSans", _dejavu()), ("Vera", "Vera.ttf")):
        if file is None:
            continue
        try:
            found[name] = TTFont(name, str(file))
        except TTFError:
            continue  # a broken file of another package: the next font serves
        pdfmetrics.registerFont(found[name])
    return found


def _dejavu() -> Path | None:
    spec = importlib.util.find_spec("matplotlib")
    folders = spec.submodule_search_locations if spec is not None else None
    file = Path(folders[0]) / "mpl-data/fonts/ttf/DejaVuSans.ttf" if folders else None
    return file if file is not None and file.is_file() else None


@cache
def _east_asian(name: str) -> str:
    pdfmetrics.registerFont(UnicodeCIDFont(name))
    return name
