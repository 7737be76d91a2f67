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
  /// The events of a QuakeML file with their own mechanisms, or the pattern's where one has none.
  case quakeML(URL, SourcePattern)
  /// Finite faults, built by the rupture scenarios on a fault.
  case scenarios(ScenarioPattern)
  /// A finite fault from an SRF file.
  case rupture(URL)
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

/// A fault by name or as a plane.
public enum FaultChoice: Hashable, Sendable {
  /// The Hayward fault's trace.
  case hayward
  /// A plane through a point of the surface trace; angles in degrees.
  case plane(start: GeographicPoint, strike: Double, dip: Double)
}

/// What the sources of a pattern are, with what is drawn at random about each value.
public struct SourcePattern: Hashable, Sendable {
  /// Strike, dip and rake in degrees; nil strike or dip takes the fault's own.
  public var strike, dip: Double?
  /// Rake in degrees.
  public var rake: Double
  /// Standard deviations in degrees of Gaussian scatter about strike, dip and rake, cut at two deviations.
  public var strikeScatter, dipScatter, rakeScatter: Double
  /// The range from which moment magnitudes are drawn evenly; one value for all if both ends are equal.
  public var magnitude: ClosedRange<Double>
  /// The stress drop in Pa that gives the corner frequency by magnitude (Brune 1970).
  public var stressDrop: Double

  /// A pattern; by default vertical strike-slip along the fault, Mw 4, 3 MPa.
  public init(
    strike: Double? = nil,
    dip: Double? = nil,
    rake: Double = 180,
    strikeScatter: Double = 0,
    dipScatter: Double = 0,
    rakeScatter: Double = 0,
    magnitude: ClosedRange<Double> = 4...4,
    stressDrop: Double = 3e6
  ) {
    self.strike = strike
    self.dip = dip
    self.rake = rake
    self.strikeScatter = strikeScatter
    self.dipScatter = dipScatter
    self.rakeScatter = rakeScatter
    self.magnitude = magnitude
    self.stressDrop = stressDrop
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

  /// A pattern; the centre in m.
  public init(fault: FaultChoice, magnitudes: [Double], center: Double, realizations: Int = 1) {
    self.fault = fault
    self.magnitudes = magnitudes
    self.center = center
    self.realizations = realizations
  }
}
