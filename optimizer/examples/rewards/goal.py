"""The distance of the last position from a goal, which the parameters give: a reward in the format "frames".

Python's standard library is enough. Standard output belongs to the protocol: say other things on standard error.
"""

import math
import struct
import sys
from array import array

VERSION = 1
REFUSED = 0xFFFFFFFF


def reward(sample, channels, length, goal):
    """sample: channels * length numbers, first all positions of channel 0."""
    return math.dist([sample[c * length + length - 1] for c in range(channels)], goal)


def read(source, size):
    data = source.read(size)
    if len(data) < size:
        sys.exit(0)  # The standard input has ended: the run is over.
    return data


def numbers(kind, data):
    values = array(kind, data)
    if sys.byteorder == "big":
        values.byteswap()
    return values


def score(frame):
    """Returns the batch's number and its rewards."""
    batch, count, channels, length, width = struct.unpack_from("<5I", frame)
    # Search ids, then individuals; a reward may look at them.
    floats = numbers("f", frame[20 + 8 * count :])
    size = channels * length
    samples = memoryview(floats)[count * width :]
    return batch, [
        reward(samples[i * size : (i + 1) * size], channels, length, floats[i * width : (i + 1) * width])
        for i in range(count)
    ]


def main():
    source, target = sys.stdin.buffer, sys.stdout.buffer
    if not read(source, 16).startswith(b"ELITESRQ"):
        sys.exit("This program scores samples for Diffusion Elites, which starts it.")
    target.write(struct.pack("<8sII", b"ELITESRW", VERSION, 0))
    target.flush()
    while True:
        frame = read(source, struct.unpack("<I", read(source, 4))[0])
        try:
            batch, rewards = score(frame)
            answer = struct.pack(f"<III{len(rewards)}f", 8 + 4 * len(rewards), batch, len(rewards), *rewards)
        except ValueError as problem:
            text = str(problem).encode()[:65536]
            answer = struct.pack("<III", 8 + len(text), struct.unpack_from("<I", frame)[0], REFUSED) + text
        target.write(answer)
        target.flush()


if __name__ == "__main__":
    main()
