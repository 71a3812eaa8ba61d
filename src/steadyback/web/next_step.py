"""What a person does next while exercise has to wait: one thing, with the reason for it."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from steadyback.records.clearance import GateStatus
from steadyback.records.reasons import Reason
from steadyback.web.standing import Standing, next_step_url


@dataclass(frozen=True, slots=True)
class NextStep:
    """title and text say what and why; action is the one button; more are quieter links (text, address)."""

    title: str
    text: str
    action: str
    url: str
    reasons: tuple[Reason, ...] = ()
    more: tuple[tuple[str, str], ...] = ()


def next_step(standing: Standing) -> NextStep:
    """The step that leads on from a closed gate."""
    if standing.is_emergency:
        return _emergency(standing)
    if standing.unfinished is not None:
        return _carry_on(standing)
    if standing.gate.status is GateStatus.SCREENING_NEEDED:
        return _screen(standing)
    return _wait(standing)


def question_first(url: str) -> NextStep:
    """A stop in the last session still has a question open; nothing begins before it is answered."""
    return NextStep(
        title=_("First, a question about your last session"),
        text=_("You stopped, and we would like to know how you are before anything else."),
        action=_("Answer it"),
        url=url,
    )


def _emergency(standing: Standing) -> NextStep:
    return NextStep(
        title=_("Get help first"),
        text=_("Exercise is paused until you have been seen."),
        action=_("See what to do now"),
        url=next_step_url(standing),
        reasons=standing.gate.reasons,
    )


def _carry_on(standing: Standing) -> NextStep:
    return NextStep(
        title=_("Carry on with the health questions"),
        text=_("What you answered so far is kept. You go on where you left off."),
        action=_("Carry on"),
        url=reverse("screening"),
        reasons=standing.gate.reasons,
    )


def _screen(standing: Standing) -> NextStep:
    if any(reason.rule == "E17" for reason in standing.gate.reasons):
        return NextStep(
            title=_("Rest until you are well"),
            text=_("You told us that you do not feel well. When you have been well for a day, answer the questions."),
            action=_("I am well again"),
            url=next_step_url(standing),
            reasons=standing.gate.reasons,
        )
    if standing.screening is None:
        return NextStep(
            title=_("First, a few questions about your health"),
            text=_("About 15 short pages and 8 minutes. They find the few things that need care before exercise."),
            action=_("Begin"),
            url=next_step_url(standing),
        )
    return NextStep(
        title=_("Time for the health questions again"),
        text=_("The signs that matter most are asked again. The rest you only confirm."),
        action=_("Answer the questions"),
        url=next_step_url(standing),
        reasons=standing.gate.reasons,
    )


def _wait(standing: Standing) -> NextStep:
    """A specialist's word is missing. The text fits whether somebody must be seen or the article's way asks for it."""
    rules = {reason.rule for reason in standing.gate.reasons}
    summary = (_("Print the page for your specialist"), reverse("summary"))
    word = _("Ask a specialist for their answer") if settings.CLINIC else _("Write down what your specialist said")
    clearance = (word, reverse("clearance"))
    if "G-04" in rules:
        return NextStep(
            title=_("See your spine specialist, then begin"),
            text=_(
                "The article asks you to see a spine specialist first. We made one page for you to take along. "
                "Until then, keep up the ordinary walking that you already do, as your symptoms allow."
            ),
            action=summary[0],
            url=summary[1],
            reasons=standing.gate.reasons,
            more=(clearance, (_("What your answers mean"), reverse("screening_result"))),
        )
    if "G-02" in rules:
        return _ask_again(standing, expired="X-02" in rules, more=(summary, clearance))
    return NextStep(
        title=_("A clinician comes first"),
        text=_(
            "Exercise waits until a clinician has seen you. "
            "Until then, keep up the ordinary walking that you already do, as your symptoms allow."
        ),
        action=_("Read what to do next"),
        url=next_step_url(standing),
        reasons=standing.gate.reasons,
        more=(summary, clearance),
    )


def _ask_again(standing: Standing, *, expired: bool, more: tuple[tuple[str, str], ...]) -> NextStep:
    """The specialist's agreement has run out, or they said not yet."""
    if expired:
        title = _("Time to see your specialist again")
        text = _("Their agreement has ended. Exercise waits until they agree again. Ordinary walking is fine.")
    else:
        title = _("Your specialist said: not yet")
        text = _("Exercise waits until they say that you may begin. Keep up ordinary walking, as your symptoms allow.")
    (action, url), *rest = more
    return NextStep(title, text, action, url, standing.gate.reasons, tuple(rest))
