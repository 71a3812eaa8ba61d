"""From an empty data folder to finished sessions, as a person does it; then a look at what was kept."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from person_at_browser import PersonAtBrowser, PersonInSession
from playwright.sync_api import Page
from running_server import Server

from steadyback.programme.session_progress import fold
from steadyback.records.codec import from_json, to_json
from steadyback.records.session import Event, SessionScript, SessionStatus

OpenPage = Callable[..., Page]
AT_MOST_SCREENS = 16
AT_MOST_MINUTES = 8.0
READING_WORDS_PER_MINUTE = 238  # silent reading of adults (Brysbaert 2019)
SECONDS_PER_ANSWER = 1.5


Seed = Callable[[str], None]


def check_before(page: Page, kind: str) -> None:
    """To the first screen of today's session."""
    page.clock.install()
    PersonAtBrowser(page).pass_check(kind)


def kept(server: Server) -> tuple[SessionScript, list[Event], dict[str, object]]:
    ((session_id, script, record, status),) = server.rows("select id, script, record, status from web_session")
    bodies = server.rows("select body from web_sessionevent where session_id = ? order by id", session_id)
    events = [from_json(Event, json.loads(str(body))) for (body,) in bodies]
    return from_json(SessionScript, json.loads(str(script))), events, {**json.loads(str(record)), "status": status}


@pytest.mark.parametrize("kind", ["strength", "cardio"])
def test_a_person_goes_from_an_empty_machine_to_a_finished_session(
    open_page: OpenPage, new_server: Server, tmp_path: Path, kind: str
) -> None:
    server = new_server
    page = open_page(of=server)
    PersonAtBrowser(page).get_cleared(kind)
    check_before(page, kind)
    in_session = PersonInSession(page)
    in_session.start()
    in_session.follow()

    assert page.locator(".three-lines li").count() == 3
    script, events, record = kept(server)
    assert record["status"] == "finished"
    assert [summary["done"] for summary in record["steps"] if summary["exercise_id"]]
    assert all(summary["done"] == "full" for summary in record["steps"])
    folded = fold(script, str(events[0].session_id), events)
    assert folded.status is SessionStatus.FINISHED
    assert {**to_json(folded)} == {key: record[key] for key in to_json(folded)}
    in_order = [event.seq for event in events]
    assert in_order == list(range(1, len(events) + 1))
    if kind == "strength":
        the_article_at_level_1(script)

    exported = tmp_path / "me.json"
    result = server.run("export", "-o", str(exported))
    assert result.returncode == 0, result.stderr
    everything = exported.read_text(encoding="utf-8")
    assert all(event.kind.value in everything for event in events)
    assert exported.stat().st_mode & 0o077 == 0


def the_article_at_level_1(script: SessionScript) -> None:
    """Each exercise of the article with the article's own dose, in the article's order."""
    steps = {step.exercise_id: step for step in script.steps if step.kind == "exercise"}
    order = [key for key in steps if key in ARTICLE_STRENGTH]
    assert order == list(ARTICLE_STRENGTH)
    for key, (reps, hold_s, sides) in ARTICLE_STRENGTH.items():
        dose = steps[key].dose
        assert (dose.reps, dose.hold_s, len(steps[key].sides)) == (reps, hold_s, sides), key
    kinds = [step.kind for step in script.steps]
    assert kinds.count("transition") == 2


ARTICLE_STRENGTH = {
    "curl_up_reach": (8, 3, 1),
    "quadruped_hip_extension": (8, 2, 2),
    "side_lying_hip_abduction": (8, 2, 2),
    "figure4_supine": (2, 20, 2),
    "hamstring_supine": (2, 20, 2),
}


def test_a_killed_server_and_a_closed_page_lose_nothing(open_page: OpenPage, server: Server, seed: Seed) -> None:
    seed("strength")
    page = open_page()
    check_before(page, "strength")
    in_session = PersonInSession(page)
    in_session.start()
    in_session.follow(until="Abdominal curl-up with reach")
    assert in_session.answer_what_is_asked()
    in_session.pass_time(40)
    page.wait_for_timeout(500)
    before = server.rows("select count(*) from web_sessionevent")[0][0]

    server.kill()
    in_session.pass_time(15)
    page.wait_for_timeout(300)
    server.start()
    assert server.processor_s < 3
    _, events, record = kept(server)
    assert len(events) >= int(str(before))
    position = record["position"]

    address = page.url
    page.close()
    page = open_page()
    page.clock.install()
    page.goto(address)
    page.wait_for_selector("#take-over, #start-silent")
    if page.locator("#take-over").count():
        page.locator("#take-over").click()
    again = PersonInSession(page)
    page.wait_for_selector("#start-silent")
    assert "Carry on" in page.locator("main").inner_text()
    again.start()
    assert again.step_name() == "Abdominal curl-up with reach"
    again.follow()
    script, events, record = kept(server)
    assert record["status"] == "finished"
    assert position["step"] <= len(script.steps)
    assert len({(event.client_id, event.seq) for event in events}) == len(events)
    (curl_up,) = (one for one in record["steps"] if one["exercise_id"] == "curl_up_reach")
    assert curl_up["done"] == "full"
    assert curl_up["repetitions"] == 8


def test_a_second_tab_is_told_and_may_take_over(open_page: OpenPage, server: Server, seed: Seed) -> None:
    seed("cardio")
    first = open_page()
    check_before(first, "cardio")
    PersonInSession(first).start()
    second = first.context.new_page()
    second.goto(first.url)
    second.locator("#take-over").click()
    second.wait_for_selector("#start-silent")
    PersonInSession(first).pass_time(60)
    first.wait_for_selector("#take-over")
    assert "another" in first.locator("main").inner_text()


def test_the_whole_session_is_done_by_keyboard_alone(open_page: OpenPage, server: Server, seed: Seed) -> None:
    seed("strength")
    page = open_page()
    check_before(page, "strength")
    in_session = PersonInSession(page)
    page.wait_for_selector("#start-silent")
    reach(page, "start-silent")
    page.keyboard.press("Enter")
    for _ in range(3000):
        if in_session.ended:
            break
        if page.locator("[data-mode=preparing]").count():
            page.keyboard.press("Space")
        elif page.locator("button.answer, pain-scale button").count():
            answer_by_keyboard(page)
        else:
            in_session.pass_time(2)
            page.wait_for_timeout(5)
    assert in_session.ended
    assert kept(server)[2]["status"] == "finished"


def reach(page: Page, element_id: str) -> None:
    """Tab until the element has the focus, as somebody without a mouse does."""
    for _ in range(40):
        if page.evaluate("() => document.activeElement?.id") == element_id:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{element_id} cannot be reached by Tab")


def answer_by_keyboard(page: Page) -> None:
    for _ in range(40):
        on_answer = page.evaluate("() => document.activeElement?.matches('button.answer, pain-scale button') ?? false")
        if on_answer:
            page.keyboard.press("Enter")
            return
        page.keyboard.press("Tab")
    raise AssertionError("no answer can be reached by Tab")


def test_stop_halts_at_once_and_chest_pain_closes_everything(open_page: OpenPage, server: Server, seed: Seed) -> None:
    seed("strength")
    page = open_page()
    check_before(page, "strength")
    in_session = PersonInSession(page)
    in_session.start()
    in_session.answer_what_is_asked()
    in_session.pass_time(5)
    page.keyboard.press("Escape")
    assert page.locator("button.felt").count() == 8
    page.locator('button.felt[data-answer="chest_faint_breathless"]').click()
    page.wait_for_timeout(500)
    assert page.locator('a[href^="tel:"]').count() == 1
    assert kept(server)[2]["status"] == "ended_by_rule"
    for path in ("/", "/week/", "/exercises/", "/exercises/bridge/"):
        page.goto(path)
        assert page.locator('a[href^="tel:"]').count() >= 1, path
        assert page.locator("exercise-figure").count() == 0, path


QUESTION_WORDS = """() => {
  const main = document.querySelector('main').cloneNode(true);
  const left_out = '.visually-hidden, .choice, option, .help, .hint, .soft, .small';
  for (const one of main.querySelectorAll(left_out)) one.remove();
  return [main.textContent.split(/\\s+/).filter(Boolean).length, document.querySelectorAll('main fieldset').length];
}"""


def test_screening_is_short(open_page: OpenPage) -> None:
    """Counted for somebody with plain back pain: every question read once, every answer tapped."""
    page = open_page()
    person = PersonAtBrowser(page)
    person.begin()
    counts: list[tuple[int, int]] = []
    person.answer_screening(look=lambda: counts.append(tuple(page.evaluate(QUESTION_WORDS))))
    screens = [path for path in person.screens_seen if path != "screening/"]
    words, answers = (sum(column) for column in zip(*counts, strict=True))
    minutes = words / READING_WORDS_PER_MINUTE + answers * SECONDS_PER_ANSWER / 60
    print(f"screening: {len(screens)} screens, {answers} answers, {words} words, about {minutes:.1f} minutes")
    assert len(screens) <= AT_MOST_SCREENS
    assert minutes <= AT_MOST_MINUTES
