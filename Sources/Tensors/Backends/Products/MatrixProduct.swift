import COneDNN
import NumericalRuntime

/// A number for which there is a matrix product.
protocol MatrixScalar: TensorScalar {
  /// C = α op(A) op(B) + β C; no extent is zero.
  static func multiply(_ product: MatrixProduct<Self>)
}

/// The arguments of a matrix product C = α op(A) op(B) + β C, row-major.
///
/// - Shapes: op(A) `[m, k]`, op(B) `[k, n]`, C `[m, n]`. A transposed operand is stored `[k, m]` or `[n, k]`;
///   `lda`, `ldb` and `ldc` are the distances between stored rows.
struct MatrixProduct<Scalar: MatrixScalar> {
  var transposeA = false
  var transposeB = false
  var m: Int
  var n: Int
  var k: Int
  var alpha: Scalar = 1
  var a: UnsafePointer<Scalar>
  var lda: Int
  var b: UnsafePointer<Scalar>
  var ldb: Int
  var beta: Scalar = 0
  var c: UnsafeMutablePointer<Scalar>
  var ldc: Int

  /// Runs it on the calling thread; with β = 0 what C held does not matter.
  func run() {
    guard m > 0, n > 0 else { return }
    guard k > 0 else { return scaleResult() }
    Scalar.multiply(self)
  }

  /// The part of it that makes the given rows and columns of C.
  func piece(rows: Range<Int>, columns: Range<Int>) -> Self {
    var part = self
    part.m = rows.count
    part.n = columns.count
    part.a += rows.lowerBound * (transposeA ? 1 : lda)
    part.b += columns.lowerBound * (transposeB ? ldb : 1)
    part.c += rows.lowerBound * ldc + columns.lowerBound
    return part
  }

  /// The part of the sum over `range` of the inner axis, written densely to `target`.
  func slice(inner range: Range<Int>, to target: UnsafeMutablePointer<Scalar>) -> Self {
    var part = self
    part.k = range.count
    part.a += range.lowerBound * (transposeA ? lda : 1)
    part.b += range.lowerBound * (transposeB ? 1 : ldb)
    part.c = target
    part.ldc = n
    part.beta = 0
    return part
  }

  private func scaleResult() {
    for i in 0..<m {
      for j in 0..<n { c[i * ldc + j] = beta == 0 ? 0 : beta * c[i * ldc + j] }
    }
  }
}

extension Float: MatrixScalar {
  static func multiply(_ p: MatrixProduct<Float>) {
    let status = odn_gemm(
      p.transposeA ? 1 : 0,
      p.transposeB ? 1 : 0,
      p.m,
      p.n,
      p.k,
      p.alpha,
      p.a,
      p.lda,
      p.b,
      p.ldb,
      p.beta,
      p.c,
      p.ldc
    )
    require(status == 0, "gemm: oneDNN refused [\(p.m), \(p.k)] · [\(p.k), \(p.n)]")
  }
}

extension Double: MatrixScalar {
  static func multiply(_ p: MatrixProduct<Double>) {
    guard let library = OpenBLAS.shared else { return multiplyPlainly(p) }
    let (rowMajor, plain, transposed): (Int32, Int32, Int32) = (101, 111, 112)
    library.doubleProduct(
      rowMajor,
      p.transposeA ? transposed : plain,
      p.transposeB ? transposed : plain,
      Int32(p.m),
      Int32(p.n),
      Int32(p.k),
      p.alpha,
      p.a,
      Int32(p.lda),
      p.b,
      Int32(p.ldb),
      p.beta,
      p.c,
      Int32(p.ldc)
    )
  }

  static func multiplyPlainly(_ p: MatrixProduct<Double>) {
    let (aRow, aColumn) = p.transposeA ? (1, p.lda) : (p.lda, 1)
    let (bRow, bColumn) = p.transposeB ? (1, p.ldb) : (p.ldb, 1)
    for i in 0..<p.m {
      let row = p.c + i * p.ldc
      for j in 0..<p.n { row[j] = p.beta == 0 ? 0 : p.beta * row[j] }
      for l in 0..<p.k {
        let factor = p.alpha * p.a[i * aRow + l * aColumn]
        for j in 0..<p.n { row[j] += factor * p.b[l * bRow + j * bColumn] }
      }
    }
  }
}
