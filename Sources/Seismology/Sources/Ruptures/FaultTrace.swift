import Foundation

/// A fault by the line where it meets the surface and its dip.
///
///     let (point, strike) = try FaultTrace.hayward.point(alongStrike: 30_000, depth: 8_000)
///
/// The line runs from point to point along geodesics; places on it are counted in metres from its first point.
/// The strike is the direction in which it runs, so that a dip below 90° is to the right of it.
public struct FaultTrace: Hashable, Sendable {
  /// What the fault is called.
  public let name: String
  /// The points of the line, at least two.
  public let points: [GeographicPoint]
  /// The dip in degrees, 0 < dip ≤ 90, to the right of the line.
  public let dip: Double

  /// Metres from the first point to each point.
  private let distances: [Double]
  /// Azimuths in degrees of the segments at their middle.
  private let azimuths: [Double]

  /// A fault from the points of its trace.
  ///
  /// - Parameters:
  ///   - name: what it is called.
  ///   - points: at least two points, no two in succession the same.
  ///   - dip: the dip in degrees to the right of the line.
  /// - Throws: ``SourceError`` if there are too few points, one is no place on Earth or has the place of the one
  ///   before, or the dip lies outside 0.1...90.
  public init(name: String, points: [GeographicPoint], dip: Double = 90) throws(SourceError) {
    guard points.count > 1 else {
      throw .tableTooShort(quantity: "trace of the fault", count: points.count, minimum: 2)
    }
    for (index, point) in points.enumerated() {
      let place = "of point \(index + 1) of the trace"
      _ = try require(
        point.latitude,
        "latitude \(place)",
        in: -90...90,
        unit: "°",
        remedy: "give degrees, north positive"
      )
      _ = try require(
        point.longitude,
        "longitude \(place)",
        in: -180...360,
        unit: "°",
        remedy: "give degrees, east positive"
      )
    }
    for (index, (start, end)) in zip(points, points.dropFirst()).enumerated() {
      let quantity = "length of segment \(index + 1) of the trace"
      _ = try requirePositive(Geodesic(from: start, to: end).distance, quantity, unit: "m")
    }
    let limits = 0.1...90.0
    let dip = try require(dip, "dip", in: limits, unit: "°", remedy: "90 is vertical")
    self.init(name: name, validPoints: points, dip: dip)
  }

  /// A fault from points that are known to be places on Earth and apart.
  init(name: String, validPoints: [GeographicPoint], dip: Double) {
    self.name = name
    self.dip = dip
    points = validPoints
    let segments = zip(points, points.dropFirst())
    distances = segments.reduce(into: [0.0]) { sums, segment in
      let length = Geodesic(from: segment.0, to: segment.1).distance
      sums.append(sums[sums.count - 1] + length)
    }
    azimuths = segments.map { Self.middleAzimuth(from: $0, to: $1) }
  }

  /// The length of the line in metres.
  public var length: Double { distances.last ?? 0 }

  /// A point on the fault, and the local strike.
  ///
  /// - Parameters:
  ///   - alongStrike: metres along the line from its first point, 0...``length``.
  ///   - depth: metres below the surface; on a fault that dips, the point moves away from the line with depth.
  /// - Returns: the geographic position above the point, and the strike of its segment in degrees clockwise from
  ///   north; at a corner, of the segment that begins there.
  /// - Throws: ``SourceError/outOfRange(quantity:value:limits:unit:remedy:)`` beyond the ends of the line or above
  ///   the surface.
  public func point(
    alongStrike: Double,
    depth: Double
  ) throws(SourceError) -> (point: GeographicPoint, strikeDegrees: Double) {
    let place = try require(
      alongStrike,
      "distance along strike on the fault \(name)",
      in: 0...length,
      unit: "m",
      remedy: "stay on the trace"
    )
    let depth = try require(
      depth,
      "depth on the fault \(name)",
      in: 0...1e6,
      unit: "m",
      remedy: "depths are in metres, down from the surface"
    )
    let segment = segment(at: place)
    let strike = azimuths[segment]
    let onTrace = Geodesic.end(
      from: points[segment],
      azimuth: Geodesic(from: points[segment], to: points[segment + 1]).azimuth,
      distance: place - distances[segment]
    )
    guard dip < 90, depth > 0 else { return (onTrace, strike) }
    let offset = depth / tan(dip * .pi / 180)
    return (Geodesic.end(from: onTrace, azimuth: strike + 90, distance: offset), strike)
  }

  /// The segment that holds a place on the line.
  private func segment(at place: Double) -> Int {
    let next = distances.firstIndex { $0 > place } ?? distances.count
    return min(next, distances.count - 1) - 1
  }

  /// The azimuth of a geodesic at its middle, where it is nearest to the azimuths along it.
  private static func middleAzimuth(from start: GeographicPoint, to end: GeographicPoint) -> Double
  {
    let whole = Geodesic(from: start, to: end)
    let middle = Geodesic.end(from: start, azimuth: whole.azimuth, distance: whole.distance / 2)
    return Geodesic(from: middle, to: end).azimuth
  }
}
