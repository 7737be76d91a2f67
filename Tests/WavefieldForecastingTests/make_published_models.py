"""The published forecasters in PyTorch, with random weights: python make_published_models.py [FORM FILE]

Written from the equations of Lyu et al. (2025), arXiv 2405.20516, so that names and shapes of the `state_dict` are those
of the released models. Without arguments it writes Fixtures/published-*.safetensors, models of few channels on small
grids; with them one model at its published size. Each file holds the weights and, under names with a slash, which readers
of weights pass over, an input, the noise with which the forecast begins, and the forecast.
"""

import json
import pathlib
import struct
import sys

import torch
from torch import nn


def kernels(inputs, outputs):
    return nn.Conv2d(inputs, outputs, 3, padding=1)


def peephole(channels, extents):
    return nn.Parameter(torch.randn(channels, *extents))


class LEM(nn.Module):
    """Long expressive memory; `blocks` of convx: 5 with a reset gate, 4 without."""

    name = "convlem"

    def __init__(self, channels, extents, blocks=5):
        super().__init__()
        self.blocks = blocks
        self.convx = kernels(channels, blocks * channels)
        self.convy = kernels(channels, (blocks - 1) * channels)
        self.convz = kernels(channels, channels)
        self.W_z1, self.W_z2 = (peephole(channels, extents) for _ in range(2))
        if blocks == 5:
            self.W_z4 = peephole(channels, extents)

    def forward(self, x, y, z):
        a = self.convx(x).chunk(self.blocks, dim=1)
        h = self.convy(y).chunk(self.blocks - 1, dim=1)
        rate = torch.sigmoid(a[1] + h[1] + self.W_z2 * z)
        z = (1 - rate) * z + rate * torch.tanh(a[-1] + h[2])
        slow = torch.sigmoid(a[0] + h[0] + self.W_z1 * z)
        product = self.convz(z)
        if self.blocks == 5:
            product = torch.sigmoid(a[2] + h[3] + self.W_z4 * z) * product
        return (1 - slow) * y + slow * torch.tanh(product + a[-2]), z


class PlainLEM(LEM):
    def __init__(self, channels, extents):
        super().__init__(channels, extents, blocks=4)


class LSTM(nn.Module):
    """Shi et al. (2015)."""

    name = "convlstm"

    def __init__(self, channels, extents):
        super().__init__()
        self.conv = kernels(2 * channels, 4 * channels)
        self.W_ci, self.W_co, self.W_cf = (peephole(channels, extents) for _ in range(3))

    def forward(self, x, h, c):
        i, f, u, o = self.conv(torch.cat([x, h], dim=1)).chunk(4, dim=1)
        entering = torch.sigmoid(i + self.W_ci * c) * torch.tanh(u)
        c = torch.sigmoid(f + self.W_cf * c) * c + entering
        return torch.sigmoid(o + self.W_co * c) * torch.tanh(c), c


class GRU(nn.Module):
    """Ballas et al. (2016), with peepholes; the memory is not used."""

    name = "gru"

    def __init__(self, channels, extents):
        super().__init__()
        self.convx, self.convh = kernels(channels, 3 * channels), kernels(channels, 2 * channels)
        self.conv_hreset = kernels(channels, channels)
        self.W_1, self.W_2 = (peephole(channels, extents) for _ in range(2))

    def forward(self, x, h, memory):
        ux, gx, ax = self.convx(x).chunk(3, dim=1)
        gh, ah = self.convh(h).chunk(2, dim=1)
        update = torch.sigmoid(gx + gh + self.W_1 * h)
        reset = torch.sigmoid(ax + ah + self.W_2 * h)
        return (1 - update) * h + update * torch.tanh(ux + self.conv_hreset(reset * h)), memory


class Halving(nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        convolution = nn.Conv2d(inputs, outputs, 4, stride=2, padding=1)
        self.layer = nn.Sequential(convolution, nn.BatchNorm2d(outputs), nn.LeakyReLU())

    def forward(self, x):
        return self.layer(x)


class Frames(nn.Module):
    """The encoder of frames."""

    def __init__(self, stages):
        super().__init__()
        self.model = nn.Sequential()
        for layer, (inputs, outputs) in enumerate(zip([3] + stages, stages), start=1):
            self.model.add_module(f"encoder_layer{layer}", Halving(inputs, outputs))

    def forward(self, x):
        return self.model(x)


class Image(nn.Module):
    """What follows the fully connected layers of the encoder of stations."""

    def __init__(self, width, channels):
        super().__init__()
        self.model = nn.Sequential(kernels(3, width), nn.BatchNorm2d(width), nn.LeakyReLU())
        self.model.add_module("encoder_layer2", Halving(width, channels))

    def forward(self, x):
        return self.model(x)


class Stations(nn.Module):
    """The encoder of records [n, 3, stations]."""

    def __init__(self, stations, extents, width, channels):
        super().__init__()
        self.doubled = [2 * extent for extent in extents]
        points = extents[0] * extents[1]

        def spreading(inputs, outputs):
            return nn.Sequential(nn.Linear(inputs, outputs), nn.LeakyReLU(), nn.BatchNorm1d(3))

        self.FC1, self.FC2 = spreading(stations, points), spreading(points, 4 * points)
        self.encoder = Image(width, channels)

    def forward(self, x):
        return self.encoder(self.FC2(self.FC1(x)).reshape(len(x), 3, *self.doubled))


class Enlarging(nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        enlarge = nn.ConvTranspose2d(inputs, outputs, 4, stride=2, padding=1)
        self.layer = nn.Sequential(enlarge, nn.LeakyReLU())

    def forward(self, x):
        return self.layer(x)


class Painter(nn.Module):
    """The decoder without its last convolution; `painted` channels before the shuffle, None for no layer there."""

    def __init__(self, channels, painted, factor):
        super().__init__()
        self.model = nn.Sequential()
        if painted:
            self.model.add_module("decoder_layer1", Enlarging(channels, painted))
        self.model.add_module("decoder_layer2", nn.PixelShuffle(factor))

    def forward(self, x):
        return self.model(x)


class Forecaster(nn.Module):
    """stages: channels after each halving; stations: how many, None for frames; painted: see Painter."""

    def __init__(self, stages, extents, cell=LEM, stations=None, painted=None, again=False):
        super().__init__()
        channels = stages[-1]
        factor = 2 ** (len(stages) - (1 if painted else 0))
        self.extents, self.channels = extents, channels
        self.encoder = (
            Stations(stations, extents, stages[-2], channels) if stations else Frames(stages)
        )
        self.decoder = Painter(channels, painted, factor)
        self.reencode = Frames(stages) if again else None
        self.cells = [f"{part}_{layer}_{cell.name}" for part in ["encoder", "decoder"] for layer in [1, 2]]
        for name in self.cells:
            self.add_module(name, cell(channels, extents))
        self.conv1 = kernels((painted or channels) // factor**2, 3)

    def forward(self, x, noise, steps):
        """x [n, T, 3, …], noise [n, channels, h, w] → [n, steps, 3, H, W]."""
        first, second, third, fourth = (getattr(self, name) for name in self.cells)
        zeros = torch.zeros_like(noise)
        lower, upper = (zeros, zeros), (zeros, zeros)
        for step in range(x.shape[1]):
            lower = first(self.encoder(x[:, step]), *lower)
            upper = second(lower[0], *upper)
        given, frames = noise, []
        for _ in range(steps):
            lower = third(given, *lower)
            upper = fourth(lower[0], *upper)
            frames.append(self.conv1(self.decoder(upper[0])))
            given = upper[0]
            if self.reencode is not None:
                given = given + self.reencode(frames[-1])
        return torch.stack(frames, dim=1)


def trained(model):
    """Makes normalisations, gates and forecasts as large as those of a model that has learned."""
    for layer in model.modules():
        if isinstance(layer, (nn.BatchNorm1d, nn.BatchNorm2d)):
            nn.init.uniform_(layer.weight, 0.5, 1.5)
            nn.init.normal_(layer.bias, std=0.2)
            layer.running_mean.normal_(std=0.3)
            layer.running_var.uniform_(0.5, 2)
            layer.num_batches_tracked.fill_(1234)
    with torch.no_grad():
        model.conv1.weight *= 8
        for name in model.cells:
            for layer in getattr(model, name).children():
                layer.weight *= 2
    return model.eval()


def write(path, tensors):
    """A safetensors file: the header's length, the header, the numbers; those of 8 bytes first."""
    header, data = {}, b""
    for name, tensor in sorted(tensors.items(), key=lambda item: -item[1].element_size()):
        numbers = tensor.detach().contiguous().numpy().tobytes()
        header[name] = {
            "dtype": {torch.float32: "F32", torch.int64: "I64"}[tensor.dtype],
            "shape": list(tensor.shape),
            "data_offsets": [len(data), len(data) + len(numbers)],
        }
        data += numbers
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    pathlib.Path(path).write_bytes(struct.pack("<Q", len(text)) + text + data)


def record(path, model, samples, inputs, steps, prefix=""):
    model = trained(model)
    reduction = 2 ** (len(model.encoder.model) if isinstance(model.encoder, Frames) else 0)
    place = [reduction * extent for extent in model.extents]
    if isinstance(model.encoder, Stations):
        place = [model.encoder.FC1[0].in_features]
    x = torch.randn(samples, inputs, 3, *place)
    noise = torch.rand(samples, model.channels, *model.extents)
    with torch.no_grad():
        forecast = model(x, noise, steps)
    tensors = {prefix + name: tensor for name, tensor in model.state_dict().items()}
    write(path, tensors | {"case/input": x, "case/noise": noise, "case/forecast": forecast})
    count = sum(parameter.numel() for parameter in model.parameters())
    print(pathlib.Path(path).name, count, "parameters, largest", float(forecast.abs().max()))


FULL = {
    "dense": lambda: Forecaster([36, 72, 144], (43, 28), painted=144),
    "ablation": lambda: Forecaster([72, 144], (21, 14), again=True),
    "sparse": lambda: Forecaster([36, 72, 144], (43, 28), stations=564, painted=144),
    "lstm": lambda: Forecaster([72, 144], (21, 14), LSTM),
    "gru": lambda: Forecaster([72, 144], (21, 14), GRU),
}
SMALL = {
    "dense": lambda: Forecaster([2, 3, 4], (2, 3), painted=16),
    "ablation": lambda: Forecaster([4], (3, 4), again=True),
    "sparse": lambda: Forecaster([2, 3, 4], (3, 2), stations=7, painted=16),
    "plain": lambda: Forecaster([4], (4, 3), PlainLEM, again=True),
    "lstm": lambda: Forecaster([4], (4, 3), LSTM),
    "gru": lambda: Forecaster([4], (4, 3), GRU),
}

torch.manual_seed(2025)
if len(sys.argv) == 3:
    record(sys.argv[2], FULL[sys.argv[1]](), samples=1, inputs=3, steps=4)
else:
    folder = pathlib.Path(__file__).parent / "Fixtures"
    for form, model in SMALL.items():
        target = folder / f"published-{form}.safetensors"
        # Data-parallel training leaves names that begin with "module.".
        prefix = "module." if form == "gru" else ""
        record(target, model(), samples=2, inputs=3, steps=3, prefix=prefix)
        assert target.stat().st_size < 100_000, target
