import Foundation

/// The orientation of the local horizontal axes.
///
/// By default x points east and y north. `xAzimuth` turns x (degrees clockwise from north); y stands at 90°
/// to x, counter-clockwise by default (as north is from east), or clockwise (`yIsClockwise`, the convention
/// of SW4 with z down). The Bay Area box of the WaveCastNet study is `xAzimuth` 143.638°, y clockwise.
public struct LocalFrame: Hashable, Sendable {
  /// Azimuth of the x axis in degrees clockwise from north.
  public var xAzimuth: Double
  /// True if y is clockwise of x as seen from above.
  public var yIsClockwise: Bool
  /// The geographic position of the local origin; nil for a purely Cartesian problem.
  public var origin: GeographicPoint?

  /// A frame from its origin and the azimuth of x in degrees.
  public init(origin: GeographicPoint? = nil, xAzimuth: Double = 90, yIsClockwise: Bool = false) {
    self.origin = origin
    self.xAzimuth = xAzimuth
    self.yIsClockwise = yIsClockwise
  }

  /// Azimuth of the y axis in degrees clockwise from north.
  public var yAzimuth: Double { xAzimuth + (yIsClockwise ? 90 : -90) }

  /// The unit vector of x as (north, east); exact for multiples of 90°.
  public var xAxis: (north: Double, east: Double) { Self.unitVector(azimuth: xAzimuth) }

  /// The unit vector of y as (north, east); exact for multiples of 90°.
  public var yAxis: (north: Double, east: Double) { Self.unitVector(azimuth: yAzimuth) }

  private static func unitVector(azimuth: Double) -> (north: Double, east: Double) {
    let quarter = azimuth / 90
    if quarter == quarter.rounded() {
      let turns = ((Int(quarter) % 4) + 4) % 4
      return [(1, 0), (0, 1), (-1, 0), (0, -1)][turns]
    }
    let angle = azimuth * .pi / 180
    return (cos(angle), sin(angle))
  }
}
