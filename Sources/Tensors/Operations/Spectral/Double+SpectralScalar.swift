extension Double: SpectralScalar {
  static func panel(_ p: PanelProduct<Double>) {
    for i in 0..<p.m {
      let row = p.c + i * (p.cRow ?? p.n)
      row.update(repeating: 0, count: p.n)
      for l in 0..<p.k {
        let factor = p.a[i * p.aRow + l * p.aColumn]
        for j in 0..<p.n { row[j] += factor * p.b[l * p.n + j] }
      }
    }
  }

  static func modeProduct(_ size: ModeSize, x: Pointer, w: Pointer, y: MutablePointer) {
    complexProduct(
      ComplexMatrix(x, row: size.inputs, column: 1),
      ComplexMatrix(w, row: size.outputs, column: 1),
      (size.rows, size.outputs, inner: size.inputs),
      to: y
    )
  }

  static func modeInputGradient(
    _ size: ModeSize,
    w: Pointer,
    dy: Pointer,
    dx: MutablePointer,
    scratch: MutablePointer
  ) {
    complexProduct(
      ComplexMatrix(dy, row: size.outputs, column: 1),
      ComplexMatrix(w, row: 1, column: size.outputs, isConjugate: true),
      (size.rows, size.inputs, inner: size.outputs),
      to: dx
    )
  }

  static func modeWeightGradient(_ size: ModeSize, x: Pointer, dy: Pointer, dw: MutablePointer) {
    complexProduct(
      ComplexMatrix(x, row: 1, column: size.inputs, isConjugate: true),
      ComplexMatrix(dy, row: size.outputs, column: 1),
      (size.inputs, size.outputs, inner: size.rows),
      to: dw
    )
  }

  static func gather(
    pairs: Int,
    of planes: Int,
    from: (base: Pointer, stride: Int),
    to: (base: MutablePointer, step: Int)
  ) {
    forEachPair(pairs, planes, stride: from.stride, step: to.step) { alone, together in
      to.base[together] = from.base[alone]
    }
  }

  static func scatter(
    pairs: Int,
    to planes: Int,
    from: (base: Pointer, step: Int),
    to: (base: MutablePointer, stride: Int)
  ) {
    forEachPair(pairs, planes, stride: to.stride, step: from.step) { alone, together in
      to.base[alone] = from.base[together]
    }
  }

  /// Calls `body` for each number of some pairs of some planes: where it stands in its plane, `stride` numbers behind
  /// the one before, and where among pair k of all planes, `step` behind pair k − 1.
  private static func forEachPair(
    _ pairs: Int,
    _ planes: Int,
    stride: Int,
    step: Int,
    _ body: (_ alone: Int, _ together: Int) -> Void
  ) {
    for k in 0..<pairs {
      for plane in 0..<planes {
        for part in 0..<2 { body(plane * stride + 2 * k + part, k * step + 2 * plane + part) }
      }
    }
  }

  static func fold(_ h: Int, _ w: Int, _ x: Pointer, even: MutablePointer, odd: MutablePointer) {
    for y in 0...(h / 2) {
      let isSingle = y == 0 || 2 * y == h
      for i in 0..<w {
        let (a, b) = (x[y * w + i], isSingle ? 0 : x[(h - y) * w + i])
        even[y * w + i] = a + b
        if !isSingle { odd[(y - 1) * w + i] = a - b }
      }
    }
  }

  static func unfold(
    _ h: Int,
    _ w: Int,
    even: Pointer,
    odd: Pointer,
    adding: Pointer?,
    to x: MutablePointer
  ) {
    for y in 0..<h {
      let mirrored = 2 * y > h
      let row = mirrored ? h - y : y
      let isSingle = row == 0 || 2 * row == h
      for i in 0..<w {
        let o = isSingle ? 0 : odd[(row - 1) * w + i]
        x[y * w + i] = even[row * w + i] + (mirrored ? -o : o) + (adding.map { $0[y * w + i] } ?? 0)
      }
    }
  }
}

/// A matrix of complex numbers, as pairs, or its conjugate.
private struct ComplexMatrix {
  private let base: UnsafePointer<Double>
  /// The steps from row to row and from column to column, in pairs.
  private let row, column: Int
  private let sign: Double

  init(_ base: UnsafePointer<Double>, row: Int, column: Int, isConjugate: Bool = false) {
    (self.base, self.row, self.column) = (base, row, column)
    sign = isConjugate ? -1 : 1
  }

  subscript(i: Int, j: Int) -> (re: Double, im: Double) {
    let place = 2 * (i * row + j * column)
    return (base[place], sign * base[place + 1])
  }
}

/// C = A B, C row-major, by plain sums.
private func complexProduct(
  _ a: ComplexMatrix,
  _ b: ComplexMatrix,
  _ extents: (rows: Int, columns: Int, inner: Int),
  to c: UnsafeMutablePointer<Double>
) {
  for i in 0..<extents.rows {
    for j in 0..<extents.columns {
      var (re, im) = (0.0, 0.0)
      for l in 0..<extents.inner {
        let (p, q) = (a[i, l], b[l, j])
        re += p.re * q.re - p.im * q.im
        im += p.re * q.im + p.im * q.re
      }
      let place = 2 * (i * extents.columns + j)
      (c[place], c[place + 1]) = (re, im)
    }
  }
}
