"""`./sys`: one command for everything a person does with this checkout. Each subcommand's module is loaded when it is called."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

GREETING = """SYS: a business-management system with the client database at its core.

  ./sys up        installs what is missing, starts everything, prints the address
"""


@dataclass(frozen=True, slots=True)
class Command:
    """One subcommand: `module` has `run(arguments) -> int`."""

    name: str
    group: str
    help: str
    module: str
    options: Callable[[argparse.ArgumentParser], None] = lambda parser: None


def _up(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--detach", action="store_true", help="return when everything is ready")
    parser.add_argument(
        "--empty", action="store_true", help="do not fill an empty system with the demo data"
    )
    parser.add_argument(
        "--port", type=_port, help="port of the web page (default: last time's, else a free one)"
    )


def _down(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--delete-data", action="store_true", help="and delete everything the system has stored"
    )


def _logs(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "service", nargs="*", help="clients, search, bff, postgres, nats, supervisor (default: all)"
    )
    parser.add_argument("-f", "--follow", action="store_true", help="go on with what comes")
    parser.add_argument(
        "-n", "--lines", type=int, default=50, help="how many of the last lines (default 50)"
    )


def _seed(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--clients", type=_count, default=None, help="how many (default 29 000)")
    parser.add_argument(
        "--scale",
        type=_scale,
        default=None,
        help="share of the clients with a history of invoices (default 0.04; 1 is 1.2 million invoices)",
    )
    parser.add_argument(
        "--when-empty", action="store_true", help="only into a system that has no clients"
    )


def _import(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "source", choices=["ur"], help="ur: register.csv of the Register of Enterprises"
    )
    parser.add_argument("file", help="the file as published, UTF-8")
    parser.add_argument(
        "--dry-run", action="store_true", help="report what would be done and change nothing"
    )
    parser.add_argument(
        "--report", metavar="FILE", help="write every refused line with its reason as CSV"
    )


def _token(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--user", default="admin", help="whom the token stands for (default: admin)"
    )


def _check(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--accept-contracts",
        action="store_true",
        help="make today's contracts the ones that must not break",
    )


COMMANDS = (
    Command("up", "Run it", "install what is missing, start everything, print the address", "tools.up", _up),
    Command("down", "Run it", "stop everything in order", "tools.down", _down),
    Command("status", "Run it", "what runs, and how well", "tools.status"),
    Command("logs", "Run it", "what the services say", "tools.logs", _logs),
    Command("seed", "Fill it", "add generated demo clients with their invoices", "tools.seed", _seed),
    Command("import", "Fill it", "read a real register: import ur FILE [--dry-run]", "tools.import_register", _import),
    Command("rebuild", "Fill it", "build the catalogue anew from the client database", "tools.rebuild"),
    Command("token", "Use it", "print a bearer token for the local system's API", "tools.token", _token),
    Command("test", "Work on it", "run the tests; arguments go to pytest", "tools.test"),
    Command("check", "Work on it", "format, lint, types, import walls, contracts, web", "tools.check", _check),
    Command("bench", "Work on it", "measure; arguments name what", "tools.bench"),
)  # fmt: skip
PASS_ON = ("test", "bench")
"""Commands whose arguments another program understands."""


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 65_536):
        raise argparse.ArgumentTypeError(f"{text!r} is no port number")
    return int(text)


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < int(text) <= 10_000_000):
        raise argparse.ArgumentTypeError(f"{text!r} is no number from 1 to 10 000 000")
    return int(text)


def _scale(text: str) -> float:
    try:
        found = float(text)
    except ValueError:
        found = 0.0
    if not 0 < found <= 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no number above 0 and up to 1")
    return found


def help_text() -> str:
    """The page that `./sys help` and a bare `./sys` print."""
    lines = [GREETING]
    for group in dict.fromkeys(command.group for command in COMMANDS):
        lines.append(group)
        lines += [
            f"  {command.name:<10}{command.help}" for command in COMMANDS if command.group == group
        ]
        lines.append("")
    lines.append(
        "./sys COMMAND --help tells a command's options. State lies in .state/; `./sys down --delete-data` starts afresh."
    )
    return "\n".join(lines)


def main(words: list[str]) -> int:
    """Runs one command and returns its exit code."""
    if not words or words[0] in {"help", "-h", "--help"}:
        print(help_text())
        return 0
    by_name = {command.name: command for command in COMMANDS}
    if words[0] not in by_name:
        print(f"sys: there is no command {words[0]!r}\n\n{help_text()}", file=sys.stderr)
        return 2
    command = by_name[words[0]]
    parser = argparse.ArgumentParser(prog=f"./sys {command.name}", description=command.help)
    if command.name in PASS_ON:
        arguments = argparse.Namespace(words=words[1:])
    else:
        command.options(parser)
        arguments = parser.parse_args(words[1:])
    try:
        return int(import_module(command.module).run(arguments))
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader (`| head`) has seen enough; nothing more may be written, not even at the end of the process.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
