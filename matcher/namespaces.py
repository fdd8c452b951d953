"""Prefixes, CURIEs and IRIs: the one table of names that every part shares."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final

BASE: Final = "https://w3id.org/symbiograph/"

#: prefix → namespace; the order is the order of prefixes in every Turtle file.
PREFIXES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "sym": BASE,
        "mat": BASE + "material/",
        "proc": BASE + "process/",
        "use": BASE + "use/",
        "need": BASE + "need/",
        "role": BASE + "role/",
        "fn": BASE + "function/",
        "form": BASE + "form/",
        "prop": BASE + "property/",
        "spec": BASE + "specification/",
        "limit": BASE + "limit/",
        "veto": BASE + "veto/",
        "aris": BASE + "arising/",
        "prec": BASE + "precedent/",
        "place": BASE + "place/",
        "site": BASE + "site/",
        "src": BASE + "source/",
        "grade": BASE + "grade/",
        "status": BASE + "status/",
        "sector": BASE + "sector/",
        "law": BASE + "law/",
        "factor": BASE + "factor/",
        "low": BASE + "low/",
        "nace": BASE + "nace-rev2/",
        "owl": "http://www.w3.org/2002/07/owl#",
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "dcterms": "http://purl.org/dc/terms/",
        "prov": "http://www.w3.org/ns/prov#",
        "sh": "http://www.w3.org/ns/shacl#",
        "unit": "http://qudt.org/vocab/unit/",
        "wgs84": "http://www.w3.org/2003/01/geo/wgs84_pos#",
    }
)


def expand(curie: str, prefixes: Mapping[str, str] = PREFIXES) -> str:
    """Turn `mat:FlyAsh` into its IRI; text without a known prefix comes back unchanged."""
    prefix, colon, local = curie.partition(":")
    if colon and prefix in prefixes and not local.startswith("//"):
        return prefixes[prefix] + local
    return curie


def shorten(iri: str, prefixes: Mapping[str, str] = PREFIXES) -> str:
    """Turn an IRI into its CURIE with the longest namespace that fits, or leave it as it is."""
    best = ""
    name = ""
    for prefix, namespace in prefixes.items():
        if iri.startswith(namespace) and len(namespace) > len(best):
            best, name = namespace, prefix
    local = iri[len(best) :]
    return f"{name}:{local}" if best and "/" not in local else iri


# --- terms in N-Triples notation, the one form that engine, proofs and cache use ---


@lru_cache(maxsize=65_536)
def node(iri_or_curie: str) -> str:
    """`mat:FlyAsh` or an IRI as the N-Triples term `<…>`."""
    return f"<{expand(iri_or_curie)}>"


def bare(term: str) -> str:
    """The IRI inside an N-Triples term, or the lexical text of a literal."""
    if term.startswith("<"):
        return term[1:-1]
    if term.startswith('"'):
        return literal_text(term)
    return term


def literal_text(term: str) -> str:
    """The text of an N-Triples literal, escapes undone."""
    body = term[1 : term.rindex('"')]
    if "\\" not in body:
        return body
    return body.encode("latin-1", "backslashreplace").decode("unicode_escape")


def literal_language(term: str) -> str:
    """The language tag of an N-Triples literal, or the empty string."""
    tail = term[term.rindex('"') + 1 :] if term.startswith('"') else ""
    return tail[1:] if tail.startswith("@") else ""
