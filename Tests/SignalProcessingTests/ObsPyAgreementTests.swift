import Foundation
import SeismicFiles
import Seismology
import SignalProcessing
import TestSupport
import Testing

/// Every operation on whole traces against ObsPy's and SciPy's, on all 36 recordings of one earthquake.
@Test(
  "Conditioning, filters, resampling, calculus and rotation equal ObsPy's on 36 recordings",
  .enabled(
    if: PythonEnvironment.offers("obspy") && SharedData.has("byron_m43_20190716/waveforms"),
    "needs Python with obspy, and ../shared/data"
  )
)
func agreementWithObsPy() throws {
  let recordings = SharedData.url("byron_m43_20190716/waveforms")
  try withTemporaryFolder { folder in
    _ = try PythonEnvironment.run(obsPyScript, arguments: [recordings.path, folder.path])
    let traces = try WaveformFile.read(recordings).traces
    #expect(traces.count == 36)
    var compared = 0
    for trace in traces {
      let samples = try Detrend.linear.applied(to: trace.samples.asDoubles)
      for (name, tolerance, operation) in operations {
        let file = folder.appendingPathComponent("\(trace.identifier).\(name)")
        let theirs = try doubles(Data(contentsOf: file))
        let ours = try operation(samples, trace)
        #expect(ours.count == theirs.count, "\(trace.identifier) \(name)")
        guard ours.count == theirs.count else { continue }
        let error = relativeError(ours, theirs)
        #expect(error <= tolerance, "\(trace.identifier) \(name): \(error)")
        compared += 1
      }
    }
    #expect(compared == 36 * operations.count)
    try compareRotations(traces, folder)
  }
}

private typealias Operation = @Sendable ([Double], WaveformTrace) throws -> [Double]

private func butterworth(_ band: FilterBand, _ order: Int, zeroPhase: Bool = false) -> Operation {
  { samples, trace in
    try ButterworthFilter(band, order: order, samplingInterval: trace.samplingInterval)
      .applied(to: samples, zeroPhase: zeroPhase)
  }
}

private func taper(_ taper: @escaping @Sendable () throws -> Taper) -> Operation {
  { try taper().applied(to: $0, samplingInterval: $1.samplingInterval) }
}

private func resampling(_ method: Resampler.Method, to interval: Double) -> Operation {
  { try Resampler(method, from: $1.samplingInterval, to: interval).applied(to: $0) }
}

// Both sides compute in double precision; what differs is the order of sums and of sections. Poles near the
// unit circle magnify that rounding: those of 0.02-0.05 Hz in 40-Hz data stand 2e-3 away from it, which makes
// 1e-11 of 1e-16 in eight of them.
private let operations: [(name: String, tolerance: Double, operation: Operation)] = [
  ("linear", 1e-10, { samples, _ in samples }),
  ("demean", 1e-12, { try Detrend.constant.applied(to: $1.samples.asDoubles) }),
  ("simple", 1e-12, { try Detrend.simple.applied(to: $1.samples.asDoubles) }),
  // numpy.polyfit loses digits to powers of 14,400; ours does not.
  ("polynomial", 1e-10, { try Detrend.polynomial(order: 4).applied(to: $1.samples.asDoubles) }),
  ("taper-hann", 1e-12, taper { try Taper(fraction: 0.05) }),
  ("taper-cosine", 1e-12, taper { try Taper(seconds: 12.3, shape: .cosine, side: .start) }),
  ("taper-whole", 1e-12, taper { try Taper() }),
  ("bandpass", 1e-9, butterworth(.bandpass(0.02, 0.05), 4)),
  ("bandpass-zero", 1e-9, butterworth(.bandpass(0.02, 0.05), 4, zeroPhase: true)),
  ("bandpass-wide", 1e-10, butterworth(.bandpass(0.05, 5), 3, zeroPhase: true)),
  ("lowpass", 1e-10, butterworth(.lowpass(0.5), 4)),
  ("lowpass-zero", 1e-10, butterworth(.lowpass(0.5), 8, zeroPhase: true)),
  ("highpass", 1e-10, butterworth(.highpass(0.02), 4)),
  ("highpass-zero", 1e-10, butterworth(.highpass(0.5), 5, zeroPhase: true)),
  ("bandstop", 1e-10, butterworth(.bandstop(0.1, 0.4), 4)),
  (
    "decimate2", 1e-12,
    { try Decimation(factor: 2).applied(to: $0, samplingInterval: $1.samplingInterval) }
  ),
  (
    "decimate4", 1e-12,
    { try Decimation(factor: 4).applied(to: $0, samplingInterval: $1.samplingInterval) }
  ),
  (
    "decimate5", 1e-12,
    { try Decimation(factor: 5).applied(to: $0, samplingInterval: $1.samplingInterval) }
  ),
  ("resample-hann", 1e-10, resampling(.fourier(hann: true), to: 0.05)),
  // ObsPy leaves half of the one coefficient at the new Nyquist frequency out: 0.4 % at most here.
  ("resample-obspy", 5e-3, resampling(.fourier(hann: true), to: 0.05)),
  ("resample", 1e-10, resampling(.fourier(), to: 1 / 25.0)),
  ("resample-up", 1e-10, resampling(.fourier(), to: 1 / 100.0)),
  ("polyphase", 1e-10, resampling(.polyphase, to: 1 / 25.0)),
  ("polyphase-up", 1e-10, resampling(.polyphase, to: 1 / 100.0)),
  // ObsPy takes times from clock readings of 1.5e9 s, exact to 2e-7 s: 1e-5 of a sample of 40 Hz.
  (
    "lanczos", 1e-5,
    {
      try LanczosInterpolation().applied(
        to: $0,
        samplingInterval: $1.samplingInterval,
        offset: 1.0034,
        newInterval: 1 / 50.0,
        count: 10_000
      )
    }
  ),
  (
    "integral", 1e-10,
    { try Integration.trapezoid.applied(to: $0, samplingInterval: $1.samplingInterval) }
  ),
  (
    "derivative", 1e-12,
    { try Differentiation.centralDifference.applied(to: $0, samplingInterval: $1.samplingInterval) }
  ),
]

private let obsPyScript = """
  import sys, os, numpy as np, scipy.signal, obspy
  folder, out = sys.argv[1:]
  st = obspy.read(os.path.join(folder, '*'))
  def save(t, name, data):
      np.asarray(data, dtype='<f8').tofile(os.path.join(out, t.id + '.' + name))
  for raw in st:
      t = raw.copy().detrend('linear')
      def do(name, f, source=t):
          c = source.copy(); r = f(c); save(raw, name, c.data if isinstance(r, obspy.Trace) else r)
      save(t, 'linear', t.data)
      do('demean', lambda c: c.detrend('demean'), raw)
      do('simple', lambda c: c.detrend('simple'), raw)
      do('polynomial', lambda c: c.detrend('polynomial', order=4), raw)
      do('taper-hann', lambda c: c.taper(0.05))
      do('taper-cosine', lambda c: c.taper(None, type='cosine', max_length=12.3, side='left'))
      do('taper-whole', lambda c: c.taper(0.5))
      do('bandpass', lambda c: c.filter('bandpass', freqmin=0.02, freqmax=0.05, corners=4))
      do('bandpass-zero', lambda c: c.filter('bandpass', freqmin=0.02, freqmax=0.05, corners=4, zerophase=True))
      do('bandpass-wide', lambda c: c.filter('bandpass', freqmin=0.05, freqmax=5, corners=3, zerophase=True))
      do('lowpass', lambda c: c.filter('lowpass', freq=0.5, corners=4))
      do('lowpass-zero', lambda c: c.filter('lowpass', freq=0.5, corners=8, zerophase=True))
      do('highpass', lambda c: c.filter('highpass', freq=0.02, corners=4))
      do('highpass-zero', lambda c: c.filter('highpass', freq=0.5, corners=5, zerophase=True))
      do('bandstop', lambda c: c.filter('bandstop', freqmin=0.1, freqmax=0.4, corners=4))
      for n in (2, 4, 5):
          do('decimate%d' % n, lambda c: c.decimate(n))
      do('resample-hann', lambda c: scipy.signal.resample(c.data, 7200, window='hann'))
      do('resample-obspy', lambda c: c.resample(20.0))
      do('resample', lambda c: scipy.signal.resample(c.data, 9000))
      do('resample-up', lambda c: scipy.signal.resample(c.data, 36000))
      do('polyphase', lambda c: scipy.signal.resample_poly(c.data, 5, 8))
      do('polyphase-up', lambda c: scipy.signal.resample_poly(c.data, 5, 2))
      do('lanczos', lambda c: c.interpolate(50.0, method='lanczos', a=20, npts=10000,
                                            starttime=c.stats.starttime + 1.0034))
      do('integral', lambda c: c.integrate('cumtrapz'))
      do('derivative', lambda c: c.differentiate())
  from obspy.signal.rotate import rotate2zne, rotate_zne_lqt
  for station in sorted(set(t.stats.station for t in st)):
      s = st.select(station=station).copy().detrend('linear')
      z, n, e = (s.select(channel='BH' + c)[0].data for c in 'ZNE')
      r = s.copy().rotate('NE->RT', back_azimuth=213.4)
      skew = rotate2zne(z, 12, -80, n, 31, 4, e, 128, -7)
      lqt = rotate_zne_lqt(z, n, e, 213.4, 37.0)
      parts = [r.select(channel='BHR')[0].data, r.select(channel='BHT')[0].data, *skew, *lqt]
      np.concatenate(parts).astype('<f8').tofile(os.path.join(out, station + '.rotation'))
  """

/// Radial and transverse, arbitrary orientations and ray components of every station.
private func compareRotations(_ traces: [WaveformTrace], _ folder: URL) throws {
  let stations = Dictionary(grouping: traces, by: \.identifier.station)
  #expect(stations.count == 12)
  for (station, traces) in stations {
    let component = { (code: String) throws -> [Double] in
      let trace = try #require(traces.first { $0.identifier.channel == "BH" + code })
      return try Detrend.linear.applied(to: trace.samples.asDoubles)
    }
    let (z, n, e) = (try component("Z"), try component("N"), try component("E"))
    let (r, t) = try Rotation.radialTransverse(north: n, east: e, backAzimuth: 213.4)
    let skew = try OrientationRotation(
      first: ChannelOrientation(azimuth: 12, dip: -80),
      second: ChannelOrientation(azimuth: 31, dip: 4),
      third: ChannelOrientation(azimuth: 128, dip: -7)
    ).toVerticalNorthEast(z, n, e)
    let ray = try Rotation.rayComponents(
      vertical: z,
      north: n,
      east: e,
      backAzimuth: 213.4,
      incidence: 37
    )
    let ours = r + t + skew.vertical + skew.north + skew.east + ray.l + ray.q + ray.t
    let file = folder.appendingPathComponent("\(station).rotation")
    let theirs = try doubles(Data(contentsOf: file))
    #expect(ours.count == theirs.count)
    let error = relativeError(ours, theirs)
    #expect(error < 1e-10, "\(station) rotation: \(error)")
  }
}

private func doubles(_ data: Data) -> [Double] {
  data.withUnsafeBytes { bytes in
    stride(from: 0, to: bytes.count, by: 8).map {
      Double(
        bitPattern: UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: $0, as: UInt64.self))
      )
    }
  }
}
