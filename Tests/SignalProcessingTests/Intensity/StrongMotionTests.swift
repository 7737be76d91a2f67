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
    var arias, cav, short, long: [Double]
    var eqsigArias, eqsigCAV: [Double]?
  }

  /// The same demeaned, tapered accelerations as ``acceleration(_:)``; oscillators in the frequency domain by pyrotd
  /// after as many zeros as the record has samples, at 120 samples a period at least; in the time domain by eqsig
  /// and by SciPy's first-order-hold discretisation.
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
        _, y, _ = signal.dlsim(system, a)
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
            a = (a - a.mean()) / gain * signal.get_window(('tukey', 0.1), len(a), fftbins=False)
            pair.append(a)
        dt = trace.stats.delta
        row = {k: [] for k in ('psa', 'lfilter', 'eqsig', 'arias', 'cav', 'short', 'long',
                               'eqsigArias', 'eqsigCAV')}
        padded = [np.concatenate([a, np.zeros(len(a))]) for a in pair]
        for a, p in zip(pair, padded):
            row['psa'].append(pyrotd.calc_spec_accels(
                dt, p, 1 / periods, 0.05, max_freq_ratio=60).spec_accel.tolist())
            row['lfilter'].append([foh(a, dt, t, 0.05) for t in periods if t >= 64 * dt])
            h = integrate.cumulative_simpson(a * a, dx=dt, initial=0)
            row['arias'].append(np.pi / (2 * g) * h[-1])
            row['cav'].append(integrate.simpson(np.abs(a), dx=dt))
            at = lambda s: np.interp(s, h / h[-1], dt * np.arange(len(a)))
            row['short'].append(at(0.75) - at(0.05))
            row['long'].append(at(0.95) - at(0.05))
            if eqsig is not None:
                fine = signal.resample(p, 8 * len(p))[:8 * (len(a) - 1) + 1]
                _, _, sa = eqsig.sdof.pseudo_response_spectra(fine, dt / 8, periods[periods >= 0.1], 0.05)
                row['eqsig'].append(sa.tolist())
                s = eqsig.AccSignal(a, dt)
                row['eqsigArias'].append(float(eqsig.im.calc_arias_intensity(s)[-1]) * 9.81 / g)
                row['eqsigCAV'].append(float(eqsig.im.calc_cav(s)[-1]))
        if eqsig is None:
            for k in ('eqsig', 'eqsigArias', 'eqsigCAV'):
                del row[k]
        r = pyrotd.calc_rotated_spec_accels(
            dt, padded[0], padded[1], 1 / periods, 0.05, max_freq_ratio=60)
        row['rotated'] = [r.spec_accel[r.percentile == p].tolist() for p in (0, 50, 100)]
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
    let taper = try Window.tukey(taperedFraction: 0.1)
      .coefficients(count: counts.count, isPeriodic: false)
    return (zip(counts, taper).map { ($0 - mean) / gain * $1 }, trace.samplingInterval)
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
      let (east, step) = try acceleration(station, "E")
      let (north, _) = try acceleration(station, "N")
      for (n, record) in [east, north].enumerated() {
        let spectrum = try ResponseSpectrum(of: record, samplingInterval: step, periods: periods)
        let ours = spectrum.pseudoAcceleration
        #expect(largestRatioError(ours, reference.psa[n]) < 0.005, "\(station) pyrotd \(ours)")
        // The same recurrence by another way: only free vibration after the record may differ.
        let slow = zip(periods, ours).filter { $0.0 >= 64 * step }.map(\.1)
        #expect(largestRatioError(slow, reference.lfilter[n]) < 1e-6, "\(station) SciPy")
        if let eqsig = reference.eqsig {
          let longer = zip(periods, ours).filter { $0.0 >= 0.1 }.map(\.1)
          #expect(largestRatioError(longer, eqsig[n]) < 0.005, "\(station) eqsig")
        }
        try compareDurations(record, step, reference, n)
      }
      let rotated = try RotatedSpectrum(of: east, north, samplingInterval: step, periods: periods)
      for (ours, theirs) in zip(
        [rotated.rotD00, rotated.rotD50, rotated.rotD100],
        reference.rotated
      ) {
        #expect(largestRatioError(ours, theirs) < 0.005, "\(station) RotD \(ours) \(theirs)")
      }
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
    if let arias = reference.eqsigArias, let theirs = reference.eqsigCAV {
      let ours = try AriasIntensity(of: record, samplingInterval: step).value
      #expect(abs(ours / arias[n] - 1) < 0.005 && abs(cav.value / theirs[n] - 1) < 0.005)
    }
  }
}
