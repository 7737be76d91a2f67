import CFFTW
import Synchronization

/// A real number type that FFTW transforms: `Float` or `Double`.
public protocol FourierScalar: BinaryFloatingPoint, SIMDScalar, Codable, Sendable
where SIMD2Storage: Sendable {
  /// The plan of a real transform of `count` samples, made at its first use and kept.
  static func fourierPlan(count: Int, direction: FourierDirection) -> FourierPlan
  /// The plan of a real transform of `rows` × `count` samples over both axes, made at its first use and kept.
  static func fourierPlan(rows: Int, count: Int, direction: FourierDirection) -> FourierPlan
  /// Runs a forward plan from `samples` to `spectrum`, both as long as the plan says.
  static func execute(
    _ plan: FourierPlan,
    samples: UnsafeMutablePointer<Self>,
    spectrum: UnsafeMutablePointer<SIMD2<Self>>
  )
  /// Runs an inverse plan; it overwrites `spectrum`.
  static func execute(
    _ plan: FourierPlan,
    spectrum: UnsafeMutablePointer<SIMD2<Self>>,
    samples: UnsafeMutablePointer<Self>
  )
  /// Multiplies samples in place.
  static func scale(_ samples: UnsafeMutableBufferPointer<Self>, by factor: Self)
}

/// Which way a transform goes.
public enum FourierDirection: Hashable, Sendable {
  /// From real samples to their spectrum, with exp(−2πi jk/n).
  case forward
  /// From a spectrum to n times the real samples.
  case inverse
}

/// An FFTW plan; executing it from several threads at once is safe.
public final class FourierPlan: @unchecked Sendable {
  // FFTW documents that executing a plan on given arrays (the "new-array" interface) is thread-safe.
  private let aligned, unaligned: OpaquePointer

  fileprivate init(aligned: OpaquePointer, unaligned: OpaquePointer) {
    self.aligned = aligned
    self.unaligned = unaligned
  }

  /// The plan that uses vector instructions, which takes half the time, for arrays that start where these may,
  /// as the storage of Swift's arrays does; or the plan for any arrays.
  fileprivate func handle(isAligned: Bool) -> OpaquePointer { isAligned ? aligned : unaligned }
}

/// FFTW's planner knows one thread at a time; every making and destroying of plans goes through here.
enum FourierPlanner {
  private struct Key: Hashable {
    let rows: Int?
    let count: Int
    let direction: FourierDirection
    let isDouble: Bool
  }

  private static let plans = Mutex<[Key: FourierPlan]>([:])

  // Plans are estimated, not measured, so that the same size always takes the same path and gives the same
  // bytes.
  static let flags = UInt32(FFTW_ESTIMATE)

  /// FFTW's making of a plan: number of axes, samples along each, source, destination, flags.
  fileprivate typealias Maker<Source, Destination> = (
    Int32, UnsafePointer<Int32>?, UnsafeMutablePointer<Source>?, UnsafeMutablePointer<Destination>?,
    UInt32
  ) -> OpaquePointer?

  /// The cached plan of a transform over one axis or over two.
  fileprivate static func plan<Real, Complex>(
    rows: Int? = nil,
    count: Int,
    direction: FourierDirection,
    forward: Maker<Real, Complex>,
    inverse: Maker<Complex, Real>
  ) -> FourierPlan {
    let total = (rows ?? 1) * (count + 2)
    precondition(
      count > 0 && rows ?? 1 > 0 && total <= Int(Int32.max),
      "a transform of \(rows ?? 1) × \(count) samples"
    )
    let extents = [rows, count].compactMap { $0.map(Int32.init) }
    return plans.withLock { plans in
      let key = Key(
        rows: rows,
        count: count,
        direction: direction,
        isDouble: Real.self == Double.self
      )
      if let plan = plans[key] { return plan }
      // Estimating does not touch the arrays; it only wants to see two that differ.
      let bytes = total * MemoryLayout<Real>.stride
      let first = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
      let second = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
      defer {
        first.deallocate()
        second.deallocate()
      }
      let samples = first.assumingMemoryBound(to: Real.self)
      let spectrum = second.assumingMemoryBound(to: Complex.self)
      func make(_ flags: UInt32) -> OpaquePointer? {
        switch direction {
        case .forward: forward(Int32(extents.count), extents, samples, spectrum, flags)
        case .inverse: inverse(Int32(extents.count), extents, spectrum, samples, flags)
        }
      }
      guard let aligned = make(flags), let unaligned = make(flags | UInt32(FFTW_UNALIGNED)) else {
        preconditionFailure("FFTW has no plan for \(rows ?? 1) × \(count) real samples")
      }
      let plan = FourierPlan(aligned: aligned, unaligned: unaligned)
      plans[key] = plan
      return plan
    }
  }

  /// Runs planning code while no other thread plans.
  static func exclusively(_ body: () -> Void) {
    plans.withLock { _ in body() }
  }
}

extension Float: FourierScalar {
  /// The cached plan of a real transform of `count` samples.
  public static func fourierPlan(count: Int, direction: FourierDirection) -> FourierPlan {
    FourierPlanner.plan(
      count: count,
      direction: direction,
      forward: fftwf_plan_dft_r2c,
      inverse: fftwf_plan_dft_c2r
    )
  }

  /// The cached plan of a real transform of `rows` × `count` samples.
  public static func fourierPlan(rows: Int, count: Int, direction: FourierDirection) -> FourierPlan
  {
    FourierPlanner.plan(
      rows: rows,
      count: count,
      direction: direction,
      forward: fftwf_plan_dft_r2c,
      inverse: fftwf_plan_dft_c2r
    )
  }

  /// Runs a forward plan.
  public static func execute(
    _ plan: FourierPlan,
    samples: UnsafeMutablePointer<Float>,
    spectrum: UnsafeMutablePointer<SIMD2<Float>>
  ) {
    let complex = UnsafeMutableRawPointer(spectrum).assumingMemoryBound(to: fftwf_complex.self)
    fftwf_execute_dft_r2c(plan.handle(isAligned: areAligned(samples, spectrum)), samples, complex)
  }

  /// Runs an inverse plan; it overwrites the spectrum.
  public static func execute(
    _ plan: FourierPlan,
    spectrum: UnsafeMutablePointer<SIMD2<Float>>,
    samples: UnsafeMutablePointer<Float>
  ) {
    let complex = UnsafeMutableRawPointer(spectrum).assumingMemoryBound(to: fftwf_complex.self)
    fftwf_execute_dft_c2r(plan.handle(isAligned: areAligned(samples, spectrum)), complex, samples)
  }

  /// Multiplies samples in place.
  public static func scale(_ samples: UnsafeMutableBufferPointer<Float>, by factor: Float) {
    for i in samples.indices { samples[i] *= factor }
  }

  private static func areAligned(
    _ samples: UnsafeMutablePointer<Float>,
    _ spectrum: UnsafeMutablePointer<SIMD2<Float>>
  ) -> Bool {
    let numbers = UnsafeMutableRawPointer(spectrum).assumingMemoryBound(to: Float.self)
    return fftwf_alignment_of(samples) == 0 && fftwf_alignment_of(numbers) == 0
  }
}

extension Double: FourierScalar {
  /// The cached plan of a real transform of `count` samples.
  public static func fourierPlan(count: Int, direction: FourierDirection) -> FourierPlan {
    FourierPlanner.plan(
      count: count,
      direction: direction,
      forward: fftw_plan_dft_r2c,
      inverse: fftw_plan_dft_c2r
    )
  }

  /// The cached plan of a real transform of `rows` × `count` samples.
  public static func fourierPlan(rows: Int, count: Int, direction: FourierDirection) -> FourierPlan
  {
    FourierPlanner.plan(
      rows: rows,
      count: count,
      direction: direction,
      forward: fftw_plan_dft_r2c,
      inverse: fftw_plan_dft_c2r
    )
  }

  /// Runs a forward plan.
  public static func execute(
    _ plan: FourierPlan,
    samples: UnsafeMutablePointer<Double>,
    spectrum: UnsafeMutablePointer<SIMD2<Double>>
  ) {
    let complex = UnsafeMutableRawPointer(spectrum).assumingMemoryBound(to: fftw_complex.self)
    fftw_execute_dft_r2c(plan.handle(isAligned: areAligned(samples, spectrum)), samples, complex)
  }

  /// Runs an inverse plan; it overwrites the spectrum.
  public static func execute(
    _ plan: FourierPlan,
    spectrum: UnsafeMutablePointer<SIMD2<Double>>,
    samples: UnsafeMutablePointer<Double>
  ) {
    let complex = UnsafeMutableRawPointer(spectrum).assumingMemoryBound(to: fftw_complex.self)
    fftw_execute_dft_c2r(plan.handle(isAligned: areAligned(samples, spectrum)), complex, samples)
  }

  /// Multiplies samples in place.
  public static func scale(_ samples: UnsafeMutableBufferPointer<Double>, by factor: Double) {
    for i in samples.indices { samples[i] *= factor }
  }

  private static func areAligned(
    _ samples: UnsafeMutablePointer<Double>,
    _ spectrum: UnsafeMutablePointer<SIMD2<Double>>
  ) -> Bool {
    let numbers = UnsafeMutableRawPointer(spectrum).assumingMemoryBound(to: Double.self)
    return fftw_alignment_of(samples) == 0 && fftw_alignment_of(numbers) == 0
  }
}
