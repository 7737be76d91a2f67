"""Writes Fixtures/spectral*.safetensors: what PyTorch makes of transforms, mode products and recurrences.

Run with a Python that has torch, numpy and safetensors; the numbers are the same for the same seed.
"""
from pathlib import Path

import torch
from safetensors.torch import save_file

FIXTURES = Path(__file__).parent / "Fixtures"
torch.manual_seed(2021)
entries = {}


def note(name, inputs, function):
    """Stores inputs, result, a seed for its gradient and the gradients of <seed, result>."""
    inputs = {key: value.clone().requires_grad_(True) for key, value in inputs.items()}
    results = function(**inputs)
    results = results if isinstance(results, dict) else {"y": results}
    seeds = {key: torch.randn_like(value) for key, value in results.items()}
    sum((seeds[key] * value).sum() for key, value in results.items()).backward()
    for key, value in inputs.items():
        entries[f"{name}.{key}"] = value.detach()
        entries[f"{name}.grad.{key}"] = value.grad
    for key, value in results.items():
        entries[f"{name}.{key}"] = value.detach()
        entries[f"{name}.seed.{key}"] = seeds[key]


def write(name):
    save_file({key: value.contiguous() for key, value in entries.items()}, FIXTURES / f"{name}.safetensors")
    entries.clear()


def pairs(z):
    return torch.view_as_real(z)


def complexes(x):
    return torch.view_as_complex(x.contiguous())


for norm in ["backward", "ortho", "forward"]:
    for n in [8, 9]:
        note(f"rfft.{norm}.{n}", {"x": torch.randn(3, n)}, lambda x: pairs(torch.fft.rfft(x, norm=norm)))
        note(
            f"irfft.{norm}.{n}",
            {"x": torch.randn(3, n // 2 + 1, 2)},
            lambda x: torch.fft.irfft(complexes(x), n=n, norm=norm),
        )
    for shape in [(6, 8), (5, 7)]:
        size = f"{shape[0]}x{shape[1]}"
        note(f"rfft2.{norm}.{size}", {"x": torch.randn(2, *shape)}, lambda x: pairs(torch.fft.rfft2(x, norm=norm)))
        note(
            f"irfft2.{norm}.{size}",
            {"x": torch.randn(2, shape[0], shape[1] // 2 + 1, 2)},
            lambda x: torch.fft.irfft2(complexes(x), s=shape, norm=norm),
        )
write("spectral-fourier")

for k, b, i, o in [(3, 2, 5, 4), (2, 9, 9, 11), (2, 8, 16, 24)]:
    note(
        f"modes.{b}.{i}.{o}",
        {"x": torch.randn(k, b, i, 2), "w": torch.randn(k, i, o, 2)},
        lambda x, w: pairs(torch.einsum("kbi,kio->kbo", complexes(x), complexes(w))),
    )


def spectral_convolution(x, weights1, weights2):
    """The published layer, with weights [in, out, m, n, 2]."""
    m, n = weights1.shape[2:4]
    spectrum = torch.fft.rfft2(x, norm="ortho")
    product = torch.zeros(x.shape[0], weights1.shape[1], *spectrum.shape[2:], dtype=spectrum.dtype)
    mix = lambda part, w: torch.einsum("bixy,ioxy->boxy", part, complexes(w))
    product[:, :, :m, :n] = mix(spectrum[:, :, :m, :n], weights1)
    product[:, :, -m:, :n] = mix(spectrum[:, :, -m:, :n], weights2)
    return torch.fft.irfft2(product, s=x.shape[-2:], norm="ortho")


for batch, i, o, h, w, m, n in [(2, 3, 2, 8, 10, 2, 3), (1, 2, 3, 9, 7, 4, 4), (2, 9, 8, 6, 6, 3, 4)]:
    note(
        f"convolution.{h}x{w}",
        {
            "x": torch.randn(batch, i, h, w),
            "weights1": torch.randn(i, o, m, n, 2),
            "weights2": torch.randn(i, o, m, n, 2),
        },
        spectral_convolution,
    )
write("spectral-convolution")
