import Evaluation
import Foundation
import SeismicFiles
import Seismology
import SignalProcessing
import TestSupport
import Testing

/// The example of Kristeková and others: a modulated cosine.
private func signal(scale: Double = 1, phase: Double = 0) -> [Double] {
  (0..<600).map { i in
    let t = Double(i) * 0.05
    let envelope = t * t * exp(-0.35 * t)
    return scale * envelope * cos(2 * .pi * 0.9 * t + phase)
  }
}

private let plane = TimeFrequencyMisfit.Options(band: 0.3...3, frequencyCount: 40)

@Test("A record that is a fifth too large has envelope misfits of 0.2 and no phase misfit")
func scaledEnvelope() throws {
  for normalization in TimeFrequencyMisfit.Normalization.allCases {
    var options = plane
    options.normalization = normalization
    let misfit = try TimeFrequencyMisfit(
      of: signal(scale: 1.2),
      against: signal(),
      samplingInterval: 0.05,
      options: options
    )
    // Everything is linear, so only rounding remains.
    #expect(abs(misfit.envelopeMisfit[0] - 0.2) < 1e-12)
    #expect(misfit.phaseMisfit[0] < 1e-12)
    #expect(abs(misfit.envelopeGoodnessOfFit[0] - 10 * exp(-0.2)) < 1e-11)
    #expect(abs(misfit.phaseGoodnessOfFit[0] - 10) < 1e-11)
    let largest = misfit.envelope[0].flatMap { $0 }.max() ?? 0
    // Relative to itself, the reference's weakest part is rounding errors of its strongest.
    #expect(abs(largest - 0.2) < (normalization == .local ? 1e-3 : 1e-9))
    #expect(abs((misfit.envelopeByTime[0].max() ?? 0) - 0.2) < 1e-9)
    #expect(abs((misfit.envelopeByFrequency[0].max() ?? 0) - 0.2) < 1e-9)
  }
}

@Test("A phase that is 0.1 π ahead has phase misfits of 0.1 and hardly any envelope misfit")
func shiftedPhase() throws {
  let misfit = try TimeFrequencyMisfit(
    of: signal(phase: 0.1 * .pi),
    against: signal(),
    samplingInterval: 0.05,
    options: plane
  )
  // The signal is not strictly analytic: its onset at t = 0 holds a little of both signs of frequency.
  #expect(abs(misfit.phaseMisfit[0] - 0.1) < 1e-3)
  #expect(misfit.envelopeMisfit[0] < 5e-3)
  #expect(abs((misfit.phaseByFrequency[0].max() ?? 0) - 0.1) < 2e-3)
}

@Test("Misfits of nothing, of NaN and beyond Nyquist are refused")
func refusals() {
  func misfit(
    _ record: [Double],
    _ reference: [Double],
    every interval: Double = 0.25,
    band: ClosedRange<Double> = 0.1...1,
    waveletParameter: Double = 6
  ) throws {
    _ = try TimeFrequencyMisfit(
      of: record,
      against: reference,
      samplingInterval: interval,
      options: .init(band: band, waveletParameter: waveletParameter)
    )
  }
  let motion = [0.0, 1, 0, -1]
  #expect(throws: SignalError.self) { try misfit([], []) }
  #expect(throws: SignalError.notFinite(index: 1)) { try misfit([0, .nan, 0, 0], motion) }
  #expect(throws: SignalError.self) { try misfit([0, 1], motion) }
  #expect(throws: SignalError.self) { try misfit(motion, motion, band: 0.1...2) }
  #expect(throws: SignalError.self) { try misfit(motion, [0, 0, 0, 0]) }
  for number in [0, -1, .nan, .infinity] {
    #expect(throws: SignalError.self) { try misfit(motion, motion, every: number) }
    #expect(throws: SignalError.self) { try misfit(motion, motion, waveletParameter: number) }
  }
}

/// Numbers that ObsPy and this package shall agree on.
private struct Expected: Decodable {
  var em, pm, eg, pg: [Double]
  var tem, tpm, fem, fpm: [[Double]]
}

private let script = """
  import json, sys
  import numpy as np
  from obspy.signal import tf_misfit as m
  cases = json.load(sys.stdin)
  out = []
  # ObsPy's wavelets stand half a sample early, so it gets records that are half a sample ahead.
  def ahead(x):
      x = np.array(x)
      n = x.shape[1]
      turn = np.exp(1j * np.pi * np.fft.rfftfreq(2 * n))
      return np.fft.irfft(np.fft.rfft(x, 2 * n) * turn, 2 * n)[:, :n]
  for c in cases:
      a, b = ahead(c['record']), ahead(c['reference'])
      k = dict(dt=c['dt'], fmin=c['low'], fmax=c['high'], nf=c['count'], w0=6, norm=c['norm'])
      r = {n: np.atleast_1d(getattr(m, n)(a, b, **k)).tolist() for n in ['em','pm','eg','pg']}
      r |= {n: np.atleast_2d(getattr(m, n)(a, b, **k)).tolist() for n in ['tem','tpm','fem','fpm']}
      out.append(r)
  json.dump(out, sys.stdout)
  """

private struct Case: Encodable {
  var record, reference: [[Double]]
  var dt, low, high: Double
  var count = 30
  var norm: String
}

/// Three components of two Berkeley stations, 100 s about the S waves at 10 Hz, as record and reference.
private func realCases() throws -> [Case] {
  func components(_ station: String) throws -> [[Double]] {
    try ["BHE", "BHN", "BHZ"].map { channel in
      let folder = SharedData.url("byron_m43_20190716/waveforms")
      let traces = try WaveformFile.read(folder).traces
      let trace = try #require(
        traces.first { $0.identifier.station == station && $0.identifier.channel == channel }
      )
      let all = trace.samples.asDoubles
      let kept = stride(from: 3600, to: 7600, by: 4).map { all[$0] }
      let mean = kept.reduce(0, +) / Double(kept.count)
      return kept.enumerated().map { ($1 - mean) * pow(sin(.pi * Double($0) / 1000), 2) }
    }
  }
  let (near, far) = (try components("SAO"), try components("CVS"))
  return ["global", "local"].map {
    Case(record: near, reference: far, dt: 0.1, low: 0.1, high: 2, norm: $0)
  }
}

@Test(
  "Misfits and goodness of fit equal ObsPy's within 1% on made and on recorded signals",
  .enabled(if: PythonEnvironment.offers("obspy"), "needs Python with obspy")
)
func obspy() throws {
  var cases = [
    Case(
      record: [signal(scale: 1.3, phase: 0.4)],
      reference: [signal()],
      dt: 0.05,
      low: 0.3,
      high: 3,
      norm: "global"
    )
  ]
  if SharedData.has("byron_m43_20190716/waveforms") { cases += try realCases() }
  let answer = try PythonEnvironment.run(script, input: JSONEncoder().encode(cases))
  let expected = try JSONDecoder().decode([Expected].self, from: Data(answer.utf8))
  for (item, expected) in zip(cases, expected) {
    let ours = try TimeFrequencyMisfit(
      of: item.record,
      against: item.reference,
      samplingInterval: item.dt,
      options: .init(
        band: item.low...item.high,
        frequencyCount: item.count,
        normalization: item.norm == "global" ? .global : .local
      )
    )
    let singles = [
      (ours.envelopeMisfit, expected.em), (ours.phaseMisfit, expected.pm),
      (ours.envelopeGoodnessOfFit, expected.eg), (ours.phaseGoodnessOfFit, expected.pg),
    ]
    for (own, theirs) in singles { #expect(relativeError(own, theirs) < 0.002) }
    let curves = [
      (ours.envelopeByFrequency, expected.fem), (ours.phaseByFrequency, expected.fpm),
      (ours.envelopeByTime, expected.tem), (ours.phaseByTime, expected.tpm),
    ]
    for (own, theirs) in curves {
      for (own, theirs) in zip(own, theirs) { #expect(relativeError(own, theirs) < 0.01) }
    }
  }
}
