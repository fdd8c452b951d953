"""Symbiograph in the browser: pages over the matcher, without logic of their own."""

from web.app import create_app
from web.server import serve

__all__ = ["create_app", "serve"]
