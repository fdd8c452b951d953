"""The service description: what the endpoint says of itself in RDF."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from matcher.namespaces import node
from matcher.querying.answers import Facts
from matcher.querying.exchange import ALL

SD: Final = "http://www.w3.org/ns/sparql-service-description#"


def describe_service(endpoint: str, graphs: Iterable[str]) -> Facts:
    """The description of an endpoint at an address, over some named graphs.

    W3C: https://www.w3.org/TR/sparql11-service-description/
    """
    service, dataset, whole = "_:service", "_:dataset", "_:default"
    facts = [
        (service, node("rdf:type"), sd("Service")),
        (service, sd("endpoint"), f"<{endpoint}>"),
        (service, sd("supportedLanguage"), sd("SPARQL11Query")),
        (service, sd("feature"), sd("UnionDefaultGraph")),
        *((service, sd("resultFormat"), f"<{form.iri}>") for form in ALL),
        (service, sd("defaultDataset"), dataset),
        (dataset, node("rdf:type"), sd("Dataset")),
        (dataset, sd("defaultGraph"), whole),
        (whole, node("rdf:type"), sd("Graph")),
    ]
    for number, graph in enumerate(graphs):
        name = f"_:graph{number}"
        facts += [
            (dataset, sd("namedGraph"), name),
            (name, node("rdf:type"), sd("NamedGraph")),
            (name, sd("name"), f"<{graph}>"),
        ]
    return Facts(tuple(facts))


def sd(name: str) -> str:
    """A term of the service description vocabulary."""
    return f"<{SD}{name}>"
