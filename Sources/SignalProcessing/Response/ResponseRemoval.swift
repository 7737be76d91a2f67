import Foundation
public import Seismology

/// Turns recorded counts into ground motion by dividing out the instrument's response.
///
/// Does what ObsPy's `Trace.remove_response` does: takes away the mean, tapers both ends, pads with zeros,
/// limits the band by a ``PreFilter``, and divides the spectrum by the response, which is kept from falling
/// below the water level. Without a water level the value at 0 Hz, where nothing is known, comes out as zero;
/// with one it does where the response is zero there, as for any sensor of velocity, and what tapering a record
/// without mean leaves is kept by an accelerometer's acceleration.
///
/// ```swift
/// let removal = try ResponseRemoval(
///   response: response, output: .velocity, preFilterHz: (0.005, 0.01, 15, 18), waterLevelDB: nil)
/// let velocity = try removal.applied(to: counts, samplingInterval: 0.025)   // m/s
/// ```
///
/// One removal serves any number of records and threads; the spectrum to multiply with is worked out once for
/// each length and interval.
///
/// A water level suits the motion that the instrument senses; for another one it suppresses what is wanted
/// (a water level on an accelerometer's response to velocity rises towards long periods). Use a pre-filter
/// there.
public struct ResponseRemoval: Sendable {
  /// What comes out.
  public let output: GroundMotion
  /// The band that is kept.
  public let preFilter: PreFilter?
  /// How far below its maximum the response may fall, in dB; nil for any depth.
  public let waterLevelDB: Double?
  /// Whether the mean is taken away first.
  public var removesMean = true
  /// The share of all samples, from 0 to 1, that the tapers of both ends take together.
  public var taperFraction = 0.05
  /// The response that is divided out.
  public let response: FrequencyResponse

  private let factor: SpectralFactor

  /// A removal of an instrument's response.
  ///
  /// - Parameters:
  ///   - response: the instrument's response.
  ///   - output: what shall come out.
  ///   - preFilterHz: the four corners in Hz of the band that is kept; nil for all.
  ///   - waterLevelDB: how far below its maximum the response may fall, in dB; nil for any depth.
  /// - Throws: ``ResponseError``, or ``SignalError`` for corners out of order or a negative water level.
  public init(
    response: InstrumentResponse,
    output: GroundMotion,
    preFilterHz: (f1: Double, f2: Double, f3: Double, f4: Double)? = nil,
    waterLevelDB: Double? = 60
  ) throws {
    try self.init(
      response: FrequencyResponse(response, to: output),
      preFilter: preFilterHz.map { corners throws in
        try PreFilter(corners.f1, corners.f2, corners.f3, corners.f4)
      },
      waterLevelDB: waterLevelDB
    )
  }

  /// A removal of an evaluated response, towards the motion for which it was evaluated.
  public init(
    response: FrequencyResponse,
    preFilter: PreFilter?,
    waterLevelDB: Double?
  ) throws(SignalError) {
    if let level = waterLevelDB, !(level >= 0 && level.isFinite) {
      throw .outOfRange(name: "The water level", value: level, limits: "0 dB or more")
    }
    self.response = response
    self.preFilter = preFilter
    self.waterLevelDB = waterLevelDB
    output = response.motion
    factor = SpectralFactor { count, interval in
      Self.inverse(
        of: response.spectrum(count: count, samplingInterval: interval),
        waterLevelDB: waterLevelDB,
        factors: preFilter.map { filter in
          (0...(count / 2)).map { filter.factor(at: Double($0) / (Double(count) * interval)) }
        }
      )
    }
  }

  /// Ground motion in SI units from counts.
  ///
  /// - Throws: ``SignalError`` for fewer than two samples, a sample that is not finite, a taper outside 0…1 or
  ///   a pre-filter beyond the Nyquist frequency.
  public func applied(
    to counts: [Double],
    samplingInterval: Double
  ) throws(SignalError) -> [Double] {
    try SpectralPreparation.check(
      counts,
      samplingInterval: samplingInterval,
      operation: "Removing a response"
    )
    guard (0...1).contains(taperFraction) else {
      throw .outOfRange(name: "The taper's share", value: taperFraction, limits: "from 0 to 1")
    }
    try preFilter?.check(samplingInterval: samplingInterval)
    let prepared = SpectralPreparation.prepared(
      counts,
      removesMean: removesMean,
      taperFraction: taperFraction
    )
    return factor.applied(to: prepared, samplingInterval: samplingInterval)
  }

  /// The inverse of a spectrum: 0 where there is nothing to divide by and, without a water level, at 0 Hz.
  private static func inverse(
    of spectrum: [SIMD2<Double>],
    waterLevelDB: Double?,
    factors: [Double]?
  ) -> [SIMD2<Double>] {
    let lengths = spectrum.map { ($0 * $0).sum().squareRoot() }
    let floor = waterLevelDB.map { (lengths.max() ?? 0) * pow(10, -$0 / 20) } ?? 0
    return spectrum.indices.map { k in
      let length = lengths[k]
      guard length > 0, k > 0 || waterLevelDB != nil else { return .zero }
      // 1/z = z*/|z|², with |z| lifted to the floor.
      let scale = (factors?[k] ?? 1) / (length * max(length, floor))
      return SIMD2(spectrum[k].x * scale, -spectrum[k].y * scale)
    }
  }
}
