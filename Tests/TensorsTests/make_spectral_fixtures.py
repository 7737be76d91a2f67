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


def gated(x, start, input, hidden, inputBias, hiddenBias):
    """torch.nn.GRU with the given parameters."""
    names = ["weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0"]
    layer = torch.nn.GRU(x.shape[2], start.shape[1], batch_first=True)
    parameters = dict(zip(names, [input, hidden, inputBias, hiddenBias]))
    return torch.func.functional_call(layer, parameters, (x, start.unsqueeze(0)))[0]


def sampled(drive, sample, hidden, hiddenBias, moments, momentsBias, noise):
    """A GRU cell that reads its own samples; `drive` is the constant part of its gates."""
    z, h = noise[:, 0], drive.new_zeros(len(drive), hidden.shape[1])
    all_moments, all_samples = [], []
    for t in range(1, noise.shape[1]):
        a, b = (drive + z @ sample.T).chunk(3, 1), (h @ hidden.T + hiddenBias).chunk(3, 1)
        r, u = torch.sigmoid(a[0] + b[0]), torch.sigmoid(a[1] + b[1])
        h = (1 - u) * torch.tanh(a[2] + r * b[2]) + u * h
        both = h @ moments.T + momentsBias
        mean, log_variance = both.chunk(2, 1)
        z = mean + torch.exp(log_variance / 2) * noise[:, t]
        all_moments.append(both)
        all_samples.append(z)
    return {"all_moments": torch.stack(all_moments, 1), "all_samples": torch.stack(all_samples, 1)}


for b, t, i, h in [(2, 5, 3, 4), (5, 7, 6, 17), (35, 3, 4, 16)]:
    note(
        f"gated.{h}",
        {
            "x": torch.randn(b, t, i),
            "start": torch.randn(b, h),
            "input": 0.5 * torch.randn(3 * h, i),
            "hidden": 0.5 * torch.randn(3 * h, h),
            "inputBias": torch.randn(3 * h),
            "hiddenBias": torch.randn(3 * h),
        },
        gated,
    )
write("spectral-gated")

for b, t, k, h in [(2, 5, 3, 4), (5, 4, 16, 19)]:
    note(
        f"sampled.{h}",
        {
            "drive": torch.randn(b, 3 * h),
            "sample": 0.5 * torch.randn(3 * h, k),
            "hidden": 0.5 * torch.randn(3 * h, h),
            "hiddenBias": torch.randn(3 * h),
            "moments": 0.5 * torch.randn(2 * k, h),
            "momentsBias": torch.randn(2 * k),
            "noise": torch.randn(b, t + 1, k),
        },
        sampled,
    )
write("spectral-sampled")

for n, i, o, h, w in [(2, 3, 5, 4, 5), (1, 17, 18, 3, 40)]:
    note(
        f"pointwise.{o}",
        {"x": torch.randn(n, i, h, w), "w": torch.randn(o, i, 1, 1), "b": torch.randn(o)},
        lambda x, w, b: torch.nn.functional.conv2d(x, w, b),
    )
write("spectral-pointwise")
