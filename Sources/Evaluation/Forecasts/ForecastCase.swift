/// One event of a test set: what a forecaster was given and what came true.
public struct ForecastCase: Sendable {
  /// The event's name.
  public let eventID: String
  /// Its magnitude, where it is known.
  public let magnitude: Double?
  /// What the forecaster was given, the whole of it at all places, also those that were hidden from it; nil if peaks and
  /// arrivals of the forecast alone are wanted.
  public let input: WavefieldFrames?
  /// What came true after that.
  public let truth: WavefieldFrames
  /// Epicentral distances in km by place; nil for no scores by distance.
  public let distances: [Double]?
  /// The peaks of the whole true record, input and truth.
  public let peaks: PeakMap
  /// The whole true record.
  let record: WavefieldFrames

  /// The time at which the forecast was issued, that of the last input frame.
  public var issueTime: Double { truth.start - truth.frameInterval }

  /// A case.
  ///
  /// - Precondition: the truth follows the input; as many distances as places.
  public init(
    eventID: String,
    magnitude: Double? = nil,
    input: WavefieldFrames? = nil,
    truth: WavefieldFrames,
    distances: [Double]? = nil
  ) {
    self.eventID = eventID
    self.magnitude = magnitude
    self.input = input
    self.truth = truth
    self.distances = distances
    record = input.map { $0.followed(by: truth) } ?? truth
    peaks = PeakMap(of: record)
  }
}
