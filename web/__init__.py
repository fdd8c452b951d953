"""Symbiograph in the browser: pages over the matcher, without logic of their own."""
