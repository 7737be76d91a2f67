/// What is scored, and how: the same for all events and forecasters of a report.
public struct ForecastScoring: Sendable {
  /// s in m/s of each component at each place, (component, place), by which ACC, RFNE and RMSE are normalised; nil for
  /// scores in m/s.
  public var deviations: [Float]?
  /// Bins of seconds after the issue, and of km.
  public var leadTimes, distances: ScoreBins
  /// The level of horizontal velocity in m/s for alerts; nil for none.
  public var alertThreshold: Double?
  /// Where arrivals are compared; nil for all places.
  public var arrivalPlaces: [Int]?
  /// Where envelopes and phases are compared, and the plane of time and frequency; nil for nowhere.
  public var fit: (places: [Int], options: TimeFrequencyMisfit.Options)?
  /// Where the places are, in m, for the error of the place of strongest motion; nil for none.
  public var positions: [SIMD2<Double>]?
  /// What counts as an onset.
  public var onset = ArrivalOnset()

  /// Scoring by lead time and distance; everything else may be set.
  public init(
    deviations: [Float]? = nil,
    leadTimes: ScoreBins = ScoreBins(width: 10, limit: 110),
    distances: ScoreBins = ScoreBins(width: 10, limit: 120)
  ) {
    self.deviations = deviations
    self.leadTimes = leadTimes
    self.distances = distances
  }
}
