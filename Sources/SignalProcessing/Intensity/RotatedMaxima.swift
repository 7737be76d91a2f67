import Foundation

/// The largest |x cos θ + y sin θ| of a motion in the plane, for angles of whole degrees.
///
/// Only points on the hull of the motion can be extreme. Sixteen directions give a polygon of points that occur;
/// what lies within its inscribed circle is passed over for the other angles.
enum RotatedMaxima {
  /// Angles from 0° to 179°.
  static let angleCount = 180

  private static let directions: [SIMD2<Double>] = (0..<angleCount).map {
    let angle = Double($0) * Double.pi / Double(angleCount)
    return SIMD2(cos(angle), sin(angle))
  }

  /// The maxima at 0°, 1°, … 179° from the first towards the second component.
  static func maxima(_ points: [SIMD2<Double>]) -> [Double] {
    let candidates = outerPoints(points)
    return directions.map { direction in
      var peak = 0.0
      for point in candidates {
        peak = max(peak, abs(point.x * direction.x + point.y * direction.y))
      }
      return peak
    }
  }

  /// Raises maxima found before to those of further points.
  static func raise(_ maxima: inout [Double], by points: [SIMD2<Double>]) {
    let least = maxima.min() ?? 0
    let further = points.filter { $0.x * $0.x + $0.y * $0.y > least * least * (1 - 1e-9) }
    guard !further.isEmpty else { return }
    for (angle, peak) in self.maxima(further).enumerated() {
      maxima[angle] = max(maxima[angle], peak)
    }
  }

  /// The points outside the inscribed circle of the extreme points, and those themselves.
  private static func outerPoints(_ points: [SIMD2<Double>]) -> [SIMD2<Double>] {
    guard points.count > 64 else { return points }
    let coarse = stride(from: 0, to: angleCount, by: angleCount / 16)
    var corners: [SIMD2<Double>] = []
    for index in coarse {
      let direction = directions[index]
      var (peak, corner) = (-1.0, SIMD2<Double>.zero)
      for point in points {
        let along = point.x * direction.x + point.y * direction.y
        if abs(along) > peak { (peak, corner) = (abs(along), along < 0 ? -point : point) }
      }
      corners.append(corner)
    }
    // The polygon of the corners and their mirror images, in the order of their directions.
    corners += corners.map { -$0 }
    var inscribed = Double.infinity
    for (n, corner) in corners.enumerated() {
      let edge = corners[(n + 1) % corners.count] - corner
      let length = (edge.x * edge.x + edge.y * edge.y).squareRoot()
      guard length > 0 else { continue }
      inscribed = min(inscribed, abs(corner.x * edge.y - corner.y * edge.x) / length)
    }
    // Rounding must not lose a corner.
    let limit = inscribed.isFinite ? inscribed * inscribed * (1 - 1e-9) : 0
    return points.filter { $0.x * $0.x + $0.y * $0.y >= limit }
  }
}

/// Percentiles of a sample by linear interpolation between its ordered values.
enum Percentile {
  /// The percentile (0 to 100) of values in ascending order.
  static func value(_ percentile: Double, ofSorted values: [Double]) -> Double {
    let place = percentile / 100 * Double(values.count - 1)
    let lower = min(max(0, Int(place)), values.count - 1)
    let upper = min(lower + 1, values.count - 1)
    return values[lower] + (place - Double(lower)) * (values[upper] - values[lower])
  }
}
