"""The page in a real, headless Chromium."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, FloatRect, Page, sync_playwright
from report.pages import faulty_program, page, program

from compare.__main__ import main
from compare.report.page import write

AXE = Path(__file__).parent / "report/node_modules/axe-core/axe.min.js"
COMMANDS = ("chromium", "chromium-browser", "google-chrome")
PAGES = ("index.html", "cost.html")
WIDE, NARROW = 1280, 390
SCHEMES: list[Literal["light", "dark"]] = ["light", "dark"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pages on which everything occurs that can occur, a style that differs included."""
    folder = tmp_path_factory.mktemp("pages")
    faulty = faulty_program(folder)
    write(folder / "index.html", "index.html", page=page(faulty, program("customer_endpoint")))
    assert main(["bench", "--report", str(folder)]) == 0
    return folder


@pytest.fixture(scope="module")
def browser(folder: Path) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        installed = filter(None, map(shutil.which, COMMANDS))
        executable = next(installed, playwright.chromium.executable_path)
        if not Path(executable).exists():
            pytest.skip("needs Chromium: apt-get install chromium, or playwright install chromium")
        # The sandbox needs rights that a container's root does not have.
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        yield browser
        browser.close()


class Opened:
    """Opens the page, and keeps what the console and the network say."""

    def __init__(self, browser: Browser, folder: Path) -> None:
        self.said: list[str] = []
        self._browser = browser
        self._folder = folder

    def __call__(
        self, place: str = "", width: int = WIDE, name: str = "index.html", **options: Any
    ) -> Page:
        page = self._browser.new_page(viewport={"width": width, "height": 900}, **options)
        page.on("console", lambda message: self.said.append(message.text))
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.on("request", lambda request: self.said.append(request.url))
        page.goto(f"{(self._folder / name).as_uri()}{place}")
        return page


@pytest.fixture
def opened(browser: Browser, folder: Path) -> Iterator[Opened]:
    yield Opened(browser, folder)
    for context in browser.contexts:
        context.close()


def boxes(page: Page, selector: str) -> list[FloatRect]:
    """Return the places of the elements that a selector names."""
    found = [element.bounding_box() for element in page.locator(selector).all()]
    return [box for box in found if box]


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_axe_finds_nothing_against_a_page(
    opened: Opened, name: str, scheme: Literal["light", "dark"], width: int
) -> None:
    if not AXE.exists():
        pytest.skip("needs axe-core: npm ci --prefix tests/report")
    page = opened(name=name, width=width, color_scheme=scheme)
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    page.add_script_tag(path=AXE)
    violations = page.evaluate("axe.run().then(found => found.violations)")
    assert [(each["id"], each["nodes"][0]["html"]) for each in violations] == []


def test_the_columns_stand_side_by_side_on_a_wide_screen(opened: Opened) -> None:
    first, second, third = boxes(opened(), ".columns >> nth=0 >> figure")[:3]
    assert first["y"] == second["y"] == third["y"]
    assert first["x"] + first["width"] < second["x"]
    assert second["x"] + second["width"] < third["x"]


def test_the_columns_stand_below_each_other_on_a_narrow_screen(opened: Opened) -> None:
    first, second, third = boxes(opened(width=NARROW), ".columns >> nth=0 >> figure")[:3]
    assert first["x"] == second["x"] == third["x"]
    assert first["y"] + first["height"] < second["y"]
    assert second["y"] + second["height"] < third["y"]


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_a_page_does_not_scroll_sideways(opened: Opened, name: str, width: int) -> None:
    page = opened(name=name, width=width)
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("style", ["modern", "promises"])
def test_a_link_to_a_line_shows_and_marks_the_line(opened: Opened, style: str, width: int) -> None:
    page = opened(f"#{style}-customer_endpoint-L40", width=width)
    line = page.locator(f"#{style}-customer_endpoint-L40")
    others = page.locator(f"#{style}-customer_endpoint-L41")
    color = "each => getComputedStyle(each).backgroundColor"
    assert line.evaluate(color) != others.evaluate(color)
    contents = page.locator("nav.contents").bounding_box()
    box = line.bounding_box()
    assert contents and box
    assert contents["y"] + contents["height"] <= box["y"] < 900


def test_a_click_on_a_line_number_links_to_the_line(opened: Opened) -> None:
    page = opened("#modern-customer_endpoint-L39")
    page.locator("#modern-customer_endpoint-L40 > a").click()
    assert page.url.endswith("#modern-customer_endpoint-L40")


def test_what_is_copied_has_no_line_numbers(opened: Opened) -> None:
    page = opened()
    selected = page.locator(".columns >> nth=0 >> pre >> nth=3").evaluate(
        "each => { getSelection().selectAllChildren(each); return getSelection().toString() }"
    )
    assert selected.strip().startswith("async def print_after_sleep(msg, s, say=print):\n")
    assert "\n    await asyncio.sleep(s)\n" in selected


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_the_code_below_the_first_program_is_folded_until_a_link_leads_there(
    opened: Opened, *, scripts: bool
) -> None:
    page = opened(java_script_enabled=scripts)
    assert page.locator("#modern-sleep_ordering-L8").is_visible()
    assert not page.locator("#modern-customer_endpoint-L40").is_visible()
    page = opened("#modern-customer_endpoint-L40", java_script_enabled=scripts)
    assert page.locator("#modern-customer_endpoint-L40").is_visible()


def test_a_link_to_a_scenario_opens_it(opened: Opened) -> None:
    page = opened("#customer_endpoint-scenario-3")
    assert page.locator("#customer_endpoint-scenario-3 .shows").is_visible()
    assert not page.locator("#customer_endpoint-scenario-4 .shows").is_visible()


def test_a_click_leads_from_a_scenario_to_its_clause(opened: Opened) -> None:
    page = opened("#customer_endpoint-scenario-3")
    page.locator("#customer_endpoint-scenario-3 .shows a").click()
    assert page.url.endswith("#customer_endpoint-clause-6")
    assert page.locator("#customer_endpoint-clause-6").is_visible()


def test_the_numbers_on_a_timeline_go_from_left_to_right(opened: Opened) -> None:
    marks = opened().locator("#sleep_ordering-scenario-1 svg circle")
    numbers = [int(str(mark.get_attribute("data-number"))) for mark in marks.all()]
    places = [box["x"] for box in boxes(opened(), "#sleep_ordering-scenario-1 svg circle")]
    assert numbers == list(range(1, len(numbers) + 1))
    assert places == sorted(places)


def test_a_timeline_has_a_name_and_a_description(opened: Opened) -> None:
    drawing = opened().get_by_role("img", name="Timeline: the published delays print 2, 1, 3")
    assert drawing.count() == 1
    assert "4 tasks, 0 operations and 7 events from 0 s to 3 s" in str(drawing.text_content())


def test_what_differs_stands_open_at_the_top(opened: Opened) -> None:
    page = opened()
    assert "Not as agreed: sleep_ordering." in page.locator("header").inner_text()
    assert page.locator("section.program").first.get_attribute("id") == "sleep_ordering"
    assert page.locator("#sleep_ordering-scenario-2 .replay").is_visible()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_asks_for_nothing_and_logs_nothing(opened: Opened, folder: Path, name: str) -> None:
    opened(name=name)
    assert opened.said == [(folder / name).as_uri()]


def test_everything_can_be_read_without_javascript(opened: Opened) -> None:
    page = opened(java_script_enabled=False)
    page.locator("#customer_endpoint details >> nth=1 >> summary").click()
    assert page.locator("#customer_endpoint-scenario-2 .events").is_visible()
    page.locator("#customer_endpoint .code > summary").click()
    assert page.locator("#modern-customer_endpoint-L40").is_visible()


def test_the_keyboard_opens_a_scenario_and_skips_the_contents(opened: Opened) -> None:
    page = opened()
    page.keyboard.press("Tab")
    assert page.locator(".skip").bounding_box()
    page.keyboard.press("Enter")
    assert page.url.endswith("#main")
    page.locator("#customer_endpoint details >> nth=1 >> summary").focus()
    page.keyboard.press("Enter")
    assert page.locator("#customer_endpoint-scenario-2 .events").is_visible()


def test_a_decision_stands_below_all_programs(opened: Opened) -> None:
    page = opened()
    table = page.locator("#difference-1 .schedule >> nth=0")
    modern, other = boxes(page, "#difference-1 .schedule >> nth=0 >> thead th")[1:]
    (decision,) = boxes(page, "#difference-1 .schedule >> nth=0 >> .decision td")
    assert (decision["x"], decision["width"]) == (modern["x"], modern["width"] + other["width"])
    assert "decided for all: the program is cancelled" in str(table.text_content())


def test_the_first_row_that_differs_is_marked_by_more_than_a_colour(opened: Opened) -> None:
    tables = opened().locator("#differences .schedule")
    for table in tables.all():
        marked = table.locator("tr:has(.mark)")
        assert marked.count() == 1
        assert ">differs from here on, " in str(marked.locator("th").text_content())
        assert marked.evaluate("each => each === each.parentElement.querySelector('.apart')")


def test_on_paper_every_part_is_open_and_there_are_no_contents(opened: Opened) -> None:
    page = opened(width=794)  # of A4, at 96 pixels per inch
    page.emulate_media(media="print")
    cut = "all => all.filter(each => each.scrollWidth > each.clientWidth).length"
    assert page.locator(".scrolls").evaluate_all(cut) == 0
    assert page.locator("#customer_endpoint-scenario-4 .events").is_visible()
    assert page.locator("#modern-customer_endpoint-L40").is_visible()
    assert not page.locator("nav.contents").is_visible()
    assert page.pdf().startswith(b"%PDF")
