import Evaluation
import Foundation
import WavefieldForecasting
import WaveformCatalog

/// Forecasts of the peaks of events by all members of an ensemble: several models, or one model from several lists of
/// stations.
struct EnsembleForecasts {
  /// A member: a model and how it sees an input.
  struct Member {
    let runner: ForecastRunner
    /// The seed of its stations; nil for a model that sees the whole grid.
    let stationSeed: UInt64?
  }

  /// What members say of a quantity at each point of each event, and what came true.
  struct Peaks {
    /// What stands in tables.
    let name: String
    /// Half-widths of intervals below it say nothing.
    let resolution: Double
    /// By member, then by event and point.
    var members: [[Double]]
    /// In the order of the members' values; NaN where nothing is known.
    var truths: [Double] = []

    /// The intervals of the members for a share of truths.
    func intervals(_ share: Double) -> ForecastIntervals {
      ForecastIntervals(ofMembers: members, share: share, minimumHalfWidth: resolution)
    }
  }

  let catalog: WaveformCatalog
  let members: [Member]
  /// How many random stations members see that do not see the whole grid.
  let stationCount: Int
  let frames: Int

  /// Stops unless all members forecast the same frames of the same grid.
  func checkMembers() throws(ForecastingError) {
    func words(_ runner: ForecastRunner) -> String {
      let shape = runner.model.shape
      let frames = "\(shape.inputFrames) frames of \(Readable.number(shape.frameInterval)) s"
      guard case .stations(let count) = shape.input else { return frames }
      return "\(frames) at a list of \(count) stations"
    }
    guard let first = members.first?.runner else { return }
    for member in members.dropFirst() {
      try first.site.check(member.runner.site, named: "another member")
      let (expected, found) = (words(first), words(member.runner))
      guard expected == found else {
        throw .mismatch(what: "input of another member", expected: expected, found: found)
      }
    }
  }

  /// log₁₀ of PGV in m/s and the time of PGV in s, both after the input has ended, over events.
  func peaks(
    of ids: [String],
    progress: (Int, Int) -> Bool
  ) throws -> [Peaks] {
    let none = members.map { _ in [Double]() }
    // The time of a peak is known to half a frame.
    var logPGV = Peaks(name: "log10 PGV", resolution: Self.resolutionOfLogPGV, members: none)
    let half = members[0].runner.model.shape.frameInterval / 2
    var time = Peaks(name: "time of PGV (s)", resolution: half, members: none)
    for (number, id) in ids.enumerated() {
      let event = try EvaluatedEvent(
        id,
        of: catalog,
        for: members[0].runner,
        offset: 0,
        frames: frames
      )
      let truth = PeakMap(of: event.truth.truth)
      logPGV.truths += truth.values.map { log10(max(Double($0), Self.smallest)) }
      time.truths += truth.times
      for (index, member) in members.enumerated() {
        let map = try peaks(of: event, by: member)
        logPGV.members[index] += map.values.map { log10(max(Double($0), Self.smallest)) }
        time.members[index] += map.times
      }
      guard progress(number + 1, ids.count) else {
        throw CatalogError.interrupted(complete: number + 1, of: ids.count)
      }
    }
    return [logPGV, time]
  }

  /// A hundredth of a decade is 2 % of PGV.
  static let resolutionOfLogPGV = 0.01

  /// Motion in m/s below which logarithms say nothing: a picometre a second.
  static let smallest = 1e-12

  private func peaks(of event: EvaluatedEvent, by member: Member) throws -> PeakMap {
    let forecast = try forecast(event, by: member)
    return PeakMap(of: WavefieldFrames(forecast.frames))
  }

  /// What a member makes of an event.
  func forecast(_ event: EvaluatedEvent, by member: Member) throws -> WavefieldForecast {
    var input = event.input
    if let seed = member.stationSeed {
      input = try input.seen(fromRandom: stationCount, seed: seed)
    }
    return try member.runner.forecast(input, frames: event.truth.truth.frameCount)
  }
}
