public import ComplexModule
import Foundation
public import RealModule
public import Seismology

/// The response of an instrument to ground motion, ready to be evaluated at any frequency.
///
/// The value at f is the amplitude and phase of what the channel records (counts) of the ground motion
/// exp(+2πi ft), in counts per m, m/s or m/s² by ``motion``. Follows evalresp, the program behind ObsPy's
/// `get_evalresp_response`:
///
/// - gains and normalisations stated at other frequencies than the overall sensitivity are brought to that one;
/// - a finite impulse response with symmetric coefficients is free of delay; any other is moved by the
///   correction that its `Decimation` says the time tags have got;
/// - coefficients that do not add up to 1 are scaled so that they do, by more than 2 % only;
/// - listed halves of symmetric filters are read as they stand, also where they run from the centre outwards,
///   which is a mistake of the station file: it is found, and `InstrumentResponse.mended` mends it.
///
/// Where evalresp takes analog coefficients for digital ones, they are powers of s here, as SEED has them; a
/// stage that lists its response keeps its end values outside the list instead of running off with a cubic.
///
/// ```swift
/// let response = try FrequencyResponse(epoch.response, to: .velocity)
/// let counts = response.value(at: 1).length        // counts per m/s at 1 Hz
/// ```
///
/// Reference: SEED manual 2.4, appendix C; IRIS evalresp 3.3.3, `calc_fctns.c`.
public struct FrequencyResponse: Sendable {
  /// The ground motion that goes in.
  public let motion: GroundMotion
  /// The gain of the stages at ``sensitivityFrequency``, in counts per unit that the instrument senses.
  public let sensitivity: Double
  /// The frequency in Hz to which gains and normalisations were brought.
  public let sensitivityFrequency: Double
  /// What was odd about the response.
  public let findings: [ResponseFinding]

  private let stages: [StageTransfer]
  /// Counts per SI unit of what the instrument senses, apart from the stages.
  private let gain: Double
  /// Powers of iω from the motion that goes in to the motion that the instrument senses.
  private let derivatives: Int

  /// The response of an instrument to displacement, velocity or acceleration of the ground.
  ///
  /// - Throws: ``ResponseError`` if the channel records no ground motion, if units contradict one another, or
  ///   if a stage cannot be evaluated.
  public init(
    _ response: InstrumentResponse,
    to motion: GroundMotion
  ) throws(ResponseError) {
    guard !response.stages.isEmpty else { throw .noStages }
    let unit = try response.groundMotionUnit()
    try response.checkChain()
    let chain = try StageChain(response)
    self.motion = motion
    stages = chain.transfers
    sensitivity = chain.gain
    sensitivityFrequency = chain.frequency
    findings = chain.findings
    gain = chain.gain / unit.scale
    derivatives = motion.derivativeOrder - unit.motion.derivativeOrder
  }

  /// The response at a frequency in Hz.
  public func value(at frequency: Double) -> Complex<Double> { values(at: [frequency])[0] }

  /// The responses at frequencies in Hz.
  ///
  /// At 0 Hz it is 0 where the instrument senses a derivative of the motion, and also where it senses an
  /// integral of it, which is infinite.
  public func values(at frequencies: [Double]) -> [Complex<Double>] {
    var values = sensedValues(at: frequencies)
    guard derivatives != 0 else { return values }
    for i in values.indices { values[i] *= conversion(at: frequencies[i]) }
    return values
  }

  /// The responses to the motion that the instrument senses.
  func sensedValues(at frequencies: [Double]) -> [Complex<Double>] {
    var values = [Complex<Double>](repeating: Complex(gain), count: frequencies.count)
    for stage in stages {
      let factors = stage.values(at: frequencies)
      for i in values.indices { values[i] *= factors[i] }
    }
    return values
  }

  /// The responses at the frequencies k/(nΔt), k = 0 … n/2, of a real transform of `count` samples.
  public func spectrum(count: Int, samplingInterval: Double) -> [SIMD2<Double>] {
    let step = 1 / (Double(count) * samplingInterval)
    return values(at: (0...(count / 2)).map { Double($0) * step })
      .map { SIMD2($0.real, $0.imaginary) }
  }

  /// (iω)^−derivatives: from counts per unit sensed to counts per unit of the motion.
  private func conversion(at frequency: Double) -> Complex<Double> {
    let omega = 2 * .pi * frequency
    if derivatives > 0, omega == 0 { return .zero }
    var factor = Complex<Double>.one
    for _ in 0..<abs(derivatives) {
      factor *= derivatives > 0 ? Complex(0, -1 / omega) : Complex(0, omega)
    }
    return factor
  }
}
