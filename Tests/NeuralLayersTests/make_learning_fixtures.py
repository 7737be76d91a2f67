"""Makes Fixtures/learning-*.safetensors with PyTorch: layers, losses and optimisers.

Run: python make_learning_fixtures.py   (needs torch and safetensors; any recent version gives the same numbers
to single precision). Everything is worked out in double precision and stored in single.
"""

import math
import os

import torch
from safetensors.torch import save_file
from torch import nn

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "Fixtures")
torch.set_default_dtype(torch.float64)


def save(name, tensors):
    path = os.path.join(FOLDER, f"learning-{name}.safetensors")
    plain = {k: v.detach().to(torch.float32).contiguous() for k, v in tensors.items()}
    save_file(plain, path, metadata={"torch": torch.__version__})
    assert os.path.getsize(path) < 100_000, path


def rounded(tensor):
    """The nearest single-precision numbers, so that both sides begin with the same."""
    return tensor.detach().to(torch.float32).to(torch.float64)


def random(*shape, scale=1.0, shift=0.0):
    return rounded(torch.randn(*shape) * scale + shift)


def layer(out, name, module, x, apply=None):
    """One layer: input, parameters, output, seed, gradients, and buffers afterwards."""
    with torch.no_grad():
        for p in module.parameters():
            p.copy_(rounded(p + 0.1 * torch.randn_like(p)))
        for b in module.buffers():
            if b.dtype.is_floating_point:
                b.copy_(rounded(b + 0.1 * torch.rand_like(b)))
    for k, v in module.state_dict().items():
        out[f"{name}.p.{k}"] = v.clone()
    x = x.clone().requires_grad_(True)
    y = apply(module, x) if apply else module(x)
    seed = random(*y.shape)
    (y * seed).sum().backward()
    out[f"{name}.x"], out[f"{name}.y"], out[f"{name}.seed"] = x, y, seed
    out[f"{name}.grad.x"] = x.grad
    for k, v in module.named_parameters():
        out[f"{name}.grad.{k}"] = v.grad
    for k, v in module.named_buffers():
        out[f"{name}.after.{k}"] = v.clone()


class LEM(nn.Module):
    """models of Rusch et al. (2022), eq. 3, with the gates in the order of the released parameters."""

    def __init__(self, inputs, hidden, dt):
        super().__init__()
        self.inp2hid = nn.Linear(inputs, 4 * hidden)
        self.hid2hid = nn.Linear(hidden, 3 * hidden)
        self.transform_z = nn.Linear(hidden, hidden)
        self.dt = dt

    def forward(self, u):
        n, h = u.shape[1], self.transform_z.weight.shape[0]
        y, z = u.new_zeros(n, h), u.new_zeros(n, h)
        ys = []
        for t in range(u.shape[0]):
            v1, v2, vy, vz = self.inp2hid(u[t]).split(h, 1)
            w1, w2, wz = self.hid2hid(y).split(h, 1)
            slow, fast = self.dt * torch.sigmoid(v1 + w1), self.dt * torch.sigmoid(v2 + w2)
            z = (1 - fast) * z + fast * torch.tanh(vz + wz)
            y = (1 - slow) * y + slow * torch.tanh(self.transform_z(z) + vy)
            ys.append(y)
        return torch.stack(ys)


def layers():
    out = {}
    layer(out, "linear", nn.Linear(5, 7), random(3, 4, 5))
    layer(out, "linear.plain", nn.Linear(5, 7, bias=False), random(6, 5))
    mlp = nn.Sequential(nn.Linear(3, 8), nn.GELU(), nn.Linear(8, 6), nn.GELU(), nn.Linear(6, 2))
    layer(out, "mlp", mlp, random(9, 3))
    layer(out, "conv", nn.Conv2d(4, 6, 3, stride=2, padding=1, groups=2), random(2, 4, 7, 5))
    layer(out, "conv.plain", nn.Conv2d(3, 5, 4, bias=False), random(1, 3, 6, 8))
    layer(
        out, "transposed", nn.ConvTranspose2d(4, 3, 4, stride=2, padding=1, output_padding=1),
        random(2, 4, 3, 5),
    )
    layer(out, "batch.image", nn.BatchNorm2d(3), random(2, 3, 5, 9, scale=2, shift=30))
    layer(out, "batch.image.eval", nn.BatchNorm2d(3).eval(), random(2, 3, 4, 4))
    layer(out, "batch.line", nn.BatchNorm1d(4), random(3, 4, 11, shift=-1))
    layer(out, "batch.row", nn.BatchNorm1d(21), random(8, 21, scale=0.1))
    layer(out, "batch.row.eval", nn.BatchNorm1d(5, affine=False).eval(), random(4, 5))
    layer(out, "instance", nn.InstanceNorm2d(3), random(2, 3, 4, 5, shift=2))
    layer(out, "instance.affine", nn.InstanceNorm2d(3, affine=True), random(2, 3, 4, 5))
    layer(out, "layer", nn.LayerNorm(37), random(5, 37, shift=3))
    layer(out, "layer.two", nn.LayerNorm([3, 4]), random(2, 5, 3, 4))
    # 19 sequences: one whole group of 16 and a part of another.
    layer(out, "lem", LEM(2, 5, 0.7), random(9, 19, 2))
    save("layers", out)


def losses():
    out = {}
    p, t = random(4, 3, 7), random(4, 3, 7)
    out["p"], out["t"] = p, t
    lv, pm, plv = random(4, 3, 7, scale=0.5), random(4, 3, 7), random(4, 3, 7, scale=0.5)
    out["lv"], out["pm"], out["plv"] = lv, pm, plv

    def huber(p, t):
        e = (p - t).abs()
        return torch.where(e <= 0.2, e * e / 0.4 + 0.1, e).mean()

    def relative(p, t):
        d = (p - t).reshape(4, -1).norm(dim=1) / t.reshape(4, -1).norm(dim=1)
        return d.mean()

    normal = torch.distributions.Normal

    def kl(p, lv, pm, plv):
        q, r = normal(p, (lv / 2).exp()), normal(pm, (plv / 2).exp())
        return torch.distributions.kl_divergence(q, r).sum() / 4

    cases = {
        "mse": (nn.functional.mse_loss, [p, t]),
        "mse.sum": (lambda a, b: nn.functional.mse_loss(a, b, reduction="sum"), [p, t]),
        "l1": (nn.functional.l1_loss, [p, t]),
        "huber": (huber, [p, t]),
        "relative": (relative, [p, t]),
        "kl": (kl, [p, lv, pm, plv]),
        "kl.standard": (lambda m, v: kl(m, v, torch.zeros_like(m), torch.zeros_like(v)), [p, lv]),
        "nll": (lambda m, v, x: nn.functional.gaussian_nll_loss(m, x, v.exp()), [p, lv, t]),
        "nll.full": (
            lambda m, v, x: nn.functional.gaussian_nll_loss(m, x, v.exp(), full=True), [p, lv, t],
        ),
    }
    for name, (function, arguments) in cases.items():
        inputs = [a.clone().requires_grad_(True) for a in arguments]
        value = function(*inputs)
        value.backward()
        out[f"{name}.value"] = value
        for i, a in enumerate(inputs):
            out[f"{name}.grad.{i}"] = a.grad
    save("losses", out)


def optimizers():
    out = {}
    w0, b0 = random(3, 4), random(3)
    x, y = random(20, 4), random(20, 3)
    out["weight"], out["bias"], out["x"], out["y"] = w0, b0, x, y
    make = {
        "sgd": lambda p: torch.optim.SGD(p, lr=0.1, weight_decay=0.02),
        "momentum": lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.9, dampening=0.1),
        "nesterov": lambda p: torch.optim.SGD(
            p, lr=0.05, momentum=0.8, nesterov=True, weight_decay=0.01),
        "adam": lambda p: torch.optim.Adam(p, lr=0.05),
        "adam.decay": lambda p: torch.optim.Adam(
            p, lr=0.03, betas=(0.8, 0.95), eps=1e-6, weight_decay=0.1),
        "adamw": lambda p: torch.optim.AdamW(p, lr=0.05, weight_decay=0.3),
    }
    for name, maker in make.items():
        w, b = w0.clone().requires_grad_(True), b0.clone().requires_grad_(True)
        optimizer = maker([w, b])
        for _ in range(10):
            optimizer.zero_grad()
            nn.functional.mse_loss(torch.tanh(x @ w.T + b), y).backward()
            optimizer.step()
        out[f"{name}.weight"], out[f"{name}.bias"] = w, b
    g = [random(5, 3), random(4)]
    out["clip.0"], out["clip.1"] = g
    ps = [torch.zeros_like(t, requires_grad=True) for t in g]
    for p, t in zip(ps, g):
        p.grad = t.clone()
    out["clip.norm"] = nn.utils.clip_grad_norm_(ps, 0.7)
    out["clip.norm.0"], out["clip.norm.1"] = ps[0].grad.clone(), ps[1].grad.clone()
    for p, t in zip(ps, g):
        p.grad = t.clone()
    nn.utils.clip_grad_value_(ps, 0.4)
    out["clip.value.0"], out["clip.value.1"] = ps[0].grad, ps[1].grad
    schedules(out)
    lbfgs(out)
    save("optimizers", out)


def schedules(out):
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=1.0)
    make = {
        "step": lambda: torch.optim.lr_scheduler.StepLR(optimizer, 3, 0.5),
        "cosine": lambda: torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, 10, 0.1),
        "linear": lambda: torch.optim.lr_scheduler.LinearLR(optimizer, 0.25, 1.0, 4),
    }
    for name, maker in make.items():
        optimizer.param_groups[0]["lr"] = 1.0
        optimizer.param_groups[0].pop("initial_lr", None)
        scheduler, rates = maker(), []
        for _ in range(10):
            rates.append(optimizer.param_groups[0]["lr"])
            optimizer.step()
            scheduler.step()
        out[f"schedule.{name}"] = torch.tensor(rates)


def lbfgs(out):
    x = torch.tensor([-1.2, 1.0], requires_grad=True)
    optimizer = torch.optim.LBFGS(
        [x], max_iter=100, history_size=10, line_search_fn="strong_wolfe",
        tolerance_grad=1e-9, tolerance_change=1e-14)
    calls = 0

    def closure():
        nonlocal calls
        calls += 1
        optimizer.zero_grad()
        value = 100 * (x[1] - x[0] ** 2) ** 2 + (1 - x[0]) ** 2
        value.backward()
        return value

    optimizer.step(closure)
    out["lbfgs.x"], out["lbfgs.calls"] = x, torch.tensor(float(calls))


if __name__ == "__main__":
    for seed, part in enumerate([layers, losses, optimizers]):
        torch.manual_seed(1234 + seed)
        part()
