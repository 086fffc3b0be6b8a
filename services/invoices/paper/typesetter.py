"""Sets a sheet as PDF with typst: warm fonts, one thread of its own, no network and no fonts of the machine.

What a sheet says reaches typst as JSON in its inputs and is text there; it is never spliced into markup, so nothing a client is
called can run.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, cast

import typst

Sheet = Mapping[str, Any]
"""Texts as they are printed, by the names the template knows."""

_FOLDER = Path(__file__).parent
_TEMPLATES = _FOLDER / "templates"


class Typesetter:
    """One compiler and the thread it lives in; typst works outside the interpreter's lock, so calls go on meanwhile."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="typesetter")
        self._compiler: typst.Compiler | None = None

    async def pdf(self, template: Literal["invoice", "statement"], sheet: Sheet) -> bytes:
        """The sheet as PDF, the same bytes for the same sheet."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, self.set_pdf, template, sheet)

    def set_pdf(self, template: Literal["invoice", "statement"], sheet: Sheet) -> bytes:
        """The same, in the calling thread."""
        if self._compiler is None:
            fonts = typst.Fonts(include_system_fonts=False, font_paths=[str(_FOLDER / "fonts")])
            self._compiler = typst.Compiler(root=str(_TEMPLATES), font_paths=fonts)
        pdf = self._compiler.compile(
            input=str(_TEMPLATES / f"{template}.typ"),
            format="pdf",
            sys_inputs={"sheet": json.dumps(sheet, ensure_ascii=False)},
            # The day of the paper is in it; the time it was set would only make its bytes differ.
            timestamp=datetime(2000, 1, 1, tzinfo=UTC),
            # Tags for reading aloud make the file three times as long.
            pdf_tags=False,
        )
        return cast("bytes", pdf)
