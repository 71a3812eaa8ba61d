"""One screening on its way from the first answer to its outcome (specification 1, amendments 2).

What an answer means is decided in `programme.screening`; here it is kept, confirmed and brought to an end.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from steadyback.programme.rules import whole
from steadyback.programme.screening import (
    Screen,
    evaluate,
    is_confirm_only,
    load_screening,
    missing_on,
    next_screen,
    read_back,
    read_baseline,
    stamped,
    withdrawn,
)
from steadyback.records.codec import from_json, to_json
from steadyback.records.reasons import Reason
from steadyback.records.screening import Disposition, ScreeningAnswers, ScreeningOutcome
from steadyback.web import clock
from steadyback.web.models import Person, Screening
from steadyback.web.standing import open_holds, unfinished_screening
from steadyback.web.turns import in_turn, in_turn_of_row

T = TypeVar("T")

# Asked anew at every screening although their page may be confirmed: they are about today.
ABOUT_TODAY = frozenset({"E17", "pregnancy_weeks", "pregnancy_weeks_on"})


@dataclass(frozen=True, slots=True)
class Progress:
    """What comes next. place: "screen", "more" (follow-ups of `screen`), "read_back" or "finish"."""

    place: str
    screen: Screen | None = None


def answers_of(row: Screening) -> ScreeningAnswers:
    return from_json(ScreeningAnswers, row.answers)


def current_row(person: Person) -> Screening | None:
    """The screening being filled in. One left on an earlier day has its pressing questions asked again.

    A serious answer stays until it is read back or changed. After 28 days every page is gone through again (X-01).
    """
    row = unfinished_screening(person)
    today = clock.today(person)
    if row is not None and clock.day_of(row.changed_at, person) < today:
        row.answers = to_json(_from_an_earlier_day(answers_of(row)))
        pressing = {screen.id for screen in load_screening().screens if not is_confirm_only(screen)}
        old = (today - clock.day_of(row.started_at, person)).days >= whole("X-01.rescreen_days")
        row.done_screens = [] if old else [name for name in row.done_screens if name not in pressing]
        row.confirmed_at = None
        _save(row)
    return row


def _from_an_earlier_day(before: ScreeningAnswers) -> ScreeningAnswers:
    """Without the pressing answers but the serious ones that were never read back, with their follow-ups."""
    kept = _without_pressing(before)
    items = load_screening().items
    serious = [key for key in read_back(before) if key not in kept.answers]
    facts = {key: before.facts[key] for item in serious for key in items[item].follow_ups if key in before.facts}
    answers = {key: before.answers[key] for key in serious}
    return ScreeningAnswers({**kept.answers, **answers}, {**kept.facts, **facts}, kept.sliders)


def previous_row(person: Person) -> Screening | None:
    """The last screening that came to an outcome."""
    return person.screenings.filter(outcome__isnull=False).order_by("changed_at").last()


@in_turn
def start(person: Person) -> Screening:
    """Begin a screening, or go on with the one that was begun. Earlier answers are kept to be confirmed."""
    row = current_row(person)
    if row is not None:
        return row
    before = previous_row(person)
    kept = _to_confirm(answers_of(before)) if before else ScreeningAnswers()
    now = clock.now()
    return Screening.objects.create(person=person, started_at=now, changed_at=now, answers=to_json(kept))


def _to_confirm(before: ScreeningAnswers) -> ScreeningAnswers:
    """What a new screening may offer to confirm: nothing pressing, no numbers of pain, no sliders."""
    definition = load_screening()
    measured = {
        key
        for screen in definition.screens
        for key in screen.facts
        if screen.kind == "baseline" and definition.facts[key].kind != "text"
    }
    kept = _without_pressing(before)
    facts = {key: value for key, value in kept.facts.items() if key not in measured}
    return ScreeningAnswers(kept.answers, facts, {})


def _without_pressing(before: ScreeningAnswers) -> ScreeningAnswers:
    pressing = set(ABOUT_TODAY)
    for screen in load_screening().screens:
        if not is_confirm_only(screen):
            pressing.update(screen.items, screen.facts)
    return ScreeningAnswers(
        {key: value for key, value in before.answers.items() if key not in pressing},
        {key: value for key, value in before.facts.items() if key not in pressing},
        before.sliders,
    )


@in_turn_of_row
def keep(row: Screening, answers: ScreeningAnswers, screen: Screen, *, done: bool) -> None:
    """Keep the answers of one page beside what another tab may have kept since. Others than this page's stay.

    Any change means that serious answers are read back again. A screening that has ended stays as it is.
    """
    row.refresh_from_db()
    if row.outcome is not None:
        return
    before = answers_of(row)
    after = stamped(before, _overlaid(before, answers, screen), clock.today(row.person))
    if after != before:
        row.confirmed_at = None
    row.answers = to_json(after)
    screens = [name for name in row.done_screens if name != screen.id]
    row.done_screens = [*screens, screen.id] if done else screens
    _save(row)


def _overlaid(before: ScreeningAnswers, page: ScreeningAnswers, screen: Screen) -> ScreeningAnswers:
    def merged(old: Mapping[str, T], new: Mapping[str, T], keys: tuple[str, ...]) -> dict[str, T]:
        kept = {key: value for key, value in old.items() if key not in keys}
        return kept | {key: new[key] for key in keys if key in new}

    return ScreeningAnswers(
        merged(before.answers, page.answers, screen.items),
        merged(before.facts, page.facts, screen.facts),
        merged(before.sliders, page.sliders, screen.sliders),
    )


def progress_of(row: Screening) -> Progress:
    """The next place. A sure emergency goes straight to read-back; an unsure one first to its own questions."""
    answers = answers_of(row)
    today = clock.today(row.person)
    urgent = _emergency_place(answers, today)
    if urgent is not None and row.confirmed_at is None:
        return urgent
    screen = next_screen(answers, frozenset(row.done_screens))
    if screen is not None:
        return Progress("screen", screen)
    if row.confirmed_at is None and (read_back(answers) or withdrawn_in(row)):
        return Progress("read_back")
    return Progress("finish")


def _emergency_place(answers: ScreeningAnswers, today: date) -> Progress | None:
    """None without an emergency sign. Signs whose follow-up could change what to do are asked for it at once."""
    found = evaluate(answers, today).concerns
    rules = [concern.rule for concern in found if concern.disposition is Disposition.EMERGENCY]
    if not rules:
        return None
    items = load_screening().items
    open_facts = []
    for rule in rules:
        still_open = [key for key in items[rule].follow_ups if answers.facts.get(key) is None] if rule in items else []
        if not still_open:
            return Progress("read_back")
        open_facts += still_open
    for screen in load_screening().screens:
        if set(open_facts) & set(missing_on(screen, answers)):
            return Progress("screen", screen)
    return Progress("read_back")


def withdrawn_in(row: Screening) -> tuple[Reason, ...]:
    """The serious answers of the screening before that this one takes back."""
    before = previous_row(row.person)
    if before is None or before.completed_on is None:
        return ()
    return withdrawn(answers_of(before), before.completed_on, answers_of(row), clock.today(row.person))


def serious_as_shown(row: Screening) -> str:
    """The answers that are read back as one text, so that only what was read back can be confirmed."""
    answers = answers_of(row).answers
    keys = [*read_back(answers_of(row)), *(str(reason.values["item"]) for reason in withdrawn_in(row))]
    return ",".join(f"{key}:{answers[key].value}" for key in keys)


@in_turn_of_row
def confirm(row: Screening, shown: str) -> bool:
    """The person has read the serious answers back and says that they are right. False: others are kept by now."""
    row.refresh_from_db()
    answers = answers_of(row)
    if row.outcome is not None or shown != serious_as_shown(row):
        return False
    row.confirmed_at = clock.now()
    _save(row)
    if evaluate(answers, clock.today(row.person)).disposition is Disposition.EMERGENCY:
        finish(row)
    return True


@in_turn_of_row
def finish(row: Screening) -> ScreeningOutcome:
    """Bring a screening to its outcome. One that is complete and no emergency ends the emergency before it, and what
    had asked for it.

    ValueError when serious answers were not read back, or when required answers are missing.
    """
    row.refresh_from_db()
    if row.outcome is not None:
        return from_json(ScreeningOutcome, row.outcome)
    answers, today = answers_of(row), clock.today(row.person)
    before = previous_row(row.person)
    earlier = from_json(ScreeningOutcome, before.outcome).concerns if before else ()
    outcome = evaluate(answers, today, began_on=today, earlier=earlier)
    emergency = outcome.disposition is Disposition.EMERGENCY
    taken_back = withdrawn_in(row)
    if row.confirmed_at is None and (read_back(answers) or taken_back):
        raise ValueError("serious answers were not read back")
    if not outcome.complete and not emergency:
        raise ValueError(f"not answered: {', '.join(outcome.missing)}")
    row.outcome = to_json(replace(outcome, reasons=(*outcome.reasons, *taken_back)))
    row.baseline = to_json(read_baseline(answers))
    row.completed_on = today
    row.confirmed_at = row.confirmed_at or clock.now()
    _save(row)
    if not emergency:
        _close_holds(row)
    return outcome


def _close_holds(row: Screening) -> None:
    ended = (Disposition.EMERGENCY.value, Disposition.CAUTION.value)
    for hold in open_holds(row.person):
        if hold.concern["disposition"] in ended and hold.raised_at < row.started_at:
            hold.closed_at = clock.now()
            hold.closed_because = {"screening": str(row.id)}
            hold.save(update_fields=["closed_at", "closed_because"])


def _save(row: Screening) -> None:
    row.changed_at = clock.now()
    row.save()
