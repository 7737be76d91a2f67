import Foundation
import WaveformCatalog

/// Specifications for tests.
enum SampleSpecification {
  /// A small box in flat layers with one source on a plane.
  static let text = """
    title: Box
    seed: 5
    model:
      file: gil7
    domain:
      origin-latitude: 38
      origin-longitude: -122
      x-km: [0, 40]
      y-km: [-20, 20]
      depth-km: 20
    grid:
      spacing-m: 1000
      max-frequency-hz: 0.2
    events:
      - pattern: grid
        x-km: [10, 30, 10]
        y-km: 0
        depth-km: [5, 9, 2]
        strike: 30
        rake: 180
        strike-scatter: 10
        dip-scatter: 10
        rake-scatter: 10
        magnitude: [3.5, 4.5]
    receivers:
      surface-grid: [8, 6]
    sampling:
      interval-s: 0.5
      samples: 41

    """

  /// The sample, or it with one piece of text replaced by another.
  static func read(
    replacing old: String = "",
    with new: String = "",
    setting: [(key: String, value: String)] = []
  ) throws -> CatalogSpecification {
    try CatalogSpecification(
      yaml: old.isEmpty ? text : text.replacingOccurrences(of: old, with: new),
      file: URL(fileURLWithPath: "box.yaml"),
      setting: setting
    )
  }

  /// The sample's events with other patterns in place of its own, indented by four blanks after a dash.
  static func read(events: String) throws -> CatalogSpecification {
    guard let start = text.range(of: "  - pattern"), let end = text.range(of: "receivers:") else {
      return try read()
    }
    var other = text
    other.replaceSubrange(start.lowerBound..<end.lowerBound, with: events + "\n")
    return try CatalogSpecification(yaml: other, file: URL(fileURLWithPath: "box.yaml"))
  }
}
