import Foundation

/// Stored seismograms of a semi-analytic solution.
///
/// `Resources/README.md` says how they were made and how accurate they are.
public struct ReferenceSeismograms: Sendable {
  /// The problems that are stored.
  public enum Problem: String, Sendable, CaseIterable {
    /// A layer over a half space, elastic.
    case loh1
    /// The same with constant Q.
    case loh3
  }

  /// Seconds between samples; the first one is at the origin time.
  public let timeStep: Double
  /// The time of the last sample in s.
  public let endTime: Double
  /// Velocity in m/s towards east, north and up, by station, component and sample.
  public let stations: [[[Double]]]

  /// Reads a stored problem.
  public init(_ problem: Problem) throws(VerificationError) {
    let name = "\(problem.rawValue).txt"
    guard
      let url = Bundle.module.url(
        forResource: problem.rawValue,
        withExtension: "txt",
        subdirectory: "Resources"
      ),
      let text = try? String(contentsOf: url, encoding: .utf8)
    else { throw .missingResource(name) }
    try self.init(text: text, name: name)
  }

  /// Parses rows of time and three components of each station; lines that begin with # are comments.
  init(text: String, name: String) throws(VerificationError) {
    var times: [Double] = []
    var columns: [[Double]] = []
    for line in text.split(separator: "\n") where !line.hasPrefix("#") {
      let words = line.split(separator: " ")
      let values = words.compactMap { Double($0) }
      guard values.count == words.count, values.count > 3, values.count % 3 == 1 else {
        throw .malformedResource(name, line: String(line.prefix(60)))
      }
      if columns.isEmpty { columns = Array(repeating: [], count: values.count - 1) }
      guard columns.count == values.count - 1 else {
        throw .malformedResource(name, line: String(line.prefix(60)))
      }
      times.append(values[0])
      for (index, value) in values.dropFirst().enumerated() { columns[index].append(value) }
    }
    guard times.count > 1, let end = times.last else {
      throw .malformedResource(name, line: "(fewer than two rows)")
    }
    timeStep = (end - times[0]) / Double(times.count - 1)
    endTime = end
    stations = stride(from: 0, to: columns.count, by: 3).map { Array(columns[$0..<($0 + 3)]) }
  }
}
