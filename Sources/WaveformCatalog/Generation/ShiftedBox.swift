import Foundation
import Seismology

/// The box of a shared run: wide enough for every receiver as seen from every source.
///
/// Sources are moved by whole grid spacings, so that they and their receivers stand between the nodes as they do in
/// a run of their own; sources of one depth and one place between the nodes share their runs.
struct ShiftedBox {
  /// The extent in m, whole spacings beyond the catalog's own box.
  let x, y: ClosedRange<Double>
  private let center: (x: Double, y: Double)
  private let spacing: Double

  /// Receivers whose motion one shared run keeps: 12 lanes of 3 components of 500 samples then take 2 GB.
  static let receiversOfOneRun = 28_000

  init(events: [PlannedEvent], domain: CatalogDomain, spacing: Double) {
    self.spacing = spacing
    let sources = events.flatMap { $0.sources.map(\.location) }
    let (sx, sy) = (Self.span(sources.map(\.x), domain.x), Self.span(sources.map(\.y), domain.y))
    center = (0.5 * (sx.lowerBound + sx.upperBound), 0.5 * (sy.lowerBound + sy.upperBound))
    // The box of a direct run, moved with its source: the layers absorb at least as far away.
    func widened(_ range: ClosedRange<Double>, by reach: Double) -> ClosedRange<Double> {
      let margin = ((0.5 * reach / spacing).rounded(.up) + 1) * spacing
      return (range.lowerBound - margin)...(range.upperBound + margin)
    }
    x = widened(domain.x, by: sx.upperBound - sx.lowerBound)
    y = widened(domain.y, by: sy.upperBound - sy.lowerBound)
  }

  private static func span(
    _ values: [Double],
    _ fallback: ClosedRange<Double>
  ) -> ClosedRange<Double> {
    guard let low = values.min(), let high = values.max() else { return fallback }
    return low...high
  }

  /// The area in m².
  var area: Double { (x.upperBound - x.lowerBound) * (y.upperBound - y.lowerBound) }

  /// The area of a catalog's own box in m².
  static func area(_ domain: CatalogDomain) -> Double {
    (domain.x.upperBound - domain.x.lowerBound) * (domain.y.upperBound - domain.y.lowerBound)
  }

  /// Where a source stands in a shared run: whole spacings away, next to the middle of all sources, to a millimetre.
  func place(of source: LocalPoint) -> LocalPoint {
    func moved(_ value: Double, _ middle: Double) -> Double {
      Self.rounded(value + ((middle - value) / spacing).rounded() * spacing)
    }
    return LocalPoint(
      x: moved(source.x, center.x),
      y: moved(source.y, center.y),
      z: Self.rounded(source.z)
    )
  }

  /// Where a receiver stands then.
  func moved(_ receiver: LocalPoint, with source: LocalPoint) -> LocalPoint {
    let place = place(of: source)
    return LocalPoint(
      x: Self.rounded(receiver.x - source.x + place.x),
      y: Self.rounded(receiver.y - source.y + place.y),
      z: receiver.z
    )
  }

  /// Equal offsets are found as such.
  private static func rounded(_ value: Double) -> Double { (1000 * value).rounded() / 1000 }
}
