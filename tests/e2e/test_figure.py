"""The moving figure in real Chromium, drawn by its software renderer. With SHOTS=FOLDER it keeps pictures."""

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from person_at_browser import PersonAtBrowser
from playwright.sync_api import Browser, Page, Route, ViewportSize, expect
from running_server import Server

FIGURES = Path(__file__).resolve().parents[2] / "src/steadyback/web/static/figures"
AXE = Path(__file__).resolve().parents[2] / "frontend/node_modules/axe-core/axe.min.js"
FLAGS = ["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--disable-background-networking"]
PHONE: ViewportSize = {"width": 390, "height": 844}
DESKTOP: ViewportSize = {"width": 1280, "height": 800}
FIRST_FRAME_BAR_MS = 1500
ONE_SIDED = "side_lying_hip_abduction"
WAKE = "document.querySelector('exercise-figure').wake()"
OpenPage = Callable[..., Page]

recorded = sorted({file.name.split(".")[0] for file in (FIGURES / "clips").glob("*.woman_45.json")})
pytestmark = pytest.mark.skipif(ONE_SIDED not in recorded, reason="no recorded movements: make figures")


@pytest.fixture(scope="module")
def drawing_browser(browser: Browser) -> Iterator[Browser]:
    """Chromium that draws WebGL on the processor."""
    drawing = browser.browser_type.launch(executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=FLAGS)
    yield drawing
    drawing.close()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server for pages that are only read."""
    server = Server(tmp_path_factory.mktemp("site") / "data")
    server.start()
    yield server
    server.kill()


@pytest.fixture(scope="module")
def open_figure(drawing_browser: Browser, site: Server) -> Iterator[OpenPage]:
    """Open an exercise's page; a script error or a refusal of the security policy fails the tests."""
    contexts = []
    problems: list[str] = []

    def open_figure(exercise: str = ONE_SIDED, *, moving: bool = True, init: str = "", **options: Any) -> Page:
        context = drawing_browser.new_context(base_url=site.url, **{"viewport": DESKTOP, **options})
        contexts.append(context)
        page = context.new_page()
        page.add_init_script(init)
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", lambda said: problems.append(said.text) if "Security Policy" in said.text else None)
        page.goto(f"/exercises/{exercise}/")
        page.wait_for_selector("exercise-figure .stage")
        if moving:
            page.evaluate(WAKE)
            body(page)
        return page

    yield open_figure
    for context in contexts:
        context.close()
    assert problems == []


@pytest.fixture(scope="module")
def shown(open_figure: OpenPage) -> Page:
    """One page on which the body moves. Whoever uses it leaves the figure as they like, and sets what they need."""
    return open_figure()


def body(page: Page) -> None:
    page.wait_for_selector("exercise-figure .stage[data-mode=body]", timeout=30_000)


def figure(page: Page, script: str, argument: object = None) -> Any:
    """Evaluate with `f` as the figure and `a` as the argument."""
    return page.evaluate(f"(a) => {{ const f = document.querySelector('exercise-figure'); {script} }}", argument)


def until(true: Callable[[], bool], seconds: float = 15) -> None:
    """Ask again and again: the security policy lets no page evaluate a condition for us."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come true"
        time.sleep(0.1)


def joint(page: Page, bone: str) -> tuple[float, float, float]:
    x, y, z = figure(page, "f.stage.drawNow(); return f.stage.joint(a)", bone)
    return x, y, z


def stand(page: Page, phase: str, progress: float, side: str = "right") -> None:
    script = "f.still = false; Object.assign(f, a); return f.updateComplete"
    figure(page, script, {"phase": phase, "progress": progress, "side": side})


def picture(page: Page, name: str, settle_ms: int = 0) -> None:
    folder = os.environ.get("SHOTS")
    if folder:
        page.wait_for_timeout(settle_ms)
        page.screenshot(path=Path(folder) / f"figure-{name}.png")


def test_a_processor_that_draws_gets_a_still_until_somebody_asks_for_movement(open_figure: OpenPage) -> None:
    page = open_figure(moving=False)
    held: list[Route] = []
    page.route("**/*.glb", lambda route: held.append(route))
    page.reload(wait_until="commit")  # now the files are in the cache
    stills = page.locator("exercise-figure .stage[data-mode=picture] .pictures img")
    expect(stills).to_have_count(2)
    expect(stills.first).to_be_visible()
    painted_ms, still_ms, heavy = page.evaluate(LOADED)
    print(
        f"the still is there {still_ms - painted_ms:.0f} ms after the first paint; the bar is {FIRST_FRAME_BAR_MS} ms"
    )
    assert painted_ms > 0
    assert still_ms - painted_ms < FIRST_FRAME_BAR_MS
    assert heavy == []

    page.get_by_role("button", name="Show the movement").click()
    waiting = page.locator("exercise-figure .stage[data-mode=waiting] .pictures img")
    expect(waiting.first).to_be_visible()
    page.wait_for_timeout(FIRST_FRAME_BAR_MS + 1000)
    assert len(held) == 1
    expect(waiting.first).to_be_visible()  # the body is late: the still stands in
    asked = time.monotonic()
    held[0].continue_()
    body(page)
    print(f"first frame {1000 * (time.monotonic() - asked):.0f} ms after the body arrived")
    until(lambda: bool(page.evaluate("document.querySelector('[data-now]') !== null")))
    assert figure(page, "return f.playing") is True


LOADED = """() => {
  const [paint] = performance.getEntriesByName('first-contentful-paint');
  const loaded = performance.getEntriesByType('resource');
  const stills = loaded.filter((one) => one.name.includes('/stills/')).map((one) => one.responseEnd);
  const heavy = loaded.map((one) => one.name).filter((name) => /stage-|[.]glb|clips/.test(name));
  return [paint?.startTime ?? 0, Math.max(...stills), heavy];
}"""


# The browser names graphics hardware, and a frame takes WAIT milliseconds.
HARDWARE = """() => {
  const gl = WebGL2RenderingContext.prototype, get = HTMLCanvasElement.prototype.getContext, ask = gl.getParameter;
  HTMLCanvasElement.prototype.getContext = function (kind, options) {
    return get.call(this, kind, {...options, failIfMajorPerformanceCaveat: false});
  };
  gl.getParameter = function (name) {
    return [0x9246, gl.RENDERER].includes(name) ? 'Some GPU' : ask.call(this, name);
  };
  gl.readPixels = () => { for (const end = performance.now() + WAIT; performance.now() < end; ); };
}"""


def test_with_graphics_hardware_it_moves_by_itself(open_figure: OpenPage) -> None:
    page = open_figure(moving=False, init=f"({HARDWARE.replace('WAIT', '0')})()")
    body(page)
    assert figure(page, "return f.playing") is False  # nobody asked for it


def test_hardware_whose_frames_take_long_gets_a_still_on_this_page_and_the_next(open_figure: OpenPage) -> None:
    page = open_figure(moving=False, init=f"({HARDWARE.replace('WAIT', '150')})()")
    stills = page.locator("exercise-figure .stage[data-mode=picture] .pictures img")
    expect(stills).to_have_count(2, timeout=15_000)
    assert figure(page, "return f.firstFrame_ms") > 0  # it was drawn, and measured
    page.reload()
    expect(stills).to_have_count(2)
    assert page.evaluate(LOADED)[2] == []  # and is known from then on
    page.get_by_role("button", name="Show the movement").click()
    body(page)
    print(f"first frame {figure(page, 'return f.firstFrame_ms'):.0f} ms after loading began, from the cache")


def test_it_plays_the_movement_with_few_frames_and_comes_to_rest(shown: Page) -> None:
    count = """f.drawn = 0; const draw = f.stage.renderer.render.bind(f.stage.renderer);
      f.stage.renderer.render = (...all) => { f.drawn += 1; draw(...all); }; f.speed = 4; f.since = performance.now()"""
    figure(shown, count)
    shown.get_by_role("button", name="Show the movement").click()
    heights = []

    def over() -> bool:
        heights.append(figure(shown, "return f.stage.joint('foot.R')")[1])
        return max(heights) - min(heights) > 0.3 and bool(figure(shown, "return f.still"))

    until(over, 30)
    per_s = figure(shown, "f.speed = 1; return 1000 * f.drawn / (performance.now() - f.since)")
    assert per_s < 12  # the processor is left to the page
    expect(shown.locator("[data-now]")).to_have_count(0)


def test_it_turns_by_button_key_and_hand(shown: Page) -> None:
    page = shown
    stage = page.locator("exercise-figure .stage")
    azimuth = "f.stage.drawNow(); return f.stage.azimuth_deg"
    before = figure(page, azimuth)
    stage.focus()
    page.keyboard.press("ArrowRight")
    after_key = figure(page, azimuth)
    assert abs(after_key - before) == pytest.approx(15, abs=1)
    box = stage.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 200, box["y"] + 150)
    page.mouse.down()
    page.mouse.move(box["x"] + 300, box["y"] + 150)
    page.mouse.up()
    assert abs(figure(page, azimuth) - after_key) == pytest.approx(45, abs=2)
    for name in ("Side", "Front", "From above"):
        button = page.get_by_role("button", name=name, exact=True)
        button.click()
        expect(button).to_have_attribute("aria-pressed", "true")
        picture(page, name.lower().replace(" ", "-"), settle_ms=1500)


def test_the_other_side_is_the_mirror_image(shown: Page) -> None:
    stand(shown, "lift", 1.0)
    until(lambda: joint(shown, "foot.R")[1] > 0.4)
    right = [joint(shown, bone) for bone in ("foot.R", "foot.L", "hand.R", "head")]
    shown.get_by_role("button", name="Show the left side").click()
    until(lambda: joint(shown, "foot.L")[1] > 0.4)
    left = [joint(shown, bone) for bone in ("foot.L", "foot.R", "hand.L", "head")]
    for there, here in zip(left, right, strict=True):
        assert there == pytest.approx((here[0], here[1], -here[2]), abs=0.002)


def test_a_lost_context_leaves_a_picture_and_comes_back(shown: Page) -> None:
    page = shown
    figure(page, "window.loss = f.stage.renderer.getContext().getExtension('WEBGL_lose_context'); loss.loseContext()")
    expect(page.locator("exercise-figure .stage[data-mode=picture] :is(svg, img)").first).to_be_visible()
    page.evaluate("window.loss.restoreContext()")
    body(page)
    stand(page, "lift", 1.0)
    until(lambda: joint(page, "foot.R")[1] > 0.4)
    raised = joint(page, "foot.R")
    stand(page, "start", 0.0)
    assert raised[1] - joint(page, "foot.R")[1] > 0.3
    assert drawn_share(page) > 0.02


def drawn_share(page: Page) -> float:
    """How much of the canvas is not empty."""
    script = """f.stage.drawNow(); const gl = f.stage.renderer.getContext();
      const [w, h] = [gl.drawingBufferWidth, gl.drawingBufferHeight]; const p = new Uint8Array(w * h * 4);
      gl.readPixels(0, 0, w, h, gl.RGBA, gl.UNSIGNED_BYTE, p);
      let n = 0; for (let i = 3; i < p.length; i += 4) if (p[i] > 200) n += 1; return n / (w * h)"""
    return float(figure(page, script))


def heap_mb(page: Page) -> float:
    session = page.context.new_cdp_session(page)
    session.send("HeapProfiler.collectGarbage")
    used = session.send("Runtime.getHeapUsage")["usedSize"]
    session.detach()
    return float(used) / 1e6


def test_two_hundred_changes_leave_nothing_behind(shown: Page) -> None:
    page = shown
    bodies = figure(page, "f.stage.resize(120, 90); return f.assets.bodies")
    change = """for (const k of a.range) {
        Object.assign(f, {exercise: a.ids[k % a.ids.length], body: a.bodies[Math.floor(k / 50) % a.bodies.length],
                          side: k % 2 ? 'left' : 'right', phase: k % 3 ? 'lift' : 'start'});
        await f.updateComplete; await f.stage.show(f.wanted); if (k % 4 === 3) f.stage.drawNow();
      } return {...f.stage.renderer.info.memory, programs: f.stage.renderer.info.programs.length}"""
    change = f"return (async () => {{ {change} }})()"
    ids = recorded[:3]
    first = figure(page, change, {"ids": ids, "bodies": bodies, "range": list(range(12))})
    before = heap_mb(page)
    last = figure(page, change, {"ids": ids, "bodies": bodies, "range": list(range(12, 216))})
    after = heap_mb(page)
    print(f"{ids}: {first} -> {last}, heap {before:.1f} -> {after:.1f} MB")
    assert last["geometries"] <= first["geometries"] + 4  # arrows of another phase
    assert last["textures"] <= first["textures"] + 1
    assert last["programs"] <= first["programs"] + 1
    assert after - before < 4
    figure(page, "f.exercise = a; return f.updateComplete", ONE_SIDED)


def test_it_says_in_words_what_it_shows(shown: Page) -> None:
    stand(shown, "lift", 1.0)
    said = shown.locator("exercise-figure .stage").get_attribute("aria-label") or ""
    assert said.startswith(shown.locator("h1").inner_text())
    assert len(said) > len(shown.locator("h1").inner_text()) + 10
    shown.evaluate(AXE.read_text(encoding="utf-8"))
    assert [one["id"] for one in shown.evaluate("axe.run()")["violations"]] == []


def test_it_is_drawn_on_every_screen(shown: Page) -> None:
    for name, viewport in (("phone", PHONE), ("desktop", DESKTOP)):
        shown.set_viewport_size(viewport)
        for scheme in ("light", "dark"):
            shown.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            shown.locator("exercise-figure").scroll_into_view_if_needed()
            picture(shown, f"{name}-{scheme}", settle_ms=800)
            assert drawn_share(shown) > 0.02, (name, scheme)
            assert shown.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1"), (name, scheme)


def test_it_can_be_led_by_landmarks(shown: Page) -> None:
    page = shown
    points = [{"x": 0.0, "y": 0.0, "z": 0.0} for _ in range(33)]
    standing = {
        0: (0, -0.65, -0.1),
        7: (0.07, -0.65, 0),
        8: (-0.07, -0.65, 0),
        11: (0.17, -0.45, 0),
        12: (-0.17, -0.45, 0),
    }
    standing |= {13: (0.2, -0.75, 0), 14: (-0.2, -0.15, 0), 15: (0.2, -1.0, 0), 16: (-0.2, 0.1, 0)}
    standing |= {23: (0.09, 0, 0), 24: (-0.09, 0, 0), 25: (0.1, 0.4, 0), 26: (-0.1, 0.4, 0), 27: (0.1, 0.8, 0)}
    standing |= {28: (-0.1, 0.8, 0), 29: (0.1, 0.83, 0.05), 30: (-0.1, 0.83, 0.05), 31: (0.1, 0.85, -0.15)}
    standing |= {32: (-0.1, 0.85, -0.15)}
    for index, (x, y, z) in standing.items():
        points[index] = {"x": x, "y": y, "z": z}
    figure(page, "f.drive(a)", points)
    assert joint(page, "hand.L")[1] > joint(page, "head")[1]  # the left arm is up
    assert joint(page, "hand.R")[1] < joint(page, "upperarm.R")[1]
    assert joint(page, "head")[1] - joint(page, "foot.L")[1] > 1.2


@pytest.mark.skipif(not (FIGURES / f"stills/{ONE_SIDED}.end.webp").exists(), reason="no still pictures")
def test_where_motion_is_unwelcome_there_are_pictures_and_nothing_heavy_is_loaded(open_figure: OpenPage) -> None:
    page = open_figure(moving=False, reduced_motion="reduce")
    expect(page.locator("exercise-figure .pictures img")).to_have_count(2)
    page.wait_for_timeout(500)
    assert page.evaluate(LOADED)[2] == []


def test_without_webgl_the_picture_stays(open_figure: OpenPage) -> None:
    page = open_figure(moving=False, init="HTMLCanvasElement.prototype.getContext = () => null")
    expect(page.locator("exercise-figure .stage[data-mode=picture] :is(svg, img)").first).to_be_visible()
    page.evaluate(WAKE)
    expect(page.locator("exercise-figure .stage[data-mode=picture] :is(svg, img)").first).to_be_visible()
    assert page.evaluate(LOADED)[2] == []


def test_the_body_that_was_chosen_is_remembered(open_figure: OpenPage) -> None:
    page = open_figure()
    page.locator("exercise-figure select").select_option("man_60")
    until(lambda: figure(page, "return f.stage.bodyId === 'man_60'"))
    page.reload()
    page.wait_for_selector("exercise-figure .stage")
    page.evaluate(WAKE)
    assert figure(page, "return f.stage.bodyId") == "man_60"


def test_the_session_shows_it_only_after_its_first_paint(
    drawing_browser: Browser, server: Server, seed: Callable[[str], None]
) -> None:
    seed("strength")
    context = drawing_browser.new_context(base_url=server.url, viewport=PHONE)
    page = context.new_page()
    PersonAtBrowser(page).pass_check("strength")
    page.wait_for_selector("#start-silent")
    loaded = page.evaluate("performance.getEntriesByType('resource').map((one) => one.name)")
    assert not [url for url in loaded if "stage-" in url or "/figures/" in url]
    page.locator("#start-silent").click()
    page.wait_for_selector("exercise-figure .stage")
    shown = page.evaluate("document.querySelector('exercise-figure').exercise")
    if shown not in recorded:  # show a recorded one in its place
        page.evaluate("(id) => { document.querySelector('exercise-figure').exercise = id }", ONE_SIDED)
    expect(page.locator("exercise-figure .stage[data-mode=picture] img").first).to_be_visible()
    picture(page, "session-still-phone")
    page.get_by_role("button", name="Show it moving", exact=True).click()
    body(page)
    picture(page, "session-phone")
    page.get_by_role("button", name="Front", exact=True).focus()
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Front", exact=True)).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#ready-pause")).to_have_text("I am ready")  # Space pressed the view, not "ready"
    page.get_by_role("button", name="Still pictures", exact=True).click()
    expect(page.locator("exercise-figure .stage[data-mode=picture] img").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("button.felt").first).to_be_visible()  # STOP is never held back
    context.close()
