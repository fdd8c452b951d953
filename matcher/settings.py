"""Where things live: flag, environment, workspace file, default, in that order."""

from __future__ import annotations

import os
import tempfile
import tomllib
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Final

from matcher.errors import InputError

HERE: Final = Path(__file__).resolve().parent
WORKSPACE_FILE: Final = "symbiograph.toml"


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: its name, environment variable, default and what it is for."""

    name: str
    variable: str
    default: str
    purpose: str


SETTINGS: Final = (
    Setting(
        "packs",
        "SYMBIOGRAPH_PACKS",
        "",
        "folders with packs of your own, joined by the path separator",
    ),
    Setting("cache", "SYMBIOGRAPH_CACHE", "", "where the closure and the compiled model are kept"),
    Setting(
        "country",
        "SYMBIOGRAPH_COUNTRY",
        "",
        "two-letter country whose code-list edition and law apply",
    ),
    Setting(
        "reasoner", "SYMBIOGRAPH_REASONER", "compiled", "the engine that answers: compiled or owlrl"
    ),
)


def version() -> str:
    """The installed version of Symbiograph, or that of the checkout."""
    try:
        return metadata.version("symbiograph")
    except metadata.PackageNotFoundError:
        text = (HERE.parent / "pyproject.toml").read_text(encoding="utf-8")
        return str(tomllib.loads(text)["project"]["version"])


def shipped(folder: str) -> Path:
    """The folder `ontology` or `data`: the checkout's first, then the copy in the wheel."""
    for root in (HERE.parent, HERE / "bundled"):
        if (root / folder).is_dir() and (
            root != HERE.parent or (root / "pyproject.toml").is_file()
        ):
            return root / folder
    raise InputError(
        f"the folder {folder}/ is missing",
        where=str(HERE),
        todo="Install Symbiograph again: pip install .",
    )


def setting(name: str, flag: str | None = None, folder: Path | None = None) -> str:
    """The value of a setting: flag, then environment, then workspace file, then default."""
    known = next(entry for entry in SETTINGS if entry.name == name)
    if flag:
        return flag
    if os.environ.get(known.variable):
        return os.environ[known.variable]
    return read_workspace(folder or Path.cwd()).get(name, known.default)


def read_workspace(folder: Path) -> dict[str, str]:
    """What `symbiograph.toml` in a folder says; nothing where there is no such file."""
    path = folder / WORKSPACE_FILE
    if not path.is_file():
        return {}
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(
            f"not readable as TOML: {error}", where=str(path), todo="Mend the file or move it away."
        ) from error
    known = {entry.name for entry in SETTINGS}
    for name in table:
        if name not in known:
            raise InputError(
                f"unknown setting “{name}”",
                where=str(path),
                todo=f"Known are: {', '.join(sorted(known))}.",
            )
    return {name: str(value) for name, value in table.items()}


def cache_folder(flag: str | None = None) -> Path:
    """A folder one can write to for caches: the setting, the user's cache, or a temporary one."""
    import platformdirs

    wanted = setting("cache", flag)
    choices = [Path(wanted)] if wanted else [Path(platformdirs.user_cache_dir("symbiograph"))]
    # a read-only home must not stop anybody: fall back to this user's temporary folder
    choices.append(
        Path(tempfile.gettempdir())
        / f"symbiograph-{os.getuid() if hasattr(os, 'getuid') else 'user'}"
    )
    for choice in choices:
        try:
            choice.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError:
            continue
        # in the shared temporary folder a stranger could have made it first
        if os.access(choice, os.W_OK) and (
            not hasattr(os, "getuid") or choice.stat().st_uid == os.getuid()
        ):
            return choice
    raise InputError("no folder to keep the cache in", todo="Name one with SYMBIOGRAPH_CACHE.")


def pack_folders(flags: tuple[str, ...] = ()) -> tuple[Path, ...]:
    """Folders with packs of the user's own, from flags or from the setting `packs`."""
    joined = os.pathsep.join(flags)
    return tuple(Path(part) for part in setting("packs", joined or None).split(os.pathsep) if part)
