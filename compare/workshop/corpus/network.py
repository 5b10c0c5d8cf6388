"""A network for one command alone: packages whose tests want the same port run at once.

It has loopback and nothing else, so that tests that ask the internet fail, before as after. Run as
a script it gets the command as its arguments. On Linux only, where user namespaces are allowed.
"""

from __future__ import annotations

import ctypes
import fcntl
import os
import socket
import struct
import subprocess
import sys
from pathlib import Path

# <linux/sched.h>, <linux/sockios.h>, <linux/if.h>
CLONE_NEWUSER = 0x10000000
CLONE_NEWNET = 0x40000000
SIOCSIFFLAGS = 0x8914
IFF_UP = 1


def prefix() -> list[str]:
    """Return the words that, before a command, give it such a network; none if there is none."""
    words = [sys.executable, "-E", "-s", __file__]
    tried = subprocess.run([*words, sys.executable, "-c", ""], capture_output=True, check=False)
    return [] if tried.returncode else words


def leave() -> None:
    """Leave the network of this machine for a new one; raise OSError if that is not allowed."""
    user, group = os.getuid(), os.getgid()
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(CLONE_NEWUSER | CLONE_NEWNET):
        raise OSError(ctypes.get_errno(), "no network of its own")
    own = Path("/proc/self")
    own.joinpath("setgroups").write_text("deny")  # without which no group can be mapped
    own.joinpath("uid_map").write_text(f"{user} {user} 1")
    own.joinpath("gid_map").write_text(f"{group} {group} 1")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as anything:
        fcntl.ioctl(anything, SIOCSIFFLAGS, struct.pack("16sh14x", b"lo", IFF_UP))


if __name__ == "__main__":
    leave()
    os.execvp(sys.argv[1], sys.argv[1:])
