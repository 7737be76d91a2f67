/// A way to compute the seismograms of many events; all give the same seismograms within 1e-3.
public enum GenerationStrategy: String, Hashable, Sendable, CaseIterable {
  /// One run for each event.
  case direct
  /// Several events advance together in one run and share the material loads.
  case fused
  /// Six elementary moment tensors a place, of which every mechanism is a linear combination (Aki & Richards 2002, section 3.3).
  case combination
  /// Six elementary moment tensors a depth, shifted along a laterally homogeneous model.
  case shifted
  /// Three runs a station, of which every source is a strain Green's function (Aki & Richards 2002, section 2.3).
  case reciprocal
}

/// What one strategy would cost for a catalog, or why it cannot be taken.
public struct StrategyCost: Hashable, Sendable {
  /// The way.
  public var strategy: GenerationStrategy
  /// Simulations to be run; a fused run counts once.
  public var runs: Int
  /// The work in runs of a single event in the catalog's own box; infinite where it is impossible.
  public var equivalentRuns: Double
  /// The sums behind it, or why it is impossible.
  public var reason: String

  /// Whether it can be taken.
  public var isPossible: Bool { equivalentRuns.isFinite }
}
