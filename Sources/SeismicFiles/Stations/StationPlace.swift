import Seismology

/// Checks coordinates on their way out of a file.
enum StationPlace {
  /// A point, if latitude and longitude (degrees) are possible.
  static func point(
    latitude: Double,
    longitude: Double,
    path: String,
    line: Int
  ) throws(StationFileError) -> GeographicPoint {
    guard (-90...90).contains(latitude) else {
      let isSwapped = (-180...360).contains(latitude) && (-90...90).contains(longitude)
      throw .outOfRange(
        path: path,
        line: line,
        field: "latitude",
        value: latitude,
        limit: "-90...90 degrees",
        remedy: isSwapped
          ? "latitude and longitude are probably swapped" : "it must be in degrees, north positive"
      )
    }
    guard (-180...360).contains(longitude) else {
      throw .outOfRange(
        path: path,
        line: line,
        field: "longitude",
        value: longitude,
        limit: "-180...360 degrees",
        remedy: "it must be in degrees, east positive"
      )
    }
    return GeographicPoint(
      latitude: latitude,
      longitude: longitude > 180 ? longitude - 360 : longitude
    )
  }

  /// An elevation in metres between the deepest sea and the highest mountain.
  static func elevation(
    _ value: Double,
    path: String,
    line: Int
  ) throws(StationFileError) -> Double {
    guard (-12_000...9_000).contains(value) else {
      throw .outOfRange(
        path: path,
        line: line,
        field: "elevation",
        value: value,
        limit: "-12000...9000 m",
        remedy: "it must be in metres above sea level"
      )
    }
    return value
  }
}
