"""The machine's own Chromium, driven by Playwright: Playwright's browsers are never downloaded."""

from __future__ import annotations

import shutil

from playwright.sync_api import Browser, Playwright

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


class NoChromium(Exception):
    """There is no Chromium on this machine."""


def launch(playwright: Playwright) -> Browser:
    """Starts Chromium without a window; raises NoChromium where there is none."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        raise NoChromium("no chromium here: apt-get install chromium")
    return playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
