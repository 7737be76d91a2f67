import NumericalRuntime
import Tensors

/// A matrix of orthonormal rows or columns, whichever are fewer, times `gain`; axes after the first are one.
///
/// Normal numbers are orthogonalised row by row (modified Gram–Schmidt, twice, in double precision), which gives
/// the uniform distribution over such matrices.
func orthogonalTensor(
  _ shape: [Int],
  gain: Double,
  using generator: inout SeededGenerator
) -> Tensor {
  require(shape.count >= 2, "orthogonal: two axes are needed, shape \(shape) has fewer")
  let (rows, columns) = (shape[0], shape.dropFirst().reduce(1, *))
  let (few, many) = (min(rows, columns), max(rows, columns))
  var vectors = (0..<few).map { _ in (0..<many).map { _ in generator.gaussian() } }
  for i in 0..<few {
    for _ in 0..<2 {
      for j in 0..<i { remove(vectors[j], from: &vectors[i]) }
    }
    let length = product(vectors[i], vectors[i]).squareRoot()
    for k in 0..<many { vectors[i][k] /= length }
  }
  let numbers = (0..<rows).flatMap { r in
    (0..<columns).map { c in Float(gain * (rows <= columns ? vectors[r][c] : vectors[c][r])) }
  }
  return Tensor(numbers, shape: shape)
}

private func remove(_ unit: [Double], from vector: inout [Double]) {
  let share = product(unit, vector)
  for k in vector.indices { vector[k] -= share * unit[k] }
}

private func product(_ a: [Double], _ b: [Double]) -> Double {
  zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
}
