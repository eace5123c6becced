"""Generations in PyTorch one after another, timed by CUDA events on a GPU and by the clock elsewhere."""

import gc
import importlib.metadata
import os
import platform
import time

import torch


class Loop:
    """Runs generations one after another from a fresh state; a state is a tuple of tensors."""

    fixed = None
    """How many generations belong together, where that is not free."""
    detail = ""
    """What a variant's name does not say."""
    grad_mode = staticmethod(torch.inference_mode)

    def __init__(self, search, device, tf32=True, step=None):
        self.search, self.device, self.tf32 = search, device, tf32
        self.step = step or search.generation
        self.state = None

    def block(self, count):
        """Milliseconds of each of some generations, which the device may run back to back."""
        set_tf32(self.tf32)
        with self.grad_mode():
            self.begin()
            return self._timed(count, self.advance)

    def begin(self):
        self.state = self.search.start()

    def advance(self):
        self.state = self.step(*self.state)

    def level(self):
        """Mean objective of the latest elites, or of the population."""
        return float(self.state[-1].mean())

    def _timed(self, count, advance):
        if self.device == "cpu":
            marks = [time.perf_counter()]
            for _ in range(count):
                advance()
                marks.append(time.perf_counter())
            return [1e3 * (b - a) for a, b in zip(marks, marks[1:])]
        torch.cuda.synchronize()
        events = [torch.cuda.Event(enable_timing=True) for _ in range(count + 1)]
        events[0].record()
        for event in events[1:]:
            advance()
            event.record()
        torch.cuda.synchronize()
        return [a.elapsed_time(b) for a, b in zip(events, events[1:])]

    def reset_peak(self):
        if self.device != "cpu":
            torch.cuda.reset_peak_memory_stats()

    def peak(self):
        return torch.cuda.max_memory_allocated() if self.device != "cpu" else 0


def set_tf32(allowed):
    torch.set_float32_matmul_precision("high" if allowed else "highest")
    torch.backends.cudnn.allow_tf32 = allowed


def release(device):
    gc.collect()
    if device != "cpu" and torch.cuda.is_available():
        torch.cuda.empty_cache()


def versions():
    found = {"python": platform.python_version(), "torch": torch.__version__}
    if torch.cuda.is_available():
        found |= {"cuda": torch.version.cuda, "cudnn": str(torch.backends.cudnn.version())}
        try:
            found["triton"] = importlib.metadata.version("triton")
        except importlib.metadata.PackageNotFoundError:
            pass
    return found


def missing(device):
    """Why the device is not there, or nothing."""
    if device == "cuda" and not torch.cuda.is_available():
        return f"PyTorch {torch.__version__} sees no CUDA device."
    return None


def describe(device):
    if device == "cuda":
        return torch.cuda.get_device_name()
    return f"CPU, {torch.get_num_threads()} threads of {os.cpu_count()}"
