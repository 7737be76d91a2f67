public import Seismology

/// What the samples of a trace are.
public enum TraceQuantity: Hashable, Sendable {
  /// Steps of a digitiser, as recorded.
  case counts
  /// Ground motion in SI units.
  case motion(GroundMotion)
  /// What a simulated seismograph draws, in m.
  case drum
  /// Numbers without a known unit, as after a normalisation.
  case arbitrary

  /// Everything that a trace may be.
  static let all: [TraceQuantity] =
    [.counts, .drum, .arbitrary] + GroundMotion.allCases.map { .motion($0) }

  /// The ground motion, where it is one.
  public var motion: GroundMotion? {
    if case .motion(let motion) = self { motion } else { nil }
  }
}

extension TraceQuantity: CustomStringConvertible {
  /// Its name: `counts`, `velocity`, ….
  public var description: String {
    switch self {
    case .counts: "counts"
    case .motion(let motion): motion.rawValue
    case .drum: "a seismograph's trace"
    case .arbitrary: "numbers without a unit"
    }
  }
}

/// A step that makes no sense where it stands.
public struct PipelineError: Error, Hashable, Sendable {
  /// The step's place, from 1.
  public let step: Int
  /// Its name.
  public let name: String
  /// Why it cannot be done.
  public let reason: String
}

extension PipelineError: CustomStringConvertible {
  /// One sentence: which step, why, what to do.
  public var description: String { "Step \(step) (\(name)) cannot be done: \(reason)." }
}

extension ProcessingStep {
  /// What a trace may be after the step: one quantity, or several where the channel decides.
  ///
  /// - Throws: ``ProcessingProblem/impossible(reason:)`` if the step cannot be done to such a trace.
  func quantities(after quantity: TraceQuantity) throws(ProcessingProblem) -> [TraceQuantity] {
    switch (self, quantity) {
    case (.removeResponse(let removal), .counts): return [.motion(removal.output)]
    case (.removeSensitivity, .counts): return GroundMotion.allCases.map { .motion($0) }
    case (.removeResponse, _), (.removeSensitivity, _):
      throw .impossible(
        reason: "the trace holds \(quantity); a response can be removed from counts only"
      )
    case (.simulate(let instrument), .motion):
      return instrument == .channel ? [.counts] : [.drum]
    case (.simulate, _):
      throw .impossible(
        reason:
          "the trace holds \(quantity) but an instrument records ground motion; remove the response "
          + "first"
      )
    case (.integrate, .motion(let motion)): return [try Self.motion(motion, plus: -1)]
    case (.differentiate, .motion(let motion)): return [try Self.motion(motion, plus: 1)]
    case (.integrate, .counts), (.differentiate, .counts), (.integrate, .drum),
      (.differentiate, .drum):
      throw .impossible(
        reason:
          "the trace holds \(quantity), whose integral or derivative is no ground motion; remove the "
          + "response first"
      )
    case (.scale(let factor), _): return [abs(factor) == 1 ? quantity : .arbitrary]
    case (.normalize, _): return [.arbitrary]
    default: return [quantity]
    }
  }

  private static func motion(
    _ motion: GroundMotion,
    plus change: Int
  ) throws(ProcessingProblem) -> TraceQuantity {
    guard let result = GroundMotion(derivativeOrder: motion.derivativeOrder + change) else {
      let what = change < 0 ? "integral" : "derivative"
      throw .impossible(reason: "the trace holds \(motion), whose \(what) is not used")
    }
    return .motion(result)
  }
}
