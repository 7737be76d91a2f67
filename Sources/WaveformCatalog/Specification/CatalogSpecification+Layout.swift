import Foundation
import SeismicFiles
public import Seismology

extension CatalogSpecification {
  /// Where ground motion is written: the surface grid in the box, and the stations of the file.
  ///
  /// - Parameter projection: the projection of the domain's frame.
  /// - Returns: the layout, stations in the order of their file.
  /// - Throws: ``CatalogError`` if a station lies outside the box, errors of the station file.
  public func layout(projection: MapProjection) throws -> ReceiverLayout {
    let grid = surfaceGrid.map {
      SurfaceGrid(filling: domain.x, domain.y, columns: $0.columns, rows: $0.rows)
    }
    let receivers = try stations.map { try StationFile.read($0).receivers(in: projection) } ?? []
    for receiver in receivers {
      let place = receiver.location
      guard domain.x.contains(place.x), domain.y.contains(place.y),
        (0...domain.depth).contains(place.z)
      else {
        throw CatalogError.invalid(
          place: "\(stations?.lastPathComponent ?? "stations"), station \(receiver.code)",
          value: String(format: "x %.1f km, y %.1f km", place.x / 1000, place.y / 1000),
          expected: String(
            format:
              "a place in the box, x %.1f...%.1f km, y %.1f...%.1f km; remove it or widen the box",
            domain.x.lowerBound / 1000,
            domain.x.upperBound / 1000,
            domain.y.lowerBound / 1000,
            domain.y.upperBound / 1000
          )
        )
      }
    }
    return ReceiverLayout(grid: grid, stations: receivers)
  }
}
