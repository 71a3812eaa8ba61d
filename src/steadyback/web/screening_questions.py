"""The questions of one screening page as things to show and to read back from a form.

A page has a first part, and a second one ("more") with the questions that only its own answers bring up.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.http import QueryDict
from django.utils.translation import gettext as _

from steadyback.programme.screening import Screen, load_screening, missing_on
from steadyback.programme.screening_definition import Fact, Item, Slider, as_date
from steadyback.records.reasons import Value
from steadyback.records.screening import Answer, ScreeningAnswers

NONE_OF_THESE = "none_of_these"
LONGEST_TEXT = 120


@dataclass(slots=True)
class Question:
    """One thing asked. kind is choice, tick, number, scale, year, date, text or checklist; value is what is kept.

    about: for a follow-up, the question that brought it up.
    """

    id: str
    kind: str
    text: str
    help: str = ""
    why: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    value: str = ""
    low: int | None = None
    high: int | None = None
    low_text: str = ""
    high_text: str = ""
    optional: bool = False
    about: str = ""
    error: str = ""

    @property
    def scale(self) -> tuple[str, ...]:
        return tuple(str(number) for number in range(self.low or 0, (self.high or 0) + 1))

    @property
    def field_id(self) -> str:
        return "q-" + self.id.replace(".", "-")


@dataclass(slots=True)
class Page:
    """The questions of one part of a screen, with what was wrong when they were sent."""

    screen: Screen
    more: bool
    questions: list[Question]
    answers: ScreeningAnswers
    problems: list[str] = field(default_factory=list)
    none_ticked: bool = False

    @property
    def is_valid(self) -> bool:
        return not self.problems and not any(question.error for question in self.questions)


def answer_words() -> dict[Answer, str]:
    return {
        Answer.YES: _("Yes"),
        Answer.NO: _("No"),
        Answer.UNSURE: _("Not sure"),
        Answer.PREFER_NOT: _("Prefer not to say"),
    }


def build_page(screen: Screen, answers: ScreeningAnswers, *, more: bool) -> Page:
    """The questions of a part that apply now, filled with what is kept."""
    definition = load_screening()
    own = {*screen.items, *screen.facts}
    asked: list[Question] = []
    for key in screen.items:
        item = definition.items[key]
        if bool(item.asked_when.keys & own) is more and item.asked_when(answers):
            asked.append(_item_question(item, answers, checklist=screen.kind == "checklist"))
    for key in screen.facts:
        fact = definition.facts[key]
        if bool(fact.asked_when.keys & own) is more and fact.asked_when(answers) and fact.stamp_of is None:
            asked.append(_fact_question(fact, answers))
    if not more:
        asked += [_slider_question(definition.sliders[key], answers) for key in screen.sliders]
    return Page(screen, more, asked, answers)


def has_open_more(screen: Screen, answers: ScreeningAnswers, *, sent_more: bool) -> bool:
    """Whether a page's answers bring up further questions that were not answered yet."""
    page = build_page(screen, answers, more=True)
    if any(question.id in missing_on(screen, answers) for question in page.questions):
        return True
    ticks = [question for question in page.questions if question.kind == "tick"]
    return not sent_more and any(question.id not in answers.facts for question in ticks)


def _item_question(item: Item, answers: ScreeningAnswers, *, checklist: bool) -> Question:
    kept = answers.answers.get(item.id)
    words = answer_words()
    return Question(
        id=item.id,
        kind="checklist" if checklist else "choice",
        text=item.question,
        help=item.help,
        why=item.why,
        choices=tuple((answer.value, words[answer]) for answer in item.answers),
        value=kept.value if kept else "",
    )


def _fact_question(fact: Fact, answers: ScreeningAnswers) -> Question:
    kept = answers.facts.get(fact.id)
    is_score = fact.kind == "number" and (fact.low, fact.high) == (0, 10)
    kind = "scale" if is_score else "number" if fact.kind == "weeks" else fact.kind
    return Question(
        id=fact.id,
        kind=kind,
        text=fact.question,
        help=fact.help,
        choices=tuple(fact.choices),
        value="" if kept is None or kept is False else "yes" if kept is True else str(kept),
        low=fact.low,
        high=fact.high,
        optional=not fact.required,
        about=next((item.question for item in load_screening().items.values() if fact.id in item.follow_ups), ""),
    )


def _slider_question(slider: Slider, answers: ScreeningAnswers) -> Question:
    kept = answers.sliders.get(slider.id)
    return Question(
        id=slider.id,
        kind="scale",
        text=slider.question,
        value="" if kept is None else str(kept),
        low=0,
        high=10,
        low_text=slider.low_text,
        high_text=slider.high_text,
        optional=True,
    )


def read_page(page: Page, sent: QueryDict, today: date) -> Page:
    """Read a sent form into the page: its `answers` are complete only when the page is valid.

    What the page did not ask is refused, so that a hand-made form cannot change another answer.
    """
    _refuse_foreign(page, sent)
    if page.screen.kind == "checklist" and not page.more:
        _check_none_of_these(page, sent)
    items, facts, sliders = dict(page.answers.answers), dict(page.answers.facts), dict(page.answers.sliders)
    definition = load_screening()
    for question in page.questions:
        raw = sent.getlist(question.id)
        if question.id in definition.items:
            _read_item(question, raw, items)
        elif question.id in definition.facts:
            _read_fact(question, definition.facts[question.id], raw, facts, today)
        else:
            _read_slider(question, raw, sliders)
    page.answers = ScreeningAnswers(items, facts, sliders)
    _require_answers(page, today)
    return page


def _refuse_foreign(page: Page, sent: QueryDict) -> None:
    known = {question.id for question in page.questions} | {"csrfmiddlewaretoken", NONE_OF_THESE}
    for name in sent:
        if name not in known:
            page.problems.append(_("This page does not ask for “%(name)s”. Nothing was saved.") % {"name": name[:40]})


def _check_none_of_these(page: Page, sent: QueryDict) -> None:
    ticked = any(sent.getlist(question.id) for question in page.questions)
    page.none_ticked = NONE_OF_THESE in sent
    if ticked and page.none_ticked:
        page.problems.append(_("You ticked a sign and also “None of these”. Please keep the one that is right."))
    elif not ticked and not page.none_ticked:
        page.problems.append(_("Please tick what fits you, or “None of these”."))


def _read_item(question: Question, raw: list[str], items: dict[str, Answer]) -> None:
    allowed = {value for value, _label in question.choices}
    if any(value not in allowed for value in raw):
        question.error = _("That is not one of the answers. Please choose again.")
        return
    question.value = next((word for word in ("yes", "unsure", "prefer_not", "no") if word in raw), "")
    if question.value:
        items[question.id] = Answer(question.value)
    elif question.kind == "checklist":
        items[question.id] = Answer.NO
    else:
        items.pop(question.id, None)


def _read_fact(question: Question, fact: Fact, raw: list[str], facts: dict[str, Value], today: date) -> None:
    text = raw[-1].strip() if raw else ""
    question.value = text
    if fact.kind == "tick":
        facts[fact.id] = text == "yes"
        return
    if not text:
        facts.pop(fact.id, None)
        return
    value, error = _fact_value(fact, text, today)
    if error:
        question.error = error
    else:
        facts[fact.id] = value


def _fact_value(fact: Fact, text: str, today: date) -> tuple[Value, str]:
    """The stored value, or what is wrong with the text."""
    if fact.kind == "text":
        too_long = _("Please keep this under %(count)s letters.") % {"count": LONGEST_TEXT}
        return (text, "") if len(text) <= LONGEST_TEXT else (None, too_long)
    if fact.kind == "choice":
        return (text, "") if fact.accepts(text) else (None, _("That is not one of the answers. Please choose again."))
    if fact.kind == "date":
        day = as_date(text)
        if day is None or day > today or day.year < 1900:
            return None, _("Please give a day in the past, for example 2024-05-31.")
        return day.isoformat(), ""
    number = _whole_number(text)
    high = today.year if fact.kind == "year" else fact.high
    low = today.year - 120 if fact.kind == "year" else fact.low
    if number is None or not fact.accepts(number) or not (low or 0) <= number <= (high or 0):
        return None, _("Please give a whole number from %(low)s to %(high)s.") % {"low": low, "high": high}
    return number, ""


def _whole_number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 6 else None


def _read_slider(question: Question, raw: list[str], sliders: dict[str, int]) -> None:
    text = raw[-1].strip() if raw else ""
    question.value = text
    number = _whole_number(text)
    if not text:
        sliders.pop(question.id, None)
    elif number is None or number > 10:
        question.error = _("Please choose a number from 0 to 10.")
    else:
        sliders[question.id] = number


def _require_answers(page: Page, today: date) -> None:
    """Mark what is required and open on this part, where nothing else is wrong with it already."""
    missing = missing_on(page.screen, page.answers, today)
    for question in _without_error(page.questions):
        if question.id in missing:
            question.error = (
                _("Please answer this one. “Not sure” is an answer too.")
                if question.choices
                else _("Please answer this one.")
            )


def _without_error(questions: Iterable[Question]) -> Iterable[Question]:
    return (question for question in questions if not question.error)


def in_words(question: Question) -> str:
    """The kept answer of a question as it is shown to be confirmed."""
    if question.kind == "tick":
        return _("Yes") if question.value else _("No")
    return dict(question.choices).get(question.value, question.value) or _("not answered")
