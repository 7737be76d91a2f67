/// The lower triangle L of a symmetric, positive definite matrix A = L Lᵀ, in double precision.
struct CholeskyFactor {
  /// The number of rows.
  let count: Int
  /// Row-major, zeros above the diagonal.
  private let rows: [Double]

  /// Factors a row-major matrix, of which the lower triangle is read; nil where it is not positive definite, to 10⁻¹³ of
  /// each diagonal element.
  init?(_ matrix: [Double], count: Int) {
    var rows = [Double](repeating: 0, count: count * count)
    let isDefinite = rows.withUnsafeMutableBufferPointer { rows in
      matrix.withUnsafeBufferPointer { matrix in
        for i in 0..<count {
          for j in 0...i {
            let rest = matrix[i * count + j] - Self.product(rows, i * count, j * count, j)
            if i != j {
              rows[i * count + j] = rest / rows[j * count + j]
            } else if rest > 1e-13 * abs(matrix[i * count + i]) {
              rows[i * count + i] = rest.squareRoot()
            } else {
              return false
            }
          }
        }
        return true
      }
    }
    guard isDefinite else { return nil }
    self.count = count
    self.rows = rows
  }

  /// x with A x = b.
  func solution(of right: [Double]) -> [Double] {
    var x = right
    for i in 0..<count {
      for j in 0..<i { x[i] -= rows[i * count + j] * x[j] }
      x[i] /= rows[i * count + i]
    }
    for i in (0..<count).reversed() {
      x[i] /= rows[i * count + i]
      // Row i of L is column i of its transpose.
      for j in 0..<i { x[j] -= rows[i * count + j] * x[i] }
    }
    return x
  }

  /// The product of the starts of two rows.
  private static func product(
    _ rows: UnsafeMutableBufferPointer<Double>,
    _ a: Int,
    _ b: Int,
    _ length: Int
  ) -> Double {
    var sums = SIMD4<Double>.zero
    var index = 0
    while index + 4 <= length {
      for lane in 0..<4 { sums[lane] += rows[a + index + lane] * rows[b + index + lane] }
      index += 4
    }
    var sum = sums.sum()
    while index < length {
      sum += rows[a + index] * rows[b + index]
      index += 1
    }
    return sum
  }
}
