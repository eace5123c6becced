"""The reference networks with seeded random weights: as unet1d.py has them, and as fast as PyTorch can be made to run.

    python3 networks.py --network R32 --steps 5 --out FILE.npz

writes weights, time tables and sampler coefficients for peers that do not load PyTorch.
"""

import argparse
import dataclasses
import math

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

import throughput
import unet1d
import workloads

SEED = 1


class Sinusoid(nn.Module):
    """As unet1d.Sinusoid, on the device and in the type of the network."""

    def __init__(self, dim, like):
        super().__init__()
        self.half = dim // 2
        self.like = [like]

    def forward(self, t):
        k = torch.arange(self.half, device=t.device, dtype=torch.float32)
        angle = t.float()[:, None] * torch.exp(-math.log(10000) * k / (self.half - 1))[None, :]
        return torch.cat((angle.sin(), angle.cos()), dim=-1).to(self.like[0].dtype)


class Mlp(nn.Module):
    """Dense layers over all elements of a sample; the time is added to what enters the first activation."""

    def __init__(self, config):
        super().__init__()
        widths = config["widths"]
        self.layers = nn.ModuleList(nn.Linear(a, b) for a, b in zip(widths[:-1], widths[1:]))
        self.time_mlp = nn.Sequential(nn.Identity(), nn.Linear(widths[0], widths[1]))
        self.time_mlp[0] = Sinusoid(widths[0], self.time_mlp[1].weight)

    def forward(self, x, t):
        h = self.layers[0](x.flatten(1)) + self.time_mlp(t)
        for layer in self.layers[1:]:
            h = layer(F.silu(h))
        return h.view_as(x)


def build(config, seed=SEED):
    """The network in float32 on the CPU, with standardised weights folded."""
    torch.manual_seed(seed)
    if config["architecture"] == "mlp":
        return Mlp(config).eval().requires_grad_(False)
    net = throughput.fold(unet1d.Unet1d(config)).requires_grad_(False)
    net.time_mlp[0] = Sinusoid(config["dim"], net.time_mlp[1].weight)
    return net


def schedule(config, steps):
    """(time, alpha-bar there, alpha-bar after) of each DDIM step, as in unet1d.ddim."""
    alpha_bar = unet1d.cosine_alpha_bar(config["timesteps"])
    times = [int(t) for t in np.linspace(-1, config["timesteps"] - 1, steps + 1)][::-1]
    after = [float(alpha_bar[t]) if t >= 0 else 1.0 for t in times[1:]]
    return [(now, float(alpha_bar[now]), then) for now, then in zip(times[:-1], after)]


def coefficients(config, steps):
    """(c, e) of each DDIM step with eta 0 and v-prediction, written as c x + e v."""
    rows = []
    for _, now, then in schedule(config, steps):
        a, b, c, d = math.sqrt(now), math.sqrt(1 - now), math.sqrt(then), math.sqrt(1 - then)
        rows.append((a * c + b * d, a * d - b * c))
    return rows


def resnets(net):
    """The residual blocks in the order in which the network runs them."""
    found = [block for level in net.downs for block in level[:2]] + [net.mid_block1, net.mid_block2]
    return found + [block for level in net.ups for block in level[:2]] + [net.final_res_block]


def time_table(net, config, steps):
    """What depends on the step alone, a row a step.

    For a U-Net: of each residual block's first group norm, scale and shift after the modulation, one after another.
    For an MLP: the bias of the first layer.
    """
    times = torch.tensor([float(now) for now, _, _ in schedule(config, steps)])
    embedded = net.time_mlp(times)
    if config["architecture"] == "mlp":
        return embedded + net.layers[0].bias
    columns = []
    for block in resnets(net):
        scale, shift = block.mlp(embedded).chunk(2, dim=1)
        norm = block.block1.norm
        columns += [norm.weight * (scale + 1), norm.bias * (scale + 1) + shift]
    return torch.cat(columns, dim=1)


@dataclasses.dataclass(frozen=True)
class Form:
    """How FastUnet computes: convolution is cudnn (1 x k, channels-last images) or gemm; norm is native or composed."""

    convolution: str = "cudnn"
    norm: str = "composed"

    def __str__(self):
        kind = {"cudnn": "Conv2d channels_last", "gemm": "convolutions as GEMM"}[self.convolution]
        return f"{kind}, {self.norm} group norm"


# At up to this length a convolution of kernel 3 is cheaper as one dense product over all positions.
DENSE_LENGTH = 4


class Convolution(nn.Module):
    """[N, L, C] to [N, L', C']."""

    def __init__(self, conv, form, length):
        super().__init__()
        weight = conv.weight.detach()
        self.outputs, self.inputs, self.kernel = weight.shape
        self.stride, self.padding = conv.stride[0], conv.padding[0]
        self.kind = "linear" if self.kernel == 1 else form.convolution
        bias = conv.bias.detach() if conv.bias is not None else None
        if self.kind == "gemm" and length <= DENSE_LENGTH and self.stride == 1:
            self.kind = "dense"
            dense = weight.new_zeros(length, self.outputs, length, self.inputs)
            for to in range(length):
                for tap in range(self.kernel):
                    source = to + tap - self.padding
                    if 0 <= source < length:
                        dense[to, :, source, :] = weight[:, :, tap]
            weight, bias = dense.reshape(length * self.outputs, length * self.inputs), bias.repeat(length)
        elif self.kind == "gemm":
            weight = weight.permute(0, 2, 1).reshape(self.outputs, -1)
        elif self.kind == "linear":
            weight = weight[:, :, 0]
        else:
            weight = weight[:, :, None, :]
        self.register_buffer("weight", weight.contiguous())
        self.register_buffer("bias", bias)

    def finish(self):
        if self.kind == "cudnn":
            self.weight = self.weight.contiguous(memory_format=torch.channels_last)

    def forward(self, t):
        n, length, _ = t.shape
        if self.kind == "linear":
            return F.linear(t, self.weight, self.bias)
        if self.kind == "dense":
            return F.linear(t.reshape(n, -1), self.weight, self.bias).view(n, length, self.outputs)
        if self.kind == "gemm":
            padded = F.pad(t, (0, 0, self.padding, self.padding))
            out = (length + 2 * self.padding - self.kernel) // self.stride + 1
            last = self.stride * (out - 1) + 1
            taps = [padded[:, i : i + last : self.stride] for i in range(self.kernel)]
            return F.linear(torch.cat(taps, dim=2), self.weight, self.bias)
        image = t.transpose(1, 2).unsqueeze(2)
        out = F.conv2d(image, self.weight, self.bias, stride=(1, self.stride), padding=(0, self.padding))
        return out.squeeze(2).transpose(1, 2)


class FastUnet(nn.Module):
    """Unet1d over [N, L, C], the embedding of the time and what it modulates hoisted out of it."""

    def __init__(self, net, config, form, dtype):
        super().__init__()
        self.form, self.groups = form, config["groups"]
        self.heads, self.width = config["heads"], config["head_dim"]
        self.channels, self.length = config["channels"], config["length"]
        self.convs, self.norms = nn.ModuleList(), nn.ParameterList()
        length = self.length
        self.stem = self._conv(net.init_conv, length)
        blocks, self.blocks, self.sizes = iter(resnets(net)), [], []

        def resnet(at):
            block = next(blocks)
            self.sizes += 2 * [block.block1.norm.num_channels]
            shortcut = self._conv(block.res_conv, at) if isinstance(block.res_conv, nn.Conv1d) else None
            self.blocks.append((self._conv(block.block1.proj, at), self._conv(block.block2.proj, at),
                                self._keep(block.block2.norm.weight), self._keep(block.block2.norm.bias), shortcut))
            return len(self.blocks) - 1

        def attention(module, at):
            inner, full = module.fn.fn, isinstance(module.fn.fn, unet1d.FullAttention)
            out = inner.to_out if full else inner.to_out[0]
            after = None if full else self._keep(inner.to_out[1].g.flatten())
            return (self._keep(module.fn.norm.g.flatten()), self._conv(inner.to_qkv, at), self._conv(out, at), after)

        self.downs, self.ups = [], []
        for first, second, attend, resample in net.downs:
            level = resnet(length), resnet(length), attention(attend, length)
            self.downs.append((*level, self._conv(resample, length)))
            length //= resample.stride[0]
        self.mid = resnet(length), attention(net.mid_attn, length), resnet(length)
        for first, second, attend, resample in net.ups:
            level = resnet(length), resnet(length), attention(attend, length)
            doubles = isinstance(resample, nn.Sequential)
            length *= 2 if doubles else 1
            self.ups.append((*level, doubles, self._conv(resample[1] if doubles else resample, length)))
        self.last, self.head = resnet(length), self._conv(net.final_conv, length)
        self.to(dtype)
        for conv in self.convs:
            conv.finish()

    def _conv(self, conv, length):
        self.convs.append(Convolution(conv, self.form, length))
        return len(self.convs) - 1

    def _keep(self, values):
        self.norms.append(nn.Parameter(values.detach().clone(), requires_grad=False))
        return len(self.norms) - 1

    def _group_norm(self, t, weight, bias):
        n, length, channels = t.shape
        if self.form.norm == "native":
            return F.group_norm(t.transpose(1, 2), self.groups, weight, bias, 1e-5).transpose(1, 2)
        grouped = t.reshape(n, length, self.groups, channels // self.groups)
        var, mean = torch.var_mean(grouped.float(), dim=(1, 3), correction=0, keepdim=True)
        # Scale and offset for a channel of a row first: one pass over the activations remains.
        rate = torch.rsqrt(var + 1e-5)
        by_group = weight.view(self.groups, -1).float()
        scale = rate * by_group
        offset = bias.view(self.groups, -1).float() - mean * scale
        return torch.addcmul(offset.to(t.dtype), grouped, scale.to(t.dtype)).view(n, length, channels)

    def _resnet(self, which, t, modulation):
        first, second, weight, bias, shortcut = self.blocks[which]
        h = F.silu(self._group_norm(self.convs[first](t), modulation[2 * which], modulation[2 * which + 1]))
        h = F.silu(self._group_norm(self.convs[second](h), self.norms[weight], self.norms[bias]))
        return h + (t if shortcut is None else self.convs[shortcut](t))

    def _rms(self, t, which):
        return F.rms_norm(t, t.shape[-1:], self.norms[which], 1e-24)

    def _attend(self, parts, t):
        before, to_qkv, to_out, after = parts
        n, length, _ = t.shape
        qkv = self.convs[to_qkv](self._rms(t, before)).view(n, length, 3, self.heads, self.width)
        q, k, v = qkv.unbind(2)
        if after is None:
            weights = torch.einsum("bihd,bjhd->bhij", q * self.width**-0.5, k).softmax(dim=-1)
            mixed = torch.einsum("bhij,bjhe->bihe", weights, v)
        else:
            q = q.softmax(dim=-1) * self.width**-0.5
            context = torch.einsum("blhd,blhe->bhde", k.softmax(dim=1), v)
            mixed = torch.einsum("bhde,blhd->blhe", context, q)
        out = self.convs[to_out](mixed.reshape(n, length, -1))
        return t + (out if after is None else self._rms(out, after))

    def forward(self, x, row):
        """x [N, channels * length] in float32 and the row of a step in the time table; v in float32."""
        n = x.shape[0]
        modulation = row.split(self.sizes)
        t = x.view(n, self.channels, self.length).transpose(1, 2).to(row.dtype).contiguous()
        t = self.convs[self.stem](t)
        stem, skips = t, []
        for first, second, attention, resample in self.downs:
            t = self._resnet(first, t, modulation)
            skips.append(t)
            t = self._attend(attention, self._resnet(second, t, modulation))
            skips.append(t)
            t = self.convs[resample](t)
        first, attention, second = self.mid
        t = self._resnet(second, self._attend(attention, self._resnet(first, t, modulation)), modulation)
        for first, second, attention, doubles, resample in self.ups:
            t = self._resnet(first, torch.cat((t, skips.pop()), dim=2), modulation)
            t = self._attend(attention, self._resnet(second, torch.cat((t, skips.pop()), dim=2), modulation))
            if doubles:
                t = t[:, :, None, :].expand(-1, -1, 2, -1).reshape(n, 2 * t.shape[1], t.shape[2])
            t = self.convs[resample](t)
        t = self._resnet(self.last, torch.cat((t, stem), dim=2), modulation)
        return self.convs[self.head](t).transpose(1, 2).reshape(n, -1).float()


class Pick(nn.Module):
    """Stands for the projection of a time that was embedded beforehand."""

    def __init__(self, which):
        super().__init__()
        self.which = which

    def forward(self, rows):
        return rows[self.which]


class PlainUnet(nn.Module):
    """unet1d.Unet1d itself with Conv1d, scale and shift of each residual block hoisted."""

    def __init__(self, net, config, dtype):
        super().__init__()
        self.net, self.channels, self.length = net.to(dtype), config["channels"], config["length"]
        self.sizes = [2 * block.block1.norm.num_channels for block in resnets(net)]
        net.time_mlp = nn.Identity()
        for i, block in enumerate(resnets(net)):
            block.mlp = Pick(i)

    def forward(self, x, row):
        rows = [part[None] for part in row.split(self.sizes)]
        v = self.net(x.view(-1, self.channels, self.length).to(row.dtype), rows)
        return v.reshape(x.shape).float()


class FastMlp(nn.Module):
    """Mlp over [N, d] with the time in the bias of the first layer."""

    def __init__(self, net, dtype):
        super().__init__()
        self.layers = net.layers.to(dtype)

    def forward(self, x, row):
        h = F.linear(x.to(row.dtype), self.layers[0].weight, row)
        for layer in self.layers[1:]:
            h = layer(F.silu(h))
        return h.float()


def plain_table(net, config, steps):
    """Scale and shift of each residual block, a row a step."""
    embedded = net.time_mlp(torch.tensor([float(now) for now, _, _ in schedule(config, steps)]))
    return torch.cat([block.mlp(embedded) for block in resnets(net)], dim=1)


def fast(config, steps, form, dtype, device):
    """(network, [time table row of each step]) in the given form (None: the network of unet1d.py) and type."""
    net = build(config)
    if config["architecture"] == "mlp":
        table, module = time_table(net, config, steps), FastMlp(net, dtype)
    elif form is None:
        table, module = plain_table(net, config, steps), PlainUnet(net, config, dtype)
    else:
        table, module = time_table(net, config, steps), FastUnet(net, config, form, dtype)
    # Rows apart from one another: each is aligned as an allocation is.
    rows = [row.clone().to(device=device, dtype=dtype) for row in table]
    module = module.to(device).eval().requires_grad_(False)
    for conv in module.modules():
        if isinstance(conv, Convolution):
            conv.finish()
    return module, rows


def export(config, steps, file):
    net = build(config)
    arrays = {name: tensor.numpy() for name, tensor in net.state_dict().items()}
    arrays["time_table"] = time_table(net, config, steps).numpy()
    arrays["coefficients"] = np.array(coefficients(config, steps), dtype=np.float32)
    np.savez(file, **arrays)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--network", required=True, choices=sorted(workloads.NETWORKS))
    parser.add_argument("--steps", type=int, required=True)
    parser.add_argument("--out", required=True)
    args = parser.parse_args()
    export(workloads.NETWORKS[args.network], args.steps, args.out)


if __name__ == "__main__":
    main()
