"""This machine: which cores are used, how many files may be open, and what the host takes away."""

import os
import platform
import resource
import time
from pathlib import Path

SPIN_SECONDS = 1.0
GAP = 0.0005  # a turn of the spin loop takes far less: what is longer was somebody else's
TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")
CORES = sorted(os.sched_getaffinity(0))  # before anything is pinned: whoever is sees one core alone


def cores() -> tuple[int, int]:
    """The core of the server under test, and the one of whoever loads it."""
    return CORES[0], CORES[-1]


def pin(pid: int, core: int) -> None:
    """Keep a process on one core."""
    os.sched_setaffinity(pid, {core})


def raise_file_limit() -> int:
    """Let this process open as many files as it is allowed to; answers how many that is."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return hard


def lost_to_the_host(core: int) -> float:
    """How much of a second, in percent, a loop that only reads the clock loses on this core."""
    before = os.sched_getaffinity(0)
    pin(0, core)
    lost, began = 0.0, time.perf_counter()
    last = began
    while last - began < SPIN_SECONDS:
        now = time.perf_counter()
        if now - last > GAP:
            lost += now - last
        last = now
    os.sched_setaffinity(0, before)
    return lost / SPIN_SECONDS * 100


def memory_of(pid: int) -> float:
    """Kilobytes of real memory that a process holds; buffers of the kernel are not in it."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE / 1024


def descriptors_of(pid: int) -> int:
    """How many files and sockets a process has open."""
    return len(list(Path(f"/proc/{pid}/fd").iterdir()))


def seconds_of(pid: int) -> float:
    """Processor time that a process has used so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def described() -> str:
    """The machine in one line."""
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    name = names[0] if names else platform.machine()
    kernel, python = platform.release().split("-")[0], platform.python_version()
    return f"{os.cpu_count()} cores ({name}), Linux {kernel}, Python {python}"
