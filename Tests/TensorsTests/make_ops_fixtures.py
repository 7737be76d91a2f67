"""Writes Fixtures/ops-*.safetensors: what PyTorch makes of elementwise functions, shapes, points and images.

Run with a Python that has torch, numpy and safetensors; the numbers are the same for the same seed.
"""
from pathlib import Path

import torch
from safetensors.torch import save_file
from torch.nn import functional as F

FIXTURES = Path(__file__).parent / "Fixtures"
torch.manual_seed(408)
entries = {}


def note(name, function, *inputs):
    """Stores inputs a, b, ..., result y, a seed for its gradient and the gradients of <seed, y>."""
    inputs = [value.clone().requires_grad_(True) for value in inputs]
    result = function(*inputs)
    seed = torch.randn_like(result)
    (seed * result).sum().backward()
    for key, value in zip("abc", inputs):
        entries[f"{name}.{key}"] = value.detach().contiguous()
        entries[f"{name}.grad.{key}"] = value.grad.contiguous()
    entries[f"{name}.y"] = result.detach().contiguous()
    entries[f"{name}.seed"] = seed.contiguous()


def write(name):
    path = FIXTURES / f"ops-{name}.safetensors"
    save_file(entries, path)
    assert path.stat().st_size < 100_000, path
    entries.clear()


x = 3 * torch.randn(3, 37)
positive = x.abs() + 0.05
for name, function in {
    "exp": torch.exp, "squared": torch.square, "abs": torch.abs, "tanh": torch.tanh, "sigmoid": torch.sigmoid,
    "relu": torch.relu, "leakyReLU": lambda v: F.leaky_relu(v, 0.2), "gelu": F.gelu, "silu": F.silu,
    "softplus": F.softplus, "clamped": lambda v: v.clamp(-1, 2), "cube": lambda v: v.pow(3),
}.items():
    note(name, function, x)
for name, function in {"log": torch.log, "sqrt": torch.sqrt, "power": lambda v: v.pow(-1.5)}.items():
    note(name, function, positive)

a, b = torch.randn(2, 3, 1, 5), torch.randn(4, 1) + 3
note("add", torch.add, a, b)
note("subtract", torch.sub, a, b)
note("multiply", torch.mul, a, b)
note("divide", torch.div, a, b)
note("maximum", torch.maximum, a, b - 3)
note("minimum", torch.minimum, a, b - 3)
note("where", lambda v, w: torch.where(v > 0.5, v.exp(), w), a, b)
write("elementwise")

x = torch.randn(3, 4, 5)
note("sum", lambda v: v.sum((0, 2)), x)
note("mean", lambda v: v.mean(1, keepdim=True), x)
note("variance", lambda v: v.var((1, 2), correction=1), x)
note("largest", lambda v: v.amax(2), x)
note("smallest", lambda v: v.amin((0, 1)), x)
note("softmax", lambda v: v.softmax(-1), 4 * x)
note("softmaxOfAxis", lambda v: v.softmax(1), 4 * x)
note("logSoftmax", lambda v: v.log_softmax(-1), 4 * x)
note("transposed", lambda v: v.permute(2, 0, 1), x)
note("flipped", lambda v: v.flip(0, 2), x)
note("sliced", lambda v: v[:, 1:3], x)
note("expanded", lambda v: v[:, :1].expand(2, 3, 4, 5), x)
note("concatenated", lambda v, w: torch.cat([v, w, v], 1), x, torch.randn(3, 2, 5))
note("stacked", lambda v, w: torch.stack([v, w], -1), x, torch.randn(3, 4, 5))
note("chunked", lambda v: v.chunk(2, 1)[1] * v.chunk(2, 1)[0], x)
note("unstacked", lambda v: v.unbind(1)[3] - v.unbind(1)[0], x)
note("gathered", lambda v: v.index_select(1, torch.tensor([3, 0, 3])), x)
write("shapes")

x = torch.randn(2, 4, 6, 5)
rows, columns = torch.tensor([0, 5, 2, 2]), torch.tensor([4, 0, 3, 3])
note("points", lambda v: v[:, :, rows, columns], x)
note("constantPadding", lambda v: F.pad(v, (2, 0, 1, 3), value=0.5), x)
for mode in ("reflect", "replicate", "circular"):
    note(f"{mode}Padding", lambda v: F.pad(v, (2, 4, 1, 3), mode=mode), x)
note("shuffled", lambda v: F.pixel_shuffle(v, 2), x)
note("unshuffled", lambda v: F.pixel_unshuffle(v, 2), torch.randn(2, 3, 4, 6))
note("shuffledByFour", lambda v: F.pixel_shuffle(v, 4), torch.randn(1, 32, 3, 2))
for name, size in {"finer": (9, 13), "coarser": (4, 2)}.items():
    note(f"nearest.{name}", lambda v: F.interpolate(v, size, mode="nearest"), x)
    note(f"bilinear.{name}", lambda v: F.interpolate(v, size, mode="bilinear", align_corners=False), x)
grid = torch.tensor([[0.3, 2.0], [4.75, 3.5], [1.5, 0.0]])  # rows, columns
flow = torch.stack([grid[:, 1] / 4 * 2 - 1, grid[:, 0] / 5 * 2 - 1], -1)
note(
    "sampled",
    lambda v: F.grid_sample(v, flow.expand(2, 1, 3, 2), align_corners=True, padding_mode="border").squeeze(2),
    x,
)
write("images")
