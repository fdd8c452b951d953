"""`python -m matcher.cli` is the command `symbiograph`."""

from matcher.cli import main

main()
