import Foundation

extension TruncatedTransform {
  /// The matrices of a transform.
  struct Tables<Scalar: TensorScalar>: @unchecked Sendable {
    /// cos(2πky/h) `[m + 1, h/2 + 1]` and sin(2πky/h) `[m, (h − 1)/2]`, from y = 1 and k = 1 on.
    let cosines, sines: UnsafePointer<Scalar>
    /// Real rows to coefficients `[w, n, 2]`, and the transpose `[n, 2, w]`; both times √(1/(h w)).
    let rowAnalysis, rowSynthesis: UnsafePointer<Scalar>
  }

  /// Runs `body` with the matrices of this transform, which are made once.
  func withTables<Scalar: SpectralScalar, Result>(
    _ counting: Counting,
    _: Scalar.Type = Scalar.self,
    _ body: (Tables<Scalar>) throws -> Result
  ) rethrows -> Result {
    let tables = Self.kept.value(for: TableKey(transform: self, counting: counting)) {
      Self.makeTables(self, counting, Scalar.self)
    }
    let vertical = (rows + 1) * evenExtent
    let horizontal = vertical + rows * oddExtent
    return try tables.withPointer(Scalar.self) { base in
      try body(
        Tables(
          cosines: base,
          sines: base + vertical,
          rowAnalysis: base + horizontal,
          rowSynthesis: base + horizontal + 2 * columns * width
        )
      )
    }
  }

  private struct TableKey: Hashable {
    let extents: [Int]
    let counting: Counting
    let scalarType: ScalarType

    init(transform: TruncatedTransform, counting: Counting) {
      extents = [transform.height, transform.width, transform.rows, transform.columns]
      self.counting = counting
      scalarType = transform.scalarType
    }
  }

  /// Some 100 kB each for images of 128 × 128.
  private static let kept = RecentlyUsed<TableKey, Tensor>(limit: 64)

  private var evenExtent: Int { height / 2 + 1 }
  private var oddExtent: Int { (height - 1) / 2 }

  private static func makeTables<Scalar: SpectralScalar>(
    _ transform: TruncatedTransform,
    _ counting: Counting,
    _: Scalar.Type
  ) -> Tensor {
    let (h, w) = (transform.height, transform.width)
    var numbers: [Scalar] = []
    for k in 0...transform.rows {
      for y in 0..<transform.evenExtent { numbers.append(Scalar(cosine(k * y, of: h))) }
    }
    for k in 1..<(transform.rows + 1) {
      for y in 1..<(transform.oddExtent + 1) { numbers.append(Scalar(sine(k * y, of: h))) }
    }
    let scale = (1 / Double(h * w)).squareRoot()
    func weight(_ k: Int) -> Double {
      let hasMirrorImage = k > 0 && 2 * k != w
      return counting == .withMirrorImages && hasMirrorImage ? 2 * scale : scale
    }
    for x in 0..<w {
      for k in 0..<transform.columns {
        numbers.append(Scalar(weight(k) * cosine(k * x, of: w)))
        numbers.append(Scalar(-weight(k) * sine(k * x, of: w)))
      }
    }
    for k in 0..<transform.columns {
      for x in 0..<w { numbers.append(Scalar(weight(k) * cosine(k * x, of: w))) }
      for x in 0..<w { numbers.append(Scalar(-weight(k) * sine(k * x, of: w))) }
    }
    return Tensor(elements: numbers, shape: [numbers.count])
  }

  /// cos(2πj/n), by the remainder of j so that large products lose nothing.
  private static func cosine(_ j: Int, of n: Int) -> Double {
    cos(2 * .pi * Double(j % n) / Double(n))
  }

  private static func sine(_ j: Int, of n: Int) -> Double {
    sin(2 * .pi * Double(j % n) / Double(n))
  }
}
