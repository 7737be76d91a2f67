import Foundation
import Seismology
import Testing

@Suite struct TimeFunctionSpectrumTests {
  private static func functions() throws -> [any SourceTimeFunction] {
    [
      try BruneTimeFunction(timeConstant: 0.4), try GaussianTimeFunction(sigma: 0.5, centerTime: 2),
      try LiuTimeFunction(riseTime: 2), try TriangleTimeFunction(duration: 1.5),
      try CosineTimeFunction(duration: 1.5), try RickerWavelet(peakFrequency: 0.8),
      try TabulatedTimeFunction(rates: [0, 1, 3, 2, 0.5, 0], interval: 0.3, startTime: -0.4),
      try LowPassPulse(maximumFrequency: 1),
    ]
  }

  @Test("The complex spectrum is the Fourier integral, with the phase at the origin time")
  func quadrature() throws {
    for function in try Self.functions() {
      let (start, end) = (function.support.lowerBound, function.support.upperBound)
      let count = 40_000
      let step = (end - start) / Double(count)
      for frequency in [0.0, 0.1, 0.37, 0.9, 2.1] {
        var (real, imaginary) = (0.0, 0.0)
        for index in 0..<count {
          let time = start + (Double(index) + 0.5) * step
          let value = step * function.rate(at: time)
          real += value * cos(2 * .pi * frequency * time)
          imaginary -= value * sin(2 * .pi * frequency * time)
        }
        let value = function.spectrum(at: frequency)
        // Gaussian panels that hold a corner of the function are 1e-5 off.
        #expect(abs(value.real - real) < 5e-5, "\(function) at \(frequency) Hz")
        #expect(abs(value.imaginary - imaginary) < 5e-5, "\(function) at \(frequency) Hz")
      }
    }
  }

  @Test("Its modulus is the amplitude spectrum")
  func modulus() throws {
    for function in try Self.functions() {
      for frequency in [0.0, 0.2, 0.7, 1.3] {
        let value = function.spectrum(at: frequency)
        let modulus = (value.real * value.real + value.imaginary * value.imaginary).squareRoot()
        // The general form is a quadrature whose panels may hold a corner of the function.
        #expect(abs(modulus - function.spectralAmplitude(at: frequency)) < 5e-5, "\(function)")
      }
    }
  }

  @Test("An impulse has modulus one and the phase of its time")
  func impulse() throws {
    let value = try ImpulseTimeFunction(time: 0.25).spectrum(at: 1)
    #expect(abs(value.real) < 1e-15 && abs(value.imaginary + 1) < 1e-15)
  }
}
