import CFFTW

/// The in-place discrete Fourier transform of a real box of nx × ny × nz single-precision samples.
///
/// It owns its memory: nz × ny rows (x fastest, then y, then z), each padded from nx to `rowLength` =
/// 2 (nx/2 + 1) floats so that the spectrum fits into the same place. After ``forward()`` a row holds
/// nx/2 + 1 complex coefficients, kx = 0 … nx/2, real and imaginary part in turn; ky and kz run 0 … n−1,
/// the upper halves being negative wavenumbers.
public struct RealFourierBox: ~Copyable {
  /// The number of samples along x, y and z.
  public let nx, ny, nz: Int
  /// Floats from one row to the next.
  public let rowLength: Int
  /// The samples or, after ``forward()``, the coefficients.
  public let storage: UnsafeMutableBufferPointer<Float>

  /// A box of zeros.
  public init(nx: Int, ny: Int, nz: Int) {
    precondition(min(nx, ny, nz) > 0, "a box of \(nx) × \(ny) × \(nz) samples")
    self.nx = nx
    self.ny = ny
    self.nz = nz
    rowLength = 2 * (nx / 2 + 1)
    let count = rowLength * ny * nz
    let raw = UnsafeMutableRawBufferPointer.allocate(
      byteCount: count * MemoryLayout<Float>.stride,
      alignment: 64
    )
    storage = raw.bindMemory(to: Float.self)
    storage.initialize(repeating: 0)
  }

  deinit {
    storage.deallocate()
  }

  /// The samples of row (j, k), padding included.
  public func row(_ j: Int, _ k: Int) -> UnsafeMutableBufferPointer<Float> {
    let start = (k * ny + j) * rowLength
    return UnsafeMutableBufferPointer(rebasing: storage[start..<start + rowLength])
  }

  /// From samples to coefficients, without a factor.
  public mutating func forward() {
    transform { samples, complex, sizes in
      fftwf_plan_dft_r2c_3d(sizes.z, sizes.y, sizes.x, samples, complex, FourierPlanner.flags)
    }
  }

  /// From coefficients to nx·ny·nz times the samples.
  public mutating func inverse() {
    transform { samples, complex, sizes in
      fftwf_plan_dft_c2r_3d(sizes.z, sizes.y, sizes.x, complex, samples, FourierPlanner.flags)
    }
  }

  private func transform(
    _ makePlan: (UnsafeMutablePointer<Float>, UnsafeMutablePointer<fftwf_complex>, SIMD3<Int32>)
      -> OpaquePointer?
  ) {
    guard let samples = storage.baseAddress else { return }
    let complex = UnsafeMutableRawPointer(samples).assumingMemoryBound(to: fftwf_complex.self)
    var plan: OpaquePointer?
    FourierPlanner.exclusively {
      plan = makePlan(samples, complex, SIMD3(Int32(nx), Int32(ny), Int32(nz)))
    }
    guard let plan else { preconditionFailure("FFTW has no plan for \(nx) × \(ny) × \(nz)") }
    fftwf_execute(plan)
    FourierPlanner.exclusively { fftwf_destroy_plan(plan) }
  }
}
