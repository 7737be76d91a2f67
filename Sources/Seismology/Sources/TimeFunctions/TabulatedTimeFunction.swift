import Foundation

/// A moment rate given by equally spaced samples, with straight lines between them.
///
/// Before the first sample and after the last the rate is zero. The table may jump there: a table 1, 1 with
/// interval 1 s is a box of one second.
public struct TabulatedTimeFunction: SourceTimeFunction, Hashable {
  /// The time of the first sample in s after the origin.
  public let startTime: Double
  /// The interval between samples in s.
  public let interval: Double
  /// The samples in 1/s, of unit area.
  public let rates: [Float]

  /// The moment share released before each sample; one more at the end is 1.
  private let shares: [Double]

  /// A function from its samples, scaled to unit area.
  ///
  /// - Parameters:
  ///   - rates: at least two finite samples, in any unit.
  ///   - interval: seconds between samples.
  ///   - startTime: seconds from the origin to the first sample.
  ///   - normalized: false keeps the samples as they are, in 1/s; use it where their area is known to be
  ///     one, or where it is meant to be different.
  /// - Throws: ``SourceError`` if the table is too short, not finite or without area.
  public init(
    rates: [Float],
    interval: Double,
    startTime: Double = 0,
    normalized: Bool = true
  ) throws(SourceError) {
    guard rates.count >= 2 else {
      throw .tableTooShort(quantity: "time function", count: rates.count, minimum: 2)
    }
    if let wrong = rates.first(where: { !$0.isFinite }) {
      throw .notFinite(quantity: "sample of the time function", value: Double(wrong))
    }
    self.interval = try requirePositive(interval, "sample interval", unit: "s")
    self.startTime = try requireFinite(startTime, "start time of the time function")
    var sums = [0.0]
    for index in 1..<rates.count {
      sums.append(sums[index - 1] + 0.5 * interval * Double(rates[index - 1] + rates[index]))
    }
    let area = sums[rates.count - 1]
    guard normalized else {
      self.rates = rates
      shares = sums
      return
    }
    guard area != 0 else { throw .zeroArea(quantity: "time function") }
    self.rates = rates.map { Float(Double($0) / area) }
    shares = sums.map { $0 / area }
  }

  /// The rate in 1/s at a time in s.
  public func rate(at time: Double) -> Double {
    let position = (time - startTime) / interval
    guard position >= 0, position <= Double(rates.count - 1) else { return 0 }
    let index = min(Int(position), rates.count - 2)
    let fraction = position - Double(index)
    return Double(rates[index]) * (1 - fraction) + Double(rates[index + 1]) * fraction
  }

  /// The share of the moment released up to a time in s.
  public func cumulative(at time: Double) -> Double {
    let position = (time - startTime) / interval
    guard position > 0 else { return 0 }
    guard position < Double(rates.count - 1) else { return shares[rates.count - 1] }
    let index = Int(position)
    let fraction = position - Double(index)
    let (left, right) = (Double(rates[index]), Double(rates[index + 1]))
    return shares[index] + interval * fraction * (left + 0.5 * fraction * (right - left))
  }

  /// The interval of slip in s.
  public var support: ClosedRange<Double> {
    startTime...(startTime + interval * Double(rates.count - 1))
  }

  /// The modulus of the Fourier transform at a frequency in Hz.
  public func spectralAmplitude(at frequency: Double) -> Double {
    // The transform of the hat functions around the samples; those of the first and last are half hats.
    let angle = 2 * .pi * frequency * interval
    let (stepReal, stepImaginary) = (cos(angle), -sin(angle))
    var (phaseReal, phaseImaginary) = (1.0, 0.0)
    var (real, imaginary) = (0.0, 0.0)
    let half = Self.halfHat(angle)
    let last = rates.count - 1
    for index in 0...last {
      let value = Double(rates[index])
      let hatReal = index == 0 || index == last ? half.real : 2 * half.real
      let hatImaginary = index == 0 ? half.imaginary : index == last ? -half.imaginary : 0
      real += value * (phaseReal * hatReal - phaseImaginary * hatImaginary)
      imaginary += value * (phaseReal * hatImaginary + phaseImaginary * hatReal)
      (phaseReal, phaseImaginary) = (
        phaseReal * stepReal - phaseImaginary * stepImaginary,
        phaseReal * stepImaginary + phaseImaginary * stepReal
      )
    }
    return interval * (real * real + imaginary * imaginary).squareRoot()
  }

  /// The transform ∫₀¹ (1 − x) exp(−i angle x) dx of half a hat of unit width.
  private static func halfHat(_ angle: Double) -> (real: Double, imaginary: Double) {
    guard abs(angle) > 1e-4 else { return (0.5, -angle / 6) }
    let sine = sin(0.5 * angle)
    return (2 * sine * sine / (angle * angle), (sin(angle) - angle) / (angle * angle))
  }

  /// The frequency in Hz above which the spectrum stays below `fraction` of its value at 0 Hz.
  public func frequency(atAmplitude fraction: Double) -> Double {
    let last = rates.count - 1
    var variation = Double(abs(rates[0]) + abs(rates[last]))
    for index in 0..<last {
      variation += Double(abs(rates[index + 1] - rates[index]))
    }
    return SpectralDecay.frequency(atAmplitude: fraction, of: self, variation: variation)
  }
}
