import Foundation
import NumericalRuntime
import TestSupport
import Testing

@testable import SignalProcessing

/// A decaying chirp with some noise, different for each seed.
private func burst(_ count: Int, seed: UInt64) -> [Float] {
  var generator = SeededGenerator(seed: seed)
  return (0..<count).map { n in
    let t = Float(n) / 100
    return 1e-5
      * (exp(-t / 6) * sin(2 * t * (4 + t + Float(seed))) + 0.02 * Float(generator.gaussian()))
  }
}

@Suite struct GriffinLimTests {
  @Test("A Hann spectrogram with 75 % overlap is met to a few per cent, better with momentum")
  func convergence() throws {
    let transform = try ShortTimeFourierTransform<Float>(windowLength: 160, hop: 40)
    let magnitudes = try (1...3).map { try transform.forward(burst(3000, seed: $0)).magnitudes }
    let plain = try GriffinLim(transform: transform, iterations: 60, momentum: 0)
      .waveforms(magnitudes: magnitudes, count: 3000)
    let fast = try GriffinLim(transform: transform, iterations: 60)
      .waveforms(magnitudes: magnitudes, count: 3000)
    for (slow, quick) in zip(plain, fast) {
      let (start, end) = (slow.spectralConvergence[0], slow.spectralConvergence[59])
      #expect(end < 0.5 * start && quick.spectralConvergence[59] < end)
      // Without momentum the misfit never grows (Griffin & Lim 1984); a little room for rounding.
      for (before, after) in zip(slow.spectralConvergence, slow.spectralConvergence.dropFirst()) {
        #expect(after <= before * (1 + 1e-5))
      }
      #expect(quick.spectralConvergence[59] < 0.1)
    }
    // What is reported is what the waveform has one iteration on.
    let again = try transform.forward(fast[0].samples).magnitudes
    let (misfit, norm) = zip(again, magnitudes[0]).reduce((0.0, 0.0)) { sums, pair in
      let off = Double(pair.0 - pair.1)
      return (sums.0 + off * off, sums.1 + Double(pair.1) * Double(pair.1))
    }
    let reached = (misfit / norm).squareRoot()
    #expect(abs(reached - fast[0].spectralConvergence[59]) < 0.01)
  }

  @Test("From the true phases the signal comes out, and the misfit stays at rounding")
  func truePhases() throws {
    for hop in [24, 60] {
      let transform = try ShortTimeFourierTransform<Float>(windowLength: 96, hop: hop)
      let signal = burst(1203, seed: 4)
      let spectrogram = try transform.forward(signal)
      let retrieval = try GriffinLim(
        transform: transform,
        iterations: 10,
        initialPhase: .given([spectrogram.values.map { atan2($0.y, $0.x) }])
      )
      let found = try retrieval.waveforms(magnitudes: [spectrogram.magnitudes], count: 1203)[0]
      // Angles in single precision are good to 2e-7; momentum adds up ten steps of rounding.
      #expect(found.spectralConvergence.allSatisfy { $0 < 1e-5 }, "\(hop)")
      #expect(relativeError(found.samples.map(Double.init), signal.map(Double.init)) < 1e-5)
      #expect(throws: SignalError.self) {
        try retrieval.waveforms(magnitudes: [spectrogram.magnitudes], count: 1203, firstStream: 1)
      }
      #expect(throws: SignalError.self) {
        try retrieval.waveforms(magnitudes: [spectrogram.magnitudes], count: 1203, firstStream: -1)
      }
    }
  }

  @Test("Iterations are those of the formula, written out with sums in double precision")
  func formula() throws {
    let (length, hop, count) = (12, 5, 60)
    let transform = try ShortTimeFourierTransform<Float>(
      window: .hamming,
      windowLength: length,
      hop: hop,
      padding: .zeros
    )
    let frames = transform.frameCount(of: count)
    let bins = length / 2 + 1
    var generator = SeededGenerator(seed: 21)
    let wanted = (0..<(frames * bins)).map { _ in Float(generator.uniform()) }
    let angles = (0..<(frames * bins)).map { _ in Float(6 * generator.uniform()) }
    let plain = PlainGriffinLim(length: length, hop: hop, frames: frames, count: count)
    for momentum in [0, 0.99] {
      let found = try GriffinLim(
        transform: transform,
        iterations: 6,
        momentum: momentum,
        initialPhase: .given([angles])
      ).waveforms(magnitudes: [wanted], count: count)[0]
      let expected = plain.solve(wanted, angles, momentum: momentum, iterations: 6)
      // Single precision over six iterations that may double an error each.
      #expect(relativeError(found.samples.map(Double.init), expected.samples) < 1e-4)
      for (ours, exact) in zip(found.spectralConvergence, expected.misfits) {
        #expect(abs(ours - exact) < 1e-5)
      }
    }
  }

  @Test(
    "The spectrogram of a signal is consistent: inverse and forward transform leave it as it is"
  )
  func consistency() throws {
    let transform = try ShortTimeFourierTransform<Float>(windowLength: 96, hop: 24)
    let spectrogram = try transform.forward(burst(1200, seed: 4))
    let same = transform.consistent(spectrogram, count: 1200)
    let largest = spectrogram.magnitudes.max() ?? 0
    // Two transforms of 96 samples in single precision.
    for (a, b) in zip(spectrogram.values, same.values) {
      #expect(abs(a.x - b.x) + abs(a.y - b.y) < 2e-6 * largest)
    }
  }

  @Test(
    "The vector kernel does what the plain transform does",
    arguments: [(160, 46, 160), (90, 20, 90), (75, 15, 75), (64, 16, 128), (48, 12, 108)],
    [EdgePadding.reflect, .zeros, .none]
  )
  func kernel(_ lengths: (Int, Int, Int), _ padding: EdgePadding) throws {
    let transform = try ShortTimeFourierTransform<Float>(
      window: .hamming,
      windowLength: lengths.0,
      hop: lengths.1,
      transformLength: lengths.2,
      padding: padding
    )
    let spectrogram = try transform.forward(burst(1001, seed: 2))
    let retrieval = try GriffinLim(
      transform: transform,
      iterations: 3,
      momentum: 0.9,
      initialPhase: .random(seed: 11)
    )
    let work = PhaseRetrieval(settings: retrieval, frames: spectrogram.frameCount, count: 1001)
    let inLanes = work.solve([spectrogram.magnitudes], firstStream: 5)[0]
    let alone = work.solve([spectrogram.magnitudes], firstStream: 5, plainly: true)[0]
    let size = alone.samples.map(abs).max() ?? 0
    // Three iterations in single precision, in another order of sums.
    for (a, b) in zip(inLanes.samples, alone.samples) { #expect(abs(a - b) < 1e-3 * size) }
    for (a, b) in zip(inLanes.spectralConvergence, alone.spectralConvergence) {
      #expect(abs(a - b) < 1e-4 * b)
    }
  }

  @Test("Batches of any size give the same waveforms, and seeds differ")
  func batches() throws {
    let transform = try ShortTimeFourierTransform<Float>.groundMotionGeneration()
    let magnitudes = try (0..<19).map { try transform.forward(burst(800, seed: $0)).magnitudes }
    let retrieval = try GriffinLim(transform: transform, iterations: 5)
    let together = try retrieval.waveforms(magnitudes: magnitudes, count: 800)
    let alone = try retrieval.waveforms(
      magnitudes: [magnitudes[17]],
      count: 800,
      firstStream: 17
    )
    #expect(together[17] == alone[0])
    let other = try GriffinLim(transform: transform, iterations: 5, initialPhase: .random(seed: 1))
      .waveforms(magnitudes: [magnitudes[17]], count: 800)
    #expect(other[0].samples != alone[0].samples)
  }

  @Test("A length with the prime factor 7, silence and the zero phase work")
  func special() throws {
    let transform = try ShortTimeFourierTransform<Float>(windowLength: 98, hop: 14)
    let magnitudes = try transform.forward(burst(700, seed: 1)).magnitudes
    let retrieval = try GriffinLim(transform: transform, iterations: 40, initialPhase: .zero)
    let found = try retrieval.waveforms(magnitudes: [magnitudes], count: 700)[0]
    #expect(found.spectralConvergence[39] < 0.2)
    let smooth = try ShortTimeFourierTransform<Float>(windowLength: 64, hop: 16)
    let silence = [Float](repeating: 0, count: 33 * 20)
    let quiet = try GriffinLim(transform: smooth).waveforms(magnitudes: [silence])[0]
    #expect(quiet.samples.allSatisfy { $0 == 0 })
    #expect(quiet.spectralConvergence.allSatisfy { $0 == 0 })
  }

  @Test("Negative magnitudes, wrong sizes and wrong settings are refused")
  func refusals() throws {
    let transform = try ShortTimeFourierTransform<Float>(windowLength: 64, hop: 16)
    let retrieval = try GriffinLim(transform: transform, iterations: 2)
    var magnitudes = [Float](repeating: 1, count: 33 * 10)
    #expect(throws: SignalError.self) {
      try retrieval.waveforms(magnitudes: [Array(magnitudes.dropLast())])
    }
    #expect(throws: SignalError.self) {
      try retrieval.waveforms(magnitudes: [magnitudes], count: 1000)
    }
    magnitudes[4] = -1
    #expect(throws: SignalError.self) { try retrieval.waveforms(magnitudes: [magnitudes]) }
    magnitudes[4] = .nan
    #expect(throws: SignalError.notFinite(index: 4)) {
      try retrieval.waveforms(magnitudes: [magnitudes])
    }
    #expect(throws: SignalError.self) { try GriffinLim(transform: transform, iterations: 0) }
    #expect(throws: SignalError.self) { try GriffinLim(transform: transform, momentum: -0.1) }
    #expect(try retrieval.waveforms(magnitudes: []).isEmpty)
  }
}
