"""The live coach in a real Chromium, with a recorded film as its camera: what it counts, what leaves the device."""

import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from camera_clip import Part, camera_film
from playwright.sync_api import Page, Request, Route, expect

OpenPage = Callable[..., Page]
REPOSITORY = Path(__file__).resolve().parents[2]
LEG_LIFT = REPOSITORY / "tests/video/fixtures/side_leg_lift.mp4"
"""One leg lift of a drawn person, 6.5 s."""
BRIDGE = REPOSITORY.parent / "shared/data/clips_dev/video/be23_bridge.mp4"
BRIDGE_PERIOD_S = 9.68 / 5
READY_WITHIN_MS = 90_000
WATCHED_S = 60

LISTEN = """() => {
  const coach = document.querySelector('camera-check').coach;
  Object.assign(window, {coach, said: [], frames: 0, states: []});
  coach.onEvents((events) => said.push(...events));
  coach.onFrame(() => { frames += 1; });
  coach.onState((state) => states.push(state));
}"""

TWO_SEEN_OR_STOPPED = "() => document.querySelector('camera-check').seen >= 2 || coach.state !== 'watching'"


@pytest.fixture
def camera_page(open_page_with_camera: OpenPage, seed: Callable[[str], None]) -> Callable[..., Page]:
    """The page "Try your camera" of a cleared person, the coach's events collected, the camera still off."""

    def camera_page(film: Path, exercise: str, **options: object) -> Page:
        seed("strength")
        page = open_page_with_camera(film, **options)
        page.goto(f"/camera/{exercise}/")
        page.wait_for_selector("[data-coach=start]")
        page.evaluate(LISTEN)
        return page

    return camera_page


def turn_on(page: Page) -> None:
    page.locator("[data-coach=start]").click()
    page.wait_for_selector("[data-on]", timeout=READY_WITHIN_MS)


def no_worker_is_left(page: Page) -> None:
    ends = time.monotonic() + 10
    while page.workers and time.monotonic() < ends:
        page.wait_for_timeout(100)
    assert page.workers == []


def of_type(page: Page, kind: str) -> list[dict[str, float]]:
    return list(page.evaluate("(kind) => said.filter((event) => event.type === kind)", kind))


def test_it_counts_a_drawn_leg_lift_and_says_when_the_camera_is_pulled_out(
    camera_page: Callable[..., Page], tmp_path: Path
) -> None:
    film = camera_film(tmp_path / "leg_lift.mjpeg", [Part(LEG_LIFT)])
    page = camera_page(film, "side_lying_hip_abduction")
    turn_on(page)
    page.wait_for_function(TWO_SEEN_OR_STOPPED, timeout=90_000)
    assert page.evaluate("coach.trouble") == "", page.evaluate("[states, coach.frames_per_s]")
    expect(page.get_by_text("Movements seen: ")).to_be_visible()
    assert {event["side"] for event in of_type(page, "repetition")} == {"left"}
    page.locator("[data-coach=without]").click()
    expect(page.get_by_text("The camera is off.")).to_be_visible()
    assert page.evaluate("coach.video.srcObject") is None
    no_worker_is_left(page)
    turn_on(page)
    page.evaluate("() => coach.video.srcObject.getTracks()[0].dispatchEvent(new Event('ended'))")
    expect(page.get_by_text("The camera has gone.")).to_be_visible()
    assert page.evaluate("coach.state") == "no_camera"
    no_worker_is_left(page)


@pytest.mark.data
def test_a_bridge_is_counted_and_nothing_leaves_the_device(camera_page: Callable[..., Page], tmp_path: Path) -> None:
    """A minute of coaching: every repetition of the film is counted, and nothing is asked for but our own parts."""
    if not BRIDGE.exists():
        pytest.skip(f"{BRIDGE} is not here")
    page = camera_page(camera_film(tmp_path / "bridge.mjpeg", [Part(BRIDGE)]), "bridge")
    requests: list[Request] = []
    page.context.on("request", lambda request: requests.append(request))
    turn_on(page)
    loaded = len(requests)
    began = time.monotonic()
    while time.monotonic() - began < WATCHED_S:
        page.wait_for_timeout(1000)
    counted = [one for one in of_type(page, "repetition") if one["complete"]]
    between = [b["peak_s"] - a["peak_s"] for a, b in pairwise(counted)]
    per_s, model = page.evaluate("[coach.frames_per_s, coach.model]")
    print(f"{len(counted)} repetitions in {WATCHED_S} s, {model}, {per_s:.1f} pictures a second")
    assert len(counted) >= 0.9 * WATCHED_S / BRIDGE_PERIOD_S
    assert len(counted) <= 1.05 * WATCHED_S / BRIDGE_PERIOD_S + 1
    assert sum(abs(one - BRIDGE_PERIOD_S) < 0.5 for one in between) >= 0.9 * len(between)
    assert {(one.method, one.post_data) for one in requests} == {("GET", None)}
    # Once it watches, nothing is fetched any more but the second model and the finder of a second person.
    late = [one.url for one in requests[loaded:]]
    assert all("/static/build/coach/" in url or "/static/pose-models/" in url for url in late), late


def test_two_people_are_noticed_and_nothing_is_counted(camera_page: Callable[..., Page], tmp_path: Path) -> None:
    film = camera_film(tmp_path / "two.mjpeg", [Part(LEG_LIFT, twice=True)])
    page = camera_page(film, "side_lying_hip_abduction")
    turn_on(page)
    expect(page.get_by_text("I see more than one person.")).to_be_visible(timeout=30_000)
    page.evaluate("() => { said.length = 0; }")
    page.wait_for_timeout(9_000)
    assert of_type(page, "repetition") == []


def test_a_refused_camera_is_said(camera_page: Callable[..., Page], tmp_path: Path) -> None:
    page = camera_page(camera_film(tmp_path / "room.mjpeg", [Part(to_s=1)]), "bridge", allowed=False)
    page.locator("[data-coach=start]").click()
    expect(page.get_by_text("The camera was not allowed.")).to_be_visible(timeout=15_000)
    assert page.evaluate("coach.state") == "refused"
    no_worker_is_left(page)


def test_a_missing_part_is_said_and_the_light_goes_off(camera_page: Callable[..., Page], tmp_path: Path) -> None:
    page = camera_page(camera_film(tmp_path / "room.mjpeg", [Part(to_s=1)]), "bridge")

    def missing(route: Route) -> None:
        route.fulfill(status=404, body="")

    for part in ("**/vision_wasm_module_internal.wasm", "**/core-*.zip"):
        page.context.route(part, missing)
        page.locator("[data-coach=start]").click()
        expect(page.get_by_text("The camera's helper did not start.")).to_be_visible(timeout=60_000)
        assert page.evaluate("coach.state") == "broken", part
        assert page.evaluate("coach.video.srcObject") is None
        no_worker_is_left(page)
        page.context.unroute(part)
        page.reload()
        page.wait_for_selector("[data-coach=start]")
        page.evaluate(LISTEN)


def test_fifty_starts_leave_nothing_behind_and_an_empty_room_is_said_and_counts_nothing(
    camera_page: Callable[..., Page], tmp_path: Path
) -> None:
    page = camera_page(camera_film(tmp_path / "room.mjpeg", [Part(to_s=1)]), "bridge")
    page.evaluate("""async () => {
      window.tracks = [];
      const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
      navigator.mediaDevices.getUserMedia = async (wanted) => {
        const stream = await ask(wanted);
        tracks.push(...stream.getTracks());
        return stream;
      };
      for (let turn = 0; turn < 50; turn += 1) {
        void coach.start({facing: 'user', mirrored: true});
        await new Promise((resolve) => setTimeout(resolve, 4 * turn));
        coach.stop();
      }
    }""")
    page.wait_for_timeout(1500)
    no_worker_is_left(page)
    assert page.evaluate("tracks.length") > 20
    assert page.evaluate("tracks.every((track) => track.readyState === 'ended')")
    assert page.evaluate("[coach.state, coach.video.srcObject]") == ["off", None]
    turn_on(page)
    expect(page.get_by_text("I cannot see you.")).to_be_visible(timeout=15_000)
    assert of_type(page, "repetition") == []
