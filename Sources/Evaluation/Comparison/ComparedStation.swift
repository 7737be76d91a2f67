public import Seismology

/// The records of one station, computed and observed, before they are brought together.
public struct ComparedStation: Sendable {
  /// FDSN network code (empty where neither side has one) and station code.
  public var network, code: String
  /// From the epicentre to the station: distance in m and azimuth in degrees; nil if either is unknown.
  public var path: Geodesic?
  /// The synthetic components, east, north and up.
  public var synthetic: [MotionComponent: MotionRecord]
  /// What the synthetics are.
  public var syntheticMotion: GroundMotion
  /// The observed channels of one sensor.
  public var observed: [ObservedChannel]

  /// A station from its records.
  public init(
    network: String,
    code: String,
    path: Geodesic? = nil,
    synthetic: [MotionComponent: MotionRecord],
    syntheticMotion: GroundMotion,
    observed: [ObservedChannel]
  ) {
    self.network = network
    self.code = code
    self.path = path
    self.synthetic = synthetic
    self.syntheticMotion = syntheticMotion
    self.observed = observed
  }

  /// The window that is asked for, in s after the origin time; nil for all that there is.
  public func wantedWindow(_ options: ComparisonOptions) -> ClosedRange<Double>? {
    options.window(distance: path?.distance)
  }

  /// The window that both sides have of the one asked for, and whether it is shorter than that.
  ///
  /// Synthetics that start by the origin time are at rest before.
  func window(_ options: ComparisonOptions) -> (window: ClosedRange<Double>, isShort: Bool)? {
    let observed = observed.compactMap(\.record)
    let computed = Array(synthetic.values)
    guard !observed.isEmpty, !computed.isEmpty else { return nil }
    let wanted = wantedWindow(options)
    var start = observed.map(\.startTime).reduce(wanted?.lowerBound ?? 0, max)
    let lateStart = computed.map(\.startTime).reduce(-.infinity, max)
    if lateStart > 0 { start = max(start, lateStart) }
    let end = (observed + computed).map(\.endTime).reduce(wanted?.upperBound ?? .infinity, min)
    let interval = (observed + computed).map(\.samplingInterval).reduce(0, max)
    guard end - start >= 2 * interval else { return nil }
    let isShort = wanted.map { start > $0.lowerBound + interval || end < $0.upperBound - interval }
    return (start...end, isShort ?? false)
  }
}
