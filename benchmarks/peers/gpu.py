#!/usr/bin/env python3
"""Milliseconds of a generation of the search in PyTorch and JAX, for the workloads that the CUDA device is measured on.

    python3 benchmarks/peers/gpu.py --workload W1 --peer B3 [--device cuda|cpu] [--scale full|tiny]
                                    [--repetitions N] [--generations T] [--seconds S]
    python3 benchmarks/peers/gpu.py --list | --verify [--device cuda|cpu]

The last line of standard output is one JSON object: the fastest variant's milliseconds of each generation (of a whole
search, divided by its generations, where one is launched as a whole), the medians of the others under "variants", CPU
seconds of the process for a generation, the peak of the device's memory in bytes, and in the note what failed. Of
Diffusion Evolution a generation is one of its steps. What cannot run says why under "unavailable", with exit code 0.

B0 PyTorch eager in float32 and TF32; B1 eager in bfloat16; B2 compiled; B3 a generation as one CUDA graph, with and
without compiled parts; B4 JAX. Every variant is tried for a moment, the fastest then measured. Seven tenths of the
seconds go to trying, compilers included: B2 and B3 profit from several hundred.
"""

import argparse
import importlib
import json
import os
import statistics
import sys
import threading
import time

import timing
import workloads

GRAPHED = ("W1", "W2", "W3", "W4", "W5", "W9")
ALL = tuple(workloads.FULL)
PEERS = {
    "B0": ("eager", "b0", "loops", ALL),
    "B1": ("eager", "b1", "loops", tuple(w for w in ALL if w != "W6")),
    "B2": ("compiled", "b2", "loops", GRAPHED),
    "B3": ("compiled", "b3", "loops", GRAPHED),
    "B4": ("jax_search", "b4", "jax_search", ("W1", "W2", "W3", "W4")),
}
TRYING = 0.7
TRIES = 10
SLOW = 0.02
"""The part of the seconds after which a variant's tries end."""
GRACE = 15.0


class Unavailable(Exception):
    """Why a peer cannot run."""


def sentence(error):
    """The kind of an error and the first line of what it says."""
    lines = str(error).strip().splitlines()
    return f"{type(error).__name__}: {lines[0][:300] if lines else 'no message'}"


def listing():
    return {
        "peers": {peer: {"workloads": list(names)} for peer, (_, _, _, names) in PEERS.items()},
        "workloads": {
            name: {"network": w.network, "islands": w.islands, "individuals": w.individuals, "elites": w.elites,
                   "dimensions": w.dimensions, "steps": w.steps, "generations": w.generations, "method": w.method}
            for name, w in workloads.FULL.items()
        },
        "scales": list(workloads.SCALES),
    }


def variants(workload, peer, device):
    """(backend, pairs of a variant's name and the function that makes its runner)."""
    module, function, backend, names = PEERS[peer]
    if workload.name not in names:
        raise Unavailable(f"{peer} does not run {workload.name}; it runs {', '.join(names)}.")
    if peer == "B3" and device == "cpu":
        raise Unavailable("A CUDA graph needs a CUDA device, the CPU was asked for.")
    if peer == "B4" and device == "cpu":
        os.environ["JAX_PLATFORMS"] = "cpu"
    try:
        found = importlib.import_module(module), importlib.import_module(backend)
    except ImportError as error:
        raise Unavailable(f"Python at {sys.executable} lacks a package: {error}.") from error
    cause = found[1].missing(device)
    if cause:
        raise Unavailable(cause)
    return found[1], getattr(found[0], function)(workload, device)


class Measurement:
    """Tries all variants and measures the fastest; whatever is known so far can be reported at any time."""

    def __init__(self, workload, peer, args):
        self.workload, self.peer, self.args = workload, peer, args
        self.begin = time.monotonic()
        self.medians, self.notes = {}, []
        self.best = self.times = self.runner = None
        self.peak = self.cpu = 0
        self.describe = {}

    def left(self, part=1.0):
        return self.begin + part * self.args.seconds - time.monotonic()

    def run(self):
        backend, pairs = variants(self.workload, self.peer, self.args.device)
        self.describe = {"versions": backend.versions(), "device": backend.describe(self.args.device)}
        late = []
        for name, make in pairs:
            if self.left(TRYING) <= 0:
                late.append(name)
                continue
            try:
                with timing.alarm(self.left(TRYING)):
                    self._try(name, make)
            except timing.TimeUp:
                self.notes.append(f"{name}: stopped by the limit of {self.args.seconds:g} s")
            except Exception as error:
                self.notes.append(f"{name}: {sentence(error)}")
            backend.release(self.args.device)
        if late:
            self.notes.append(f"not reached within {self.args.seconds:g} s: {', '.join(late)}")
        if self.runner is None:
            raise Unavailable(f"No variant of {self.peer} finished {self.workload.name}: {'; '.join(self.notes)}.")
        try:
            self._measure()
        except Exception as error:
            self.notes.append(f"the tries of {self.best} count, since measuring it failed: {sentence(error)}")

    def _try(self, name, make):
        runner = make()
        begin = time.monotonic()
        runner.block(runner.fixed or 1)
        if time.monotonic() - begin < SLOW * self.args.seconds:
            runner.block(runner.fixed or 1)
        runner.reset_peak()
        tries = min(self.args.repetitions, TRIES)
        end = time.monotonic() + min(self.left(TRYING), SLOW * self.args.seconds)
        times, cpu = self._timed(runner, tries, end)
        self.medians[name] = statistics.median(times)
        if self.times is None or self.medians[name] < self.medians[self.best]:
            self.best, self.times, self.cpu, self.runner, self.peak = name, times, cpu, runner, runner.peak()

    def _measure(self):
        self.runner.reset_peak()
        self.times, self.cpu = self._timed(self.runner, self.args.repetitions, self.begin + self.args.seconds)
        self.medians[self.best] = statistics.median(self.times)
        self.peak = self.runner.peak()

    def _timed(self, runner, repetitions, deadline):
        begin = time.process_time()
        times = timing.samples(runner, repetitions, self.workload.generations, deadline)
        return times, (time.process_time() - begin) / (len(times) * (runner.fixed or 1))

    def report(self):
        head = {"workload": self.workload.name, "peer": self.peer}
        if self.times is None:
            cause = "; ".join(self.notes) or "nothing was measured"
            return head | {"unavailable": f"No variant finished within {self.args.seconds:g} s: {cause}."}
        others = {name: ms for name, ms in self.medians.items() if name != self.best}
        median = statistics.median(self.times)
        notes = list(self.notes)
        if self.runner.detail:
            notes.insert(0, self.runner.detail)
        if self.args.scale != "full":
            notes.insert(0, f"at scale {self.args.scale}")
        return head | {
            "variant": self.best, "milliseconds": [round(ms, 6) for ms in self.times],
            "sampleEvaluationsPerSecond": 1e3 * self.workload.evaluations / median,
            "peakBytes": self.peak, "cpuSeconds": self.cpu, "variants": others, **self.describe,
            "note": "; ".join(notes),
        }


def watch(measurement):
    """Reports what is known and ends the process, should a compiler or a kernel not come back in time."""
    def end():
        time.sleep(max(measurement.left(), 0) + GRACE)
        measurement.notes.append("ended from outside, since a call did not return in time")
        finish(measurement.report())

    threading.Thread(target=end, daemon=True).start()


def write(record):
    sys.stderr.flush()
    print(json.dumps(record), flush=True)


LAST = threading.Lock()
"""Held by whoever writes the last line."""


def finish(record):
    """Writes the record and ends the process; workers of a compiler that was interrupted are not waited for."""
    LAST.acquire()
    write(record)
    os._exit(0)


def positive(kind):
    def parse(text):
        value = kind(text)
        if value <= 0:
            raise argparse.ArgumentTypeError(f"{text} is not positive.")
        return value

    return parse


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--workload", choices=list(workloads.FULL))
    parser.add_argument("--peer", choices=list(PEERS))
    parser.add_argument("--device", choices=("cuda", "cpu"), default="cuda")
    parser.add_argument("--scale", choices=list(workloads.SCALES), default="full")
    parser.add_argument("--repetitions", type=positive(int), default=50, help="generations measured, at least")
    parser.add_argument("--generations", type=positive(int), help="of a search; the workload's own by default")
    parser.add_argument("--seconds", type=positive(float), default=240.0, help="after which it reports what it has")
    parser.add_argument("--list", action="store_true", help="peers and workloads, as JSON")
    parser.add_argument("--verify", action="store_true", help="that peers compute the same and lower the objective")
    args = parser.parse_args()
    if args.list:
        write(listing())
        return 0
    if args.verify:
        verify = importlib.import_module("verify")
        record = verify.report(args.device, args.seconds)
        write(record)
        return 0 if record["passed"] or "unavailable" in record else 1
    if args.workload is None or args.peer is None:
        parser.error("--workload and --peer are needed, or --list, or --verify.")
    workload = workloads.scaled(args.scale, args.workload, args.generations)
    measurement = Measurement(workload, args.peer, args)
    watch(measurement)
    try:
        measurement.run()
        record = measurement.report()
    except Unavailable as error:
        record = {"workload": workload.name, "peer": args.peer, "unavailable": str(error)}
    except Exception as error:
        cause = f"{args.peer} failed: {sentence(error)}."
        record = {"workload": workload.name, "peer": args.peer, "unavailable": cause}
    finish(record)


if __name__ == "__main__":
    sys.exit(main())
