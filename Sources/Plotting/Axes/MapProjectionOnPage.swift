import Foundation
import Seismology

/// How the local frame lies on a map's page: north up, the same scale both ways.
struct MapProjectionOnPage {
  /// The inside of the map's frame.
  let area: PageRectangle
  /// Points of the page for a metre.
  let pointsPerMetre: Double
  private let frame: LocalFrame
  /// The map's western and northern edge in metres from the local origin.
  private let west, north: Double

  /// A map that just holds a field.
  ///
  /// - Parameters:
  ///   - field: the field; its columns run along x and its rows along y.
  ///   - frame: the orientation of x and y.
  ///   - left: the frame's left edge on the page.
  ///   - top: its top edge.
  ///   - largest: the longer side of the map in points.
  init(field: GriddedField, frame: LocalFrame, left: Double, top: Double, largest: Double) {
    let xs = [field.columns[0], field.columns[field.columns.count - 1]]
    let ys = [field.rows[0], field.rows[field.rows.count - 1]]
    let corners = xs.flatMap { x in ys.map { y in frame.eastNorth(x: x, y: y) } }
    let easts = corners.map(\.east)
    let norths = corners.map(\.north)
    let extent = (
      east: (easts.max() ?? 0) - (easts.min() ?? 0),
      north: (norths.max() ?? 0) - (norths.min() ?? 0)
    )
    self.frame = frame
    west = easts.min() ?? 0
    north = norths.max() ?? 0
    pointsPerMetre = largest / max(extent.east, extent.north)
    area = PageRectangle(
      x: left,
      y: top,
      width: extent.east * pointsPerMetre,
      height: extent.north * pointsPerMetre
    )
  }

  /// Where a place of the local frame (metres) stands on the page.
  func point(_ x: Double, _ y: Double) -> PagePoint {
    let place = frame.eastNorth(x: x, y: y)
    return PagePoint(
      area.x + (place.east - west) * pointsPerMetre,
      area.y + (north - place.north) * pointsPerMetre
    )
  }

  /// The place of the local frame that stands at a point of the page.
  func location(at point: PagePoint) -> LocalPoint {
    let east = west + (point.x - area.x) / pointsPerMetre
    let north = self.north - (point.y - area.y) / pointsPerMetre
    let (x, y) = (frame.xAxis, frame.yAxis)
    return LocalPoint(
      x: north * x.north + east * x.east,
      y: north * y.north + east * y.east,
      z: 0
    )
  }

  /// Metres east and north of the local origin at the map's edges.
  var edges: (east: ClosedRange<Double>, north: ClosedRange<Double>) {
    (
      west...(west + area.width / pointsPerMetre), (north - area.height / pointsPerMetre)...north
    )
  }
}

extension LocalFrame {
  /// Metres east and north of the origin of a place of the local frame.
  func eastNorth(x: Double, y: Double) -> (east: Double, north: Double) {
    (x * xAxis.east + y * yAxis.east, x * xAxis.north + y * yAxis.north)
  }
}
