"""The ConvLEM forecaster in PyTorch, to be timed beside ours: same layers, same shapes, same loss.

Layers after Lyu et al. (2025), arXiv 2405.20516, as in ForecasterModel.swift. One JSON line a measurement:
{"name", "seconds" (median), "peak_bytes" (resident set of the process that ran only this)}.

    python forecaster.py SIZE TASK [--compile] [--rounds N]       SIZE: paper, laptop; TASK: forecast, train
"""

import argparse
import json
import resource
import statistics
import time

import torch
from torch import nn


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


def task(size, name, compiled):
    torch.manual_seed(0)
    model = Forecaster(**size["model"])
    shape = (size["batch"], 3, *size["grid"])
    frames = torch.randn(size["inputs"], *shape)
    run = torch.compile(model) if compiled else model
    if name == "forecast":
        model.eval()

        def forecast():
            with torch.no_grad():
                run(frames, size["forecast"])

        return forecast
    target = torch.randn(size["train"], *shape)
    optimizer = torch.optim.Adam(model.parameters(), lr=5e-4)

    def train():
        optimizer.zero_grad()
        huber(run(frames, size["train"]), target).backward()
        optimizer.step()

    return train


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("size", choices=SIZES)
    parser.add_argument("task", choices=["forecast", "train"])
    parser.add_argument("--compile", action="store_true")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    run = task(SIZES[arguments.size], arguments.task, arguments.compile)
    run()
    seconds = []
    for _ in range(arguments.rounds):
        start = time.perf_counter()
        run()
        seconds.append(time.perf_counter() - start)
    print(json.dumps({
        "name": f"{arguments.size}-{arguments.task}" + ("-compiled" if arguments.compile else ""),
        "seconds": statistics.median(seconds),
        "peak_bytes": 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss,
    }))


if __name__ == "__main__":
    main()
