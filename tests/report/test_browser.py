"""The page in a real browser: Chromium without a window, told to fetch nothing of its own."""

from __future__ import annotations

import base64
import json
import re
import shutil
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

import sim
from sim.report import page
from sim.results.provenance import Provenance
from tests.chains import SHOP, written
from tests.comparisons import compared, renamed, struck
from tests.report.documents import HOSTILE
from tests.shipped import SCENARIOS, SHORTER
from tests.stressed import stress

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

webdriver = pytest.importorskip("selenium.webdriver", reason="selenium is not installed: pip install '.[dev]'")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
DRIVER = shutil.which("chromedriver")
pytestmark = pytest.mark.skipif(
    CHROMIUM is None or DRIVER is None, reason="needs Chromium and its driver: apt-get install chromium chromium-driver"
)
ARGUMENTS = (
    *("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage"),
)
WIDER = """
return [...document.querySelectorAll("body *")]
  .filter(e => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest(".scroll") && !e.matches(".skip"))
  .map(e => e.outerHTML.slice(0, 100))
"""


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    profile = tmp_path_factory.mktemp("profile")
    for argument in (*ARGUMENTS, f"--user-data-dir={profile}"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(DRIVER))
    yield driver
    driver.quit()


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Pages as files: of a shipped scenario, a comparison with disruptions, a stress test, and with hostile names."""
    folder = tmp_path_factory.mktemp("pages")
    plant = sim.run(SCENARIOS / "car_plant_jit.yaml", settings=SHORTER["car_plant_jit"], replications=2).run
    path = written(folder, SHOP)
    runs = {
        "base": sim.run(path, replications=3).run,
        "busy": struck(sim.run(path, variant="busy", replications=3).run, ("storm", 20.0, 27.0)),
    }
    evil = {HOSTILE[label]: renamed(run, HOSTILE) for label, run in runs.items()}
    texts = {
        "plant": page.run(plant),
        "comparison": page.comparison(compared(runs, {"busy": ("rate: 10 instead of 20",)})),
        "stress": page.stress(replace(stress(), provenance=Provenance(text=SHOP, period=(0.0, 40.0)))),
        "hostile": page.comparison(compared(evil, {HOSTILE["busy"]: (HOSTILE["shop"],)})),
    }
    for name, text in texts.items():
        (folder / f"{name}.html").write_text(text, encoding="utf-8")
    return {name: folder / f"{name}.html" for name in texts}


def opened(chromium: Any, path: Path, width: int = 1280) -> list[dict[str, Any]]:
    """Opens a page in a window of some width; what the network was asked for since."""
    narrow = width < 600
    size = {"width": width, "height": 800, "deviceScaleFactor": 2 if narrow else 1, "mobile": narrow}
    chromium.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    for log in ("performance", "browser"):
        chromium.get_log(log)
    chromium.get(path.as_uri())
    messages = (json.loads(entry["message"])["message"] for entry in chromium.get_log("performance"))
    return [message for message in messages if message["method"] == "Network.requestWillBeSent"]


@pytest.mark.parametrize("name", ["plant", "comparison", "stress", "hostile"])
def test_page_opens_without_a_word_and_asks_for_nothing(chromium: Any, pages: dict[str, Path], name: str) -> None:
    requests = opened(chromium, pages[name])
    asked = [request["params"]["request"]["url"] for request in requests]
    assert pages[name].as_uri() in asked
    assert [url for url in asked if url != pages[name].as_uri() and not url.startswith("data:")] == []
    assert chromium.get_log("browser") == []


def test_a_page_that_asks_for_something_would_be_caught(chromium: Any, pages: dict[str, Path]) -> None:
    text = pages["comparison"].read_text().replace("<main>", '<main><img src="https://example.invalid/x.png" alt="x">')
    path = pages["comparison"].with_name("fetching.html")
    path.write_text(text)
    opened(chromium, path)
    assert "Content Security Policy" in str(chromium.get_log("browser"))


@pytest.mark.parametrize("name", ["plant", "comparison", "stress", "hostile"])
def test_all_pictures_are_there(chromium: Any, pages: dict[str, Path], name: str) -> None:
    opened(chromium, pages[name])
    seen = chromium.execute_script(
        """return [...document.querySelectorAll("figure")].map(f => {
          const p = f.querySelector("img, svg[role=img]"), box = p.getBoundingClientRect()
          return [f.querySelector("figcaption").innerText, box.width, box.height,
                  p.tagName == "IMG" ? p.complete && p.naturalWidth > 0 : p.querySelectorAll("path, rect").length > 2,
                  (p.alt || p.getAttribute("aria-label") || "").length]})"""
    )
    assert len(seen) >= 6
    for caption, width, height, is_drawn, words in seen:
        assert caption
        assert is_drawn, caption
        assert width > 150, caption
        assert height > 60, caption
        assert words > 40, caption


@pytest.mark.parametrize("width", [320, 375, 768, 1280])
@pytest.mark.parametrize("name", ["plant", "comparison", "stress", "hostile"])
def test_page_never_scrolls_sideways(chromium: Any, pages: dict[str, Path], name: str, width: int) -> None:
    opened(chromium, pages[name], width)
    assert chromium.execute_script("return document.documentElement.scrollWidth") <= width
    assert chromium.execute_script(WIDER) == []


def test_letters_can_be_read_on_a_phone(chromium: Any, pages: dict[str, Path]) -> None:
    opened(chromium, pages["comparison"], 375)
    sizes = chromium.execute_script(
        """return [...document.querySelectorAll("figure > svg text")].map(t =>
          parseFloat(getComputedStyle(t).fontSize) * t.getScreenCTM().a)"""
    )
    assert min(sizes) >= 9.5
    assert chromium.execute_script("return parseFloat(getComputedStyle(document.querySelector('td')).fontSize)") >= 13


def test_words_stand_out_from_the_ground(chromium: Any, pages: dict[str, Path]) -> None:
    # WCAG 2.1, success criterion 1.4.3: a contrast of at least 4.5 to 1.
    opened(chromium, pages["comparison"])
    colours = chromium.execute_script(
        """return [...new Set([...document.querySelectorAll("p, li, td, th, dd, dt, a, summary, figcaption, h1, small")]
          .map(e => getComputedStyle(e).color))]"""
    )
    assert len(colours) >= 4
    for colour in colours:
        channels = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
        linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
        assert 1.05 / (luminance + 0.05) >= 4.5, colour


def test_hostile_names_are_text(chromium: Any, pages: dict[str, Path]) -> None:
    opened(chromium, pages["hostile"])
    shown = chromium.execute_script("return document.body.textContent")
    for name in HOSTILE.values():
        assert name in shown
    assert chromium.execute_script("return document.querySelectorAll('script, b, [onerror]').length") == 0
    assert chromium.execute_script("return document.querySelectorAll('main > section').length") >= 7


def test_page_can_be_printed(chromium: Any, pages: dict[str, Path]) -> None:
    opened(chromium, pages["comparison"])
    found = chromium.execute_cdp_cmd("Page.printToPDF", {"printBackground": False, "preferCSSPageSize": True})
    content = base64.b64decode(found["data"])
    assert content.startswith(b"%PDF")
    assert 3 <= len(re.findall(rb"/Type\s*/Page\b", content)) <= 40
    chromium.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        hidden = chromium.execute_script(
            """return [...document.querySelectorAll(".scroll")].filter(e =>
              e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).overflowX != "visible").length"""
        )
        assert hidden == 0
        assert chromium.execute_script("return getComputedStyle(document.querySelector('nav')).display") == "none"
    finally:
        chromium.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
