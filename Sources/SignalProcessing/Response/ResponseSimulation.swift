public import Seismology

/// Turns ground motion into what an instrument would have recorded of it.
///
/// ```swift
/// let drum = try ResponseSimulation(response: .woodAnderson, input: .velocity)
/// let trace = try drum.applied(to: velocity, samplingInterval: 0.01)     // m on the drum
/// ```
///
/// To see a record through another instrument, remove the response of its own first. The motion should start
/// and end at rest; samples are padded with zeros.
public struct ResponseSimulation: Sendable {
  /// What goes in.
  public let input: GroundMotion
  /// The response that is applied.
  public let response: FrequencyResponse

  private let factor: SpectralFactor

  /// A simulation of an instrument that sees displacement, velocity or acceleration.
  ///
  /// - Throws: ``ResponseError``.
  public init(response: InstrumentResponse, input: GroundMotion) throws(ResponseError) {
    self.init(response: try FrequencyResponse(response, to: input))
  }

  /// A simulation by an evaluated response, of the motion for which it was evaluated.
  public init(response: FrequencyResponse) {
    self.response = response
    input = response.motion
    factor = SpectralFactor { count, interval in
      response.spectrum(count: count, samplingInterval: interval)
    }
  }

  /// What the instrument records (counts) of ground motion in SI units.
  ///
  /// - Throws: ``SignalError`` for fewer than two samples or a sample that is not finite.
  public func applied(
    to motion: [Double],
    samplingInterval: Double
  ) throws(SignalError) -> [Double] {
    try SpectralPreparation.check(
      motion,
      samplingInterval: samplingInterval,
      operation: "Simulating an instrument"
    )
    return factor.applied(to: motion, samplingInterval: samplingInterval)
  }
}

extension InstrumentResponse {
  /// The Wood–Anderson torsion seismograph of local magnitudes: from displacement in m to m on the drum.
  ///
  /// Free period 0.8 s, damping 0.7 and static magnification 2080, as in IASPEI's standard procedures for
  /// magnitudes (2013), after Uhrhammer & Collins (1990), Bull. Seismol. Soc. Am. 80(3), 702–716.
  public static let woodAnderson = seismometer(
    period: 0.8,
    damping: 0.7,
    magnification: 2080
  )

  /// A mechanical seismograph that records displacement above its free period.
  ///
  /// - Parameters:
  ///   - period: the free period in s.
  ///   - damping: the share of critical damping, 0 or more; 1 is critical.
  ///   - magnification: trace over ground displacement at high frequencies.
  /// - Returns: a response of one stage from m to m.
  public static func seismometer(
    period: Double,
    damping: Double,
    magnification: Double
  ) -> InstrumentResponse {
    typealias Root = ResponsePolesAndZeros.Root
    let omega = 2 * Double.pi / period
    let root = omega * abs(1 - damping * damping).squareRoot()
    // Two real roots beyond critical damping; the smaller one by the product of both, which loses no digits.
    let large = damping * omega + root
    let poles =
      damping > 1
      ? [large, omega * omega / large].map { Root(real: ResponseNumber(-$0), imaginary: 0.0) }
      : [root, -root].map {
        Root(real: ResponseNumber(-damping * omega), imaginary: ResponseNumber($0))
      }
    // s²/(s² + 2hω₀s + ω₀²) goes to 1 far above the corner, which rises with the damping.
    let high = 1000 * max(1, damping) / period
    let metre = ResponseUnit(name: "M", description: "displacement in meters")
    let roots = ResponsePolesAndZeros(
      variable: .laplaceRadiansPerSecond,
      normalizationFactor: 1,
      normalizationFrequency: high,
      zeros: [Root(real: 0.0, imaginary: 0.0), Root(real: 0.0, imaginary: 0.0)],
      poles: poles
    )
    let gain = ResponseGain(value: magnification, frequency: high)
    return InstrumentResponse(
      sensitivity: ResponseSensitivity(
        value: gain.value,
        frequency: gain.frequency,
        inputUnit: metre,
        outputUnit: metre
      ),
      stages: [
        ResponseStage(
          number: 1,
          filter: ResponseFilter(.polesAndZeros(roots), inputUnit: metre, outputUnit: metre),
          gain: gain
        )
      ]
    )
  }
}
