"""Reference seismograms for a layer over a half space (LOH.1 and LOH.3), by pyprop8's propagators.

Uses pyprop8 (O'Toole & Woodhouse 2011, Geophys. J. Int. 187, 1516) for the wavenumber kernels only; the
Hankel and Fourier integrals are done here, so that moduli may be complex and depend on frequency.
All quantities in SI units; x east, y north, z up; forward transform exp(-i omega t).

    python3 layered_reference.py --check        # convergence and closed-form checks
    python3 layered_reference.py --write        # writes loh1.txt and loh3.txt beside this script
"""
import argparse
import sys
from pathlib import Path

import numpy as np
from scipy import special
from pyprop8._propagators import compute_H_matrices, sourceVector
from pyprop8 import LayeredStructureModel

SIGMA = 0.12                     # standard deviation of the moment rate, s
CENTRE = 6 * SIGMA               # its centre: the rate starts at exp(-18) = 1.5e-8 of its peak
MOMENT = 1e18                    # N m
SOURCE_DEPTH = 2000.0
STATIONS = [(600.0 * n, 800.0 * n) for n in range(1, 11)]
#        thickness  vp     vs     rho    Qp     Qs
LAYERS = [(1000.0, 4000.0, 2000.0, 2600.0, 120.0, 40.0),
          (np.inf, 6000.0, 3464.0, 2700.0, 155.9, 69.3)]
REFERENCE_FREQUENCY = 2.5


def gaussian_spectrum(omega):
    return np.exp(-0.5 * (omega * SIGMA) ** 2 - 1j * omega * CENTRE)


def constant_q_modulus(rho, velocity, quality, omega, reference_hz):
    """Kjartansson (1979): Q independent of frequency, phase velocity as given at the reference."""
    if not np.isfinite(quality):
        return rho * velocity**2 + 0j
    gamma = np.arctan(1 / quality) / np.pi
    m0 = rho * velocity**2 * np.cos(np.pi * gamma / 2) ** 2
    return m0 * (1j * omega / (2 * np.pi * reference_hz)) ** (2 * gamma)


def displacement_spectra(layers, depth, receiver_depth, offsets, tensor, force, omegas, dk, kmax_of,
                         visco, reference_hz):
    """Displacement (x, y, z up) for an impulse of moment, shape (receiver, 3, omega)."""
    x, y = np.array(offsets).T
    r, phi = np.hypot(x, y), np.arctan2(y, x)
    orders = np.arange(-2, 3)
    kmax = max(kmax_of(w) for w in omegas)
    k_all = dk * (np.arange(int(kmax / dk)) + 0.5)          # midpoint rule
    j = np.stack([special.jv(m, np.outer(k_all, r)) for m in orders], 2)
    jp = np.stack([special.jvp(m, np.outer(k_all, r)) for m in orders], 2)
    azimuth = np.exp(1j * np.outer(phi, orders))
    out = np.zeros((len(r), 3, len(omegas)), complex)
    model = LayeredStructureModel([l[:4] for l in layers])
    dz, _, _, _, isrc, irec, _, _ = model.with_interfaces(depth, receiver_depth)
    tops = np.concatenate([[0.0], np.cumsum(dz[:-1])])
    bottoms = np.cumsum([l[0] for l in layers])
    which = [int(np.searchsorted(bottoms, t, side="right")) for t in tops]
    for iw, omega in enumerate(omegas):
        def modulus(column, quality):
            return np.array([constant_q_modulus(layers[i][3], layers[i][column],
                             layers[i][quality] if visco else np.inf, omega, reference_hz) for i in which])
        sigma, mu = modulus(1, 4), modulus(2, 5)
        rho = np.array([layers[i][3] for i in which])
        n = min(len(k_all), max(64, int(kmax_of(omega) / dk)))
        k = k_all[:n]
        h_psv, h_sh = compute_H_matrices(k, omega, dz, sigma, mu, rho, isrc, irec)
        s_psv, s_sh = sourceVector(tensor, force, k, sigma[isrc], mu[isrc])
        b = np.concatenate([(h_psv @ s_psv).value, (h_sh @ s_sh).value], 1)   # k, 6, m
        weight = dk / (2 * np.pi)
        e = azimuth
        def jpsum(c): return np.einsum("k,km,krm,rm->r", k * weight, b[:, c], jp[:n], e, optimize=True)
        def jsum(c):
            return np.einsum("m,km,krm,rm->r", 1j * orders, b[:, c], j[:n], e, optimize=True) * weight / r
        radial = jpsum(1) + jsum(4)
        transverse = jsum(1) - jpsum(4)
        up = np.einsum("k,km,krm,rm->r", k * weight, b[:, 0], j[:n], e, optimize=True)
        out[:, 0, iw] = radial * np.cos(phi) - transverse * np.sin(phi)
        out[:, 1, iw] = radial * np.sin(phi) + transverse * np.cos(phi)
        out[:, 2, iw] = up
    return out


def seismograms(layers=LAYERS, depth=SOURCE_DEPTH, receiver_depth=0.0, offsets=STATIONS, tensor=None,
                force=None, duration=9.0, window=60.0, dt=0.01, fmax=9.0, length=1200e3, damping=7.0,
                k_factor=1.15, k_extra=6.0, visco=False, reference_hz=REFERENCE_FREQUENCY,
                spectrum=gaussian_spectrum, motion="velocity"):
    """Times, and motion of shape (receiver, 3, sample).

    `window` (s) is the period of the Fourier series, exp(-damping) the weight of what wraps around it;
    `length` (m) is the distance of the image sources that the sampling of wavenumber brings in.
    A moment tensor is the time integral of the source spectrum's function (moment rate); so is a force's
    impulse.
    """
    if tensor is None:
        tensor = MOMENT * np.array([[0, 1, 0], [1, 0, 0], [0, 0, 0.0]])
    if force is None:
        force = np.zeros(3)
    n = int(round(window / dt))
    alpha = damping / window
    frequencies = np.fft.rfftfreq(n, dt)
    used = frequencies <= fmax
    omegas = 2 * np.pi * frequencies[used] - 1j * alpha
    slowest = min(l[2] for l in layers)
    separation = abs(depth - receiver_depth)

    def kmax_of(omega):
        return k_factor * omega.real / (0.9 * slowest) + k_extra * 2 * np.pi / separation * 0.5
    u = displacement_spectra(layers, depth, receiver_depth, offsets, tensor, force, omegas,
                             2 * np.pi / length, kmax_of, visco, reference_hz)
    full = np.zeros(u.shape[:2] + (len(frequencies),), complex)
    s_omega = 1j * omegas
    is_force = np.any(force)
    power = {"displacement": 0, "velocity": 1}[motion] - (0 if is_force else 1)
    full[..., used] = u * spectrum(omegas) * s_omega**power
    t = np.arange(n) * dt
    v = np.fft.irfft(full, n) / dt * np.exp(alpha * t)
    keep = t <= duration + 1e-9
    return t[keep], v[..., keep]


def relative(a, b):
    return np.sqrt(((a - b) ** 2).sum() / (b**2).sum())


def write(path, title, visco):
    t, v = seismograms(dt=0.05, visco=visco)
    with open(path, "w") as f:
        f.write(f"# {title}: velocity in m/s; columns: time (s), then east north up of stations 1 to 10\n")
        f.write("# made by layered_reference.py; stations at (600 n, 800 n) m east, north of the source\n")
        for i, time in enumerate(t):
            f.write(f"{time:.2f} " + " ".join(f"{x:.6e}" for x in v[:, :, i].ravel()) + "\n")
    print(path, Path(path).stat().st_size, "bytes")


def full_space(t, x, tensor, vp=6000.0, vs=3464.0, rho=2700.0):
    """Velocity of a moment-tensor point source in a full space (Aki & Richards 2002, eq. 4.29)."""
    r = np.linalg.norm(x)
    g = x / r

    def rate(t): return np.exp(-0.5 * ((t - CENTRE) / SIGMA) ** 2) / SIGMA / np.sqrt(2 * np.pi)
    def slope(t): return -(t - CENTRE) / SIGMA**2 * rate(t)
    nodes, weights = np.polynomial.legendre.leggauss(60)
    a, b = r / vp, r / vs
    tau = 0.5 * (a + b) + 0.5 * (b - a) * nodes
    near = (0.5 * (b - a) * weights * tau * rate(t[:, None] - tau)).sum(1)
    trace, mg, gmg = np.trace(tensor), tensor @ g, g @ tensor @ g
    return (np.outer(15 * g * gmg - 3 * g * trace - 6 * mg, near) / r**4
            + np.outer(6 * g * gmg - g * trace - 2 * mg, rate(t - a)) / vp**2 / r**2
            - np.outer(6 * g * gmg - g * trace - 3 * mg, rate(t - b)) / vs**2 / r**2
            + np.outer(g * gmg, slope(t - a)) / vp**3 / r
            - np.outer(g * gmg - mg, slope(t - b)) / vs**3 / r) / (4 * np.pi * rho)


def check():
    for visco in (False, True):
        t, reference = seismograms(visco=visco)
        for change in [dict(length=1600e3, window=80.0, damping=6.0), dict(k_factor=1.4, k_extra=10.0),
                       dict(fmax=11.0), dict(length=600e3, window=40.0)]:
            _, other = seismograms(visco=visco, **change)
            worst = max(relative(other[s, c], reference[s, c]) for s in range(10) for c in range(3))
            print("visco" if visco else "elastic", change, "worst component", f"{worst:.1e}")
    tensor = np.array([[1, 2, -1.5], [2, -0.7, 0.6], [-1.5, 0.6, 0.4]]) * 1e18
    offsets = [(2000.0, 1000.0), (-3000.0, 2500.0), (500.0, -4000.0)]
    half_space = [(np.inf, 6000.0, 3464.0, 2700.0, np.inf, np.inf)]
    t, v = seismograms(half_space, 60e3, 57e3, offsets, tensor, k_extra=10)
    for (x, y), record in zip(offsets, v):
        exact = full_space(t, np.array([x, y, 3000.0]), tensor)
        print("full space", (x, y), [f"{relative(record[c], exact[c]):.1e}" for c in range(3)])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    here = Path(__file__).parent
    if arguments.check:
        check()
    if arguments.write:
        write(here / "loh1.txt", "LOH.1", False)
        write(here / "loh3.txt", "LOH.3", True)
