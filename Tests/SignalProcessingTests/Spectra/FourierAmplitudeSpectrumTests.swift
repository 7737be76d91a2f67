import Foundation
import NumericalRuntime
import SignalProcessing
import Testing

@Suite struct FourierAmplitudeSpectrumTests {
  @Test("The energy in frequency equals the energy in time", arguments: [1000, 1001])
  func parseval(_ count: Int) throws {
    var generator = SeededGenerator(seed: 4)
    let samples = (0..<count).map { _ in generator.gaussian() }
    let interval = 0.02
    let spectrum = try FourierAmplitudeSpectrum(of: samples, samplingInterval: interval)
    let step = spectrum.frequencies[1]
    var energy = 0.0
    for (k, amplitude) in spectrum.amplitudes.enumerated() {
      let isSingle = k == 0 || (count.isMultiple(of: 2) && k == count / 2)
      energy += (isSingle ? 1 : 2) * amplitude * amplitude * step
    }
    let inTime = interval * samples.reduce(0) { $0 + $1 * $1 }
    #expect(abs(energy / inTime - 1) < 1e-12)
  }

  @Test("A sine of n whole periods has the amplitude A T / 2 at its frequency and none elsewhere")
  func sine() throws {
    let samples = (0..<400).map { 3 * sin(2 * Double.pi * 5 * Double($0) / 400) }
    let spectrum = try FourierAmplitudeSpectrum(of: samples, samplingInterval: 0.1)
    #expect(abs(spectrum.frequencies[5] - 5.0 / 40) < 1e-15)
    #expect(abs(spectrum.amplitudes[5] - 3 * 40 / 2) < 1e-10)
    #expect(spectrum.amplitudes.enumerated().allSatisfy { $0 == 5 || $1 < 1e-10 })
  }

  @Test("Filling up with zeros and tapering do what they say")
  func options() throws {
    let samples = [Double](repeating: 2, count: 100)
    let padded = try FourierAmplitudeSpectrum(
      of: samples,
      samplingInterval: 0.5,
      transformLength: 400
    )
    #expect(padded.frequencies.count == 201 && abs(padded.amplitudes[0] - 100) < 1e-12)
    let tapered = try FourierAmplitudeSpectrum(
      of: samples,
      samplingInterval: 0.5,
      taper: .tukey(taperedFraction: 0.2)
    )
    #expect(tapered.amplitudes[0] < 95 && tapered.amplitudes[0] > 85)
    #expect(throws: SignalError.self) {
      try FourierAmplitudeSpectrum(of: samples, samplingInterval: 0.5, transformLength: 99)
    }
    #expect(throws: SignalError.self) { try FourierAmplitudeSpectrum(of: [], samplingInterval: 1) }
    #expect(throws: SignalError.notFinite(index: 1)) {
      try FourierAmplitudeSpectrum(of: [0, .infinity], samplingInterval: 1)
    }
    #expect(throws: SignalError.self) {
      try FourierAmplitudeSpectrum(of: samples, samplingInterval: 0)
    }
  }
}
