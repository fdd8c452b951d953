"""At build time: bring the editor Ace and its licence out of the package django-ace.

Nothing of it is committed. The build needs no network of its own and no node; where django-ace is
not installed (a build without isolation), the pages do with a plain text area.
"""

from __future__ import annotations

import shutil
import sys
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any, Final

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

HERE: Final = Path(__file__).resolve().parent
TARGET: Final = HERE / "static" / "vendor" / "ace"
LICENCE: Final = "LICENCE"
FILES: Final = ("ace.js", "mode-sparql.js", "css/ace.css")


class AceHook(BuildHookInterface[Any]):
    """Copies the editor before a wheel is put together, an editable one as well."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Copy what the pages load; `version` is standard or editable."""
        if self.target_name == "wheel":
            found = harvest(TARGET)
            print(
                f"editor {'from django-ace' if found else 'not found'} ({version} wheel)",
                file=sys.stderr,
            )
            build_data["artifacts"].append("/web/static/vendor/ace/**")


def harvest(target: Path) -> bool:
    """Copy the editor and its licence to a folder; false where django-ace is not installed."""
    try:
        package = distribution("django-ace")
    except PackageNotFoundError:
        return False
    source = Path(str(package.locate_file("django_ace/static/django_ace/ace")))
    licence = next((f for f in package.files or () if f.name == LICENCE), None)
    if licence is None:
        return False  # what comes without its licence is not passed on
    names = [*FILES, *(f"css/{image.name}" for image in sorted((source / "css").glob("main-*")))]
    (target / "css").mkdir(parents=True, exist_ok=True)
    for name in names:
        shutil.copyfile(source / name, target / name)
    shutil.copyfile(str(licence.locate()), target / LICENCE)
    return True
