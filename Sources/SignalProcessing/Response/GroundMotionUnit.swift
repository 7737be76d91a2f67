public import Seismology

/// A unit of ground motion as station files write it, in any case of letters.
///
/// `M`, `M/S` and `M/S**2` with the prefixes `N` (nano), `U` (micro), `M` (milli) and `C` (centi), `SEC` for
/// `S`, `M/S/S`, `M/S^2`, `M/(S**2)`; `GAL` is 0.01 m/s² and `G` is the standard gravity of 9.80665 m/s².
public struct GroundMotionUnit: Hashable, Sendable {
  /// What it measures.
  public let motion: GroundMotion
  /// SI units in one of it: 0.01 for `CM/S`.
  public let scale: Double

  /// The names that are understood, for messages.
  static let allowedNames =
    "M, M/S and M/S**2, with N, U, M or C before them (NM/S, CM/S**2), GAL and G, in any case of letters"

  /// The unit of a name, or nil for anything that is no ground motion.
  public init?(_ name: String) {
    let text = name.uppercased().filter { !$0.isWhitespace && $0 != "(" && $0 != ")" }
      .replacing("SEC", with: "S").replacing("^", with: "**").replacing("/S/S", with: "/S**2")
    switch text {
    case "G": self.init(motion: .acceleration, scale: 9.80665)
    case "GAL": self.init(motion: .acceleration, scale: 0.01)
    default:
      let lengths = ["M": 1, "CM": 1e-2, "MM": 1e-3, "UM": 1e-6, "NM": 1e-9]
      let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
      guard let length = parts.first.flatMap({ lengths[String($0)] }) else { return nil }
      switch parts.dropFirst().first {
      case nil: self.init(motion: .displacement, scale: length)
      case "S": self.init(motion: .velocity, scale: length)
      case "S**2", "S2": self.init(motion: .acceleration, scale: length)
      default: return nil
      }
    }
  }

  private init(motion: GroundMotion, scale: Double) {
    self.motion = motion
    self.scale = scale
  }
}

extension InstrumentResponse {
  /// The unit of what the channel records: that of the first stage, else that of the sensitivity.
  var inputUnitName: String? {
    let first = orderedStages.first?.filter?.inputUnit ?? sensitivity?.inputUnit
    return first?.name ?? polynomial?.inputUnit?.name
  }

  /// The stages by their numbers.
  var orderedStages: [ResponseStage] { stages.sorted { $0.number < $1.number } }

  /// The unit of the ground motion that the channel records.
  ///
  /// - Throws: ``ResponseError/notGroundMotion(unit:)``, or
  ///   ``ResponseError/contradictoryUnits(sensitivity:firstStage:)`` where the sensitivity is stated for
  ///   another motion than that of the first stage.
  public func groundMotionUnit() throws(ResponseError) -> GroundMotionUnit {
    let name = inputUnitName ?? ""
    guard let unit = GroundMotionUnit(name) else { throw .notGroundMotion(unit: name) }
    if let stated = sensitivity?.inputUnit?.name, let other = GroundMotionUnit(stated),
      other != unit
    {
      throw .contradictoryUnits(sensitivity: stated, firstStage: name)
    }
    return unit
  }

  /// Refuses a chain of stages that do not fit together; stages that are a gain only pass anything on.
  func checkChain() throws(ResponseError) {
    var previous: (number: Int, output: ResponseUnit)?
    for stage in orderedStages {
      guard let filter = stage.filter else { continue }
      if let previous, let input = filter.inputUnit, !input.isSame(as: previous.output) {
        throw .brokenChain(
          stage: previous.number,
          output: previous.output.name,
          next: stage.number,
          input: input.name
        )
      }
      previous = filter.outputUnit.map { (stage.number, $0) }
    }
  }
}

extension ResponseUnit {
  /// Whether it counts a digitiser's steps.
  var isCounts: Bool { canonicalName == "COUNTS" }

  /// Whether both names stand for the same unit.
  fileprivate func isSame(as other: ResponseUnit) -> Bool {
    if let unit = GroundMotionUnit(name) { return unit == GroundMotionUnit(other.name) }
    return canonicalName == other.canonicalName
  }

  private var canonicalName: String {
    switch name.uppercased() {
    case "V", "VOLT", "VOLTS": "V"
    case "COUNT", "COUNTS", "DIGITAL COUNTS": "COUNTS"
    case "PA", "PASCAL", "PASCALS": "PA"
    case let other: other
    }
  }
}
