import NumericalRuntime
public import SignalProcessing

/// All scores of one forecast of one event.
///
/// A forecast of peaks alone, as a ground-motion model makes, has no wavefield: its field scores are nil, lists by lead
/// time are empty.
public struct ForecastScores: Sendable {
  /// The event.
  public let eventID: String
  /// Its magnitude, where it is known.
  public let magnitude: Double?
  /// ACC, RFNE and RMSE normalised by the deviations, over the whole forecast.
  public let field: FieldScores?
  /// The root mean square error in m/s.
  public let velocityRMSE: Double?
  /// The normalised scores by bin of lead time and of distance.
  public let byLeadTime, byDistance: [FieldScores]
  /// Errors of the peaks of the whole record, input and forecast: what a place feels.
  public let peaks: PeakErrors
  /// The same by bin of distance.
  public let peaksByDistance: [PeakErrors]
  /// Errors of the peaks of the forecast frames alone, as published.
  public let laterPeaks: PeakErrors?
  /// Distances in m between the places of strongest motion; nil where positions or deviations are not known.
  public let peakPlace: ScoreDistribution?
  /// Errors of P and S arrivals.
  public let pArrival, sArrival: ArrivalErrors?
  /// Goodness of fit in envelope and phase.
  public let fit: WaveformFit?
  /// What came of the alerts.
  public let alerts: AlertOutcome?

  /// Scores a forecast wavefield.
  ///
  /// - Throws: `SignalError` where envelopes and phases cannot be compared in the wanted band.
  /// - Precondition: the forecast has the times and places of the case's truth.
  public init(
    of forecast: WavefieldFrames,
    for event: ForecastCase,
    _ scoring: ForecastScoring
  ) throws(SignalError) {
    let bins = event.distances.map { $0.map(scoring.distances.index(of:)) }
    let comparison = FieldComparison(
      of: forecast,
      against: event.truth,
      deviations: scoring.deviations,
      classes: bins
    )
    let record = event.input.map { $0.followed(by: forecast) } ?? forecast
    let peakMap = PeakMap(of: record)
    eventID = event.eventID
    magnitude = event.magnitude
    field = comparison.scores
    velocityRMSE = FieldComparison(of: forecast, against: event.truth).scores.rmse
    byLeadTime = comparison.scores(byLeadTime: scoring.leadTimes, issueTime: event.issueTime)
    byDistance = bins == nil ? [] : comparison.scores(byClass: scoring.distances.count)
    peaks = PeakErrors(of: peakMap, against: event.peaks)
    peaksByDistance = Self.byDistance(peakMap, event.peaks, bins, scoring)
    laterPeaks = PeakErrors(of: PeakMap(of: forecast), against: PeakMap(of: event.truth))
    peakPlace = Self.peakPlace(forecast, event.truth, scoring)
    func arrival(_ phase: ArrivalOnset.Phase) -> ArrivalErrors {
      ArrivalErrors(
        of: phase,
        forecast: record,
        truth: event.record,
        issueTime: event.issueTime,
        places: scoring.arrivalPlaces,
        onset: scoring.onset
      )
    }
    (pArrival, sArrival) = (arrival(.p), arrival(.s))
    if let (places, options) = scoring.fit {
      fit = try WaveformFit(of: forecast, against: event.truth, places: places, options: options)
    } else {
      fit = nil
    }
    alerts = scoring.alertThreshold.map { Self.alerts(record, event, threshold: $0) }
  }

  /// Scores a map of forecast peaks of the whole record, in m/s.
  ///
  /// - Precondition: the places are those of the case.
  public init(ofPeaks forecast: PeakMap, for event: ForecastCase, _ scoring: ForecastScoring) {
    eventID = event.eventID
    magnitude = event.magnitude
    (field, velocityRMSE, byLeadTime, byDistance) = (nil, nil, [], [])
    peaks = PeakErrors(of: forecast, against: event.peaks)
    peaksByDistance = Self.byDistance(
      forecast,
      event.peaks,
      event.distances.map { $0.map(scoring.distances.index(of:)) },
      scoring
    )
    (laterPeaks, peakPlace, pArrival, sArrival) = (nil, nil, nil, nil)
    (fit, alerts) = (nil, nil)
  }
}

extension ForecastScores {
  private static func byDistance(
    _ forecast: PeakMap,
    _ truth: PeakMap,
    _ bins: [Int?]?,
    _ scoring: ForecastScoring
  ) -> [PeakErrors] {
    guard let bins else { return [] }
    return (0..<scoring.distances.count).map { bin in
      PeakErrors(of: forecast, against: truth, places: bins.indices.filter { bins[$0] == bin })
    }
  }

  private static func peakPlace(
    _ forecast: WavefieldFrames,
    _ truth: WavefieldFrames,
    _ scoring: ForecastScoring
  ) -> ScoreDistribution? {
    guard let deviations = scoring.deviations, let positions = scoring.positions else { return nil }
    return PeakPlaceError.distances(
      of: forecast,
      from: truth,
      deviations: deviations,
      positions: positions
    )
  }

  private static func alerts(
    _ record: WavefieldFrames,
    _ event: ForecastCase,
    threshold: Double
  ) -> AlertOutcome {
    AlertOutcome(
      of: WarningTimes(of: record, threshold: threshold, issueTime: event.issueTime),
      against: WarningTimes(of: event.record, threshold: threshold, issueTime: event.issueTime)
    )
  }
}
