public import Foundation
public import Seismology

/// A rule that yields earthquakes of a catalog.
public enum EventPattern: Sendable {
  /// Point sources on a fault, one at each crossing of along-strike and depth positions.
  case fault(FaultPattern)
  /// Point sources on a regular grid of the box, in m of the local frame.
  case grid(x: [Double], y: [Double], depth: [Double], SourcePattern)
  /// Point sources at random places of a volume, in m of the local frame.
  case volume(
    count: Int,
    x: ClosedRange<Double>,
    y: ClosedRange<Double>,
    depth: ClosedRange<Double>,
    SourcePattern
  )
  /// Point sources one by one, each at its place.
  case points([PointPattern])
  /// The events of a QuakeML file with their own mechanisms, or the pattern's where one has none.
  case quakeML(URL, SourcePattern)
  /// Finite faults, built by the rupture scenarios on a fault.
  case scenarios(ScenarioPattern)
  /// A finite fault from an SRF file; the id, or nil for the file's name.
  case rupture(URL, id: String?)
}

/// Sources on a fault.
public struct FaultPattern: Hashable, Sendable {
  /// Where the fault runs.
  public var fault: FaultChoice
  /// Distances along strike from the fault's start, and depths, in m.
  public var alongStrike, depth: [Double]
  /// What each source is; its strike and dip count from the fault's own.
  public var source: SourcePattern

  /// A pattern from positions in m.
  public init(
    fault: FaultChoice,
    alongStrike: [Double],
    depth: [Double],
    source: SourcePattern
  ) {
    self.fault = fault
    self.alongStrike = alongStrike
    self.depth = depth
    self.source = source
  }
}

/// A source at a place of its own.
public struct PointPattern: Hashable, Sendable {
  /// Its name in the catalog.
  public var id: String
  /// The epicenter.
  public var epicenter: GeographicPoint
  /// The depth in m.
  public var depth: Double
  /// What it is.
  public var source: SourcePattern

  /// A source from its name, its epicenter and its depth in m.
  public init(id: String, epicenter: GeographicPoint, depth: Double, source: SourcePattern) {
    self.id = id
    self.epicenter = epicenter
    self.depth = depth
    self.source = source
  }
}

/// A fault by name or as a plane.
public enum FaultChoice: Hashable, Sendable {
  /// The Hayward fault's trace.
  case hayward
  /// A plane through the start of its surface trace; angles in degrees, the length along strike in m.
  case plane(start: GeographicPoint, strike: Double, dip: Double, length: Double)

  /// The beginning of the names of its events.
  public var idPrefix: String {
    switch self {
    case .hayward: "hf"
    case .plane: "fault"
    }
  }
}

/// Finite faults on a fault.
public struct ScenarioPattern: Hashable, Sendable {
  /// Where the fault runs.
  public var fault: FaultChoice
  /// The moment magnitudes, each one of the published scenarios.
  public var magnitudes: [Double]
  /// Distance in m along strike from the fault's start to the rupture's centre.
  public var center: Double
  /// Ruptures of each magnitude, differing in slip and hypocenter.
  public var realizations: Int
  /// The beginning of the names of its events; nil for the fault's.
  public var idPrefix: String?

  /// A pattern; the centre in m.
  public init(
    fault: FaultChoice,
    magnitudes: [Double],
    center: Double,
    realizations: Int = 1,
    idPrefix: String? = nil
  ) {
    self.fault = fault
    self.magnitudes = magnitudes
    self.center = center
    self.realizations = realizations
    self.idPrefix = idPrefix
  }
}
