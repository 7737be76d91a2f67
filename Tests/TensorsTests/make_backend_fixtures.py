"""Writes Fixtures/convolution*.safetensors and Fixtures/product*.safetensors: PyTorch's products and convolutions.

Run with a Python that has torch, numpy and safetensors; the numbers are the same for the same seed. Each case has
inputs, the result `y`, a seed for its gradient and the gradients of <seed, y>; the metadata tell its parameters.
"""
import json
from pathlib import Path

import torch
import torch.nn.functional as F
from safetensors.torch import save_file

FIXTURES = Path(__file__).parent / "Fixtures"
torch.manual_seed(2004)
entries, cases = {}, {}


def note(name, inputs, parameters, function):
    inputs = {key: value.clone().requires_grad_(True) for key, value in inputs.items()}
    y = function(**inputs)
    seed = torch.randn_like(y)
    (seed * y).sum().backward()
    for key, value in inputs.items():
        entries[f"{name}.{key}"] = value.detach()
        entries[f"{name}.grad.{key}"] = value.grad
    entries[f"{name}.y"] = y.detach()
    entries[f"{name}.seed"] = seed
    cases[name] = parameters


def write(name):
    tensors = {key: value.contiguous() for key, value in entries.items()}
    save_file(tensors, FIXTURES / f"{name}.safetensors", metadata={"cases": json.dumps(cases)})
    size = (FIXTURES / f"{name}.safetensors").stat().st_size
    assert size < 100_000, f"{name}: {size} bytes"
    entries.clear()
    cases.clear()


def convolution(name, n, ci, co, h, w, k, stride=1, padding=0, groups=1, bias=True):
    inputs = {"x": torch.randn(n, ci, h, w), "weight": torch.randn(co, ci // groups, k, k)}
    if bias:
        inputs["bias"] = torch.randn(co)
    parameters = {"stride": stride, "padding": padding, "groups": groups}

    def run(x, weight, bias=None):
        return F.conv2d(x, weight, bias, stride, padding, 1, groups)

    note(name, inputs, parameters, run)


def transposed(name, n, ci, co, h, w, k, stride=1, padding=0, extra=0, groups=1, bias=True):
    inputs = {"x": torch.randn(n, ci, h, w), "weight": torch.randn(ci, co // groups, k, k)}
    if bias:
        inputs["bias"] = torch.randn(co)
    parameters = {"stride": stride, "padding": padding, "outputPadding": extra, "groups": groups}

    def run(x, weight, bias=None):
        return F.conv_transpose2d(x, weight, bias, stride, padding, extra, groups)

    note(name, inputs, parameters, run)


convolution("same", 1, 16, 32, 9, 10, 3, padding=1)
write("convolution-same")

convolution("images", 1, 3, 20, 12, 10, 4, stride=2, padding=1)
convolution("odd", 2, 9, 5, 8, 11, 3, padding=1, bias=False)
convolution("strided", 2, 5, 7, 9, 8, 3, stride=2, padding=2)
convolution("pointwise", 2, 6, 4, 5, 7, 1)
convolution("valid", 1, 4, 6, 7, 6, 5, bias=False)
convolution("groups", 2, 8, 12, 6, 6, 3, padding=1, groups=4)
convolution("depthwise", 1, 6, 6, 7, 5, 3, padding=1, groups=6)
write("convolution")

transposed("doubling", 1, 16, 16, 5, 4, 4, stride=2, padding=1)
transposed("odd", 2, 5, 3, 4, 5, 4, stride=2, padding=1)
transposed("extra", 1, 4, 6, 5, 4, 3, stride=2, padding=1, extra=1)
transposed("plain", 2, 3, 4, 6, 5, 3, bias=False)
transposed("groups", 1, 6, 9, 4, 4, 3, stride=3, padding=1, extra=2, groups=3)
write("convolution-transposed")


def product(name, a, b, transpose_a=False, transpose_b=False):
    def run(a, b):
        return (a.mT if transpose_a else a) @ (b.mT if transpose_b else b)

    parameters = {"transposeSelf": transpose_a, "transposeOther": transpose_b}
    note(name, {"a": torch.randn(*a), "b": torch.randn(*b)}, parameters, run)


product("plain", (7, 5), (5, 9))
product("first", (5, 7), (5, 9), transpose_a=True)
product("second", (7, 5), (9, 5), transpose_b=True)
product("both", (5, 7), (9, 5), True, True)
product("batch", (3, 4, 6), (3, 6, 5))
product("shared", (3, 4, 6), (6, 5))
product("sharedLeft", (4, 6), (3, 6, 5))
product("broadcast", (2, 1, 4, 6), (3, 5, 6), transpose_b=True)
write("product")
