"""The GRU dynamic variational autoencoder of the learning benchmarks in PyTorch: batch 128, 131 frames, 81 bins.

Latent 32, prior width 32, condition 16. Loss: squared differences plus the Kullback-Leibler divergence; the term of
waveforms is left out. Prints one JSON line for a training step (forward, backward, Adam).
"""
import torch
from torch import nn

from timing import arguments, report

BATCH, FRAMES, BINS, LATENT, PRIOR, CONDITION, CONDITIONS = 128, 131, 81, 32, 32, 16, 6


def perceptron(*widths, final=False):
    layers = []
    for index, (a, b) in enumerate(zip(widths, widths[1:])):
        layers.append(nn.Linear(a, b))
        if final or index + 2 < len(widths):
            layers.append(nn.ReLU())
    return nn.Sequential(*layers)


class DynamicAutoencoder(nn.Module):
    def __init__(self):
        super().__init__()
        hidden = 128 + CONDITION
        self.embedding = perceptron(CONDITIONS, 32, 32, CONDITION, final=True)
        self.encoder = nn.GRU(BINS + CONDITION, hidden, batch_first=True)
        self.normalization = nn.BatchNorm1d(hidden)
        self.posterior_mean = perceptron(hidden, 64, LATENT)
        self.posterior_log_variance = perceptron(hidden, 64, LATENT)
        self.prior = nn.GRUCell(LATENT + CONDITION, PRIOR)
        self.prior_mean = nn.Linear(PRIOR, LATENT)
        self.prior_log_variance = nn.Linear(PRIOR, LATENT)
        self.decoder = perceptron(LATENT + CONDITION, 128, 128, BINS)

    def forward(self, spectra, conditions):
        condition = self.embedding(conditions)
        repeated = condition.unsqueeze(1).expand(-1, FRAMES, -1)
        hidden, _ = self.encoder(torch.cat([spectra, repeated], dim=2))
        hidden = self.normalization(hidden.transpose(1, 2)).transpose(1, 2)
        mean, log_variance = self.posterior_mean(hidden), self.posterior_log_variance(hidden)
        z = mean + torch.randn_like(mean) * torch.exp(0.5 * log_variance)
        output = self.decoder(torch.cat([z, repeated], dim=2))
        return output, mean, log_variance, *self.roll(condition)

    def roll(self, condition):
        """The prior on its own samples."""
        z = torch.randn(len(condition), LATENT)
        h = torch.zeros(len(condition), PRIOR)
        means, log_variances = [], []
        for _ in range(FRAMES):
            h = self.prior(torch.cat([z, condition], dim=1), h)
            mean, log_variance = self.prior_mean(h), self.prior_log_variance(h)
            z = mean + torch.randn_like(mean) * torch.exp(0.5 * log_variance)
            means.append(mean)
            log_variances.append(log_variance)
        return torch.stack(means, dim=1), torch.stack(log_variances, dim=1)


def loss_of(model, spectra, conditions, beta=0.2):
    output, mean, log_variance, prior_mean, prior_log_variance = model(spectra, conditions)
    divergence = 0.5 * (
        prior_log_variance
        - log_variance
        + (log_variance.exp() + (mean - prior_mean).square()) / prior_log_variance.exp()
        - 1
    )
    return ((output - spectra).square().sum() + beta * divergence.sum()) / len(spectra)


def main():
    options = arguments()
    model = DynamicAutoencoder()
    optimizer = torch.optim.Adam(model.parameters(), lr=8e-4, weight_decay=1e-5)
    apply = torch.compile(model) if options.compile else model
    spectra, conditions = torch.rand(BATCH, FRAMES, BINS), torch.rand(BATCH, CONDITIONS)

    def train():
        optimizer.zero_grad(set_to_none=True)
        loss = loss_of(apply, spectra, conditions)
        loss.backward()
        optimizer.step()
        loss.item()

    report("learning/dvae-train", options, train)


main()
