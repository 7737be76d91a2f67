import Foundation
import Seismology

/// Reads one entry of the list of events.
struct EventPatternReader {
  /// The entry.
  let section: SpecificationSection

  /// The words for patterns, with the parts whose keys each may have.
  private static let kinds: [(String, [SpecificationChapter.Part])] = [
    ("fault", [.events, .sources, .faultPlane, .fault]),
    ("grid", [.events, .sources, .gridOfSources]),
    ("volume", [.events, .sources, .volume]),
    ("points", [.events, .sources, .points]),
    ("quakeml", [.events, .sources, .quakeML]),
    ("scenarios", [.events, .faultPlane, .scenarios]),
    ("srf", [.events, .rupture]),
  ]

  func pattern() throws(CatalogError) -> EventPattern {
    guard let kind = try section.choice("pattern", Self.kinds.map { ($0.0, $0) }) else {
      throw section.missing("pattern", "one of \(Self.kinds.map(\.0).joined(separator: ", "))")
    }
    try section.requireKeys(kind.1.flatMap { SpecificationChapter.keys(of: $0) })
    switch kind.0 {
    case "fault":
      return .fault(
        FaultPattern(
          fault: try fault(),
          alongStrike: try steps("along-strike-km", in: 0...20_000),
          depth: try steps("depth-km", in: 0...1000),
          source: try source(section)
        )
      )
    case "grid":
      return .grid(
        x: try steps("x-km", in: -20_000...20_000),
        y: try steps("y-km", in: -20_000...20_000),
        depth: try steps("depth-km", in: 0...1000),
        try source(section, needsStrike: true)
      )
    case "volume": return try volume()
    case "points": return try points()
    case "quakeml":
      return .quakeML(try file("a QuakeML file"), try source(section))
    case "scenarios": return try scenarios()
    default:
      return .rupture(try file("an SRF file"), id: try name("id", in: section))
    }
  }

  private func volume() throws(CatalogError) -> EventPattern {
    guard let count = try section.integer("count", in: 1...1_000_000) else {
      throw section.missing("count", "a whole number")
    }
    return .volume(
      count: count,
      x: try range("x-km", in: -20_000...20_000),
      y: try range("y-km", in: -20_000...20_000),
      depth: try range("depth-km", in: 0...1000),
      try source(section, needsStrike: true)
    )
  }

  private func points() throws(CatalogError) -> EventPattern {
    guard let entries = try section.sections("points"), !entries.isEmpty else {
      throw section.missing(
        "points",
        "a list of sources, each with id, latitude, longitude, depth-km"
      )
    }
    let common = try source(section)
    var points: [PointPattern] = []
    for entry in entries {
      try entry.requireKeys(SpecificationChapter.keys(of: .point, .sources))
      guard let id = try name("id", in: entry) else { throw entry.missing("id", "a name") }
      guard let depth = try entry.number("depth-km", "a depth in km", in: 0...1000) else {
        throw entry.missing("depth-km", "a number in km")
      }
      let pattern = try source(entry, over: common)
      guard pattern.strike != nil else { throw entry.missing("strike", "degrees") }
      points.append(
        PointPattern(
          id: id,
          epicenter: try entry.position(latitude: "latitude", longitude: "longitude"),
          depth: depth * 1000,
          source: pattern
        )
      )
    }
    return .points(points)
  }

  private func scenarios() throws(CatalogError) -> EventPattern {
    guard let center = try section.number("center-km", "a number in km", in: 0...20_000) else {
      throw section.missing("center-km", "a number in km along the trace")
    }
    return .scenarios(
      ScenarioPattern(
        fault: try fault(),
        magnitudes: try section.numbers("magnitudes", "moment magnitudes", in: 4...8)
          ?? [4.5, 5, 5.5, 6, 6.5, 7],
        center: center * 1000,
        realizations: try section.integer("realizations", in: 1...10_000) ?? 1,
        idPrefix: try name("id-prefix", in: section)
      )
    )
  }

  private func fault() throws(CatalogError) -> FaultChoice {
    guard let isHayward = try section.choice("fault", [("hayward", true), ("plane", false)]) else {
      throw section.missing("fault", "hayward or plane")
    }
    let planeKeys = ["start-latitude", "start-longitude", "fault-strike", "fault-dip", "length-km"]
    if isHayward {
      if let key = planeKeys.first(where: section.has) {
        throw section.invalid(key, "a key for 'fault: hayward'; it belongs to 'fault: plane'")
      }
      return .hayward
    }
    let start = try section.position(latitude: "start-latitude", longitude: "start-longitude")
    guard let strike = try section.number("fault-strike", "degrees", in: -360...360) else {
      throw section.missing("fault-strike", "degrees")
    }
    guard let length = try section.number("length-km", "a number in km", in: 0.001...20_000) else {
      throw section.missing("length-km", "a number in km")
    }
    let dip = try section.number("fault-dip", "degrees", in: 0.1...90) ?? 90
    return .plane(start: start, strike: strike, dip: dip, length: length * 1000)
  }

  /// What the sources are; keys that are not there come from a pattern above.
  private func source(
    _ section: SpecificationSection,
    over common: SourcePattern = SourcePattern(),
    needsStrike: Bool = false
  ) throws(CatalogError) -> SourcePattern {
    let turn = -360.0...360.0
    var source = common
    if let strike = try section.number("strike", "degrees", in: turn) { source.strike = strike }
    if let dip = try section.number("dip", "degrees", in: 0...90) { source.dip = dip }
    if let rake = try section.number("rake", "degrees", in: turn) { source.rake = rake }
    let deviation = 0.0...180.0
    if let scatter = try section.number("strike-scatter", "degrees", in: deviation) {
      source.strikeScatter = scatter
    }
    if let scatter = try section.number("dip-scatter", "degrees", in: deviation) {
      source.dipScatter = scatter
    }
    if let scatter = try section.number("rake-scatter", "degrees", in: deviation) {
      source.rakeScatter = scatter
    }
    if let magnitude = try section.range("magnitude", "moment magnitudes", in: -2...9) {
      source.magnitude = magnitude
    }
    if let drop = try section.number("stress-drop-mpa", "a number in MPa", in: 0.001...1000) {
      source.stressDrop = drop * 1e6
    }
    if let corner = try section.number("corner-frequency-hz", "a number in Hz", in: 1e-4...1000) {
      source.cornerFrequency = corner
    }
    if let prefix = try name("id-prefix", in: section) { source.idPrefix = prefix }
    if needsStrike, source.strike == nil { throw section.missing("strike", "degrees") }
    return source
  }

  // MARK: - Values

  private func steps(_ key: String, in limits: ClosedRange<Double>) throws(CatalogError) -> [Double]
  {
    guard let steps = try section.steps(key, "numbers in km", in: limits) else {
      throw section.missing(key, "[from, to, step] in km, or one number")
    }
    return steps.metres
  }

  private func range(_ key: String, in limits: ClosedRange<Double>) throws(CatalogError)
    -> ClosedRange<Double>
  {
    guard let range = try section.range(key, "numbers in km", in: limits) else {
      throw section.missing(key, "[from, to] in km")
    }
    return range.metres
  }

  private func file(_ expected: String) throws(CatalogError) -> URL {
    guard let url = try section.path("file") else { throw section.missing("file", expected) }
    guard FileManager.default.isReadableFile(atPath: url.path) else {
      throw section.invalid("file", "\(expected) that can be read")
    }
    return url
  }

  /// A name that can stand in file names.
  private func name(_ key: String, in section: SpecificationSection) throws(CatalogError) -> String?
  {
    guard section.has(key), let name = try section.text(key) else { return nil }
    guard CatalogEvent.isUsable(id: name) else {
      throw section.invalid(key, CatalogEvent.usableIDs)
    }
    return name
  }
}
