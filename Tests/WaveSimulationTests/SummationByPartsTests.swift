import Testing

@testable import WaveSimulation

@Suite("Summation by parts")
struct SummationByPartsTests {
  /// Operators on 24 nodes and half nodes, the interior stencils completed far from the surface.
  private var operators: (difference: [[Double]], transposed: [[Double]]) {
    let n = 24
    let c = StaggeredDifference.weights(order: 4)
    var difference = [[Double]](repeating: [Double](repeating: 0, count: n), count: n)
    var transposed = difference
    for m in 0..<n {
      for (p, weight) in c.enumerated() {
        for (node, sign) in [(m + 1 + p, 1.0), (m - p, -1.0)] where (0..<n).contains(node) {
          difference[m][node] += sign * weight
        }
        for (half, sign) in [(m + p, 1.0), (m - 1 - p, -1.0)] where (0..<n).contains(half) {
          transposed[m][half] += sign * weight
        }
      }
    }
    func place(_ rows: [[Double]], in matrix: inout [[Double]]) {
      for (m, row) in rows.enumerated() {
        matrix[m] = [Double](repeating: 0, count: n)
        for (k, weight) in row.enumerated() { matrix[m][k] = weight }
      }
    }
    place(SummationByParts.difference, in: &difference)
    place(SummationByParts.transposed, in: &transposed)
    return (difference, transposed)
  }

  @Test("The operators are each other's negative transpose under the quadratures")
  func transposes() {
    let (difference, transposed) = operators
    func w(_ weights: [Double], _ k: Int) -> Double { k < weights.count ? weights[k] : 1 }
    for k in 0..<16 {
      for m in 0..<16 {
        let sum =
          w(SummationByParts.nodeWeights, k) * transposed[k][m]
          + w(SummationByParts.halfWeights, m) * difference[m][k]
        // The tables carry 15 digits.
        #expect(abs(sum) < 1e-13, "node \(k), half node \(m)")
      }
    }
  }

  @Test("Both are exact for polynomials up to degree 2", arguments: [0, 1, 2])
  func exactness(degree: Int) {
    let (difference, transposed) = operators
    func power(_ x: Double, _ n: Int) -> Double { (0..<n).reduce(1) { p, _ in p * x } }
    for m in 0..<12 {
      let onHalf = (0..<24).reduce(0.0) { $0 + difference[m][$1] * power(Double($1), degree) }
      let wanted = degree == 0 ? 0 : Double(degree) * power(Double(m) + 0.5, degree - 1)
      #expect(abs(onHalf - wanted) < 1e-11)
      if m == 0, degree == 0 { continue }  // row 0 is for fields that vanish at the surface
      let onNode = (0..<24).reduce(0.0) { $0 + transposed[m][$1] * power(Double($1) + 0.5, degree) }
      let node = degree == 0 ? 0 : Double(degree) * power(Double(m), degree - 1)
      #expect(abs(onNode - node) < 1e-11)
    }
  }
}
