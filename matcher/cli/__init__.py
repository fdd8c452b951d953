"""The command line; `main` is the command `symbiograph`."""

from matcher.cli.group import main

__all__ = ["main"]
