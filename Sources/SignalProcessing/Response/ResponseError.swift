import Foundation

/// What keeps a response from being evaluated.
public enum ResponseError: Error, Hashable, Sendable {
  /// There is neither a stage nor, where that would do, a sensitivity.
  case noStages
  /// No overall sensitivity is stated.
  case noSensitivity
  /// The channel does not record ground motion, or its unit is not known.
  case notGroundMotion(unit: String)
  /// The sensitivity and the first stage disagree on what the channel records.
  case contradictoryUnits(sensitivity: String, firstStage: String)
  /// What comes out of one stage is not what goes into the next.
  case brokenChain(stage: Int, output: String, next: Int, input: String)
  /// A stage that says what cannot be evaluated.
  case unusableStage(stage: Int, reason: String)
}

extension ResponseError: CustomStringConvertible {
  /// One sentence: what happened, the value, what is allowed.
  public var description: String {
    switch self {
    case .noStages:
      """
      The response has no stages, so that it cannot be removed; where a sensitivity is stated, remove the \
      sensitivity instead.
      """
    case .noSensitivity:
      "The response states no overall sensitivity; remove the whole response instead."
    case .notGroundMotion(let unit):
      """
      The channel's input unit is '\(unit)', which is no ground motion; allowed are \
      \(GroundMotionUnit.allowedNames).
      """
    case .contradictoryUnits(let sensitivity, let stage):
      """
      The sensitivity is stated for '\(sensitivity)' but the first stage takes '\(stage)'; one of them is \
      wrong: correct the station file.
      """
    case .brokenChain(let stage, let output, let next, let input):
      """
      Stage \(stage) gives '\(output)' but stage \(next) takes '\(input)'; units are swapped or a stage is \
      missing: correct the station file.
      """
    case .unusableStage(let stage, let reason): "Stage \(stage) cannot be evaluated: \(reason)."
    }
  }
}

/// What is odd about a response that can nevertheless be evaluated.
public enum ResponseFinding: Hashable, Sendable {
  /// At the frequency of the sensitivity the whole response is another than the stated one, by 5 % or more.
  case sensitivityMismatch(stated: Double, computed: Double, frequencyHz: Double)
  /// No overall sensitivity is stated; the stages' gains alone count.
  case sensitivityMissing
  /// The single stage has no gain; the stated sensitivity took its place.
  case gainFromSensitivity
  /// The coefficients of a finite impulse response do not add up to 1; they were scaled so that they do.
  case impulseResponseScaled(stage: Int, sum: Double)
  /// The listed halves of symmetric filters seem to run from the centre outwards, where StationXML wants the
  /// centre last; they were used as they stand, with `gain` at 0 Hz together instead of `mendedGain`.
  case listedCentreFirst(stages: [Int], gain: Double, mendedGain: Double)
  /// Within the wanted band the response falls to a small share of its largest value there.
  case nearlyVanishing(share: Double, frequencyHz: Double)
  /// The sampling rate of a digital stage is not stated; its neighbour's was taken.
  case samplingRateInferred(stage: Int, rateHz: Double)
  /// The listed response covers only a band; outside, its end values were taken.
  case listedBand(stage: Int, lowestHz: Double, highestHz: Double)
  /// The polynomial's constant term cannot be seen in a spectrum and was left out.
  case offsetLeftOut(stage: Int, offset: Double)
  /// What comes out is not counts.
  case outputUnit(String)
}

extension ResponseFinding: CustomStringConvertible {
  /// One sentence with the values.
  public var description: String {
    switch self {
    case .sensitivityMismatch(let stated, let computed, let frequency):
      """
      The stated sensitivity \(stated) and that of the stages, \(computed), differ by \
      \(((abs(computed / stated) - 1) * 1000).rounded() / 10) % at \(frequency) Hz; the stages were used.
      """
    case .sensitivityMissing:
      "No overall sensitivity is stated; the stages' gains were used unchecked."
    case .gainFromSensitivity: "The only stage has no gain; the stated sensitivity was used."
    case .impulseResponseScaled(let stage, let sum):
      "The coefficients of stage \(stage) add up to \(sum); they were scaled to 1."
    case .listedCentreFirst(let stages, let gain, let mended):
      """
      The coefficients of stage \(stages.map(String.init).joined(separator: ", ")) run from the centre \
      outwards, where StationXML wants the centre last; as they stand, which was used, they have the gain \
      \(Self.rounded(gain)) at 0 Hz, in the other order \(Self.rounded(mended)): mend the response.
      """
    case .nearlyVanishing(let share, let frequency):
      """
      The response falls to \(Self.rounded(share)) of its maximum at \(Self.rounded(frequency)) Hz, so that \
      noise is raised there; check the station file or take a narrower band.
      """
    case .samplingRateInferred(let stage, let rate):
      "Stage \(stage) states no sampling rate; \(rate) Hz follows from its neighbour."
    case .listedBand(let stage, let lowest, let highest):
      """
      Stage \(stage) lists its response from \(lowest) to \(highest) Hz; outside, the end values were taken: \
      limit the band with a pre-filter.
      """
    case .offsetLeftOut(let stage, let offset):
      "The polynomial of stage \(stage) has a constant term of \(offset), which was left out."
    case .outputUnit(let unit): "The last stage gives '\(unit)' instead of counts."
    }
  }

  private static func rounded(_ value: Double) -> String { String(format: "%.4g", value) }
}
