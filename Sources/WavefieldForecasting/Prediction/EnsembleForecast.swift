import Foundation
import NumericalRuntime
public import WaveformCatalog

/// What the members of an ensemble say of the peak motion of one event after the input has ended.
///
/// PGV is averaged and spread as its logarithm, since its errors are factors.
public struct EnsembleForecast: Sendable {
  /// The grid.
  public let site: ForecasterSite
  /// The event.
  public let event: CatalogEvent
  /// When the forecast can be issued, in seconds after the event's time zero.
  public let issueTime: Double
  /// The geometric mean of the members' PGV in m/s, at each grid point, and of their vertical peaks.
  public let meanPGV, meanVerticalPGV: [Float]
  /// The standard deviation of log₁₀ PGV over the members.
  public let spreadOfLogPGV: [Float]
  /// The mean of the members' times of PGV in seconds after the event's time zero, and their standard deviation.
  public let meanTime, spreadOfTime: [Float]

  /// The forecast of members of one grid and event.
  ///
  /// - Precondition: two members at least.
  public init(_ members: [WavefieldForecast]) {
    require(members.count > 1, "EnsembleForecast: \(members.count) members, not two or more")
    site = members[0].site
    event = members[0].event
    issueTime = members[0].issueTime
    let peaks = members.map(\.forecastPeaks)
    let horizontal = Self.moments(peaks.map { Self.logarithms($0.horizontal) })
    meanPGV = horizontal.mean.map { pow(10, $0) }
    spreadOfLogPGV = horizontal.deviation
    meanVerticalPGV = Self.moments(peaks.map { Self.logarithms($0.vertical) }).mean
      .map { pow(10, $0) }
    (meanTime, spreadOfTime) = Self.moments(peaks.map(\.time))
  }

  /// A picometre a second: below it logarithms say nothing.
  private static let smallest: Float = 1e-12

  private static func logarithms(_ values: [Float]) -> [Float] {
    values.map { log10(max($0, smallest)) }
  }

  /// Mean and sample standard deviation over members at each place.
  private static func moments(_ members: [[Float]]) -> (mean: [Float], deviation: [Float]) {
    let count = Double(members.count)
    var (means, deviations): ([Float], [Float]) = ([], [])
    for place in members[0].indices {
      let values = members.map { Double($0[place]) }
      let mean = values.reduce(0, +) / count
      let square = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      means.append(Float(mean))
      deviations.append(Float((square / (count - 1)).squareRoot()))
    }
    return (means, deviations)
  }
}
