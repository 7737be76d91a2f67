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
