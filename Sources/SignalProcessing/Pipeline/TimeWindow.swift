public import Foundation
public import Seismology

/// A span of time whose ends are fixed or depend on the earthquake and the station.
public struct TimeWindow: Hashable, Sendable {
  /// A moment.
  public enum Mark: Hashable, Sendable {
    /// A time in UTC.
    case utc(Date)
    /// Seconds after the origin time.
    case origin(Double)
    /// Seconds after the first P or S arrival at the station.
    case arrival(TravelTimes.Phase, Double)
  }

  /// The first and the last moment; nil for the trace's own.
  public var start, end: Mark?

  /// A window between two moments; a missing one is the trace's own.
  public init(from start: Mark?, to end: Mark?) {
    self.start = start
    self.end = end
  }
}

extension TimeWindow.Mark: LosslessStringConvertible {
  /// A moment written as UTC time (`2019-07-16T20:11:01Z`), or as `origin`, `p` or `s` with seconds added or
  /// taken away: `origin+60`, `p-5`, `s`.
  public init?(_ text: String) {
    let word = text.lowercased().filter { !$0.isWhitespace }
    for (name, make) in Self.relative where word.hasPrefix(name) {
      let rest = word.dropFirst(name.count)
      if rest.isEmpty {
        self = make(0)
        return
      }
      guard rest.hasPrefix("+") || rest.hasPrefix("-"), let seconds = Double(rest),
        seconds.isFinite
      else { return nil }
      self = make(seconds)
      return
    }
    guard let date = UTCTime.date(text) else { return nil }
    self = .utc(date)
  }

  /// The text that ``init(_:)`` reads.
  public var description: String {
    switch self {
    case .utc(let date): UTCTime.text(date)
    case .origin(let seconds): "origin" + Self.signed(seconds)
    case .arrival(let phase, let seconds): phase.rawValue.lowercased() + Self.signed(seconds)
    }
  }

  private static let relative: [(String, @Sendable (Double) -> Self)] = [
    ("origin", { .origin($0) }), ("p", { .arrival(.p, $0) }), ("s", { .arrival(.s, $0) }),
  ]

  private static func signed(_ seconds: Double) -> String {
    seconds < 0 ? "\(seconds)" : "+\(seconds)"
  }
}
