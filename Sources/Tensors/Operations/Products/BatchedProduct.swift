import NumericalRuntime

/// A product of two stacks of matrices, broadcast against each other.
struct BatchedProduct {
  let a: Tensor
  let b: Tensor
  let transposeA: Bool
  let transposeB: Bool
  let (m, n, k): (Int, Int, Int)
  /// The broadcast axes before the last two.
  let batch: [Int]

  init(_ a: Tensor, _ b: Tensor, _ transposeA: Bool, _ transposeB: Bool) {
    func sentence() -> String { "matmul: shapes \(a.shape) and \(b.shape) do not fit" }
    Tensor.requireOnePrecision("matmul", a, b)
    require(a.rank >= 2 && b.rank >= 2, sentence())
    (self.a, self.b, self.transposeA, self.transposeB) = (a, b, transposeA, transposeB)
    let (rowsA, columnsA) = (a.shape[a.rank - 2], a.shape[a.rank - 1])
    let (rowsB, columnsB) = (b.shape[b.rank - 2], b.shape[b.rank - 1])
    m = transposeA ? columnsA : rowsA
    k = transposeA ? rowsA : columnsA
    n = transposeB ? rowsB : columnsB
    require(
      k == (transposeB ? columnsB : rowsB),
      sentence() + (transposeA || transposeB ? " once transposed as asked" : "")
    )
    let rank = max(a.rank, b.rank) - 2
    batch = (0..<rank).map { axis in
      let i = axis - rank + a.rank - 2
      let j = axis - rank + b.rank - 2
      let (p, q) = (i < 0 ? 1 : a.shape[i], j < 0 ? 1 : b.shape[j])
      require(p == q || p == 1 || q == 1, sentence())
      return p == 1 ? q : p
    }
  }

  /// The product, `[batch…, m, n]`.
  func result() -> Tensor { result(summedTo: batch + [m, n]) }

  /// The product summed over the axes in which `shape` has extent 1 or none.
  func result(summedTo shape: [Int]) -> Tensor {
    a.scalarType == .float32 ? summed(to: shape, Float.self) : summed(to: shape, Double.self)
  }

  /// A B + 1 rowᵀ for one pair of matrices.
  func result(startingFrom row: Tensor) -> Tensor {
    a.scalarType == .float32 ? added(to: row, Float.self) : added(to: row, Double.self)
  }

  private func added<Scalar: MatrixScalar>(to row: Tensor, _: Scalar.Type) -> Tensor {
    withOperands(Scalar.self) { a, b in
      Tensor.make([m, n]) { (c: UnsafeMutablePointer<Scalar>) in
        row.withPointer(Scalar.self) { row in
          for i in 0..<m { (c + i * n).update(from: row, count: n) }
        }
        var product = single(a, b, c)
        product.beta = 1
        product.runInParallel()
      }
    }
  }

  private func summed<Scalar: MatrixScalar>(to shape: [Int], _: Scalar.Type) -> Tensor {
    let folded = foldedRows(shape)
    return withOperands(Scalar.self) { a, b in
      Tensor.make(shape) { (c: UnsafeMutablePointer<Scalar>) in
        if let (m, k) = folded {
          var product = single(a, b, c)
          (product.m, product.k) = (m, k)
          product.runInParallel()
        } else {
          runEach(a, b, c, shape)
        }
      }
    }
  }

  /// The extents of the one product that all the products of the stack make together, if they do: where B is a
  /// single matrix, or where all of A and B are summed over.
  private func foldedRows(_ shape: [Int]) -> (m: Int, k: Int)? {
    let stack = batch.reduce(1, *)
    if stack == 1 { return (m, k) }
    let isFullA = a.count == stack * m * k
    let isWhole = shape.reduce(1, *) == stack * m * n
    if isFullA, !transposeA, isWhole, b.count == k * n { return (stack * m, k) }
    let isSummed = shape.reduce(1, *) == m * n
    if isFullA, transposeA, !transposeB, isSummed, b.count == stack * k * n {
      return (m, stack * k)
    }
    return nil
  }

  private func withOperands<Scalar: MatrixScalar, Result>(
    _: Scalar.Type,
    _ body: (UnsafePointer<Scalar>, UnsafePointer<Scalar>) -> Result
  ) -> Result {
    a.withPointer(Scalar.self) { a in b.withPointer(Scalar.self) { b in body(a, b) } }
  }

  private func single<Scalar: MatrixScalar>(
    _ a: UnsafePointer<Scalar>,
    _ b: UnsafePointer<Scalar>,
    _ c: UnsafeMutablePointer<Scalar>
  ) -> MatrixProduct<Scalar> {
    MatrixProduct(
      transposeA: transposeA,
      transposeB: transposeB,
      m: m,
      n: n,
      k: k,
      a: a,
      lda: self.a.shape[self.a.rank - 1],
      b: b,
      ldb: self.b.shape[self.b.rank - 1],
      c: c,
      ldc: n
    )
  }

  /// One product after another for each matrix of the result, so that sums have a fixed order.
  private func runEach<Scalar: MatrixScalar>(
    _ a: UnsafePointer<Scalar>,
    _ b: UnsafePointer<Scalar>,
    _ c: UnsafeMutablePointer<Scalar>,
    _ shape: [Int]
  ) {
    let results = shape.dropLast(2).reduce(1, *)
    let places = StackPlaces(batch: batch, a: self.a.shape, b: self.b.shape, c: shape)
    nonisolated(unsafe) let (a, b, c) = (a, b, c)
    let outer = places.byResult
    let size = m * n
    parallelFor(results) { index in
      if outer[index].isEmpty { (c + index * size).update(repeating: 0, count: size) }
      var isFirst = true
      for (i, j) in outer[index] {
        var product = single(a + i * m * k, b + j * k * n, c + index * m * n)
        product.beta = isFirst ? 0 : 1
        isFirst = false
        product.run()
      }
    }
  }
}

/// Which matrices of two stacks meet in each matrix of the result.
private struct StackPlaces {
  /// For each matrix of the result the pairs that are added up in it.
  var byResult: [[(Int, Int)]]

  init(batch: [Int], a: [Int], b: [Int], c: [Int]) {
    let strides = [a, b, c].map { Self.strides(of: Array($0.dropLast(2)), over: batch) }
    byResult = Array(repeating: [], count: c.dropLast(2).reduce(1, *))
    for linear in 0..<batch.reduce(1, *) {
      var rest = linear
      var place = [0, 0, 0]
      for axis in batch.indices.reversed() {
        let index = rest % batch[axis]
        rest /= batch[axis]
        for operand in 0..<3 { place[operand] += index * strides[operand][axis] }
      }
      byResult[place[2]].append((place[0], place[1]))
    }
  }

  /// The strides of a stack's axes over the broadcast axes, in matrices: 0 where it does not vary.
  private static func strides(of stack: [Int], over batch: [Int]) -> [Int] {
    var strides = [Int](repeating: 0, count: batch.count)
    var stride = 1
    for axis in stack.indices.reversed() {
      strides[axis + batch.count - stack.count] = stack[axis] == 1 ? 0 : stride
      stride *= stack[axis]
    }
    return strides
  }
}
