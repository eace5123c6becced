"""A reward process that misbehaves as its first argument says; the second one is a file that marks what was done."""

import os
import signal
import struct
import subprocess
import sys
import time

mode, marker = sys.argv[1], sys.argv[2]
source, target = sys.stdin.buffer, sys.stdout.buffer


def first_time():
    """Whether this is the first call in any process."""
    try:
        os.close(os.open(marker, os.O_CREAT | os.O_EXCL))
        return True
    except FileExistsError:
        return False


def read(size):
    data = source.read(size)
    if len(data) < size:
        if mode == "deaf":
            time.sleep(600)
        sys.exit(0)
    return data


def say(data):
    target.write(data)
    target.flush()


def frame(batch, rewards):
    return struct.pack(f"<III{len(rewards)}f", 8 + 4 * len(rewards), batch, len(rewards), *rewards)


def misbehave(batch, count, rewards):
    """Returns what to answer, if this comes back."""
    if mode == "crash" or (mode == "crash-once" and first_time()) or (mode == "crash-odd" and batch % 2 == 0):
        sys.stderr.write("Traceback:\n  the wheels came off\n")
        sys.exit(3)
    if mode == "hang" or (mode == "hang-once" and first_time()):
        time.sleep(600)
    if mode == "interrupted":
        os.kill(os.getpid(), signal.SIGINT)
    if mode == "garbage":
        return b"Scored everything.\n" * 10
    if mode == "few":
        return frame(batch, rewards[1:])
    if mode == "many":
        return frame(batch, rewards + [0.0])
    if mode == "other-batch":
        return frame(batch + 1, rewards)
    if mode == "refuse" and first_time():
        text = "The simulator has no licence.\x1b[31m".encode()
        return struct.pack("<III", 8 + len(text), batch, 0xFFFFFFFF) + text
    if mode == "half":
        say(frame(batch, rewards)[: 10 + 2 * count])
        sys.exit(0)
    if mode == "flood":
        for _ in range(20_000):
            sys.stderr.write("deep in the simulator something is not as it should be, and it says so\n")
    if mode == "closed-out":
        os.close(1)
        time.sleep(600)
    if mode == "orphan":
        child = subprocess.Popen(["sleep", "600"])
        with open(marker, "w") as file:
            file.write(str(child.pid))
        if len(sys.argv) > 3:
            os._exit(4)
    return frame(batch, rewards)


if mode == "never":
    sys.stderr.write("no licence\n")
    sys.exit(7)
if mode == "silent":
    time.sleep(600)
if mode == "chatty":
    say(b"Loading the model ...\n")
    time.sleep(600)
if mode == "future":
    say(struct.pack("<8sII", b"ELITESRW", 2, 0))
    time.sleep(600)
if mode == "cat":
    os.execvp("cat", ["cat"])
read(16)
say(struct.pack("<8sII", b"ELITESRW", 1, 0))
if mode == "closed-in":
    os.close(0)
    time.sleep(600)
if mode == "idle-end":
    sys.exit(0)
while True:
    (size,) = struct.unpack("<I", read(4))
    head = read(20)
    batch, count, channels, length, width = struct.unpack("<5I", head)
    if mode == "unread":
        say(frame(batch, [0.0] * count))
        time.sleep(600)
    rest = read(size - 20)
    floats = struct.unpack(f"<{count * (width + channels * length)}f", rest[8 * count :])
    first = [floats[count * width + i * channels * length] for i in range(count)]
    if mode == "identity":
        ids = struct.unpack(f"<{2 * count}i", rest[: 8 * count])
        first = [ids[i] + 1000 * ids[count + i] + (floats[i * width + 1] if width else 0) for i in range(count)]
    say(misbehave(batch, count, first))
