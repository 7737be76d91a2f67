import Foundation
import SeismicFiles
import Seismology
import SignalProcessing
import TestSupport
import Testing

/// Intensity measures of recorded accelerograms against pyrotd, eqsig and SciPy.
@Suite struct StrongMotionTests {
  /// East and north components: a strong near record, one of an M4.5 at 9 km, one at 200 samples a second.
  private static let stations = [
    "ci38457511/CI.CCC..HN", "nc73291880/BK.BRIB.01.HN", "nc73631381/NP.1767..HN",
    "nc72282711/TA.M04C..HN",
  ]
  private static let periods = [0.01, 0.03, 0.1, 0.2, 0.5, 1, 3, 10]

  private struct Reference: Decodable {
    var psa, lfilter: [[Double]]
    var eqsig: [[Double]]?
    var rotated: [[Double]]
    var least, arias, cav, short, long: [Double]
    var eqsigArias, eqsigCAV: [Double]?
  }

  /// Oscillators under the same accelerations in the frequency domain by pyrotd, at 80 samples a period at least and
  /// with zeros behind the record (250 s for slow ones, which else still swing when it comes round again); in
  /// the time domain by eqsig and by SciPy's first-order-hold discretisation as a digital filter.
  private static let script = """
    import glob, json, sys, numpy as np, pyrotd
    from obspy import read, read_inventory
    from scipy import signal, integrate
    try:
        import eqsig
    except ImportError:
        eqsig = None
    periods = np.array(json.loads(sys.argv[2]))
    g = 9.80665

    def foh(a, dt, period, zeta):
        w = 2 * np.pi / period
        system = signal.cont2discrete(
            [np.array(m, float) for m in
             ([[0, 1], [-w * w, -2 * zeta * w]], [[0], [-1]], [[1, 0]], [[0]])], dt, 'foh')
        y = signal.lfilter(*[np.ravel(c) for c in signal.ss2tf(*system[:4])], a)
        return float(np.abs(y).max() * w * w)

    out = {}
    for station in sys.argv[3:]:
        pair = []
        for component in 'EN':
            name = sorted(glob.glob(sys.argv[1] + '/' + station + component + '*.mseed'))[0]
            trace = read(name)[0]
            folder = name.rsplit('/', 1)[0]
            inventory = read_inventory(folder + '/' + '.'.join(trace.id.split('.')[:2]) + '.xml')
            gain = inventory.get_response(trace.id, trace.stats.starttime).instrument_sensitivity.value
            a = trace.data.astype(float)
            pair.append((a - a.mean()) / gain)
        peak = int(np.argmax(np.abs(pair[0])))
        pair = [a[max(0, peak - 3000):peak + 6000] for a in pair]
        pair = [(a - a.mean()) * signal.get_window(('tukey', 0.1), len(a), fftbins=False) for a in pair]
        dt = trace.stats.delta
        row = {k: [] for k in ('psa', 'lfilter', 'eqsig', 'arias', 'cav', 'short', 'long',
                               'eqsigArias', 'eqsigCAV')}
        pad = lambda a, t: np.concatenate([a, np.zeros(int(t / dt) // 2 * 2 + len(a) % 2)])
        fast, slow = 1 / periods[periods < 1], 1 / periods[periods >= 1]
        near, padded = [pad(a, 10) for a in pair], [pad(a, 250) for a in pair]
        for a, q, p in zip(pair, near, padded):
            psa = [pyrotd.calc_spec_accels(dt, x, f, 0.05, max_freq_ratio=40).spec_accel
                   for x, f in ((q, fast), (p, slow))]
            row['psa'].append(np.concatenate(psa).tolist())
            row['lfilter'].append([foh(p, dt, t, 0.05) for t in periods if t >= 64 * dt])
            h = integrate.cumulative_simpson(a * a, dx=dt, initial=0)
            row['arias'].append(np.pi / (2 * g) * h[-1])
            row['cav'].append(integrate.simpson(np.abs(a), dx=dt))
            at = lambda s: np.interp(s, h / h[-1], dt * np.arange(len(a)))
            row['short'].append(at(0.75) - at(0.05))
            row['long'].append(at(0.95) - at(0.05))
            if eqsig is not None and len(row['psa']) == 1:
                fine = signal.resample(p, 4 * len(p))[:4 * (len(a) + int(6 / dt))]
                _, _, sa = eqsig.sdof.pseudo_response_spectra(fine, dt / 4, periods[periods >= 0.2], 0.05)
                row['eqsig'].append(sa.tolist())
                s = eqsig.AccSignal(a, dt)
                row['eqsigArias'].append(float(eqsig.im.calc_arias_intensity(s)[-1]) * 9.81 / g)
                row['eqsigCAV'].append(float(eqsig.im.calc_cav(s)[-1]))
        if eqsig is None:
            for k in ('eqsig', 'eqsigArias', 'eqsigCAV'):
                del row[k]
        r = [pyrotd.calc_rotated_spec_accels(dt, x[0], x[1], f, 0.05, max_freq_ratio=40)
             for x, f in ((near, fast), (padded, slow))]
        row['rotated'] = [np.concatenate([x.spec_accel[x.percentile == p] for x in r]).tolist()
                          for p in (50, 100)]
        # Its default method passes over what the least orientation needs.
        r = pyrotd.calc_rotated_spec_accels(
            dt, padded[0], padded[1], slow, 0.05, max_freq_ratio=40, method='rigorous')
        row['least'] = r.spec_accel[r.percentile == 0].tolist()
        out[station] = row
    print(json.dumps(out))
    """

  private func acceleration(_ station: String, _ component: String) throws -> ([Double], Double) {
    let folder = SharedData.url("california_strong_motion/\(station)").deletingLastPathComponent()
    let start = station.split(separator: "/")[1] + component
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    let name = try #require(names.first { $0.hasPrefix(start) && $0.hasSuffix(".mseed") })
    let trace = try #require(WaveformFile.read(folder.appendingPathComponent(name)).traces.first)
    let codes = trace.identifier
    let inventory = try StationFile.readInventory(
      folder.appendingPathComponent("\(codes.network).\(codes.station).xml")
    )
    let epoch = try #require(
      inventory.channel(
        network: codes.network,
        station: codes.station,
        location: codes.location,
        channel: codes.channel,
        at: trace.startTime
      )
    )
    let gain = try #require(epoch.response?.sensitivity?.value)
    let counts = trace.samples.asDoubles
    let mean = counts.reduce(0, +) / Double(counts.count)
    return (counts.map { ($0 - mean) / gain }, trace.samplingInterval)
  }

  /// Both components from 3000 samples before the peak of the first one to 6000 after it, tapered.
  private func strongPart(_ first: [Double], _ second: [Double]) throws -> ([Double], [Double]) {
    let peak = first.indices.max { abs(first[$0]) < abs(first[$1]) } ?? 0
    let range = max(0, peak - 3000)..<min(first.count, peak + 6000)
    let taper = try Window.tukey(taperedFraction: 0.1)
      .coefficients(count: range.count, isPeriodic: false)
    func tapered(_ samples: ArraySlice<Double>) -> [Double] {
      let mean = samples.reduce(0, +) / Double(samples.count)
      return zip(samples, taper).map { ($0 - mean) * $1 }
    }
    return (tapered(first[range]), tapered(second[range]))
  }

  @Test(
    "PSA, RotD, Arias intensity, CAV and durations of accelerograms equal those of pyrotd, eqsig and SciPy",
    .enabled(if: PythonEnvironment.offers("pyrotd"), "needs Python with pyrotd"),
    .enabled(if: PythonEnvironment.offers("obspy"), "needs Python with ObsPy"),
    .enabled(
      if: SharedData.has("california_strong_motion"),
      "needs ../shared/data/california_strong_motion"
    )
  )
  func recordedMotion() throws {
    let periods = Self.periods
    let text = try PythonEnvironment.run(
      Self.script,
      arguments: [SharedData.url("california_strong_motion").path, "\(periods)"] + Self.stations
    )
    let references = try JSONDecoder().decode([String: Reference].self, from: Data(text.utf8))
    for station in Self.stations {
      let reference = try #require(references[station])
      let (wholeEast, step) = try acceleration(station, "E")
      let (east, north) = try strongPart(wholeEast, acceleration(station, "N").0)
      for (n, record) in [east, north].enumerated() {
        let spectrum = try ResponseSpectrum(of: record, samplingInterval: step, periods: periods)
        let ours = spectrum.pseudoAcceleration
        #expect(largestRatioError(ours, reference.psa[n]) < 0.005, "\(station) pyrotd \(ours)")
        // The same oscillators as a digital filter, whose poles next to 1 cost digits.
        let slow = zip(periods, ours).filter { $0.0 >= 64 * step }.map(\.1)
        #expect(largestRatioError(slow, reference.lfilter[n]) < 1e-4, "\(station) SciPy")
        if n == 0, let eqsig = reference.eqsig {
          let longer = zip(periods, ours).filter { $0.0 >= 0.2 }.map(\.1)
          #expect(largestRatioError(longer, eqsig[n]) < 0.005, "\(station) eqsig")
        }
        try compareDurations(record, step, reference, n)
      }
      let rotated = try RotatedSpectrum(of: east, north, samplingInterval: step, periods: periods)
      for (ours, theirs) in zip([rotated.rotD50, rotated.rotD100], reference.rotated) {
        #expect(largestRatioError(ours, theirs) < 0.005, "\(station) RotD \(ours) \(theirs)")
      }
      #expect(
        largestRatioError(Array(rotated.rotD00.suffix(3)), reference.least) < 0.005,
        "\(station)"
      )
    }
  }

  private func compareDurations(
    _ record: [Double],
    _ step: Double,
    _ reference: Reference,
    _ n: Int
  ) throws {
    let arias = try AriasIntensity(of: record, samplingInterval: step)
    let cav = try CumulativeAbsoluteVelocity(of: record, samplingInterval: step)
    let short = try SignificantDuration(arias, shares: 0.05...0.75)
    let long = try SignificantDuration(arias)
    // Simpson's rule there, the trapezoidal rule here.
    #expect(abs(arias.value / reference.arias[n] - 1) < 0.005)
    #expect(abs(cav.value / reference.cav[n] - 1) < 0.005)
    #expect(abs(short.duration / reference.short[n] - 1) < 0.005)
    #expect(abs(long.duration / reference.long[n] - 1) < 0.005)
    if n == 0, let arias = reference.eqsigArias, let theirs = reference.eqsigCAV {
      let ours = try AriasIntensity(of: record, samplingInterval: step).value
      #expect(abs(ours / arias[n] - 1) < 0.005 && abs(cav.value / theirs[n] - 1) < 0.005)
    }
  }
}
