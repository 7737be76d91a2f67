"""The Fourier neural operator of the learning benchmarks in PyTorch: 128 x 128, 32 modes, width 64, batch 8.

Prints one JSON line for an inference and one for a training step (forward, backward, Adam).
"""
import torch
from torch import nn
from torch.nn.functional import gelu

from timing import arguments, report


class SpectralConvolution(nn.Module):
    def __init__(self, channels, modes):
        super().__init__()
        self.modes = modes
        shape = (channels, channels, modes, modes, 2)
        self.weights1 = nn.Parameter(torch.rand(shape) / channels**2)
        self.weights2 = nn.Parameter(torch.rand(shape) / channels**2)

    def forward(self, x):
        m = self.modes
        spectrum = torch.fft.rfft2(x, norm="ortho")
        product = torch.zeros(spectrum.shape, dtype=torch.cfloat)
        for rows, weights in ((slice(0, m), self.weights1), (slice(-m, None), self.weights2)):
            product[:, :, rows, :m] = torch.einsum(
                "bixy,ioxy->boxy", spectrum[:, :, rows, :m], torch.view_as_complex(weights)
            )
        return torch.fft.irfft2(product, s=x.shape[-2:], norm="ortho")


class FourierOperator(nn.Module):
    def __init__(self, inputs=4, width=64, modes=32, depth=4):
        super().__init__()
        self.lift = nn.Conv2d(inputs, width, 1)
        self.spectral = nn.ModuleList(SpectralConvolution(width, modes) for _ in range(depth))
        self.pointwise = nn.ModuleList(nn.Conv2d(width, width, 1) for _ in range(depth))
        self.hidden = nn.Conv2d(width, 128, 1)
        self.output = nn.Conv2d(128, 1, 1)

    def forward(self, x):
        x = self.lift(x)
        for index, (spectral, pointwise) in enumerate(zip(self.spectral, self.pointwise)):
            x = spectral(x) + pointwise(x)
            if index + 1 < len(self.spectral):
                x = gelu(x)
        return self.output(gelu(self.hidden(x)))


def main():
    options = arguments()
    model = FourierOperator()
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    apply = torch.compile(model) if options.compile else model
    x, u = torch.randn(8, 4, 128, 128), torch.randn(8, 1, 128, 128)

    def infer():
        with torch.no_grad():
            apply(x)

    def train():
        optimizer.zero_grad(set_to_none=True)
        loss = (apply(x) - u).square().sum() / len(x)
        loss.backward()
        optimizer.step()
        loss.item()

    report("learning/fno-infer", options, infer)
    report("learning/fno-train", options, train)


main()
