"""Limits that a process sets to itself before it opens what somebody else made.

Each holds as far as the system has it. macOS takes no limit of addresses, so that there time and
the length of the answer are what ends a reader; a Windows that refuses a job keeps those two.
"""

import os
from contextlib import suppress
from typing import Any

MEMORY = 1280 * 1024**2
"""Bytes of addresses that a reader may take. Of what our other limits let through these took most:
a document of 2,000,000 tags and their revisions (963 MB), a workbook of 5,000,000 texts (865 MB; of
numbers 530), 64 MB of HTML (294 MB), a PDF of 5000 full pages (124 MB)."""

SECONDS = 60
"""Seconds of computing that a reader may take; the longest of those documents took 9."""

HUNDRED_NANOSECONDS = 10_000_000
"""How many of these, in which Windows counts time, are a second."""


def limit_itself(memory: int = MEMORY, seconds: int = SECONDS) -> None:
    """Keep this process to so many bytes of memory and seconds of computing, for good."""
    if os.name == "nt":
        _join_job(memory, seconds)
        return
    import resource

    _lower(resource.RLIMIT_CORE, 0)
    _lower(resource.RLIMIT_CPU, seconds)
    _lower(resource.RLIMIT_AS, memory)


def write_no_files() -> None:
    """Let this process write no byte into any file from now on; pipes stay open."""
    if os.name != "nt":
        import resource

        _lower(resource.RLIMIT_FSIZE, 0)


def _lower(kind: int, limit: int) -> None:
    """Lower a limit of POSIX; one that is lower already stays."""
    import resource

    soft, hard = resource.getrlimit(kind)
    known = [limit, *(old for old in (soft, hard) if old != resource.RLIM_INFINITY)]
    with suppress(OSError, ValueError):  # macOS has no limit of addresses
        resource.setrlimit(kind, (min(known), hard))


def _join_job(memory: int, seconds: int) -> None:
    """Put this process alone into a limited job of Windows, and have it die without a window."""
    import ctypes

    kernel = ctypes.WinDLL("kernel32")  # type: ignore[attr-defined]  # there on Windows
    kernel.SetErrorMode(ERRORS_IN_SILENCE)
    for name in ("CreateJobObjectW", "GetCurrentProcess"):
        getattr(kernel, name).restype = ctypes.c_void_p  # an int would cut it in half
    limits = _job_limits(memory, seconds)
    job = ctypes.c_void_p(kernel.CreateJobObjectW(None, None))
    kernel.SetInformationJobObject(
        job, EXTENDED_LIMITS, ctypes.byref(limits), ctypes.sizeof(limits)
    )
    kernel.AssignProcessToJobObject(job, ctypes.c_void_p(kernel.GetCurrentProcess()))


ERRORS_IN_SILENCE = 0x0001 | 0x0002 | 0x8000
"""SEM_FAILCRITICALERRORS, SEM_NOGPFAULTERRORBOX, SEM_NOOPENFILEERRORBOX."""

EXTENDED_LIMITS = 9
"""JobObjectExtendedLimitInformation."""

TIME, ALONE, BYTES, IN_SILENCE = 0x0002, 0x0008, 0x0100, 0x0400
"""JOB_OBJECT_LIMIT_PROCESS_TIME, _ACTIVE_PROCESS, _PROCESS_MEMORY, _DIE_ON_UNHANDLED_EXCEPTION."""


def _job_limits(memory: int, seconds: int) -> Any:
    """Return JOBOBJECT_EXTENDED_LIMIT_INFORMATION with these limits."""
    import ctypes

    class Basic(ctypes.Structure):
        _fields_ = (
            ("PerProcessUserTimeLimit", ctypes.c_int64),
            ("PerJobUserTimeLimit", ctypes.c_int64),
            ("LimitFlags", ctypes.c_uint32),
            ("MinimumWorkingSetSize", ctypes.c_size_t),
            ("MaximumWorkingSetSize", ctypes.c_size_t),
            ("ActiveProcessLimit", ctypes.c_uint32),
            ("Affinity", ctypes.c_size_t),
            ("PriorityClass", ctypes.c_uint32),
            ("SchedulingClass", ctypes.c_uint32),
        )

    class Extended(ctypes.Structure):
        _fields_ = (
            ("BasicLimitInformation", Basic),
            ("IoInfo", ctypes.c_uint64 * 6),
            ("ProcessMemoryLimit", ctypes.c_size_t),
            ("JobMemoryLimit", ctypes.c_size_t),
            ("PeakProcessMemoryUsed", ctypes.c_size_t),
            ("PeakJobMemoryUsed", ctypes.c_size_t),
        )

    limits = Extended(ProcessMemoryLimit=memory)
    limits.BasicLimitInformation.PerProcessUserTimeLimit = seconds * HUNDRED_NANOSECONDS
    limits.BasicLimitInformation.LimitFlags = TIME | ALONE | BYTES | IN_SILENCE
    limits.BasicLimitInformation.ActiveProcessLimit = 1
    return limits
