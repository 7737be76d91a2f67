import Evaluation
import Foundation
import SignalProcessing
import Testing

/// A pulse on all components that is at half its height, 1, at `time`, rising for two seconds.
private func pulse(at time: Double, places: Int = 1, size: Float = 1) -> WavefieldFrames {
  frames(40, places: places, interval: 0.5) { t, _, _ in
    size * Float(min(max((Double(t) * 0.5 - time + 1) / 2, 0), 1))
  }
}

@Test("An onset lies where a straight rise reaches the share, whatever the amplitude")
func onsetTimes() throws {
  // The rise from 9.3 s on lasts 2 s: a tenth of it is reached at 9.5 s, half of it at 10.3 s.
  for size: Float in [1e-6, 1, 50] {
    let record = pulse(at: 10.3, size: size)
    let p = try #require(ArrivalOnset().time(of: .p, in: record, at: 0))
    let s = try #require(ArrivalOnset().time(of: .s, in: record, at: 0))
    #expect(abs(s - 10.3) < 1e-5)
    // Between the samples at 9 s and 9.5 s the record is straight only after 9.3 s: the sample at 9.5 s has the share.
    #expect(abs(p - 9.5) < 1e-5)
  }
}

@Test("Motion from the first frame on, silence and gaps have no onset")
func noOnset() {
  let onset = ArrivalOnset()
  #expect(onset.time(of: .s, in: frames(5, places: 1) { _, _, _ in 1 }, at: 0) == nil)
  #expect(onset.time(of: .s, in: frames(5, places: 1) { _, _, _ in 0 }, at: 0) == nil)
  let gap = frames(5, places: 1) { t, _, _ in t == 2 ? .nan : Float(t) }
  #expect(onset.time(of: .p, in: gap, at: 0) == nil)
}

@Test("Arrival errors count what came before the forecast and what cannot be picked apart")
func arrivalErrors() throws {
  let truth = pulse(at: 10.3)
  let late = ArrivalErrors(of: .s, forecast: pulse(at: 11), truth: truth, issueTime: 5)
  #expect(late.errors.count == 1)
  #expect(isClose(late.errors.mean, 0.7, within: 1e-5))
  let before = ArrivalErrors(of: .s, forecast: pulse(at: 11), truth: truth, issueTime: 12)
  #expect(before.errors.count == 0 && before.earlierCount == 1 && before.unpickedCount == 0)
  let silent = frames(40, places: 1, interval: 0.5) { _, _, _ in 0 }
  let none = ArrivalErrors(of: .s, forecast: silent, truth: truth, issueTime: 5)
  #expect(none.errors.count == 0 && none.unpickedCount == 1)
  let joined = ArrivalErrors(joining: [late, before, none])
  #expect(joined.errors.count == 1 && joined.earlierCount == 1 && joined.unpickedCount == 1)
}

@Test(
  "A forecast a fifth too large has the goodness of fit 10 exp(−0.2) in envelope and 10 in phase"
)
func waveformFit() throws {
  func wave(_ scale: Float) -> WavefieldFrames {
    frames(200, places: 4, interval: 0.5) { t, c, x in
      x == 3
        ? 0
        : scale * Float(c + 1) * Float(exp(-pow(Double(t) - 80, 2) / 800) * cos(0.6 * Double(t)))
    }
  }
  let options = TimeFrequencyMisfit.Options(band: 0.05...0.5, frequencyCount: 20)
  let fit = try WaveformFit(
    of: wave(1.2),
    against: wave(1),
    places: [0, 1, 3],
    options: options
  )
  #expect(fit.placeCount == 2 && fit.skippedCount == 1)
  // With global normalisation the misfit of component c is 0.2 (c + 1)/3; singles round samples to 6e-8.
  let expected = (1...3).map { 10 * exp(-0.2 * Double($0) / 3) }.reduce(0, +) / 3
  #expect(isClose(fit.envelope, expected, within: 1e-5))
  #expect(isClose(fit.phase, 10, within: 1e-4))
  #expect(throws: SignalError.self) {
    try WaveformFit(of: wave(1), against: wave(1), places: [0], options: .init(band: 0.1...3))
  }
}

@Test("Places are spread evenly over a grid")
func spreadPlaces() {
  let places = WaveformFit.spread(6, rows: 20, columns: 30)
  #expect(
    places.map { [$0 / 30, $0 % 30] } == [5, 15].flatMap { row in [5, 15, 25].map { [row, $0] } }
  )
  #expect(WaveformFit.spread(100, rows: 2, columns: 2) == [0, 1, 2, 3].map { $0 })
}

/// Symmetric wavelets of 10 s about the arrival of P on the vertical and of S on the horizontal, at 0.2 s.
private func twoWaves(p: Double, s: Double, sizeOfP: Double) -> WavefieldFrames {
  frames(300, places: 1, interval: 0.2) { t, c, _ in
    func wavelet(_ arrival: Double) -> Double {
      let phase = (Double(t) * 0.2 - arrival) / 2.5
      return phase * exp(0.5 - phase * phase / 2)
    }
    return Float(c == 2 ? sizeOfP * wavelet(p) : c == 0 ? wavelet(s) : 0)
  }
}

@Test("The P share follows P and the S share S, each ahead by the same part of its wavelet")
func onsetsOfWaves() throws {
  let onset = ArrivalOnset()
  var (ahead, before): ([Double], [Double]) = ([], [])
  for (p, s) in [(15.0, 35.0), (16.3, 40), (20.1, 45.7)] {
    let record = twoWaves(p: p, s: s, sizeOfP: 0.3)
    ahead.append(p - (try #require(onset.time(of: .p, in: record, at: 0))))
    before.append(s - (try #require(onset.time(of: .s, in: record, at: 0))))
  }
  // Straight lines between samples of 0.2 s of a wavelet of 2.5 s are wrong by less than a hundredth of a second.
  #expect(ahead.allSatisfy { abs($0 - ahead[0]) < 0.01 })
  #expect(before.allSatisfy { abs($0 - before[0]) < 0.01 })
  // u exp((1 − u²)/2) is a half at u = 1.9216, and a third, which is a tenth of the whole for a P of 0.3, at 2.1810.
  #expect(abs(before[0] - 2.5 * 1.9216) < 0.02 && abs(ahead[0] - 2.5 * 2.1810) < 0.02)
}

@Test("Where P is weaker than a tenth of the peak, what reaches the P share is S")
func weakP() throws {
  let onset = ArrivalOnset()
  let record = twoWaves(p: 15, s: 35, sizeOfP: 0.08)
  let time = try #require(onset.time(of: .p, in: record, at: 0))
  #expect(time > 25 && time < 35)
  // A smaller share finds it again.
  let early = try #require(ArrivalOnset(pShare: 0.04).time(of: .p, in: record, at: 0))
  #expect(early < 15)
}
