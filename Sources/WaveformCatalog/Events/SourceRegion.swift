import Foundation
import Seismology

/// Where sources may lie: inside the box, two grid spacings from its absorbing layers.
///
/// A source between nodes spreads over a few of them; the layers must not swallow part of it.
struct SourceRegion {
  let x, y, depth: ClosedRange<Double>

  init(_ specification: CatalogSpecification) {
    let domain = specification.domain
    let margin = 2 * specification.numerics.spacing
    x = Self.narrowed(domain.x, by: margin)
    y = Self.narrowed(domain.y, by: margin)
    depth = 0...max(0, domain.depth - margin)
  }

  /// Refuses an event with a source outside.
  func check(_ event: PlannedEvent) throws(CatalogError) {
    let tolerance = 1e-3
    for source in event.sources {
      let place = source.location
      let isInside =
        zip([place.x, place.y, place.z], [x, y, depth]).allSatisfy { value, range in
          value >= range.lowerBound - tolerance && value <= range.upperBound + tolerance
        }
      guard isInside else {
        throw .eventOutside(id: event.event.id, place: text(place, event.event), limit: limits)
      }
    }
  }

  private func text(_ place: LocalPoint, _ event: CatalogEvent) -> String {
    String(
      format: "x %.1f km, y %.1f km, depth %.1f km (epicenter %.3f\u{B0}, %.3f\u{B0})",
      place.x / 1000,
      place.y / 1000,
      place.z / 1000,
      event.epicenter.latitude,
      event.epicenter.longitude
    )
  }

  private var limits: String {
    String(
      format: "x %.1f...%.1f km, y %.1f...%.1f km, depth 0...%.1f km",
      x.lowerBound / 1000,
      x.upperBound / 1000,
      y.lowerBound / 1000,
      y.upperBound / 1000,
      depth.upperBound / 1000
    ) + " (two grid spacings inside)"
  }

  private static func narrowed(_ range: ClosedRange<Double>, by margin: Double)
    -> ClosedRange<Double>
  {
    let middle = 0.5 * (range.lowerBound + range.upperBound)
    return min(range.lowerBound + margin, middle)...max(range.upperBound - margin, middle)
  }
}
