"""What a person does in the browser, in their words: begin, answer, record clearance, choose a week, exercise."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from playwright.sync_api import Page

TYPED = {
    "year_of_birth": "1980",
    "activity_1": "Sitting at work",
    "activity_1_difficulty": "5",
    "activity_2": "Gardening",
    "activity_2_difficulty": "4",
    "activity_3": "Putting on socks",
    "activity_3_difficulty": "4",
    "active_min_per_week": "50",
}
CHOSEN = {
    "first_episode": "no",
    "pain_began": "months",
    "E13": "yes",
    "C07": "yes",
    "pain_average": "3",
    "pain_rest": "1",
    "pain_worst": "5",
    "settle": "under_1h",
    "sound": "captions",
}
FIELDS = """() => [...document.querySelectorAll('main form input, main form select')].map(
  (e) => ({type: e.type, name: e.name, value: e.value, checked: e.checked, shown: e.offsetParent !== null}))"""


ANSWERS = ("same", "sentences", "yes", "3")
SCALE = "pain-scale button"
ASKED = ", ".join(
    ("[data-mode=preparing] #ready-pause", *(f'button.answer[data-answer="{one}"]' for one in ANSWERS), SCALE)
)


@dataclass
class PersonAtBrowser:
    """One person at one page. `answers` say what differs from somebody with plain back pain and nothing else."""

    page: Page
    answers: Mapping[str, str] = field(default_factory=dict)
    screens_seen: list[str] = field(default_factory=list)

    @property
    def heading(self) -> str:
        return self.page.locator("h1").first.inner_text()

    def submit(self) -> None:
        self.page.locator("main form button.button").last.click()
        self.page.wait_for_load_state()

    def get_cleared(self, today: str) -> None:
        """Everything before the first session: begin, screening, clearance, and a week with `today` as wanted."""
        self.begin()
        self.answer_screening()
        self.record_clearance()
        self.choose_week(today)

    def begin(self) -> None:
        self.page.goto("/begin/")
        while "/begin/" in self.page.url:
            self.fill_in()
            self.submit()

    def answer_screening(self, *, until: str = "/screening/result/", look: Callable[[], None] = lambda: None) -> None:
        """Go through every screen as it comes, until the result or an address named by `until`; `look` at each."""
        if "/screening/" not in self.page.url:
            self.page.goto("/screening/")
        for _ in range(60):
            path = self.page.url.partition("//")[2].partition("/")[2]
            if until.strip("/") in path or "/screening/" not in self.page.url:
                return
            if not self.screens_seen or self.screens_seen[-1] != path:
                self.screens_seen.append(path)
            look()
            self.fill_in()
            self.submit()
            assert self.page.locator("main [role=alert]").count() == 0, self.page.locator("main").inner_text()
        raise AssertionError(f"screening does not end: {self.screens_seen[-5:]}")

    def fill_in(self) -> None:
        fields = self.page.evaluate(FIELDS)
        wanted = {**CHOSEN, **self.answers}
        for name in dict.fromkeys(one["name"] for one in fields if one["type"] == "radio"):
            values = [one["value"] for one in fields if one["name"] == name]
            self.choose(name, wanted.get(name, "no" if "no" in values else values[0]), "radio")
        self.tick_boxes(fields)
        for one in fields:
            if one["type"] in ("text", "number") and one["shown"]:
                self.page.locator(f'[name="{one["name"]}"]').fill(wanted.get(one["name"], TYPED.get(one["name"], "")))

    def tick_boxes(self, fields: list[dict[str, object]]) -> None:
        boxes = [one for one in fields if one["type"] == "checkbox"]
        ticked = False
        for one in boxes:
            if self.answers.get(str(one["name"])) == one["value"]:
                self.choose(str(one["name"]), str(one["value"]), "checkbox")
                ticked = True
        for one in boxes:
            if one["name"] == "understood" or (one["name"] == "none_of_these" and not ticked):
                self.choose(str(one["name"]), str(one["value"]), "checkbox")

    def choose(self, name: str, value: str, kind: str) -> None:
        self.page.locator(f'input[type={kind}][name="{name}"][value="{value}"]').check(force=True)

    def record_clearance(self, **limits: str) -> None:
        self.page.goto("/clearance/")
        self.choose("result", "approved_with_limits" if limits else "approved", "radio")
        self.page.locator("[name=by_name]").fill("Dr Example")
        self.choose("by_role", "spine_specialist", "radio")
        self.page.locator("[name=decided_on]").fill(date.today().isoformat())
        for box in self.page.locator("input[name=covers]").all():
            box.check(force=True)
        for name, value in limits.items():
            self.choose(name, value, "checkbox")
        self.submit()

    def choose_week(self, today: str) -> None:
        """Choose so that today is a `cardio` day (first of the week) or a `strength` day (second)."""
        self.page.goto("/week/choices/")
        weekday = date.today().weekday()
        start = weekday if today == "cardio" else (weekday - 1) % 7
        self.choose("start_weekday", str(start), "radio")
        self.submit()

    def pass_check(self, kind: str, pain: int = 2) -> None:
        self.page.goto(f"/session/check/{date.today().isoformat()}/{kind}/")
        self.page.locator('input[name="none"]').check(force=True)
        self.choose("pain", str(pain), "radio")
        self.submit()


@dataclass
class PersonInSession:
    """Follows a guided session; Playwright's clock makes its minutes pass."""

    page: Page
    effort: int = 4
    asked: list[str] = field(default_factory=list)

    def start(self) -> None:
        self.page.locator("#start-silent").click()

    def pass_time(self, seconds: float) -> None:
        self.page.clock.run_for(int(seconds * 1000))

    @property
    def ended(self) -> bool:
        return "/done/" in self.page.url

    def follow(self, *, steps: int = 4000, until: str = "") -> None:
        """Do what is asked until the three lines at the end, or until the step whose name is `until`."""
        for _ in range(steps):
            if self.ended or (until and self.step_name() == until):
                return
            if not self.answer_what_is_asked():
                self.pass_time(2)
                self.page.wait_for_timeout(5)
        raise AssertionError(f"the session does not end; it is at {self.page.locator('main').inner_text()[:400]}")

    def step_name(self) -> str:
        name = self.page.locator("#step-name")
        return name.inner_text() if name.count() else ""

    def answer_what_is_asked(self) -> bool:
        """Press what a person would press now. False when there is nothing to press but to go on moving."""
        if self.ended:
            return True
        if not self.page.locator(ASKED).count():  # one question to the browser: most of the time nothing is asked
            return False
        if self.page.locator(SCALE).count():
            self.page.locator(SCALE).nth(self.effort).click()
            self.asked.append("scale")
            return True
        button = self.page.locator(ASKED).first
        answer = button.get_attribute("data-answer")
        button.click()
        if answer is not None:
            self.asked.append(answer)
        return True
