"""Numbers from PyTorch for the convolutional recurrent cells: python make_cell_fixtures.py

Writes Fixtures/cells.safetensors: inputs, parameters, outputs, and the gradients of Σ seed ∘ output.
"""

import pathlib

import torch
from safetensors.torch import save_file
from torch import nn

torch.manual_seed(3)
SAMPLES, INPUTS, CHANNELS, HEIGHT, WIDTH, STEPS = 2, 2, 3, 4, 5, 3
saved = {}


def parameter(*shape):
    return nn.Parameter(0.4 * torch.randn(*shape))


def convolution(inputs, outputs):
    layer = nn.Conv2d(inputs, outputs, 3, padding=1)
    for tensor in layer.parameters():
        nn.init.normal_(tensor, std=0.3)
    return layer


class ConvLEM(nn.Module):
    """Lyu et al. (2025), with `reset` the gate on the memory's product."""

    def __init__(self, inputs, reset, dt):
        super().__init__()
        self.reset, self.dt = reset, dt
        self.W_z1 = parameter(CHANNELS, HEIGHT, WIDTH)
        self.W_z2 = parameter(CHANNELS, HEIGHT, WIDTH)
        if reset:
            self.W_z4 = parameter(CHANNELS, HEIGHT, WIDTH)
        self.convx = convolution(inputs, (5 if reset else 4) * CHANNELS)
        self.convy = convolution(CHANNELS, (4 if reset else 3) * CHANNELS)
        self.convz = convolution(CHANNELS, CHANNELS)

    def forward(self, x, y, z):
        a = self.convx(x).chunk(5 if self.reset else 4, dim=1)
        h = self.convy(y).chunk(4 if self.reset else 3, dim=1)
        rate = self.dt * torch.sigmoid(a[1] + h[1] + self.W_z2 * z)
        z = (1 - rate) * z + rate * torch.tanh(a[-1] + h[2])
        slow = self.dt * torch.sigmoid(a[0] + h[0] + self.W_z1 * z)
        product = self.convz(z)
        if self.reset:
            product = self.dt * torch.sigmoid(a[2] + h[3] + self.W_z4 * z) * product
        y = (1 - slow) * y + slow * torch.tanh(product + a[-2])
        return y, z


class ConvLSTM(nn.Module):
    """Shi et al. (2015)."""

    def __init__(self):
        super().__init__()
        self.W_ci, self.W_co, self.W_cf = (parameter(CHANNELS, HEIGHT, WIDTH) for _ in range(3))
        self.conv = convolution(INPUTS + CHANNELS, 4 * CHANNELS)

    def forward(self, x, h, c):
        i, f, u, o = self.conv(torch.cat([x, h], dim=1)).chunk(4, dim=1)
        c_new = torch.sigmoid(f + self.W_cf * c) * c + torch.sigmoid(i + self.W_ci * c) * torch.tanh(u)
        return torch.sigmoid(o + self.W_co * c_new) * torch.tanh(c_new), c_new


class ConvGRU(nn.Module):
    """Ballas et al. (2016), with peepholes."""

    def __init__(self):
        super().__init__()
        self.W_1, self.W_2 = (parameter(CHANNELS, HEIGHT, WIDTH) for _ in range(2))
        self.convx = convolution(INPUTS, 3 * CHANNELS)
        self.convh = convolution(CHANNELS, 2 * CHANNELS)
        self.conv_hreset = convolution(CHANNELS, CHANNELS)

    def forward(self, x, h):
        ux, gx, ax = self.convx(x).chunk(3, dim=1)
        gh, ah = self.convh(h).chunk(2, dim=1)
        g = torch.sigmoid(gx + gh + self.W_1 * h)
        a = torch.sigmoid(ax + ah + self.W_2 * h)
        return ((1 - g) * h + g * torch.tanh(ux + self.conv_hreset(a * h)),)


def image(channels):
    return torch.randn(SAMPLES, channels, HEIGHT, WIDTH)


def record(name, model, inputs, outputs):
    """Saves everything under name.…; the gradients are of the sum of seeds times outputs."""
    seeds = {key: torch.randn_like(value) for key, value in outputs.items()}
    sum((seeds[key] * value).sum() for key, value in outputs.items()).backward()
    for key, value in inputs.items():
        saved[f"{name}.{key}"], saved[f"{name}.grad.{key}"] = value, value.grad
    for key, value in outputs.items():
        saved[f"{name}.{key}"], saved[f"{name}.seed.{key}"] = value, seeds[key]
    if model is not None:
        for key, value in model.named_parameters():
            saved[f"{name}.weight.{key}"], saved[f"{name}.grad.{key}"] = value, value.grad


def leaf(tensor):
    return tensor.requires_grad_()


def sequence(name, model, dt_inputs):
    inputs = {"x": leaf(torch.randn(STEPS, SAMPLES, dt_inputs, HEIGHT, WIDTH)), "y0": leaf(image(CHANNELS)),
              "z0": leaf(image(CHANNELS))}
    y, z, states = inputs["y0"], inputs["z0"], []
    for x in inputs["x"]:
        y, z = model(x, y, z)
        states.append(y)
    record(name, model, inputs, {"states": torch.cat(states), "memory": z})


def rollout(name):
    model = nn.ModuleList([ConvLEM(CHANNELS, True, 0.8), ConvLEM(CHANNELS, True, 0.8)])
    inputs = {key: leaf(image(CHANNELS)) for key in ["first", "y0", "z0", "y1", "z1"]}
    states = [(inputs["y0"], inputs["z0"]), (inputs["y1"], inputs["z1"])]
    x, outputs = inputs["first"], []
    for _ in range(STEPS):
        for layer in range(2):
            states[layer] = model[layer](x, *states[layer])
            x = states[layer][0]
        outputs.append(x)
    record(name, model, inputs, {"states": torch.cat(outputs)})


sequence("lem", ConvLEM(INPUTS, True, 0.7), INPUTS)
sequence("plain", ConvLEM(INPUTS, False, 1.0), INPUTS)
rollout("rollout")
lstm, gru = ConvLSTM(), ConvGRU()
inputs = {"x": leaf(image(INPUTS)), "h0": leaf(image(CHANNELS)), "c0": leaf(image(CHANNELS))}
record("lstm", lstm, inputs, dict(zip(["h", "c"], lstm(inputs["x"], inputs["h0"], inputs["c0"]))))
inputs = {"x": leaf(image(INPUTS)), "h0": leaf(image(CHANNELS))}
record("gru", gru, inputs, dict(zip(["h"], gru(inputs["x"], inputs["h0"]))))
target = pathlib.Path(__file__).parent / "Fixtures" / "cells.safetensors"
save_file({key: value.detach().contiguous() for key, value in saved.items()}, target)
print(target.stat().st_size, "bytes")
