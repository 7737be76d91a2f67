"""The ConvLEM forecaster of the learning benchmarks in PyTorch: same layers, shapes and loss as ours.

Layers after Lyu et al. (2025), arXiv 2405.20516. Prints one JSON line for a forecast and one for a training step
(forward, backward, Adam) at the size `paper` or `laptop`.
"""
import torch
from torch import nn

from timing import arguments, report


class ConvLEMCell(nn.Module):
    def __init__(self, channels, height, width, dt=1.0):
        super().__init__()
        self.dt = dt
        self.wx = nn.Conv2d(channels, 5 * channels, 3, padding=1)
        self.wy = nn.Conv2d(channels, 4 * channels, 3, padding=1)
        self.wz = nn.Conv2d(channels, channels, 3, padding=1)
        peephole = lambda: nn.Parameter(nn.init.xavier_uniform_(torch.empty(channels, height, width)))
        self.p1, self.p2, self.p4 = peephole(), peephole(), peephole()

    def forward(self, x, state):
        y, z = state
        a1, a2, ag, az, ay = self.wx(x).chunk(5, dim=1)
        h1, h2, hy, hg = self.wy(y).chunk(4, dim=1)
        rate = self.dt * torch.sigmoid(a2 + h2 + self.p2 * z)
        z = (1 - rate) * z + rate * torch.tanh(ay + hy)
        slow = self.dt * torch.sigmoid(a1 + h1 + self.p1 * z)
        gate = self.dt * torch.sigmoid(ag + hg + self.p4 * z)
        y = (1 - slow) * y + slow * torch.tanh(gate * self.wz(z) + az)
        return y, z


class Forecaster(nn.Module):
    def __init__(self, channels, stages, latent, shuffle):
        super().__init__()
        self.channels, self.latent = channels, latent
        layers = []
        for inputs, outputs in zip(stages, stages[1:]):
            layers += [nn.Conv2d(inputs, outputs, 4, 2, 1), nn.BatchNorm2d(outputs), nn.LeakyReLU(0.01)]
        self.encoder = nn.Sequential(*layers)
        self.cells = nn.ModuleList(ConvLEMCell(channels, *latent) for _ in range(4))
        self.upscale = nn.ConvTranspose2d(channels, channels, 4, 2, 1)
        self.shuffle = nn.PixelShuffle(shuffle)
        self.head = nn.Conv2d(channels // shuffle**2, 3, 3, padding=1)

    def forward(self, frames, steps):
        """frames [T, B, 3, H, W] -> forecast [steps, B, 3, H, W]"""
        batch = frames.shape[1]
        zeros = torch.zeros(batch, self.channels, *self.latent)
        first, second = (zeros, zeros), (zeros, zeros)
        for frame in frames:
            first = self.cells[0](self.encoder(frame), first)
            second = self.cells[1](first[0], second)
        x = torch.rand_like(zeros)
        outputs = []
        for _ in range(steps):
            first = self.cells[2](x, first)
            second = self.cells[3](first[0], second)
            x = second[0]
            outputs.append(self.head(self.shuffle(nn.functional.leaky_relu(self.upscale(x), 0.01))))
        return torch.stack(outputs)


def huber(prediction, target, delta=0.2):
    error = (prediction - target).abs()
    return torch.where(error <= delta, error**2 / (2 * delta) + delta / 2, error).mean()


SIZES = {
    "paper": dict(model=dict(channels=144, stages=[3, 36, 72, 144], latent=(43, 28), shuffle=4),
                  grid=(344, 224), batch=1, inputs=30, forecast=195, train=30),
    "laptop": dict(model=dict(channels=32, stages=[3, 16, 32], latent=(16, 16), shuffle=2),
                   grid=(64, 64), batch=8, inputs=15, forecast=15, train=15),
}


def main():
    options = arguments(SIZES)
    size = SIZES[options.size]
    model = Forecaster(**size["model"])
    if options.compile:
        # The loops over time stay in Python: unrolled, they take compilation minutes.
        model.encoder, model.upscale = torch.compile(model.encoder), torch.compile(model.upscale)
        for cell in model.cells:
            cell.compile()
    shape = (size["batch"], 3, *size["grid"])
    frames = torch.randn(size["inputs"], *shape)
    target = torch.randn(size["train"], *shape)
    optimizer = torch.optim.Adam(model.parameters(), lr=5e-4)

    def forecast():
        with torch.no_grad():
            model(frames, size["forecast"])

    def train():
        optimizer.zero_grad(set_to_none=True)
        loss = huber(model(frames, size["train"]), target)
        loss.backward()
        optimizer.step()
        loss.item()

    model.eval()
    report(f"learning/forecaster-{options.size}-forecast", options, forecast)
    model.train()
    report(f"learning/forecaster-{options.size}-train", options, train)


main()
