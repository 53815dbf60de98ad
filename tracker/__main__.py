"""The process of a command: `tracker`, or `python -m tracker`.

A command lives for a moment, so nothing is collected while it runs, and nothing taken apart when it
ends: the system takes back the whole of its memory at once. Together that is 20 ms of the 68 ms
that importing Typer alone takes, and half of the time of a long list.

From the first statement on a signal that ends the command does so without a traceback.
"""

import os
import sys

try:
    from tracker.cli.interrupt import INTERRUPTED, Interrupts
except KeyboardInterrupt:  # what takes it is just being read
    os._exit(130)


TYPE_CHECKING = False  # as `typing` has it, without its 3 ms before a signal is taken
if TYPE_CHECKING:
    from typing import NoReturn


def start() -> "NoReturn":
    """Run the command line, and end the process with its exit code."""
    interrupts = Interrupts()
    interrupts.end_at_once()
    import atexit
    import gc
    from contextlib import suppress

    gc.disable()
    from tracker.cli.app import main

    try:
        interrupts.raise_once()
        code = main()
        interrupts.end_at_once()
    except KeyboardInterrupt:
        code = INTERRUPTED
        interrupts.end_at_once()
    atexit._run_exitfuncs()  # noqa: SLF001  # what libraries have asked for is done before
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            with suppress(OSError, ValueError):
                stream.flush()
    os._exit(interrupts.code(code))


if __name__ == "__main__":
    start()
