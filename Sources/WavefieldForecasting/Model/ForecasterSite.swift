import Foundation
import Seismology
public import WaveformCatalog

/// Where and as what a forecaster learned: what a catalog must have in common with it.
public struct ForecasterSite: Codable, Hashable, Sendable {
  /// The grid's axes in the local frame (m).
  public var x, y: [Double]
  /// The frame's origin (degrees) and the azimuth of x (degrees clockwise from north); nil for a Cartesian problem.
  public var originLatitude, originLongitude: Double?
  /// The azimuth of x in degrees clockwise from north.
  public var xAzimuth: Double
  /// Whether y is clockwise of x.
  public var yIsClockwise: Bool
  /// The kind of motion, as `velocity`.
  public var motion: String
  /// The components in their order.
  public var components = "east, north, up"
  /// The title of the catalog.
  public var catalog: String
  /// The stations of a model of a fixed list, in the order of its input; nil for others.
  public var stations: [ForecasterStation]?

  /// The site of a catalog with a surface grid.
  ///
  /// - Throws: ``ForecastingError/mismatch(what:expected:found:)`` where there is no grid.
  public init(of catalog: WaveformCatalog) throws(ForecastingError) {
    let description = catalog.index.description
    guard let grid = description.layout.grid, grid.count > 0 else {
      throw .mismatch(
        what: "receivers of \(catalog.folder.url.path)",
        expected: "a surface grid, on which forecasts are painted",
        found: "\(description.layout.stations.count) stations"
      )
    }
    x = grid.x
    y = grid.y
    originLatitude = description.frame.origin?.latitude
    originLongitude = description.frame.origin?.longitude
    xAzimuth = description.frame.xAzimuth
    yIsClockwise = description.frame.yIsClockwise
    motion = "\(description.sampling.motion)"
    self.catalog = description.title
  }

  /// Stops unless another site has the same grid, frame and motion.
  ///
  /// - Throws: ``ForecastingError/mismatch(what:expected:found:)`` with what differs first.
  public func check(_ other: ForecasterSite, named name: String) throws(ForecastingError) {
    func demand(_ what: String, _ expected: String, _ found: String) throws(ForecastingError) {
      guard expected != found else { return }
      throw .mismatch(what: "\(what) of \(name)", expected: expected, found: found)
    }
    try demand(
      "grid",
      "\(x.count) x \(y.count) points",
      "\(other.x.count) x \(other.y.count) points"
    )
    try demand("local axes", axesWords, other.axesWords)
    try demand("components", components, other.components)
    try demand("motion", motion, other.motion)
    for (axis, mine, others) in [("x", x, other.x), ("y", y, other.y)] {
      // A metre is far below any grid spacing, and above what units and projections do to coordinates.
      let differ = zip(mine, others).contains { abs($0 - $1) > 1 }
      try demand("\(axis) axis", Self.words(mine), differ ? Self.words(others) : Self.words(mine))
    }
  }

  /// The local axes to a ten-thousandth of a degree, some 10 m.
  private var axesWords: String {
    let azimuth = String(format: "x towards %.4f degrees", xAzimuth)
    let turn = "y \(yIsClockwise ? "clockwise" : "counterclockwise") of it"
    guard let latitude = originLatitude, let longitude = originLongitude else {
      return "\(azimuth), \(turn)"
    }
    return "\(azimuth), \(turn), " + String(format: "from %.4f N %.4f E", latitude, longitude)
  }

  private static func words(_ axis: [Double]) -> String {
    guard let first = axis.first, let last = axis.last else { return "nothing" }
    return "\(first)...\(last) m"
  }
}
