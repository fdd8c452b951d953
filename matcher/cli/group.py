"""The command `symbiograph`: thin commands over the workspace, without logic of their own."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click

from matcher.cli.knowledge import ask, check, new_pack, score
from matcher.cli.options import json_option, packs_option
from matcher.cli.streams import ground, match, why, why_not
from matcher.errors import SymbiographError
from matcher.settings import version


class Commands(click.Group):
    """Turns every known error into one plain sentence and its exit code."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; known errors never show a traceback."""
        try:
            return super().invoke(ctx)
        except SymbiographError as error:
            click.echo(f"symbiograph: {error}", err=True)
            ctx.exit(error.exit_code)
        except BrokenPipeError:
            # the reader went away: nothing is left to say
            sys.stderr.close()
            ctx.exit(0)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(version(), prog_name="symbiograph")
def main() -> None:
    """Finds who can use a waste stream, as what, under which conditions, with a proof.

    Exit codes: 0 for any verdict, 1 for a failed check, 2 for input that cannot be used.
    """


@main.command()
@json_option("findings")
def doctor(as_json: bool) -> None:
    """Say what this machine has, and what is missing for Symbiograph."""
    from matcher.doctor import examine, tell

    findings = examine()
    click.echo(json.dumps([f.as_dict() for f in findings], indent=2) if as_json else tell(findings))
    sys.exit(0 if all(finding.good or not finding.needed for finding in findings) else 1)


@main.command()
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="The address to listen on; loopback unless you know why.",
)
@click.option(
    "--port",
    default=8000,
    show_default=True,
    type=click.IntRange(0, 65535),
    help="0 takes a free one.",
)
@packs_option
def serve(host: str, port: int, packs: tuple[Path, ...], reasoner: str | None) -> None:
    """Open the pages on this machine: http://127.0.0.1:8000."""
    from web.server import serve as serve_pages

    serve_pages(host=host, port=port, packs=packs, reasoner=reasoner)


for command in (match, ground, why, why_not, ask, check, new_pack, score):
    main.add_command(command)
