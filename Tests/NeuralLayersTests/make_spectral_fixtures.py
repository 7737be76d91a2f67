"""Writes Fixtures/spectral-layers.safetensors: PyTorch's recurrent and attention layers and a spectral layer.

Keys are <case>.x, .y, .seed (the gradient that arrives at y), .grad.x, and .parameter.<name> with .grad.<name>.
Run with a Python that has torch, numpy and safetensors; the numbers are the same for the same seed.
"""
from pathlib import Path

import torch
from safetensors.torch import save_file

torch.manual_seed(2017)
entries = {}


class SpectralConvolution(torch.nn.Module):
    def __init__(self, inputs, outputs, m, n):
        super().__init__()
        self.modes = (m, n)
        self.weights1 = torch.nn.Parameter(torch.rand(inputs, outputs, m, n, 2))
        self.weights2 = torch.nn.Parameter(torch.rand(inputs, outputs, m, n, 2))

    def forward(self, x):
        m, n = self.modes
        spectrum = torch.fft.rfft2(x, norm="ortho")
        product = torch.zeros(x.shape[0], self.weights1.shape[1], *spectrum.shape[2:], dtype=spectrum.dtype)
        for rows, weights in ((slice(0, m), self.weights1), (slice(-m, None), self.weights2)):
            product[:, :, rows, :n] = torch.einsum(
                "bixy,ioxy->boxy", spectrum[:, :, rows, :n], torch.view_as_complex(weights)
            )
        return torch.fft.irfft2(product, s=x.shape[-2:], norm="ortho")


def note(name, layer, x, apply):
    x.requires_grad_(True)
    y = apply(layer, x)
    seed = torch.randn_like(y)
    y.backward(seed)
    entries.update({f"{name}.x": x.detach(), f"{name}.y": y.detach(), f"{name}.seed": seed, f"{name}.grad.x": x.grad})
    for key, parameter in layer.named_parameters():
        entries[f"{name}.parameter.{key}"] = parameter.detach()
        entries[f"{name}.grad.{key}"] = parameter.grad


mask = torch.triu(torch.ones(6, 6, dtype=torch.bool), diagonal=1)
note("spectral", SpectralConvolution(3, 4, 3, 2), torch.randn(2, 3, 8, 9), lambda l, x: l(x))
note("gru", torch.nn.GRU(5, 7, num_layers=2, batch_first=True), torch.randn(3, 6, 5), lambda l, x: l(x)[0])
note("cell", torch.nn.GRUCell(5, 7), torch.randn(3, 5), lambda l, x: l(x, torch.linspace(-1, 1, 21).reshape(3, 7)))
attention = torch.nn.MultiheadAttention(8, 2, batch_first=True)
torch.nn.init.normal_(attention.in_proj_bias)
note("attention", attention, torch.randn(2, 6, 8), lambda l, x: l(x, x, x, need_weights=False)[0])
attention = torch.nn.MultiheadAttention(8, 4, batch_first=True)
note("causal", attention, torch.randn(2, 6, 8), lambda l, x: l(x, x, x, need_weights=False, attn_mask=mask)[0])
# Of six places the first example ignores the last two, the second the first, third and fifth.
ignored = torch.tensor([[0, 0, 0, 0, 1, 1], [1, 0, 1, 0, 1, 0]], dtype=torch.bool)
attention = torch.nn.MultiheadAttention(8, 2, dropout=0.3, batch_first=True).eval()
torch.nn.init.normal_(attention.in_proj_bias)
note(
    "masked", attention, torch.randn(2, 6, 8),
    lambda l, x: l(x, x, x, need_weights=False, key_padding_mask=ignored)[0],
)
save_file(
    {key: value.contiguous() for key, value in entries.items()},
    Path(__file__).parent / "Fixtures" / "spectral-layers.safetensors",
)
