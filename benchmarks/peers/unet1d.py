"""An independent PyTorch implementation of the 1-D U-Net, to check the Java and CUDA ones against.

It reads a model directory (model.json and model.safetensors) and shares no code with the rest of the project.

    python unet1d.py fixture --model DIR --out FILE.json     float64 outputs for inputs given by formulas
    python unet1d.py sample  --model DIR --samples 4096      unsteered samples and their quality figures

Needs Python 3.10 or later, torch 2.4 or later and numpy 1.26 or later; written with torch 2.13.0 (CPU), numpy 2.4.6.
"""

import argparse
import hashlib
import json
import math
import pathlib
import struct

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn


class StandardizedConv(nn.Conv1d):
    """Each output channel's kernel has mean 0 and (biased) variance 1 when it is used."""

    def forward(self, x):
        var, mean = torch.var_mean(self.weight, dim=(1, 2), correction=0, keepdim=True)
        weight = (self.weight - mean) / torch.sqrt(var + 1e-5)
        return F.conv1d(x, weight, self.bias, padding=self.padding)


class RmsNorm(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.g = nn.Parameter(torch.ones(1, channels, 1))

    def forward(self, x):
        norm = x.pow(2).sum(dim=1, keepdim=True).sqrt().clamp(min=1e-12)
        return x / norm * math.sqrt(x.shape[1]) * self.g


class Block(nn.Module):
    def __init__(self, n_in, n_out, groups):
        super().__init__()
        self.proj = StandardizedConv(n_in, n_out, 3, padding=1)
        self.norm = nn.GroupNorm(groups, n_out)

    def forward(self, x, scale=None, shift=None):
        x = self.norm(self.proj(x))
        if scale is not None:
            x = x * (scale + 1) + shift
        return F.silu(x)


class Resnet(nn.Module):
    def __init__(self, n_in, n_out, n_time, groups):
        super().__init__()
        self.mlp = nn.Sequential(nn.SiLU(), nn.Linear(n_time, 2 * n_out))
        self.block1 = Block(n_in, n_out, groups)
        self.block2 = Block(n_out, n_out, groups)
        self.res_conv = nn.Conv1d(n_in, n_out, 1) if n_in != n_out else nn.Identity()

    def forward(self, x, time):
        scale, shift = self.mlp(time).unsqueeze(-1).chunk(2, dim=1)
        return self.block2(self.block1(x, scale, shift)) + self.res_conv(x)


class Residual(nn.Module):
    def __init__(self, fn):
        super().__init__()
        self.fn = fn

    def forward(self, x):
        return self.fn(x) + x


class Prenormed(nn.Module):
    def __init__(self, channels, fn):
        super().__init__()
        self.norm = RmsNorm(channels)
        self.fn = fn

    def forward(self, x):
        return self.fn(self.norm(x))


class LinearAttention(nn.Module):
    def __init__(self, channels, heads, width):
        super().__init__()
        self.heads, self.width = heads, width
        self.to_qkv = nn.Conv1d(channels, 3 * heads * width, 1, bias=False)
        self.to_out = nn.Sequential(nn.Conv1d(heads * width, channels, 1), RmsNorm(channels))

    def forward(self, x):
        b, _, n = x.shape
        q, k, v = self.to_qkv(x).reshape(b, 3, self.heads, self.width, n).unbind(1)
        q = q.softmax(dim=-2) * self.width**-0.5
        k = k.softmax(dim=-1)
        context = torch.einsum("bhdn,bhen->bhde", k, v)
        return self.to_out(torch.einsum("bhde,bhdn->bhen", context, q).reshape(b, -1, n))


class FullAttention(nn.Module):
    def __init__(self, channels, heads, width):
        super().__init__()
        self.heads, self.width = heads, width
        self.to_qkv = nn.Conv1d(channels, 3 * heads * width, 1, bias=False)
        self.to_out = nn.Conv1d(heads * width, channels, 1)

    def forward(self, x):
        b, _, n = x.shape
        q, k, v = self.to_qkv(x).reshape(b, 3, self.heads, self.width, n).unbind(1)
        attention = torch.einsum("bhdi,bhdj->bhij", q * self.width**-0.5, k).softmax(dim=-1)
        return self.to_out(torch.einsum("bhij,bhdj->bhdi", attention, v).reshape(b, -1, n))


class Sinusoid(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.half = dim // 2

    def forward(self, t):
        k = torch.arange(self.half, dtype=torch.float64)
        angle = t.double()[:, None] * torch.exp(-math.log(10000) * k / (self.half - 1))[None, :]
        return torch.cat((angle.sin(), angle.cos()), dim=-1).to(torch.get_default_dtype())


class Unet1d(nn.Module):
    def __init__(self, config):
        super().__init__()
        dim, groups = config["dim"], config["groups"]
        heads, width, time = config["heads"], config["head_dim"], 4 * config["dim"]
        widths = [dim] + [dim * m for m in config["multipliers"]]
        pairs = list(zip(widths[:-1], widths[1:]))
        last = len(pairs) - 1
        self.init_conv = nn.Conv1d(config["channels"], dim, 7, padding=3)
        self.time_mlp = nn.Sequential(Sinusoid(dim), nn.Linear(dim, time), nn.GELU(), nn.Linear(time, time))

        def attention(channels):
            return Residual(Prenormed(channels, LinearAttention(channels, heads, width)))

        self.downs = nn.ModuleList()
        for i, (a, b) in enumerate(pairs):
            resample = nn.Conv1d(a, b, 3, padding=1) if i == last else nn.Conv1d(a, b, 4, 2, 1)
            self.downs.append(nn.ModuleList(
                [Resnet(a, a, time, groups), Resnet(a, a, time, groups), attention(a), resample]))
        mid = widths[-1]
        self.mid_block1 = Resnet(mid, mid, time, groups)
        self.mid_attn = Residual(Prenormed(mid, FullAttention(mid, heads, width)))
        self.mid_block2 = Resnet(mid, mid, time, groups)
        self.ups = nn.ModuleList()
        for i, (a, b) in enumerate(reversed(pairs)):
            conv = nn.Conv1d(b, a, 3, padding=1)
            resample = conv if i == last else nn.Sequential(nn.Upsample(scale_factor=2, mode="nearest"), conv)
            self.ups.append(nn.ModuleList(
                [Resnet(a + b, b, time, groups), Resnet(a + b, b, time, groups), attention(b), resample]))
        self.final_res_block = Resnet(2 * dim, dim, time, groups)
        self.final_conv = nn.Conv1d(dim, config["channels"], 1)

    def forward(self, x, t):
        time = self.time_mlp(t)
        x = self.init_conv(x)
        stem, skips = x, []
        for first, second, attention, resample in self.downs:
            x = first(x, time)
            skips.append(x)
            x = attention(second(x, time))
            skips.append(x)
            x = resample(x)
        x = self.mid_block2(self.mid_attn(self.mid_block1(x, time)), time)
        for first, second, attention, resample in self.ups:
            x = first(torch.cat((x, skips.pop()), dim=1), time)
            x = attention(second(torch.cat((x, skips.pop()), dim=1), time))
            x = resample(x)
        return self.final_conv(self.final_res_block(torch.cat((x, stem), dim=1), time))


def read_safetensors(path):
    """The float32 tensors of a file: header length (u64), JSON header, values, all little-endian."""
    raw = pathlib.Path(path).read_bytes()
    (length,) = struct.unpack("<Q", raw[:8])
    header = json.loads(raw[8 : 8 + length])
    header.pop("__metadata__", None)
    end = max(entry["data_offsets"][1] for entry in header.values())
    if end != len(raw) - 8 - length:
        raise ValueError(f"{path} has {len(raw) - 8 - length} bytes of values, its header says {end}.")
    tensors = {}
    for name, entry in header.items():
        begin, stop = entry["data_offsets"]
        if entry["dtype"] != "F32":
            raise ValueError(f"{path} holds {name} as {entry['dtype']}, only F32 is read.")
        values = np.frombuffer(raw[8 + length + begin : 8 + length + stop], dtype="<f4")
        tensors[name] = torch.from_numpy(values.copy()).reshape(entry["shape"])
    return tensors


def load(directory, dtype):
    """The network of a model directory, in the given floating-point type, and its description."""
    directory = pathlib.Path(directory)
    config = json.loads((directory / "model.json").read_text())
    weights = directory / config["weights"]
    digest = hashlib.sha256(weights.read_bytes()).hexdigest()
    if digest != config["weights_sha256"]:
        raise ValueError(f"{weights} has SHA-256 {digest}, model.json says {config['weights_sha256']}.")
    torch.set_default_dtype(dtype)
    net = Unet1d(config)
    net.load_state_dict(read_safetensors(weights))
    return net.to(dtype).eval(), config


def fixture_inputs(config):
    """x[b, c, l] = sin(0.7 b + 1.3 c + 0.37 l + 0.1 b l) and the timesteps of the four samples."""
    b = np.arange(4)[:, None, None]
    c = np.arange(config["channels"])[None, :, None]
    l = np.arange(config["length"])[None, None, :]
    return np.sin(0.7 * b + 1.3 * c + 0.37 * l + 0.1 * b * l), [0, 17, 500, 999]


def write_fixture(args):
    net, config = load(args.model, torch.float64)
    x, timesteps = fixture_inputs(config)
    with torch.no_grad():
        y = net(torch.from_numpy(x), torch.tensor(timesteps)).numpy()
        single = net.float()
        torch.set_default_dtype(torch.float32)
        y32 = single(torch.from_numpy(x).float(), torch.tensor(timesteps)).numpy()
    print(f"parameters {sum(p.numel() for p in net.parameters())}")
    print(f"largest |output| {np.abs(y).max():.6f}, float32 against float64 {np.abs(y32 - y).max():.3e}")
    record = {
        "model_sha256": config["weights_sha256"],
        "input": "x[b,c,l] = sin(0.7*b + 1.3*c + 0.37*l + 0.1*b*l)",
        "shape": list(y.shape),
        "timesteps": timesteps,
        "output": [float(v) for v in y.ravel()],
    }
    pathlib.Path(args.out).write_text(json.dumps(record, indent=1) + "\n")
    print(f"wrote {args.out}")


def cosine_alpha_bar(timesteps):
    def f(u):
        return math.cos((u + 0.008) / 1.008 * math.pi / 2) ** 2

    betas = [min(1 - f((i + 1) / timesteps) / f(i / timesteps), 0.999) for i in range(timesteps)]
    return np.cumprod(1 - np.array(betas))


def ddim(net, config, z, steps):
    """DDIM with eta 0 on times int(linspace(-1, T - 1, steps + 1)), without clipping; standardised samples."""
    alpha_bar = cosine_alpha_bar(config["timesteps"])
    times = [int(t) for t in np.linspace(-1, config["timesteps"] - 1, steps + 1)][::-1]
    x = z
    for now, after in zip(times[:-1], times[1:]):
        a = alpha_bar[now]
        v = net(x, torch.full((x.shape[0],), now))
        start = math.sqrt(a) * x - math.sqrt(1 - a) * v
        noise = math.sqrt(a) * v + math.sqrt(1 - a) * x
        if after < 0:
            return start
        x = math.sqrt(alpha_bar[after]) * start + math.sqrt(1 - alpha_bar[after]) * noise
    raise ValueError("The times must end at -1.")


def quality(paths):
    """Step-length spread (deviation over mean) and largest change of turning angle in radians, for each path."""
    steps = np.diff(paths, axis=-1)
    lengths = np.hypot(steps[:, 0], steps[:, 1])
    spread = lengths.std(axis=1) / lengths.mean(axis=1)
    headings = np.arctan2(steps[:, 1], steps[:, 0])
    turns = (np.diff(headings, axis=1) + np.pi) % (2 * np.pi) - np.pi
    return spread, np.abs(np.diff(turns, axis=1)).max(axis=1)


def sample(args):
    net, config = load(args.model, torch.float32)
    generator = torch.Generator().manual_seed(args.seed)
    z = torch.randn(args.samples, config["channels"], config["length"], generator=generator)
    with torch.no_grad():
        x = torch.cat([ddim(net, config, part, args.steps) for part in z.split(args.batch)]).double().numpy()
    paths = x * np.array(config["deviation"])[None, :, None] + np.array(config["mean"])[None, :, None]
    spread, jump = quality(paths)
    print(f"{args.samples} samples, {args.steps} DDIM steps, seed {args.seed}; 50th / 90th / 99th percentile, largest")
    for name, values in (("step-length spread", spread), ("turning-angle change, rad", jump)):
        p = np.percentile(values, [50, 90, 99])
        print(f"{name:26s} {p[0]:.4f} / {p[1]:.4f} / {p[2]:.4f}, {values.max():.4f}")
    if args.out:
        np.save(args.out, paths)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    fixture = commands.add_parser("fixture", help="write float64 outputs for fixed inputs")
    fixture.add_argument("--model", required=True, help="model directory")
    fixture.add_argument("--out", required=True, help="JSON file to write")
    fixture.set_defaults(run=write_fixture)
    samples = commands.add_parser("sample", help="draw samples and print their quality")
    samples.add_argument("--model", required=True, help="model directory")
    samples.add_argument("--samples", type=int, default=4096)
    samples.add_argument("--steps", type=int, default=60)
    samples.add_argument("--batch", type=int, default=512)
    samples.add_argument("--seed", type=int, default=0)
    samples.add_argument("--out", help="NPY file for the paths, shape [samples, 2, length]")
    samples.set_defaults(run=sample)
    args = parser.parse_args()
    args.run(args)


if __name__ == "__main__":
    main()
