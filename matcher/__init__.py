"""Symbiograph's matcher: from a sentence about a waste stream to proven symbioses."""
