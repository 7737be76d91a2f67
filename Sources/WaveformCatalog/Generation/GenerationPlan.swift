/// What is about to be computed, how and why; shown before it starts.
public struct GenerationPlan: Hashable, Sendable {
  /// The way taken.
  public var strategy: GenerationStrategy
  /// Why this one, in a sentence.
  public var reason: String
  /// All ways with their costs, cheapest first.
  public var costs: [StrategyCost]
  /// Events in all.
  public var eventCount: Int
  /// Receivers of an event.
  public var receiverCount: Int
  /// Grid points of a run, absorbing layers included.
  public var pointCount: Int
  /// Slower shear velocities are raised to this, in m/s.
  public var minimumShearVelocity: Double
  /// The room that the files take.
  public var size: CatalogSize

  /// The reason for a choice among costs.
  static func reason(_ chosen: StrategyCost, among costs: [StrategyCost], isForced: Bool) -> String
  {
    let own = "\(chosen.reason): \(count(chosen)) single runs' work"
    guard !isForced else { return own + " (as asked for)" }
    let others = costs.filter { $0.strategy != chosen.strategy && $0.isPossible }
    guard let next = others.first else { return own }
    return own + "; next \(next.strategy.rawValue) with \(count(next))"
  }

  private static func count(_ cost: StrategyCost) -> String {
    cost.equivalentRuns < 10
      ? String((10 * cost.equivalentRuns).rounded() / 10)
      : String(Int(cost.equivalentRuns.rounded()))
  }
}

/// How far a generation has come.
public struct GenerationProgress: Sendable {
  /// Events whose files are complete, those of earlier runs included.
  public var completeEvents: Int
  /// Events in all.
  public var eventCount: Int
  /// The share of this run's work that is done, from 0 to 1.
  public var share: Double
  /// Events that this run makes.
  public var pendingEvents: Int
  /// Wall time of this run in seconds.
  public var elapsedSeconds: Double
}

/// What a generation did.
public struct GenerationReport: Hashable, Sendable {
  /// Events written by this run, and found complete.
  public var written, kept: Int
  /// Wall time in seconds, writing included.
  public var elapsedSeconds: Double
  /// Bytes written.
  public var bytes: Int
}
