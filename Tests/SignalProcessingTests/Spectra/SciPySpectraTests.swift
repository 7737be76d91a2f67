import Foundation
import SeismicFiles
import Seismology
import SignalProcessing
import TestSupport
import Testing

/// Windows, tapers, spectra and smoothing against SciPy and ObsPy, on made-up and on recorded signals.
@Suite struct SciPySpectraTests {
  private static let windows: [(String, Window)] = [
    ("'boxcar'", .rectangular), ("'hann'", .hann), ("'hamming'", .hamming),
    ("'blackman'", .blackman), ("('kaiser', 8.6)", .kaiser(beta: 8.6)),
    ("('tukey', 0.3)", .tukey(taperedFraction: 0.3)),
    ("('tukey', 1.0)", .tukey(taperedFraction: 1)),
  ]

  @Test(
    "Windows and Slepian tapers equal SciPy's",
    .enabled(if: PythonEnvironment.offers("scipy"), "needs Python with SciPy")
  )
  func windowsAndTapers() throws {
    let names = Self.windows.map(\.0).joined(separator: ", ")
    let script = """
      import json, numpy as np
      from scipy.signal import get_window
      from scipy.signal.windows import dpss
      w = [[list(get_window(n, m, fftbins=p)) for p in (True, False) for m in (1, 2, 5, 16, 17, 160)]
           for n in [\(names)]]
      d = [[x.tolist() for x in dpss(m, nw, k, return_ratios=True)]
           for m, nw, k in [(33, 2.5, 4), (512, 4, 7), (6001, 3.5, 8)]]
      print(json.dumps({"windows": w, "tapers": [x[0] for x in d], "ratios": [x[1] for x in d]}))
      """
    struct Answer: Decodable {
      var windows: [[[Double]]]
      var tapers: [[[Double]]]
      var ratios: [[Double]]
    }
    let text = try PythonEnvironment.run(script)
    let answer = try JSONDecoder().decode(Answer.self, from: Data(text.utf8))
    for ((name, window), rows) in zip(Self.windows, answer.windows) {
      var row = rows.makeIterator()
      for isPeriodic in [true, false] {
        for count in [1, 2, 5, 16, 17, 160] {
          let ours = try window.coefficients(count: count, isPeriodic: isPeriodic)
          let next = row.next()
          let theirs = try #require(next)
          let difference = zip(ours, theirs).map { abs($0 - $1) }.max() ?? 1
          // Both round in the 16th digit; the Bessel series adds a few.
          #expect(difference < 1e-13, "\(name), \(count) samples, periodic \(isPeriodic)")
        }
      }
    }
    let cases = [(33, 2.5, 4), (512, 4.0, 7), (6001, 3.5, 8)]
    for (index, (count, product, tapers)) in cases.enumerated() {
      let ours = try SlepianTapers(count: count, timeHalfBandwidth: product, taperCount: tapers)
      for (k, taper) in ours.tapers.enumerated() {
        let difference = zip(taper, answer.tapers[index][k]).map { abs($0 - $1) }.max() ?? 1
        // Eigenvectors of both are good to rounding over the relative gap of the eigenvalues, 1e-4 for 6001.
        #expect(difference < 1e-9, "taper \(k) of \(count) samples")
        #expect(abs(ours.concentrations[k] - answer.ratios[index][k]) < 1e-10)
      }
    }
  }

  /// Numbers of one trace, from the script below.
  private struct Reference: Decodable {
    var fourier, smoothed, wide, uniform, eigenvalue, thomson: [Double]
    var adaptive: [Double]?
  }

  private static let script = """
    import glob, json, sys, numpy as np
    from obspy import read
    from obspy.signal.konnoohmachismoothing import konno_ohmachi_smoothing_window as window
    from scipy.signal.windows import dpss
    centers = np.logspace(np.log10(0.02), np.log10(15), 30)
    out, tapers = {}, None
    try:
        from multitaper import MTSpec
    except ImportError:
        MTSpec = None
    weights = {}
    for number, name in enumerate(sorted(glob.glob(sys.argv[1] + '/*.mseed'))):
        trace = read(name)[0]
        x, dt = trace.data.astype(float), trace.stats.delta
        x = x - x.mean()
        n = len(x)
        f = np.fft.rfftfreq(n, dt)
        fas = np.abs(np.fft.rfft(x)) * dt
        if tapers is None:
            tapers, ratios = dpss(n, 4, 7, return_ratios=True)
            for b in (40, 20):
                weights[b] = np.array([window(f, c, b, normalize=True) for c in centers])
        s = np.abs(np.fft.rfft(tapers * x, axis=1)) ** 2 * dt * 2
        s[:, [0, -1]] /= 2
        row = {"fourier": fas, "smoothed": weights[40] @ fas, "wide": weights[20] @ fas,
               "uniform": s.mean(0), "eigenvalue": ratios @ s / ratios.sum()}
        # Thomson's weights by plain iteration over the eigenspectra of SciPy's tapers.
        e = s[:, ::37] / 2
        ends = np.isin(np.arange(len(f))[::37], [0, len(f) - 1])
        e[:, ends] *= 2
        leak = np.maximum(0, 1 - ratios)[:, None] * ((tapers * x) ** 2).sum(1).mean() * dt
        a = (e[0] + e[1]) / 2
        for _ in range(300):
            d = ratios[:, None] * a ** 2 / (ratios[:, None] * a + leak) ** 2
            a = (d * e).sum(0) / d.sum(0)
        row["thomson"] = a * np.where(ends, 1, 2)
        row = {k: (v[::37] if len(v) == len(f) else v).tolist() for k, v in row.items()}
        if MTSpec is not None and number < 3:
            m = MTSpec(x, nw=4, kspec=7, dt=dt, nfft=n, iadapt=0)
            spec = np.asarray(m.rspec()[1]).ravel()
            row["adaptive"] = spec[::37].tolist()
        out[name.split('/')[-1]] = row
    print(json.dumps(out))
    """

  @Test(
    "FAS, Konno–Ohmachi smoothing and multitaper spectra of 36 broadband traces equal NumPy's, ObsPy's and SciPy's",
    .enabled(if: PythonEnvironment.offers("obspy"), "needs Python with ObsPy"),
    .enabled(
      if: SharedData.has("byron_m43_20190716/waveforms"),
      "needs ../shared/data/byron_m43_20190716"
    )
  )
  func recordedSpectra() throws {
    let folder = SharedData.url("byron_m43_20190716/waveforms")
    let text = try PythonEnvironment.run(Self.script, arguments: [folder.path])
    let references = try JSONDecoder().decode([String: Reference].self, from: Data(text.utf8))
    #expect(references.count == 36)
    let centers = (0..<30).map { 0.02 * pow(750, Double($0) / 29) }
    let uniform = try Multitaper(count: 14_400, weighting: .uniform)
    let eigenvalue = try Multitaper(count: 14_400, weighting: .eigenvalue)
    let adaptive = try Multitaper(count: 14_400, weighting: .adaptive)
    for (name, reference) in references {
      let trace = try #require(WaveformFile.read(folder.appendingPathComponent(name)).traces.first)
      let counts = trace.samples.asDoubles
      let mean = counts.reduce(0, +) / Double(counts.count)
      let samples = counts.map { $0 - mean }
      let interval = trace.samplingInterval
      let spectrum = try FourierAmplitudeSpectrum(of: samples, samplingInterval: interval)
      // The same sums in another order; the coefficient at 0 Hz is all rounding, hence the norm.
      #expect(relativeError(everyThirtySeventh(spectrum.amplitudes), reference.fourier) < 1e-9)
      let whole = try spectrum.smoothed(try KonnoOhmachi(lobes: nil), at: centers)
      #expect(largestRatioError(whole.amplitudes, reference.smoothed) < 1e-9, "\(name)")
      // The window without the lobes beyond the twentieth, where weights are below 7e-8.
      let cut = try spectrum.smoothed(try KonnoOhmachi(), at: centers)
      #expect(largestRatioError(cut.amplitudes, reference.smoothed) < 2e-3, "\(name)")
      let wide = try spectrum.smoothed(try KonnoOhmachi(bandwidth: 20, lobes: nil), at: centers)
      #expect(largestRatioError(wide.amplitudes, reference.wide) < 1e-9, "\(name)")
      for (estimator, theirs) in [(uniform, reference.uniform), (eigenvalue, reference.eigenvalue)]
      {
        let ours = try estimator.powerSpectrum(of: samples, samplingInterval: interval)
        #expect(largestRatioError(everyThirtySeventh(ours.densities), theirs) < 1e-6, "\(name)")
      }
      let ours = try adaptive.powerSpectrum(of: samples, samplingInterval: interval)
      // Ours stops when a step is below 1e-10; where steps shrink slowly 1e-5 is left.
      #expect(
        largestRatioError(everyThirtySeventh(ours.densities), reference.thomson) < 1e-5,
        "\(name)"
      )
      if let theirs = reference.adaptive {
        // The Python package scales its result so that the integral is the mean square.
        let meanSquare = samples.reduce(0) { $0 + $1 * $1 } / Double(samples.count)
        let integral = ours.densities.reduce(0, +) * ours.frequencies[1]
        let scaled = everyThirtySeventh(ours.densities.map { $0 * meanSquare / integral })
        // Its integral and its iteration end at other places; the worst bin differs by 0.7 %.
        #expect(largestRatioError(scaled, theirs) < 0.01, "\(name)")
      }
    }
  }

  private func everyThirtySeventh(_ values: [Double]) -> [Double] {
    stride(from: 0, to: values.count, by: 37).map { values[$0] }
  }
}

/// The largest |a/b − 1|.
func largestRatioError(_ a: [Double], _ b: [Double]) -> Double {
  guard a.count == b.count else { return .infinity }
  return zip(a, b).map { abs($0 / $1 - 1) }.max() ?? .infinity
}
