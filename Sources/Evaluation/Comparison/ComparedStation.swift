public import Seismology
import SignalProcessing

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

  /// The station without the channels that have less than half of the window, which would cut their partners.
  ///
  /// Without a window that is asked for, it is the time from the origin time to the end of the longest record.
  func withoutFragments(_ options: ComparisonOptions) -> ComparedStation {
    let ends = observed.compactMap { $0.record?.endTime }
    guard let longest = ends.max() else { return self }
    let asked = wantedWindow(options)
    let last = synthetic.values.map(\.endTime).reduce(asked?.upperBound ?? longest, min)
    let first = asked?.lowerBound ?? 0
    var result = self
    for index in observed.indices {
      guard let record = observed[index].record else { continue }
      let start = max(record.startTime, first)
      let end = min(record.endTime, last)
      guard last > first, end - start < 0.5 * (last - first) else { continue }
      result.observed[index].record = nil
      result.observed[index].flags.append(end > start ? .fragment(start...end) : .outsideWindow)
    }
    return result
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

  /// The band that the pre-filters of all observed channels leave; nil if there were none.
  func preFilter() throws(SignalError) -> PreFilter? {
    let corners = observed.filter { $0.record != nil }.compactMap(\.preFilter?.corners)
    guard let first = corners.first else { return nil }
    let narrowest = corners.dropFirst().reduce(first) { a, b in
      [max(a[0], b[0]), max(a[1], b[1]), min(a[2], b[2]), min(a[3], b[3])]
    }
    return try PreFilter(narrowest[0], narrowest[1], narrowest[2], narrowest[3])
  }
}
