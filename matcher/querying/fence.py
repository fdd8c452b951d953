"""The fence around a worker: no network, no new file, bounded memory and processor time.

Where the system knows no such limits (Windows, in part macOS) the worker still has the gate in
front of it, inherits no secrets, and is killed when its time is over.
"""

from __future__ import annotations

import math
import os
import sys
from pathlib import Path
from typing import Final

CLONE_NEWUSER: Final = 0x10000000
CLONE_NEWNET: Final = 0x40000000
PR_SET_NO_NEW_PRIVS: Final = 38


def seal(megabytes: int) -> None:
    """Take away network and files and bound the memory; call it once everything is loaded."""
    if sys.platform.startswith("linux"):
        gain_nothing()
        leave_network()
    if os.name == "posix":
        bound_memory(megabytes)
        stop_opening_files()


def gain_nothing() -> None:
    """Give up every way to rise to other rights."""
    import ctypes

    # no PR_SET_PDEATHSIG: it follows the thread that started us, not the process; when that
    # process dies, the end of the input ends us, or the bound on processor time does
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)


def leave_network() -> bool:
    """Move to an empty network of one's own; false where the system does not permit it."""
    import ctypes

    libc = ctypes.CDLL(None, use_errno=True)
    return any(libc.unshare(flags) == 0 for flags in (CLONE_NEWNET, CLONE_NEWUSER | CLONE_NEWNET))


def stop_opening_files() -> None:
    """Let no file or socket be opened any more: every new descriptor would be over the limit."""
    import resource

    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def bound_memory(megabytes: int) -> None:
    """Let the process grow by so much more and no further, where its size can be told."""
    import resource

    size = read_size()
    if size:
        limit = size + megabytes * 1024 * 1024
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def read_size() -> int:
    """The address space of this process in bytes, or 0 where the system does not tell."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except (OSError, ValueError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


def bound_seconds(seconds: float) -> None:
    """Let the process use so many more seconds of processor time; it dies beyond them."""
    if os.name != "posix":
        return
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF)
    limit = math.ceil(used.ru_utime + used.ru_stime + seconds) + 1
    _soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (limit, hard))
