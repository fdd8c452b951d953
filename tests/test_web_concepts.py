"""Pages of terms over HTTP: content, negotiation, search, hostile paths and hostile labels."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from matcher.base import index_subjects
from matcher.describing.guide import Guide
from matcher.knowledge import build_mirror
from matcher.namespaces import expand
from matcher.proposing.view import View
from matcher.reasoning.engine import load_engine
from matcher.workspace import Workspace
from tests.browser.answers import HOSTILE, TEXT, ToyMatcher
from tests.test_web_pages import Elements
from tests.toy_world import read_toy
from web import create_app

SLAG = "material/GranulatedBlastFurnaceSlag"
KINDS = (
    "material", "process", "use", "need", "role", "function", "form", "property", "specification",
    "limit", "veto", "arising", "precedent", "place", "source", "sector", "code", "group", "chapter",
    "class", "predicate", "status", "grade", "entry-type", "edition", "pack", "shape",
)  # fmt: skip


@pytest.fixture(scope="module")
def app(workspace: Workspace) -> Flask:
    """The pages over the shipped packs."""
    return create_app(workspace)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without scripts."""
    return app.test_client()


@pytest.fixture
def toy() -> FlaskClient:
    """A browser on the toy world."""
    return create_app(ToyMatcher()).test_client()


def text_of(client: FlaskClient, path: str, status: int = 200) -> str:
    """The page at a path."""
    response = client.get(path)
    assert response.status_code == status, path
    return response.get_data(as_text=True)


@pytest.mark.parametrize(
    ("path", "words"),
    [
        (
            SLAG,
            ("Granulated blast-furnace slag", "Hüttensand", "10\u00a002\u00a001", "Waste codes"),
        ),
        (SLAG, ("By substitution", "What the rules bar", "Typical figures", "Source read")),
        ("process/CementGrinding", ("What it takes", "What it needs", "23.51", "What it lets out")),
        ("use/GranulatedSlagInCement", ("What decides", "≥\u202f66.7\u202f%", "Where it is done")),
        ("low/100104", ("10\u00a001\u00a004*", "Yes, marked with an asterisk")),
        ("low/160604-2026", ("16\u00a006\u00a004*", "First day", "2026-12-09")),
        ("nace-rev2/23.51", ("Manufacture of cement", "What it runs, and what that can take")),
        ("veto/MineralResidueIsNoFeed", ("Bars the role", "Whom it reaches", "Reason")),
        ("property/lossOnIgnition", ("Limits on it", "Typical ranges")),
        ("Material", ("Class", "Its members")),
        ("documentedFor", ("Predicate", "The reasoner", "is of, then has use")),
    ],
)
def test_the_page_of_a_term_says_what_is_known(
    client: FlaskClient, path: str, words: tuple[str, ...]
) -> None:
    shown = "".join(Elements(text_of(client, f"/concept/{path}")).text)
    for word in words:
        assert word.casefold() in shown.casefold(), word


def one_of_each_kind(guide: Guide) -> Iterator[str]:
    """For each kind the term with the longest description."""
    for kind in KINDS:
        iris = [i for i, k in guide.atlas.kinds.items() if k == kind]
        assert iris, kind
        yield max(iris, key=lambda i: (len(guide.atlas.facts(i)), i))


@pytest.mark.slow
def test_a_page_of_every_kind_has_sound_links_ids_and_badges(
    client: FlaskClient, workspace: Workspace
) -> None:
    seen: set[str] = set()
    with client.application.test_request_context():
        from web.addresses import locate

        paths = [locate(iri) for iri in one_of_each_kind(workspace.guide)]
    for path in (*paths, "/concepts", "/search?q=slag", "/concepts/use", "/help/terms"):
        found = Elements(text_of(client, path))
        ids = found.values("id")
        assert len(ids) == len(set(ids)), path
        assert not [a for _, a in found.tags if "style" in a], path
        for target in found.values("href"):
            if target.startswith("#"):
                assert target[1:] in ids, (path, target)
            elif not target.startswith("http"):
                seen.add(target.split("#")[0])
    for target in sorted(seen)[::7]:
        assert client.get(target).status_code == 200, target


@pytest.mark.parametrize(
    ("accept", "ending"),
    [
        (None, ""),
        ("", ""),
        ("*/*", ""),
        ("text/html", ""),
        ("text/*", ""),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", ""),
        ("text/turtle", ".ttl"),
        ("TEXT/TURTLE", ".ttl"),
        ("application/ld+json", ".jsonld"),
        ("application/ld+json;q=0.9, text/turtle;q=0.8", ".jsonld"),
        ("text/turtle;q=0.5, text/html;q=0.4", ".ttl"),
        ("text/turtle;q=0.4, text/html;q=0.5", ""),
        ("text/turtle, */*;q=0.1", ".ttl"),
        ("text/html;q=0, */*;q=0.1", ".ttl"),
        ("application/rdf+xml, text/turtle;q=0.3", ".ttl"),
        (";;,", ""),
    ],
)
def test_the_iri_of_a_term_leads_to_what_the_client_accepts(
    client: FlaskClient, accept: str | None, ending: str
) -> None:
    headers = {} if accept is None else {"Accept": accept}
    response = client.get(f"/{SLAG}", headers=headers)
    assert response.status_code == 303
    assert response.headers["Location"] == f"/concept/{SLAG}{ending}"
    assert response.headers["Vary"] == "Accept"
    assert client.get(response.headers["Location"]).status_code == 200


@pytest.mark.parametrize(
    "accept", ["image/png", "application/rdf+xml", "text/turtle;q=0", "*/*;q=0"]
)
def test_a_client_that_accepts_nothing_there_is_is_told_so_in_plain_words(
    client: FlaskClient, accept: str
) -> None:
    response = client.get(f"/{SLAG}", headers={"Accept": accept})
    assert response.status_code == 406
    assert response.mimetype == "text/plain"
    assert "text/turtle" in response.get_data(as_text=True)
    assert response.headers["Vary"] == "Accept"


@pytest.mark.parametrize(
    ("path", "leads"),
    [
        (f"/{SLAG}%23is", f"/concept/{SLAG}"),
        ("/need/ClinkerReplacement%23met", "/concept/need/ClinkerReplacement"),
        ("/material%2FGranulatedBlastFurnaceSlag", f"/concept/{SLAG}"),
        ("/low/100202", "/concept/low/100202"),
        ("/nace-rev2/23.51", "/concept/nace-rev2/23.51"),
        ("/takes", "/concept/takes"),
        ("/graph/codes/low", "/concept/graph/codes/low"),
    ],
)
def test_every_kind_of_iri_is_followed(client: FlaskClient, path: str, leads: str) -> None:
    response = client.get(path)
    assert (response.status_code, response.headers["Location"]) == (303, leads)


@pytest.mark.parametrize(
    ("ending", "kind"),
    [
        (".ttl", "text/turtle; charset=utf-8"),
        (".jsonld", "application/ld+json; charset=utf-8"),
        (".inferred.ttl", "text/turtle; charset=utf-8"),
        (".inferred.jsonld", "application/ld+json; charset=utf-8"),
    ],
)
def test_a_term_is_served_as_data(client: FlaskClient, ending: str, kind: str) -> None:
    response = client.get(f"/concept/{SLAG}{ending}")
    assert response.content_type == kind
    assert ("documentedFor" in response.get_data(as_text=True)) is ("inferred" in ending)


@pytest.mark.parametrize(
    "path",
    [
        "/material/NoSuchThing",
        "/concept/material/NoSuchThing",
        "/concept/material/NoSuchThing.ttl",
        "/concept/material/.ttl",
        "/concept/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
        "/material/..%2f..%2fetc%2fpasswd",
        "/material/%00%0a%1b[31m",
        "/material/%3Cscript%3Ealert(1)%3C%2Fscript%3E",
        "/material/%ff%fe",
        "/material/" + "x" * 6000,
        "/concept/" + "a/" * 800 + "b",
        "/material/X%23" + "is" * 300,
        "/concept?iri=javascript:alert(1)",
        "/concept?iri=",
        "/concept?iri=" + "%3C" * 500,
        "/concepts/nothing",
        "/concepts/%2e%2e",
        "/robots.txt",
    ],
)
def test_an_unknown_or_hostile_path_is_a_calm_404(client: FlaskClient, path: str) -> None:
    for accept in ("text/html", "text/turtle"):
        response = client.get(path, headers={"Accept": accept})
        assert response.status_code == 404
        html = response.get_data(as_text=True)
        assert "<script>" not in html
        assert "Traceback" not in html
        assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", html)
        assert len(html) < 8000


def test_an_unknown_term_is_answered_with_near_ones(client: FlaskClient) -> None:
    html = text_of(client, "/material/GranulatedBlastFurnaceSlagg", 404)
    assert f'href="/concept/{SLAG}"' in html


def test_a_search_needs_no_script_and_tells_nobody_its_words(
    client: FlaskClient, capsys: pytest.CaptureFixture[str]
) -> None:
    response = client.get("/search?q=Hüttensand")
    html = response.get_data(as_text=True)
    assert f'href="/concept/{SLAG}"' in html
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert client.get("/").headers["Referrer-Policy"] == "same-origin"
    # under no-referrer a posted form would be refused, so there is none
    assert 'method="post"' not in html
    said = capsys.readouterr()
    assert "ttensand" not in said.out + said.err


@pytest.mark.parametrize(
    "query", ["", "   ", HOSTILE, "\x00", "%", "a" * 9000, "<b>x</b>", "\u202eevil", "10 99 99"]
)
def test_no_search_breaks_the_page(client: FlaskClient, query: str) -> None:
    response = client.get("/search", query_string={"q": query, "kind": query})
    assert response.status_code == 200
    tags = Elements(response.get_data(as_text=True)).tags
    assert not [a for t, a in tags if t == "script" and a.get("type") != "module"]
    assert not [t for t, a in tags if t in ("img", "b") or any(name.startswith("on") for name in a)]


def test_the_header_of_every_page_has_the_search(client: FlaskClient) -> None:
    for path in ("/", "/help/", f"/concept/{SLAG}", "/nothing"):
        html = client.get(path).get_data(as_text=True)
        assert '<form class="find" role="search"' in html


def test_an_answer_links_its_terms_to_their_pages(toy: FlaskClient) -> None:
    html = toy.post("/match", data={"text": TEXT}).get_data(as_text=True)
    assert 'href="/concept/material/ToyAsh"' in html
    assert 'href="/concept/use/ToyAshInConcrete"' in html
    # what has no page is no link
    assert "/concept/use/ToyAshInBricks" not in html


def test_a_real_answer_links_materials_uses_processes_codes_and_sectors(
    client: FlaskClient,
) -> None:
    html = client.post("/match", data={"text": "granulated blast furnace slag"}).get_data(True)
    for part in ("material", "use", "process", "low", "nace-rev2"):
        links = set(re.findall(rf'href="(/concept/{part}/[^"]+)"', html))
        assert links, part
        assert client.get(min(links)).status_code == 200


def test_a_workspace_without_terms_has_no_such_pages() -> None:
    class Bare:
        """Something that matches and can show nothing."""

        match = ToyMatcher.match

    client = create_app(Bare()).test_client()
    assert client.get(f"/concept/{SLAG}").status_code == 404
    assert client.get("/search?q=x").status_code == 404
    assert client.get("/concepts").status_code == 200


class HostileMatcher(ToyMatcher):
    """The toy world with a pack of somebody who means no good."""

    @property
    def guide(self) -> Guide:
        """Terms with markup in labels, notes and IRIs, a cycle, and an IRI of another house."""
        evil = '"<script>alert(1)</script>\\" onmouseover=\\"x {{ 7*7 }}"@en'
        other = expand("mat:Evil&quot;%2F")
        material = "<https://evil.example/a?b=c%3C#d>"
        subclass, label = expand("rdfs:subClassOf"), expand("rdfs:label")
        rows = [
            (s, f"<{p}>", o, "https://w3id.org/symbiograph/graph/user/evil")
            for s, p, o in (
                (material, expand("rdf:type"), f"<{expand('owl:Class')}>"),
                (material, label, evil),
                (material, expand("skos:scopeNote"), evil),
                (material, subclass, f"<{expand('sym:Matter')}>"),
                (material, subclass, f"<{other}>"),
                (f"<{other}>", subclass, material),
                (f"<{other}>", expand("rdf:type"), f"<{expand('owl:Class')}>"),
                (f"<{other}>", label, evil),
            )
        ]
        quads = [*read_toy(), *rows]
        mirror = list(build_mirror(quads))
        closure = load_engine("compiled").close([*((s, p, o) for s, p, o, _ in quads), *mirror])
        return Guide.of(View(closure), index_subjects(quads, mirror))


def test_labels_of_a_hostile_pack_are_only_text() -> None:
    matcher = HostileMatcher()
    guide = matcher.guide
    app = create_app(matcher)
    client = app.test_client()
    with app.test_request_context():
        from web.addresses import locate

        evil = [i for i in guide.atlas.kinds if "evil.example" in i or "/Evil" in i]
        paths = [locate(i, suffix) for i in evil for suffix in ("", ".ttl", ".jsonld")]
    assert len(evil) == 2
    for path in (*paths, "/concepts", "/search?q=alert", "/concepts/material"):
        response = client.get(path)
        assert response.status_code == 200, path
        if response.mimetype != "text/html":
            continue
        html = response.get_data(as_text=True)
        tags = Elements(html).tags
        assert "49" not in "".join(Elements(html).text), path
        assert not [a for t, a in tags if t == "script" and a.get("type") != "module"], path
        assert not [a for _, a in tags if any(name.startswith("on") for name in a)], path
