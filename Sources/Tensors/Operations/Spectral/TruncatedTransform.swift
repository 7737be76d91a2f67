/// The real transform of images [h, w] of which only the lowest wave numbers are wanted, and its transpose.
///
/// Kept are the rows 0 … m−1 and −m … −1 and the columns 0 … n−1 of the one-sided spectrum, ordered so. Few
/// wave numbers of many samples are quicker as products with matrices of cosines and sines than as fast
/// transforms: vertical wave numbers k and −k share their cosines and sines, which see rows and their mirror
/// images added and subtracted, so an image costs 2 h w m + 8 m n w flops.
///
///     P_k = Σ_y cos(2πky/h) x_y,  Q_k = Σ_y sin(2πky/h) x_y,  X_±k = F P_k ∓ i F Q_k,  F along rows
struct TruncatedTransform: Sendable {
  let height, width: Int
  /// m and n: kept are 2m × n coefficients.
  let rows, columns: Int
  let scalarType: ScalarType

  /// How often coefficients count: once as they stand, or those that stand for their mirror images too twice.
  enum Counting: Hashable, Sendable {
    case once
    case withMirrorImages
  }

  /// The number of complex coefficients of an image.
  var modeCount: Int { 2 * rows * columns }

  /// The numbers of scratch memory that the transform of an image needs.
  var scratchCount: Int { (height + 1) * width + (2 * rows + 1) * (width + 2 * columns) }

  private var evenRows: Int { height / 2 + 1 }
  private var oddRows: Int { (height - 1) / 2 }
}

extension TruncatedTransform {
  /// The coefficients of one image, times √(1/(h w)).
  func analyse<Scalar: SpectralScalar>(
    _ x: UnsafePointer<Scalar>,
    _ tables: Tables<Scalar>,
    _ scratch: UnsafeMutablePointer<Scalar>,
    to modes: UnsafeMutablePointer<Scalar>
  ) {
    let (even, odd, waves, spectra) = parts(of: scratch)
    Scalar.fold(height, width, x, even: even, odd: odd)
    Scalar.panel(
      PanelProduct(
        m: rows + 1,
        n: width,
        k: evenRows,
        a: tables.cosines,
        aRow: evenRows,
        aColumn: 1,
        b: even,
        c: waves
      )
    )
    Scalar.panel(
      PanelProduct(
        m: rows,
        n: width,
        k: oddRows,
        a: tables.sines,
        aRow: oddRows,
        aColumn: 1,
        b: odd,
        c: waves + (rows + 1) * width
      )
    )
    Scalar.panel(
      PanelProduct(
        m: 2 * rows + 1,
        n: 2 * columns,
        k: width,
        a: waves,
        aRow: width,
        aColumn: 1,
        b: tables.rowAnalysis,
        c: spectra
      )
    )
    combine(spectra, to: modes)
  }

  /// The transpose of ``analyse``: real samples Σ_k Re(X_k exp(+2πi …)) √(1/(h w)), plus those of `other`.
  func synthesise<Scalar: SpectralScalar>(
    _ modes: UnsafePointer<Scalar>,
    _ tables: Tables<Scalar>,
    _ scratch: UnsafeMutablePointer<Scalar>,
    adding other: UnsafePointer<Scalar>?,
    to x: UnsafeMutablePointer<Scalar>
  ) {
    let (even, odd, waves, spectra) = parts(of: scratch)
    separate(modes, to: spectra)
    Scalar.panel(
      PanelProduct(
        m: 2 * rows + 1,
        n: width,
        k: 2 * columns,
        a: spectra,
        aRow: 2 * columns,
        aColumn: 1,
        b: tables.rowSynthesis,
        c: waves
      )
    )
    Scalar.panel(
      PanelProduct(
        m: evenRows,
        n: width,
        k: rows + 1,
        a: tables.cosines,
        aRow: 1,
        aColumn: evenRows,
        b: waves,
        c: even
      )
    )
    Scalar.panel(
      PanelProduct(
        m: oddRows,
        n: width,
        k: rows,
        a: tables.sines,
        aRow: 1,
        aColumn: oddRows,
        b: waves + (rows + 1) * width,
        c: odd
      )
    )
    Scalar.unfold(height, width, even: even, odd: odd, adding: other, to: x)
  }

  private func parts<Scalar>(of scratch: UnsafeMutablePointer<Scalar>) -> (
    even: UnsafeMutablePointer<Scalar>, odd: UnsafeMutablePointer<Scalar>,
    waves: UnsafeMutablePointer<Scalar>, spectra: UnsafeMutablePointer<Scalar>
  ) {
    let odd = scratch + evenRows * width
    let waves = odd + oddRows * width
    return (scratch, odd, waves, waves + (2 * rows + 1) * width)
  }

  /// From the spectra of P_0 … P_m and Q_1 … Q_m to the coefficients of ±k.
  private func combine<Scalar: SpectralScalar>(
    _ spectra: UnsafePointer<Scalar>,
    to modes: UnsafeMutablePointer<Scalar>
  ) {
    for k in 0...rows {
      let p = spectra + k * 2 * columns
      let q = spectra + (rows + k) * 2 * columns
      let above = modes + 2 * k * columns
      let below = modes + 2 * (2 * rows - k) * columns
      for j in 0..<columns {
        let (re, im) = (p[2 * j], p[2 * j + 1])
        let (s, c) = k == 0 ? (0, 0) : (q[2 * j], q[2 * j + 1])
        if k < rows {
          above[2 * j] = re + c
          above[2 * j + 1] = im - s
        }
        if k > 0 {
          below[2 * j] = re - c
          below[2 * j + 1] = im + s
        }
      }
    }
  }

  /// The transpose of ``combine``.
  private func separate<Scalar: SpectralScalar>(
    _ modes: UnsafePointer<Scalar>,
    to spectra: UnsafeMutablePointer<Scalar>
  ) {
    for k in 0...rows {
      let p = spectra + k * 2 * columns
      let q = spectra + (rows + k) * 2 * columns
      let above = modes + 2 * k * columns
      let below = modes + 2 * (2 * rows - k) * columns
      for j in 0..<columns {
        var (re, im, s, c): (Scalar, Scalar, Scalar, Scalar) = (0, 0, 0, 0)
        if k < rows {
          (re, im) = (above[2 * j], above[2 * j + 1])
          (s, c) = (-im, re)
        }
        if k > 0 {
          let (a, b) = (below[2 * j], below[2 * j + 1])
          (re, im, s, c) = (re + a, im + b, s + b, c - a)
          (q[2 * j], q[2 * j + 1]) = (s, c)
        }
        (p[2 * j], p[2 * j + 1]) = (re, im)
      }
    }
  }
}
