"""A clinic's first day in real browsers: everybody comes in by an invitation, a specialist clears, a trainer sees."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import seeded_people
from clinic_server import ClinicServer
from playwright.sync_api import Page, expect
from running_server import Server

PASSWORD = "slowly up and slowly down again"
OpenPage = Callable[..., Page]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ClinicServer]:
    """A new clinic, without anybody; `open_page` opens its pages."""
    server = ClinicServer(tmp_path / "data")
    server.start()
    yield server
    server.stop()


@pytest.fixture
def file_from_home(tmp_path: Path) -> Path:
    """What somebody saved who used SteadyBack at home until now."""
    home = Server(tmp_path / "home")
    seeded_people.make("strength", home.data)
    file = tmp_path / "mine.json"
    assert home.run("export", "-o", str(file)).returncode == 0
    return file


def sign_up(page: Page, link: str, name: str) -> None:
    page.goto(link)
    page.get_by_role("button", name="Make my account").click()
    page.get_by_label("Email").fill(f"{name.split()[0].lower()}@example.org")
    page.get_by_label("Your name").fill(name)
    page.get_by_label(re.compile("^Password:?$")).fill(PASSWORD)
    page.get_by_label(re.compile("Password .again.")).fill(PASSWORD)
    page.get_by_role("button", name="Make my account").click()


def invite(page: Page, name: str, role: str) -> str:
    """The link that the page shows once."""
    page.goto("/clinic/invitations/")
    page.get_by_label(role, exact=True).check()
    page.get_by_label("Names, one on each line").fill(name)
    page.get_by_role("button", name="Make the links").click()
    return link_on(page)


def link_on(page: Page) -> str:
    expect(page.locator(".qr svg")).to_be_visible()
    return page.locator(".invite-link a").inner_text()


def add_passkey(page: Page) -> None:
    """With an authenticator that Chromium plays itself."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {"options": {**options, "isUserVerified": True, "automaticPresenceSimulation": True}},
    )
    page.goto("/accounts/2fa/")
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label(re.compile("^Password:?$")).fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    page.get_by_label("Sign in with it alone").check()
    page.locator("#mfa_webauthn_add").click()
    page.wait_for_url(re.compile("/accounts/2fa/(webauthn/|recovery-codes/.*)$"))


def come_back_by_passkey(page: Page) -> None:
    add_passkey(page)
    page.goto("/account/")
    page.get_by_role("button", name="Sign out").click()
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Accounts")


def bring_data_along(patient: Page, file: Path) -> None:
    """What was kept at home comes into the account; the specialist's answer does not, so one is asked for."""
    for box in patient.locator("[name=scopes]").all():
        box.check()
    patient.get_by_role("button", name="Save").click()
    patient.goto("/settings/data/")
    patient.locator("#file").set_input_files(file)
    patient.get_by_role("button", name="Restore from this file").click()
    expect(patient.get_by_text("Restored.")).to_be_visible()
    patient.goto("/week/")
    expect(patient.get_by_role("main")).not_to_contain_text("Begin")
    patient.goto("/clearance/")
    patient.get_by_role("button", name="Ask Clara Clinician").click()


def clear_without_bridge(clinician: Page) -> None:
    clinician.goto("/people/")
    clinician.get_by_role("link", name="Ada Patient").click()
    clinician.goto(clinician.url + "clearance/")
    clinician.get_by_label("Spine specialist").check()
    clinician.get_by_label("May start, with limits").check()
    clinician.get_by_text("Exercises to leave out").click()
    clinician.locator("[name=excluded_exercises][value=bridge]").check()
    clinician.get_by_role("button", name="Sign this answer").click()
    expect(clinician.locator(".note.fine").first).to_be_visible()


def test_a_clinic_begins(open_page: OpenPage, server: ClinicServer, tmp_path: Path, file_from_home: Path) -> None:
    first_link = re.search(r"http://localhost:\d+/join/\S+", (tmp_path / "server.log").read_text())
    assert first_link is not None
    operator, clinician, trainer, patient = (open_page() for _ in range(4))

    sign_up(operator, first_link[0], "Oscar Operator")
    expect(operator.get_by_role("heading", level=1)).to_have_text("Accounts")
    come_back_by_passkey(operator)
    sign_up(clinician, invite(operator, "Clara", "clinician"), "Clara Clinician")
    sign_up(trainer, invite(operator, "Tia", "trainer"), "Tia Trainer")

    sign_up(patient, invite(clinician, "Ada", "a patient in my care as clinician"), "Ada Patient")
    bring_data_along(patient, file_from_home)
    clear_without_bridge(clinician)
    patient.goto("/week/")
    expect(patient.get_by_role("main")).to_contain_text("Side-lying")
    assert "Bridge" not in patient.get_by_role("main").inner_text()

    patient.goto("/care/invite/")
    patient.get_by_label("My trainer").check()
    patient.locator("[name=scopes][value=plan]").check()
    patient.get_by_role("button", name="Make the link").click()
    trainer.goto(link_on(patient))
    trainer.get_by_role("button", name="Go on as Tia Trainer").click()
    expect(trainer.get_by_role("heading", level=1)).to_have_text("Ada Patient")
    plan = trainer.url + "plan/"
    assert trainer.goto(plan).status == 200  # type: ignore[union-attr]
    with_bridge = trainer.locator("form", has=trainer.locator("select option[value=bridge]")).first
    with_bridge.locator("select").select_option("bridge")
    with_bridge.get_by_role("button").click()
    expect(trainer.get_by_role("alert")).to_contain_text("Bridge cannot stand there.")
    expect(trainer.get_by_role("alert")).to_contain_text("G-03")
    patient.goto("/week/")
    assert "Bridge" not in patient.get_by_role("main").inner_text()

    patient.goto("/care/")
    patient.locator(".card", has_text="Tia Trainer").get_by_role("link", name="Change").click()
    patient.locator("[name=scopes][value=plan]").uncheck()
    patient.get_by_role("button", name="Save").click()
    # The trainer's page is open all the while.
    expect(trainer.get_by_role("heading", level=1)).to_have_text("This is not shown to you", timeout=5000)
    assert trainer.goto(plan).status == 403  # type: ignore[union-attr]
    patient.goto("/care/log/")
    expect(patient.get_by_role("main")).to_contain_text("Clara Clinician")
