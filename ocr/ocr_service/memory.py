"""Resident memory of this process, in MiB (Linux; 0.0 where /proc is missing)."""

from __future__ import annotations


def _status(field: str) -> float:
    try:
        with open("/proc/self/status", encoding="ascii", errors="replace") as status:
            for line in status:
                if line.startswith(field + ":"):
                    return round(int(line.split()[1]) / 1024, 1)
    except OSError:
        pass
    return 0.0


def resident() -> float:
    return _status("VmRSS")


def peak() -> float:
    """Largest resident size since the last `reset_peak` (or since the start)."""
    return _status("VmHWM")


def reset_peak() -> None:
    try:
        with open("/proc/self/clear_refs", "w", encoding="ascii") as clear_refs:
            clear_refs.write("5")  # proc(5): resets VmHWM
    except OSError:
        pass  # some containers forbid it: the peak is then that of the whole life


#: glibc settings for the recogniser. Page-sized buffers are freed after each page, but glibc keeps
#: them for later unless told to use one arena and to give large blocks back to the system: without
#: these the peak is about 120 MiB higher. They are read when a process starts, so they can only be
#: given to a child. They cost time: every large block is mapped anew. With both thresholds at 4 MiB
#: six receipts took 0.6 of the time at 60 MiB more; the environment may say so.
MALLOC = {
    "MALLOC_ARENA_MAX": "1",
    "MALLOC_TRIM_THRESHOLD_": "131072",
    "MALLOC_MMAP_THRESHOLD_": "131072",
}
