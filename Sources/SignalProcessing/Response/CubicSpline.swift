/// The cubic spline through points, with the third derivative continuous at the first and last inner one
/// ("not a knot"); outside the points it keeps its end values.
///
/// With three points it is their parabola, with two their line. Reference: de Boor, *A Practical Guide to
/// Splines* (1978), chapter IV.
struct CubicSpline: Hashable, Sendable {
  /// The abscissae, increasing, and the values there.
  let x, y: [Double]
  /// Second derivatives at the points.
  private let curvatures: [Double]

  /// A spline through points of increasing abscissae.
  init(x: [Double], y: [Double]) {
    precondition(x.count == y.count && !x.isEmpty, "\(x.count) abscissae for \(y.count) values")
    self.x = x
    self.y = y
    curvatures = Self.curvatures(x, y)
  }

  /// The value at an abscissa.
  func value(at position: Double) -> Double {
    guard position > x[0] else { return y[0] }
    guard position < x[x.count - 1] else { return y[y.count - 1] }
    var (low, high) = (0, x.count - 1)
    while high - low > 1 {
      let middle = (low + high) / 2
      if x[middle] <= position { low = middle } else { high = middle }
    }
    let h = x[high] - x[low]
    let (a, b) = ((x[high] - position) / h, (position - x[low]) / h)
    return a * y[low] + b * y[high]
      + ((a * a * a - a) * curvatures[low] + (b * b * b - b) * curvatures[high]) * h * h / 6
  }

  private static func curvatures(_ x: [Double], _ y: [Double]) -> [Double] {
    let n = x.count
    guard n > 2 else { return [Double](repeating: 0, count: n) }
    let h = (0..<(n - 1)).map { x[$0 + 1] - x[$0] }
    let slope = (0..<(n - 1)).map { (y[$0 + 1] - y[$0]) / h[$0] }
    if n == 3 { return [Double](repeating: 2 * (slope[1] - slope[0]) / (h[0] + h[1]), count: 3) }
    // Rows of the inner points; the conditions at the ends have been put into the first and the last.
    var diagonal = (1...(n - 2)).map { 2 * (h[$0 - 1] + h[$0]) }
    var lower = (1...(n - 2)).map { h[$0 - 1] }
    var upper = (1...(n - 2)).map { h[$0] }
    var right = (1...(n - 2)).map { 6 * (slope[$0] - slope[$0 - 1]) }
    let last = n - 3
    diagonal[0] += h[0] * (h[0] + h[1]) / h[1]
    upper[0] -= h[0] * h[0] / h[1]
    diagonal[last] += h[n - 2] * (h[n - 2] + h[n - 3]) / h[n - 3]
    lower[last] -= h[n - 2] * h[n - 2] / h[n - 3]
    for row in 1...max(1, last) where row <= last {
      let factor = lower[row] / diagonal[row - 1]
      diagonal[row] -= factor * upper[row - 1]
      right[row] -= factor * right[row - 1]
    }
    var inner = [Double](repeating: 0, count: last + 1)
    for row in stride(from: last, through: 0, by: -1) {
      let next = row < last ? upper[row] * inner[row + 1] : 0
      inner[row] = (right[row] - next) / diagonal[row]
    }
    let first = inner[0] + (inner[0] - inner[1]) * h[0] / h[1]
    let end = inner[last] + (inner[last] - inner[last - 1]) * h[n - 2] / h[n - 3]
    return [first] + inner + [end]
  }
}
