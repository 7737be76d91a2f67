import Foundation
import NumericalRuntime

/// Weights that tie a point between the nodes to the nodes around it, along one axis.
///
/// Away from the surface a Kaiser-windowed sinc of half width 4 (Hicks 2002, Geophysics 67, 156–166) represents
/// a band-limited delta; its adjoint interpolates. A point on a node has one weight.
enum PointInterpolation {
  static let halfWidth = 4
  /// Kaiser's b for half width 4 and wavenumbers up to half of Nyquist (Hicks 2002, table 1).
  static let kaiserParameter = 6.31

  /// Index of the first node and the weights for a position in units of the spacing.
  static func sinc(at position: Double) -> (first: Int, weights: [Double]) {
    let nearest = position.rounded()
    if abs(position - nearest) < 1e-6 { return (Int(nearest), [1]) }
    let first = Int(position.rounded(.down)) - halfWidth + 1
    var weights = (0..<2 * halfWidth).map { kaiserSinc(Double(first + $0) - position) }
    // The weights of a constant must add up to one, so that the source keeps its moment.
    let sum = weights.reduce(0, +)
    weights = weights.map { $0 / sum }
    return (first, weights)
  }

  /// Nodes and weights along z, none of them above the free surface.
  ///
  /// Where the sinc would reach above the surface a one-sided polynomial of degree 5 takes its place. A field
  /// that vanishes at the surface counts that zero among its six points.
  ///
  /// - Parameters:
  ///   - position: the depth in grid spacings below the first node of the field.
  ///   - half: whether that first node lies half a spacing below the surface, not on it.
  ///   - surface: the free surface's stencils and whether the field vanishes there; nil without one.
  /// - Returns: indices of nodes with their weights.
  static func vertical(
    at position: Double,
    half: Bool,
    surface: (FreeSurfaceStencils, vanishes: Bool)?
  ) -> [(Int, Double)] {
    let s = sinc(at: position)
    guard let surface, s.first < 0 else {
      return s.weights.enumerated().map { (s.first + $0.offset, $0.element) }
        .filter { !(surface?.vanishes == true && !half && $0.0 == 0) }
    }
    guard surface.vanishes else {
      return lagrange(at: position, nodes: (0..<6).map(Double.init)).enumerated()
        .map { ($0.offset, $0.element) }
    }
    // Nodes are counted from the field's first: the surface is at 0, or at −1/2 for half nodes.
    let nodes = half ? [-0.5] + (0..<5).map(Double.init) : (0..<6).map(Double.init)
    return lagrange(at: position, nodes: nodes).enumerated().dropFirst()
      .map { (half ? $0.offset - 1 : $0.offset, $0.element) }
  }

  private static func kaiserSinc(_ x: Double) -> Double {
    let u = x / Double(halfWidth)
    guard abs(u) < 1 else { return 0 }
    let window = besselI0(kaiserParameter * (1 - u * u).squareRoot()) / besselI0(kaiserParameter)
    return window * sin(.pi * x) / (.pi * x)
  }

  /// Lagrange weights of the value at `position` from values at `nodes`.
  static func lagrange(at position: Double, nodes: [Double]) -> [Double] {
    nodes.indices.map { m in
      var weight = 1.0
      for n in nodes.indices where n != m {
        weight *= (position - nodes[n]) / (nodes[m] - nodes[n])
      }
      return weight
    }
  }

  /// Weights of f(0) from f'(0) (times h) and f at 1/2, 3/2, 5/2, 7/2, exact for polynomials of degree 4.
  static let valueAtSurface: (slope: Double, values: [Double]) = {
    // Of the quartic p with p'(0) = s and p(x_m) = f_m: solve for the weights by exactness on 1, x, …, x⁴.
    let nodes = [0.5, 1.5, 2.5, 3.5]
    var matrix = [[Double]](repeating: [Double](repeating: 0, count: 6), count: 5)
    for power in 0..<5 {
      matrix[power][0] = power == 1 ? 1 : 0
      for (m, x) in nodes.enumerated() { matrix[power][m + 1] = pow(x, Double(power)) }
      matrix[power][5] = power == 0 ? 1 : 0
    }
    let solution = solve(matrix)
    return (solution[0], Array(solution[1...]))
  }()

  /// Solves an augmented square system by Gaussian elimination with row exchange.
  private static func solve(_ augmented: [[Double]]) -> [Double] {
    var a = augmented
    let n = a.count
    for column in 0..<n {
      let pivot = (column..<n).max { abs(a[$0][column]) < abs(a[$1][column]) } ?? column
      a.swapAt(column, pivot)
      for row in 0..<n where row != column {
        let factor = a[row][column] / a[column][column]
        for m in column...n { a[row][m] -= factor * a[column][m] }
      }
    }
    return (0..<n).map { a[$0][n] / a[$0][$0] }
  }
}
