import CTensorKernels
import NumericalRuntime

/// A number with the kernels of spectral convolutions: vectorised in single precision, plain in double.
protocol SpectralScalar: MatrixScalar, SIMDScalar, Codable {
  /// C = A B for matrices that fit into the cache, A(i, l) being `a[i * aRow + l * aColumn]`.
  static func panel(_ panel: PanelProduct<Self>)
  /// Complex y[rows, out] = x[rows, in] w[in, out].
  static func modeProduct(_ size: ModeSize, x: Pointer, w: Pointer, y: MutablePointer)
  /// Complex dx[rows, in] = dy[rows, out] conj(w)ᵀ; `scratch` holds 16 (in + out) numbers.
  static func modeInputGradient(
    _ size: ModeSize,
    w: Pointer,
    dy: Pointer,
    dx: MutablePointer,
    scratch: MutablePointer
  )
  /// Complex dw[in, out] = conj(x)ᵀ dy.
  static func modeWeightGradient(_ size: ModeSize, x: Pointer, dy: Pointer, dw: MutablePointer)
  /// Writes pair k of each of up to eight planes side by side, `to.step` after pair k − 1.
  static func gather(
    pairs: Int,
    of planes: Int,
    from: (base: Pointer, stride: Int),
    to: (base: MutablePointer, step: Int)
  )
  /// The inverse of gathering.
  static func scatter(
    pairs: Int,
    to planes: Int,
    from: (base: Pointer, step: Int),
    to: (base: MutablePointer, stride: Int)
  )
  /// Rows plus and minus their mirror images.
  static func fold(_ h: Int, _ w: Int, _ x: Pointer, even: MutablePointer, odd: MutablePointer)
  /// The transpose of folding, plus other rows if there are any.
  static func unfold(
    _ h: Int,
    _ w: Int,
    even: Pointer,
    odd: Pointer,
    adding: Pointer?,
    to x: MutablePointer
  )
}

extension SpectralScalar {
  typealias Pointer = UnsafePointer<Self>
  typealias MutablePointer = UnsafeMutablePointer<Self>
}

/// The extents of one complex matrix product.
struct ModeSize: Sendable {
  let rows, inputs, outputs: Int
}

/// The arguments of a matrix product C = A B in the cache; A(i, l) is `a[i * aRow + l * aColumn]`.
struct PanelProduct<Scalar: TensorScalar> {
  let m, n, k: Int
  let a: UnsafePointer<Scalar>
  let aRow, aColumn: Int
  let b: UnsafePointer<Scalar>
  let c: UnsafeMutablePointer<Scalar>
  /// The distance of the rows of C; n if left out.
  var cRow: Int? = nil
}

extension Float: SpectralScalar {
  static func panel(_ p: PanelProduct<Float>) {
    ctk_panel_product(p.m, p.n, p.k, p.a, p.aRow, p.aColumn, p.b, p.n, p.c, p.cRow ?? p.n)
  }

  static func modeProduct(_ size: ModeSize, x: Pointer, w: Pointer, y: MutablePointer) {
    ctk_mode_product(size.rows, size.inputs, size.outputs, x, w, y)
  }

  static func modeInputGradient(
    _ size: ModeSize,
    w: Pointer,
    dy: Pointer,
    dx: MutablePointer,
    scratch: MutablePointer
  ) {
    ctk_mode_product_input_gradient(size.rows, size.inputs, size.outputs, w, dy, dx, scratch)
  }

  static func modeWeightGradient(_ size: ModeSize, x: Pointer, dy: Pointer, dw: MutablePointer) {
    ctk_mode_product_weight_gradient(size.rows, size.inputs, size.outputs, x, dy, dw)
  }

  static func gather(
    pairs: Int,
    of planes: Int,
    from: (base: Pointer, stride: Int),
    to: (base: MutablePointer, step: Int)
  ) {
    ctk_gather_pairs(pairs, planes, from.base, from.stride, to.base, to.step)
  }

  static func scatter(
    pairs: Int,
    to planes: Int,
    from: (base: Pointer, step: Int),
    to: (base: MutablePointer, stride: Int)
  ) {
    ctk_scatter_pairs(pairs, planes, from.base, from.step, to.base, to.stride)
  }

  static func fold(_ h: Int, _ w: Int, _ x: Pointer, even: MutablePointer, odd: MutablePointer) {
    ctk_fold_rows(h, w, x, even, odd)
  }

  static func unfold(
    _ h: Int,
    _ w: Int,
    even: Pointer,
    odd: Pointer,
    adding: Pointer?,
    to x: MutablePointer
  ) {
    if let adding {
      ctk_unfold_rows_adding(h, w, even, odd, adding, x)
    } else {
      ctk_unfold_rows(h, w, even, odd, x)
    }
  }
}

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
    let (inputs, outputs) = (size.inputs, size.outputs)
    for r in 0..<size.rows {
      for o in 0..<outputs {
        var (re, im) = (0.0, 0.0)
        for i in 0..<inputs {
          let (a, b) = (x[2 * (r * inputs + i)], x[2 * (r * inputs + i) + 1])
          let (p, q) = (w[2 * (i * outputs + o)], w[2 * (i * outputs + o) + 1])
          re += a * p - b * q
          im += a * q + b * p
        }
        (y[2 * (r * outputs + o)], y[2 * (r * outputs + o) + 1]) = (re, im)
      }
    }
  }

  static func modeInputGradient(
    _ size: ModeSize,
    w: Pointer,
    dy: Pointer,
    dx: MutablePointer,
    scratch: MutablePointer
  ) {
    let (inputs, outputs) = (size.inputs, size.outputs)
    for r in 0..<size.rows {
      for i in 0..<inputs {
        var (re, im) = (0.0, 0.0)
        for o in 0..<outputs {
          let (a, b) = (dy[2 * (r * outputs + o)], dy[2 * (r * outputs + o) + 1])
          let (p, q) = (w[2 * (i * outputs + o)], w[2 * (i * outputs + o) + 1])
          re += a * p + b * q
          im += b * p - a * q
        }
        (dx[2 * (r * inputs + i)], dx[2 * (r * inputs + i) + 1]) = (re, im)
      }
    }
  }

  static func modeWeightGradient(_ size: ModeSize, x: Pointer, dy: Pointer, dw: MutablePointer) {
    let (inputs, outputs) = (size.inputs, size.outputs)
    for i in 0..<inputs {
      for o in 0..<outputs {
        var (re, im) = (0.0, 0.0)
        for r in 0..<size.rows {
          let (a, b) = (x[2 * (r * inputs + i)], x[2 * (r * inputs + i) + 1])
          let (p, q) = (dy[2 * (r * outputs + o)], dy[2 * (r * outputs + o) + 1])
          re += a * p + b * q
          im += a * q - b * p
        }
        (dw[2 * (i * outputs + o)], dw[2 * (i * outputs + o) + 1]) = (re, im)
      }
    }
  }

  static func gather(
    pairs: Int,
    of planes: Int,
    from: (base: Pointer, stride: Int),
    to: (base: MutablePointer, step: Int)
  ) {
    for k in 0..<pairs {
      for plane in 0..<planes {
        for part in 0..<2 {
          to.base[k * to.step + 2 * plane + part] = from.base[plane * from.stride + 2 * k + part]
        }
      }
    }
  }

  static func scatter(
    pairs: Int,
    to planes: Int,
    from: (base: Pointer, step: Int),
    to: (base: MutablePointer, stride: Int)
  ) {
    for k in 0..<pairs {
      for plane in 0..<planes {
        for part in 0..<2 {
          to.base[plane * to.stride + 2 * k + part] = from.base[k * from.step + 2 * plane + part]
        }
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
