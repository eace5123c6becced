#!/usr/bin/env python3
"""Evaluations a second of the same network in PyTorch and on the CPU device, turn by turn in one run.

    python3 -m venv peers && peers/bin/pip install torch==2.13.0 numpy
    peers/bin/python benchmarks/peers/throughput.py

PyTorch runs eagerly, in float32 and bfloat16, with standardised weights folded, at its best batch. ONEDNN_MAX_CPU_ISA,
where it is set, holds for both. Prints a table in Markdown.
"""

import argparse
import hashlib
import json
import os
import re
import struct
import subprocess
import tempfile
import time
from pathlib import Path

import torch
import torch.nn.functional as F

import unet1d

ROOT = Path(__file__).resolve().parents[2]
BATCHES = (64, 128, 256, 512, 1024)
NETWORKS = {"R32": (1, 2, 4, 8), "example": (1, 2, 4)}


def description(multipliers):
    example = json.loads((ROOT / "optimizer/examples/unicycle/model.json").read_text())
    example.pop("training")
    return example | {"multipliers": list(multipliers)}


def write_model(directory, config, seed):
    """Writes a network with the weights that PyTorch begins with."""
    torch.manual_seed(seed)
    header, data = {}, b""
    for name, tensor in unet1d.Unet1d(config).state_dict().items():
        values = tensor.contiguous().numpy().tobytes()
        header[name] = {
            "dtype": "F32",
            "shape": list(tensor.shape),
            "data_offsets": [len(data), len(data) + len(values)],
        }
        data += values
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    file = struct.pack("<Q", len(text)) + text + data
    (directory / config["weights"]).write_bytes(file)
    config = config | {"weights_sha256": hashlib.sha256(file).hexdigest()}
    (directory / "model.json").write_text(json.dumps(config))


def fold(net):
    """Standardises weights once, in place of at every evaluation."""
    for module in net.modules():
        if isinstance(module, unet1d.StandardizedConv):
            with torch.no_grad():
                var, mean = torch.var_mean(module.weight, dim=(1, 2), correction=0, keepdim=True)
                module.weight.copy_((module.weight - mean) / torch.sqrt(var + 1e-5))
            module.forward = lambda x, m=module: F.conv1d(x, m.weight, m.bias, padding=m.padding)
    return net.eval()


def torch_rates(net, config, dtype, seconds):
    """Evaluations a second at each batch, the best of many."""
    rates = {}
    # The time embedding is made in the default type.
    torch.set_default_dtype(dtype)
    for batch in BATCHES:
        x = torch.randn(batch, config["channels"], config["length"], dtype=dtype)
        t = torch.full((batch,), 500.0, dtype=dtype)
        with torch.inference_mode():
            net(x, t)
            best, end = float("inf"), time.perf_counter() + seconds
            while time.perf_counter() < end:
                start = time.perf_counter()
                net(x, t)
                best = min(best, time.perf_counter() - start)
        rates[batch] = batch / best
    torch.set_default_dtype(torch.float32)
    return rates


def elites_rate(model, precision):
    table = subprocess.run(
        [ROOT / "elites", "bench", "network-throughput", "--device", "cpu", "--repetitions", "2"]
        + ["--precision", precision, "--model", str(model)],
        check=True, capture_output=True, text=True, cwd=ROOT).stdout
    return float(re.search(rf"\| {precision} \| (\d+) \|", table).group(1)), table.splitlines()[0].split(";")[0]


def torch_normals(count):
    values = torch.empty(count)
    best = float("inf")
    for _ in range(50):
        start = time.perf_counter()
        torch.randn(count, out=values)
        best = min(best, time.perf_counter() - start)
    return count / best


def elites_normals():
    table = subprocess.run(
        [ROOT / "elites", "bench", "search-core", "--device", "cpu", "--repetitions", "20"],
        check=True, capture_output=True, text=True, cwd=ROOT).stdout
    return 1e6 * float(re.search(r"normals a second, warm \| 65536 x 64 \| (\d+) M", table).group(1))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3, help="turns of each; the best counts")
    parser.add_argument("--seconds", type=float, default=1.0, help="of PyTorch for a batch and a turn")
    args = parser.parse_args()
    capped = os.environ.get("ONEDNN_MAX_CPU_ISA")
    print(f"PyTorch {torch.__version__}, {torch.get_num_threads()} threads"
          + (f", instruction set capped at {capped}" if capped else "") + ".\n")
    print("| network | precision | PyTorch eager, at its best batch | CPU device | ratio |")
    print("| --- | --- | --- | --- | --- |")
    device = ""
    for name, multipliers in NETWORKS.items():
        with tempfile.TemporaryDirectory() as temporary:
            model = Path(temporary)
            write_model(model, description(multipliers), 1)
            for precision, dtype in (("float32", torch.float32), ("bfloat16", torch.bfloat16)):
                net, config = unet1d.load(model, torch.float32)
                net = fold(net).to(dtype)
                rates, ours = {}, 0.0
                for _ in range(args.rounds):
                    rate, device = elites_rate(model, precision)
                    ours = max(ours, rate)
                    for batch, value in torch_rates(net, config, dtype, args.seconds).items():
                        rates[batch] = max(rates.get(batch, 0.0), value)
                batch = max(rates, key=rates.get)
                print(f"| {name} | {precision} | {rates[batch]:.0f}/s (batch {batch}) | {ours:.0f}/s | "
                      f"{ours / rates[batch]:.2f} |", flush=True)
    count = 65536 * 64
    theirs, ours = 0.0, 0.0
    for _ in range(args.rounds):
        theirs, ours = max(theirs, torch_normals(count)), max(ours, elites_normals())
    print(f"| normals | float32 | {theirs / 1e6:.0f} M/s (`torch.randn`, {count}) | {ours / 1e6:.0f} M/s | "
          f"{ours / theirs:.2f} |")
    print(f"\nCPU device: {device}.")


if __name__ == "__main__":
    main()
