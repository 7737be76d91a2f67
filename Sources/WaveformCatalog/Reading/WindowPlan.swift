import NumericalRuntime

/// How windows are cut out of an event: what goes in, what is to be forecast, and where windows start.
///
/// A window that starts at snapshot o takes the snapshots o, o + s, o + 2s, …: `inputLength` of them go in, the
/// next `horizon` are the target. As in the published training (Lyu et al. 2025, Nature Communications,
/// WaveCastNet), each of them takes up s snapshots, also the last one, so that an event of n snapshots has
/// n − s (`inputLength` + `horizon`) places for windows: 341 of 461 with 30 + 30 steps and s = 2.
public struct WindowPlan: Hashable, Sendable {
  /// Where windows start.
  public enum Offsets: Hashable, Sendable {
    /// At every so many snapshots, from the first on.
    case every(Int)
    /// At these snapshots.
    case at([Int])
  }

  /// Steps that go in.
  public var inputLength: Int
  /// Steps that are to be forecast; 0 for none.
  public var horizon: Int
  /// Snapshots from one step to the next.
  public var stride: Int
  /// Where windows start.
  public var offsets: Offsets

  /// A plan; by default windows start at every snapshot.
  /// - Precondition: `inputLength` and `stride` are at least 1, `horizon` is not negative.
  public init(inputLength: Int, horizon: Int, stride: Int = 1, offsets: Offsets = .every(1)) {
    require(
      inputLength >= 1 && horizon >= 0 && stride >= 1,
      "WindowPlan: \(inputLength) + \(horizon) steps of \(stride) snapshots; needs ≥ 1, ≥ 0 and ≥ 1"
    )
    self.inputLength = inputLength
    self.horizon = horizon
    self.stride = stride
    self.offsets = offsets
  }

  /// The published training windows: 30 steps in, 30 to forecast, every second snapshot.
  public static let publishedTraining = WindowPlan(inputLength: 30, horizon: 30, stride: 2)
  /// The published validation windows: 30 steps in, 195 to forecast, every second snapshot.
  public static let publishedValidation = WindowPlan(inputLength: 30, horizon: 195, stride: 2)

  /// The snapshots that a window takes up.
  public var span: Int { stride * (inputLength + horizon) }

  /// The first snapshots of the windows of an event of `count` snapshots.
  ///
  /// - Throws: ``CatalogError/mismatch(what:expected:found:)`` if there is no window, or a start that was asked
  ///   for leaves none.
  public func starts(inEventOf count: Int) throws(CatalogError) -> [Int] {
    let places = max(0, count - span)
    guard places > 0 else {
      throw .mismatch(
        what: "windows of \(inputLength) + \(horizon) steps with stride \(stride)",
        expected: "more than \(span) snapshots an event",
        found: "\(count)"
      )
    }
    switch offsets {
    case .every(let step):
      guard step >= 1 else {
        throw .invalid(
          place: "windows",
          value: "every \(step)",
          expected: "every 1 or more snapshots"
        )
      }
      return Array(Swift.stride(from: 0, to: places, by: step))
    case .at(let starts):
      if let outside = starts.first(where: { !(0..<places).contains($0) }) {
        throw .mismatch(
          what: "start of a window",
          expected: "0...\(places - 1) for events of \(count) snapshots",
          found: "\(outside)"
        )
      }
      guard !starts.isEmpty else {
        throw .invalid(place: "windows", value: "no start", expected: "one start or more")
      }
      return starts
    }
  }
}

/// One window of one event.
public struct WindowSample: Hashable, Sendable {
  /// The event's id.
  public let event: String
  /// The snapshot at which the window starts.
  public let start: Int
}
