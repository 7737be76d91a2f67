import NumericalRuntime

/// Unscaled real transforms of many rows or images by FFTW, with what their gradients need.
struct SpectralTransform: Sendable {
  /// The shape of the samples.
  let shape: [Int]
  /// The transformed extents; one row for a transform over one axis.
  private let rows, columns: Int
  private let axes: Int

  /// How many rows or images a piece of work has, so that handing it out does not count.
  private var pieceExtent: Int { max(1, 16_384 / sampleCount) }
  private var coefficientCount: Int { rows * (columns / 2 + 1) }
  private var transformCount: Int { shape.reduce(1, *) / sampleCount }

  /// The number of samples that one transform mixes.
  var sampleCount: Int { rows * columns }

  init(samples shape: [Int], axes: Int) {
    self.shape = shape
    self.axes = axes
    columns = shape[shape.count - 1]
    rows = axes == 2 ? shape[shape.count - 2] : 1
  }

  /// The spectrum of x times `factor`, and times `inner` where a coefficient stands for its mirror image too.
  func spectrum(of x: Tensor, times factor: Double, inner: Double = 1) -> Tensor {
    x.scalarType == .float32
      ? transformed(x, times: Float(factor), inner: Float(inner))
      : transformed(x, times: factor, inner: inner)
  }

  /// The samples of a spectrum whose coefficients are first multiplied by `factor`, and by `inner` where they
  /// stand for their mirror images too.
  func samples(of spectrum: Tensor, times factor: Double, inner: Double) -> Tensor {
    spectrum.scalarType == .float32
      ? restored(spectrum, times: Float(factor), inner: Float(inner))
      : restored(spectrum, times: factor, inner: inner)
  }

  private func transformed<Scalar: TensorScalar & FourierScalar>(
    _ x: Tensor,
    times factor: Scalar,
    inner: Scalar
  ) -> Tensor {
    let plan = plan(Scalar.self, .forward)
    return x.withPointer(Scalar.self) { from in
      nonisolated(unsafe) let from = UnsafeMutablePointer(mutating: from)
      return Tensor.make(shape.dropLast() + [columns / 2 + 1, 2]) {
        (to: UnsafeMutablePointer<Scalar>) in
        nonisolated(unsafe) let to = UnsafeMutableRawPointer(to)
          .assumingMemoryBound(to: SIMD2<Scalar>.self)
        forChunks(of: transformCount, size: pieceExtent) { piece in
          for index in piece {
            let target = to + index * coefficientCount
            Scalar.execute(plan, samples: from + index * sampleCount, spectrum: target)
            weigh(target, to: target, factor, inner)
          }
        }
      }
    }
  }

  private func restored<Scalar: TensorScalar & FourierScalar>(
    _ spectrum: Tensor,
    times factor: Scalar,
    inner: Scalar
  ) -> Tensor {
    let plan = plan(Scalar.self, .inverse)
    // The inverse transform overwrites what it reads, so it reads a copy.
    let copy = Tensor(uninitialized: spectrum.shape, Scalar.scalarType)
    return Tensor.make(shape) { (to: UnsafeMutablePointer<Scalar>) in
      spectrum.withPointer(Scalar.self) { from in
        copy.withPointer(Scalar.self) { scratch in
          nonisolated(unsafe) let to = to
          nonisolated(unsafe) let from = UnsafeRawPointer(from)
            .assumingMemoryBound(to: SIMD2<Scalar>.self)
          nonisolated(unsafe) let scratch = UnsafeMutableRawPointer(mutating: scratch)
            .assumingMemoryBound(to: SIMD2<Scalar>.self)
          forChunks(of: transformCount, size: pieceExtent) { piece in
            for index in piece {
              let source = scratch + index * coefficientCount
              weigh(from + index * coefficientCount, to: source, factor, inner)
              Scalar.execute(plan, spectrum: source, samples: to + index * sampleCount)
            }
          }
        }
      }
    }
  }

  private func plan<Scalar: FourierScalar>(_: Scalar.Type, _ direction: FourierDirection)
    -> FourierPlan
  {
    axes == 2
      ? Scalar.fourierPlan(rows: rows, count: columns, direction: direction)
      : Scalar.fourierPlan(count: columns, direction: direction)
  }

  /// Multiplies by `factor`, and by `inner` too between the first column and, for an even extent, the last.
  private func weigh<Scalar: FourierScalar>(
    _ from: UnsafePointer<SIMD2<Scalar>>,
    to: UnsafeMutablePointer<SIMD2<Scalar>>,
    _ factor: Scalar,
    _ inner: Scalar
  ) {
    let width = columns / 2 + 1
    let last = columns % 2 == 0 ? width - 1 : width
    for row in 0..<rows {
      let (source, target) = (from + row * width, to + row * width)
      for k in 0..<width {
        target[k] = source[k] * (k == 0 || k >= last ? factor : factor * inner)
      }
    }
  }
}
