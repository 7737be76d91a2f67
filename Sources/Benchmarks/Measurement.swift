import Foundation

/// One figure, with the limit that the hardware (or the project's promise) sets and the ratio to it.
struct Measurement: Codable {
  var name: String
  var value: Double
  var unit: String
  var limit: Double
  var ratio: Double

  init(name: String, value: Double, unit: String, limit: Double) {
    self.name = name
    self.value = value
    self.unit = unit
    self.limit = limit
    ratio = value / limit
  }

  static let heading =
    "name".padding(toLength: 52, withPad: " ", startingAt: 0)
    + "     value  unit           limit   ratio"

  /// One line of the table.
  var line: String {
    name.padding(toLength: 52, withPad: " ", startingAt: 0)
      + String(format: "%10.4g  ", value) + unit.padding(toLength: 10, withPad: " ", startingAt: 0)
      + String(format: "%10.4g  %6.2f", limit, ratio)
  }

  static func write(_ rows: [Measurement], to url: URL) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    try encoder.encode(rows).write(to: url, options: .atomic)
  }

  /// Prints how each figure changed against an earlier file; rates are better high, times and sizes low.
  static func compare(_ rows: [Measurement], with url: URL) throws {
    let old = try JSONDecoder().decode([Measurement].self, from: Data(contentsOf: url))
    print("\nagainst \(url.lastPathComponent):")
    for row in rows {
      guard let before = old.first(where: { $0.name == row.name }) else { continue }
      let isRate = row.unit.contains("/s")
      let gain = isRate ? row.value / before.value : before.value / row.value
      let flag = gain < 0.95 ? "  slower" : ""
      print(
        row.name.padding(toLength: 52, withPad: " ", startingAt: 0) + String(format: "%6.2f×", gain)
          + flag
      )
    }
  }

  /// The median of several timings of `body` in seconds.
  static func medianSeconds(rounds: Int, _ body: () throws -> Void) rethrows -> Double {
    var times: [Double] = []
    for _ in 0..<rounds {
      let start = ContinuousClock.now
      try body()
      let elapsed = ContinuousClock.now - start
      times.append(
        Double(elapsed.components.seconds) + 1e-18 * Double(elapsed.components.attoseconds)
      )
    }
    return times.sorted()[rounds / 2]
  }
}
