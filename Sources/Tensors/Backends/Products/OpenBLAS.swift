import CTensorKernels
import Foundation

/// The matrix product of OpenBLAS in double precision, which oneDNN does not have.
///
/// OpenBLAS chooses its kernels when it is loaded, and older versions fall back to the slowest on processors
/// that they do not know; therefore it is opened by name, after the choice has been made from the instruction
/// sets that the processor has. It is confined to one thread. Nil where it is not installed: then plain loops
/// take its place.
struct OpenBLAS: Sendable {
  /// cblas_dgemm(order, transA, transB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc).
  typealias DoubleProduct =
    @convention(c) @Sendable (
      Int32, Int32, Int32, Int32, Int32, Int32, Double, UnsafePointer<Double>, Int32,
      UnsafePointer<Double>, Int32, Double, UnsafeMutablePointer<Double>, Int32
    ) -> Void
  let doubleProduct: DoubleProduct

  /// The library, opened at first use.
  static let shared: OpenBLAS? = open()

  private static func open() -> OpenBLAS? {
    switch ctk_vector_level() {
    case 4: setenv("OPENBLAS_CORETYPE", "SkylakeX", 0)
    case 3: setenv("OPENBLAS_CORETYPE", "Haswell", 0)
    default: break
    }
    setenv("OPENBLAS_NUM_THREADS", "1", 0)
    guard let library = dlopen("libopenblas.so.0", RTLD_NOW | RTLD_LOCAL) else { return nil }
    if let setThreads = function(library, "openblas_set_num_threads", ThreadSetter.self) {
      setThreads(1)
    }
    guard let product = function(library, "cblas_dgemm", DoubleProduct.self) else { return nil }
    return OpenBLAS(doubleProduct: product)
  }

  private typealias ThreadSetter = @convention(c) (Int32) -> Void

  private static func function<F>(
    _ library: UnsafeMutableRawPointer,
    _ name: String,
    _: F.Type
  ) -> F? {
    dlsym(library, name).map { unsafeBitCast($0, to: F.self) }
  }
}
