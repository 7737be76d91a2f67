import Foundation
import Seismology
import Testing

/// Time functions of unit area, with sharp and smooth, short and long ones.
private func unitAreaFunctions() throws -> [any SourceTimeFunction] {
  [
    try GaussianTimeFunction(sigma: 0.12, centerTime: 0.7),
    try BruneTimeFunction(timeConstant: 0.1),
    try TriangleTimeFunction(duration: 0.8),
    try CosineTimeFunction(duration: 1.3),
    try LiuTimeFunction(riseTime: 2.5),
    try TabulatedTimeFunction(rates: [0, 3, 5, 4, 1, 0.5, 0], interval: 0.05, startTime: -0.1),
  ]
}

/// The integral of a function over an interval by the midpoint rule with 200,000 points.
private func midpointIntegral(over interval: ClosedRange<Double>, _ f: (Double) -> Double) -> Double
{
  let count = 200_000
  let step = (interval.upperBound - interval.lowerBound) / Double(count)
  return (0..<count).reduce(0) { $0 + step * f(interval.lowerBound + (Double($1) + 0.5) * step) }
}

/// |∫ r exp(−2πi f t) dt| by the midpoint rule.
private func midpointAmplitude(of function: any SourceTimeFunction, at frequency: Double) -> Double
{
  let real = midpointIntegral(over: function.support) {
    function.rate(at: $0) * cos(2 * .pi * frequency * $0)
  }
  let imaginary = midpointIntegral(over: function.support) {
    function.rate(at: $0) * sin(2 * .pi * frequency * $0)
  }
  return hypot(real, imaginary)
}

@Suite struct SourceTimeFunctionTests {
  @Test("Every time function has unit area inside its support")
  func unitArea() throws {
    for function in try unitAreaFunctions() {
      let area = midpointIntegral(over: function.support, function.rate(at:))
      // The tails beyond the support hold up to 4e-8 (Brune's); the quadrature errs by about 1e-10.
      #expect(abs(area - 1) < 1e-7, "\(function)")
    }
  }

  @Test("The cumulative moment is the integral of the rate")
  func cumulativeIsIntegral() throws {
    for function in try unitAreaFunctions() {
      let support = function.support
      let length = support.upperBound - support.lowerBound
      for share in [0.05, 0.2, 0.31, 0.5, 0.77, 0.95] {
        let time = support.lowerBound + share * length
        let integral = midpointIntegral(over: support.lowerBound...time, function.rate(at:))
        #expect(abs(function.cumulative(at: time) - integral) < 1e-7, "\(function) at \(time)")
      }
      #expect(function.cumulative(at: support.lowerBound - 1e-9) < 1e-7)
      #expect(abs(function.cumulative(at: support.upperBound + 1e-9) - 1) < 1e-7)
    }
  }

  @Test("Time-step averages release the whole moment, however long the step")
  func averagesKeepMoment() throws {
    let functions: [any SourceTimeFunction] =
      try unitAreaFunctions() + [ImpulseTimeFunction(time: 0.25), ImpulseTimeFunction()]
    for function in functions {
      for step in [0.003, 0.25, 1.7] {
        let first = Int((function.support.lowerBound / step).rounded(.down)) - 1
        let last = Int((function.support.upperBound / step).rounded(.up)) + 1
        let moment = (first...last).reduce(0) {
          $0 + step * function.average(from: Double($1) * step, to: Double($1 + 1) * step)
        }
        #expect(abs(moment - 1) < 1e-7, "\(function), step \(step)")
      }
    }
  }

  @Test("The rate outside the support is below 1e-7 of the peak")
  func supportCovers() throws {
    for function in try unitAreaFunctions() + [try RickerWavelet(peakFrequency: 2)] {
      let support = function.support
      let length = support.upperBound - support.lowerBound
      let peak =
        (0...1000).map {
          abs(function.rate(at: support.lowerBound + length * Double($0) / 1000))
        }.max() ?? 0
      for distance in [1e-6, 0.01, 0.3, 2] {
        #expect(abs(function.rate(at: support.lowerBound - distance * length)) <= 1.001e-7 * peak)
        #expect(abs(function.rate(at: support.upperBound + distance * length)) <= 1.001e-7 * peak)
      }
    }
  }

  @Test("Amplitude spectra agree with a direct Fourier integral")
  func spectraMatchFourierIntegral() throws {
    for function in try unitAreaFunctions() + [try RickerWavelet(peakFrequency: 2)] {
      for frequency in [0, 0.3, 1, 2.5, 6] {
        let expected = midpointAmplitude(of: function, at: frequency)
        // Cut-off tails contribute up to 4e-8.
        #expect(
          abs(function.spectralAmplitude(at: frequency) - expected) < 1e-7,
          "\(function) at \(frequency) Hz"
        )
      }
    }
  }

  @Test("At the frequency of 5 % amplitude the spectrum is 5 %, and stays below it above")
  func frequencyAtAmplitude() throws {
    for function in try unitAreaFunctions() {
      for fraction in [0.5, 0.05, 0.01] {
        let frequency = function.frequency(atAmplitude: fraction)
        #expect(abs(function.spectralAmplitude(at: frequency) - fraction) < 1e-9, "\(function)")
        for factor in stride(from: 1.001, to: 8, by: 0.013) {
          #expect(function.spectralAmplitude(at: factor * frequency) <= fraction, "\(function)")
        }
      }
    }
  }

  @Test("The Gaussian of LOH.1 falls to 5 % at 3.25 Hz and Brune's pulse of 0.1 s at 6.94 Hz")
  func closedFormFrequencies() throws {
    let gaussian = try GaussianTimeFunction(sigma: 0.12)
    #expect(
      abs(gaussian.frequency(atAmplitude: 0.05) - (-2 * log(0.05)).squareRoot() / (0.24 * .pi))
        < 1e-12
    )
    let brune = try BruneTimeFunction(timeConstant: 0.1)
    #expect(abs(brune.frequency(atAmplitude: 0.05) - 19.0.squareRoot() / (0.2 * .pi)) < 1e-12)
    #expect(try abs(BruneTimeFunction(cornerFrequency: 2).frequency(atAmplitude: 0.5) - 2) < 1e-12)
  }

  @Test("A Ricker wavelet has no area, peaks with its Gaussian and has its spectral peak at f_p")
  func rickerScale() throws {
    let wavelet = try RickerWavelet(peakFrequency: 2, centerTime: 0.9)
    let gaussian = try GaussianTimeFunction(
      sigma: 1 / (2.0.squareRoot() * .pi * 2),
      centerTime: 0.9
    )
    #expect(abs(midpointIntegral(over: wavelet.support, wavelet.rate(at:))) < 1e-7)
    #expect(abs(wavelet.rate(at: 0.9) - gaussian.rate(at: 0.9)) < 1e-12)
    #expect(abs(wavelet.spectralAmplitude(at: 2) - 2 / M_E) < 1e-12)
    for fraction in [0.9, 0.05, 1e-4] {
      let frequency = wavelet.frequency(atAmplitude: fraction)
      #expect(frequency > 2)
      #expect(abs(wavelet.spectralAmplitude(at: frequency) - fraction * 2 / M_E) < 1e-12)
    }
    // −σ² times the second difference of the Gaussian; its error is of order step² = 1e-6.
    let step = 1e-3
    for time in [0.7, 0.85, 1.1] {
      let curvature =
        (gaussian.rate(at: time + step) - 2 * gaussian.rate(at: time)
          + gaussian.rate(at: time - step)) / (step * step)
      #expect(abs(wavelet.rate(at: time) + gaussian.sigma * gaussian.sigma * curvature) < 1e-3)
    }
  }

  @Test("Liu's slip rate is continuous and peaks early")
  func liuShape() throws {
    let function = try LiuTimeFunction(riseTime: 2)
    for time in [0.26, 0.52, 2.0] {
      #expect(abs(function.rate(at: time - 1e-9) - function.rate(at: time + 1e-9)) < 1e-7)
    }
    let peak = (0...2000).max {
      function.rate(at: Double($0) / 1000) < function.rate(at: Double($1) / 1000)
    }
    #expect((180...300).contains(peak ?? 0))
  }

  @Test("An impulse is infinite at its time only and gives one step the whole moment")
  func impulse() throws {
    let function = try ImpulseTimeFunction(time: 0.1)
    #expect(function.rate(at: 0.1) == .infinity)
    #expect(function.rate(at: 0.1001) == 0)
    #expect(function.average(from: 0.1, to: 0.2) == 1 / (0.2 - 0.1))
    #expect(function.average(from: 0, to: 0.1) == 0)
    #expect(function.frequency(atAmplitude: 0.05) == .infinity)
  }

  @Test("A table keeps its own area when it is not normalized")
  func tableArea() throws {
    let box = try TabulatedTimeFunction(rates: [2, 2, 2], interval: 0.5, normalized: false)
    #expect(abs(box.cumulative(at: 5) - 2) < 1e-12)
    // The spectrum of a box of length 1 and height 2 is 2 sinc(f).
    for frequency in [0.3, 1.5, 4.2] {
      let expected = abs(2 * sin(.pi * frequency) / (.pi * frequency))
      #expect(abs(box.spectralAmplitude(at: frequency) - expected) < 1e-12)
    }
  }

  @Test("Durations, frequencies and tables that make no sense are refused with their value")
  func refusals() {
    #expect(
      throws: SourceError.notPositive(
        quantity: "standard deviation of the Gaussian",
        value: 0,
        unit: "s"
      )
    ) { try GaussianTimeFunction(sigma: 0) }
    #expect(throws: SourceError.self) { try BruneTimeFunction(timeConstant: -0.1) }
    #expect(throws: SourceError.self) { try TriangleTimeFunction(duration: .nan) }
    #expect(throws: SourceError.self) { try CosineTimeFunction(duration: .infinity) }
    #expect(throws: SourceError.self) { try LiuTimeFunction(riseTime: 0) }
    #expect(throws: SourceError.self) { try RickerWavelet(peakFrequency: -1) }
    #expect(throws: SourceError.self) { try ImpulseTimeFunction(time: .nan) }
    #expect(
      throws: SourceError.tableTooShort(quantity: "time function", count: 1, minimum: 2)
    ) { try TabulatedTimeFunction(rates: [1], interval: 0.1) }
    #expect(throws: SourceError.self) {
      try TabulatedTimeFunction(rates: [0, .nan, 1], interval: 0.1)
    }
    #expect(throws: SourceError.zeroArea(quantity: "time function")) {
      try TabulatedTimeFunction(rates: [0, 1, 0, -1, 0], interval: 0.1)
    }
  }

  /// A smooth function that brings nothing but its rate and support.
  private struct PlainFunction: SourceTimeFunction {
    let model: GaussianTimeFunction
    func rate(at time: Double) -> Double { model.rate(at: time) }
    var support: ClosedRange<Double> { model.support }
  }

  @Test("A function that brings only its rate gets integral, spectrum and band from quadrature")
  func defaultImplementations() throws {
    let gaussian = try GaussianTimeFunction(sigma: 0.3, centerTime: 1)
    let plain = PlainFunction(model: gaussian)
    for time in [0.2, 1, 1.7, 9] {
      #expect(abs(plain.cumulative(at: time) - gaussian.cumulative(at: time)) < 1e-7)
    }
    for frequency in [0, 0.4, 1.1] {
      let difference =
        plain.spectralAmplitude(at: frequency) - gaussian.spectralAmplitude(at: frequency)
      #expect(abs(difference) < 1e-7)
    }
    // Float samples and the cut tails leave 1e-7 of amplitude.
    let ratio = plain.frequency(atAmplitude: 1e-4) / gaussian.frequency(atAmplitude: 1e-4)
    #expect(abs(ratio - 1) < 1e-3)
  }

  @Test("The band down to 1e-6 is found at once, for long and jumpy tables too")
  func smallFractions() throws {
    for function in try unitAreaFunctions() {
      let frequency = function.frequency(atAmplitude: 1e-6)
      #expect(abs(function.spectralAmplitude(at: frequency) - 1e-6) < 1e-9, "\(function)")
    }
    let box = try TabulatedTimeFunction(rates: [1, 1, 1, 1, 1], interval: 0.25)
    // |sinc f| reaches 1e-3 for the last time just below f = 1000 / π.
    let last = box.frequency(atAmplitude: 1e-3)
    #expect(last < 1000 / .pi && last > 1000 / .pi - 1)
    let long = try TabulatedTimeFunction(
      rates: (0..<20_000).map { Float(2 + sin(Double($0) * 0.7)) },
      interval: 0.01
    )
    #expect(abs(long.spectralAmplitude(at: long.frequency(atAmplitude: 1e-4)) - 1e-4) < 1e-7)
  }
}
