import NumericalRuntime

extension Tensor {
  /// A convolution of periodic images that is given by its lowest wave numbers: the spectral layer of the
  /// Fourier neural operator.
  ///
  ///     y = F⁻¹( w_k (F x)_k )
  ///
  /// F is the orthonormal real transform over the last two axes. Of its coefficients the rows 0 … m−1 meet the
  /// matrices of `low`, the rows −m … −1 those of `high`, each with the columns 0 … n−1; the others become zero.
  ///
  /// - Shapes: self `[b, i, h, w]`; `low` and `high` `[m, n, i, o, 2]` with 2m ≤ h and n ≤ w/2 + 1, complex numbers
  ///   as pairs; `other` and the result `[b, o, h, w]`.
  ///
  /// `other`, if given, is added to the result with no further pass over memory.
  ///
  /// - Reference: Li et al. (2021), Fourier neural operator for parametric partial differential equations, ICLR.
  public func spectralConvolution2D(_ low: Tensor, _ high: Tensor, adding other: Tensor? = nil)
    -> Tensor
  {
    let images = rowMajor
    let operation = SpectralConvolution(images.shape, low, high, other, scalarType)
    let weights = [low.rowMajor, high.rowMajor]
    let (low, high) = (weights[0].detached, weights[1].detached)
    let wantsInput = images.isTracked
    let wantsWeights = weights.contains(where: \.isTracked)
    let modes = operation.analysed(images.detached, .once)
    let products = operation.stack.product(modes, [low, high])
    let addend = other?.rowMajor
    let hasAddend = addend != nil
    let output = operation.synthesised(products, .withMirrorImages, adding: addend?.detached)
    return Self.recorded(output, from: [images] + weights + (addend.map { [$0] } ?? [])) { g in
      let dy = operation.analysed(g.rowMajor, .withMirrorImages)
      let toWeights: [Tensor?] =
        wantsWeights ? operation.stack.weightGradients(modes, dy, like: [low, high]) : [nil, nil]
      let toInput =
        wantsInput
        ? operation.synthesised(operation.stack.inputGradient(dy, [low, high]), .once) : nil
      return [toInput] + toWeights + (hasAddend ? [g] : [])
    }
  }
}

/// The extents of a spectral convolution and its transforms.
private struct SpectralConvolution: Sendable {
  let batch: Int
  let transform: TruncatedTransform
  let stack: ModeStack

  init(_ x: [Int], _ low: Tensor, _ high: Tensor, _ other: Tensor?, _ type: ScalarType) {
    let w = low.shape
    let sentence =
      "spectralConvolution2D: images \(x) and weights \(w) and \(high.shape) do not fit"
    require(x.count == 4 && w.count == 5 && w == high.shape && w[4] == 2, sentence)
    require(
      x[1] == w[2] && 2 * w[0] <= x[2] && w[1] <= x[3] / 2 + 1 && low.scalarType == type
        && high.scalarType == type,
      sentence
    )
    if let other {
      require(
        other.shape == [x[0], w[3], x[2], x[3]],
        "spectralConvolution2D: result [\(x[0]), \(w[3]), \(x[2]), \(x[3])] and addend \(other.shape)"
      )
    }
    batch = x[0]
    transform = TruncatedTransform(
      height: x[2],
      width: x[3],
      rows: w[0],
      columns: w[1],
      scalarType: type
    )
    stack = ModeStack(
      modes: transform.modeCount,
      rows: batch,
      inputs: w[2],
      outputs: w[3]
    )
  }

  private var area: Int { transform.height * transform.width }

  /// From images `[b, c, h, w]` to their modes `[modes, b, c, 2]`.
  func analysed(_ images: Tensor, _ counting: TruncatedTransform.Counting) -> Tensor {
    images.scalarType == .float32
      ? analysed(images, counting, Float.self) : analysed(images, counting, Double.self)
  }

  /// From modes `[modes, b, c, 2]` to images `[b, c, h, w]`, added to others if there are any.
  func synthesised(
    _ modes: Tensor,
    _ counting: TruncatedTransform.Counting,
    adding other: Tensor? = nil
  ) -> Tensor {
    modes.scalarType == .float32
      ? synthesised(modes, counting, other, Float.self)
      : synthesised(modes, counting, other, Double.self)
  }

  private func analysed<Scalar: SpectralScalar>(
    _ images: Tensor,
    _ counting: TruncatedTransform.Counting,
    _: Scalar.Type
  ) -> Tensor {
    let planes = batch * images.shape[1]
    return Tensor.make([transform.modeCount, batch, images.shape[1], 2]) {
      (modes: UnsafeMutablePointer<Scalar>) in
      images.withPointer(Scalar.self) { x in
        transform.withTables(counting, Scalar.self) { tables in
          nonisolated(unsafe) let (x, modes) = (x, modes)
          forEachGroup(of: planes) { (group, scratch: UnsafeMutablePointer<Scalar>) in
            for (index, plane) in group.enumerated() {
              let spectrum = scratch + transformScratch + index * modeStride
              transform.analyse(x + plane * area, tables, scratch, to: spectrum)
            }
            Scalar.gather(
              pairs: transform.modeCount,
              of: group.count,
              from: (UnsafePointer(scratch + transformScratch), modeStride),
              to: (modes + 2 * group.lowerBound, 2 * planes)
            )
          }
        }
      }
    }
  }

  private func synthesised<Scalar: SpectralScalar>(
    _ modes: Tensor,
    _ counting: TruncatedTransform.Counting,
    _ other: Tensor?,
    _: Scalar.Type
  ) -> Tensor {
    guard let other else { return synthesised(modes, counting, nil as UnsafePointer<Scalar>?) }
    return other.withPointer(Scalar.self) { synthesised(modes, counting, $0) }
  }

  private func synthesised<Scalar: SpectralScalar>(
    _ modes: Tensor,
    _ counting: TruncatedTransform.Counting,
    _ addend: UnsafePointer<Scalar>?
  ) -> Tensor {
    let planes = batch * modes.shape[2]
    return Tensor.make([batch, modes.shape[2], transform.height, transform.width]) {
      (x: UnsafeMutablePointer<Scalar>) in
      modes.withPointer(Scalar.self) { modes in
        transform.withTables(counting, Scalar.self) { tables in
          nonisolated(unsafe) let (x, modes) = (x, modes)
          nonisolated(unsafe) let addend = addend
          forEachGroup(of: planes) { (group, scratch: UnsafeMutablePointer<Scalar>) in
            Scalar.scatter(
              pairs: transform.modeCount,
              to: group.count,
              from: (modes + 2 * group.lowerBound, 2 * planes),
              to: (scratch + transformScratch, modeStride)
            )
            for (index, plane) in group.enumerated() {
              transform.synthesise(
                UnsafePointer(scratch + transformScratch + index * modeStride),
                tables,
                scratch,
                adding: addend.map { $0 + plane * area },
                to: x + plane * area
              )
            }
          }
        }
      }
    }
  }

  /// The numbers of scratch memory that a transform needs, and from one plane's coefficients to the next's:
  /// a line of the cache more than they take, so that planes do not compete for the same places of the cache.
  private var transformScratch: Int { (transform.scratchCount + 15) / 16 * 16 }
  private var modeStride: Int { (2 * transform.modeCount + 15) / 16 * 16 + 16 }

  /// Runs `body` for groups of planes with scratch memory, on all threads.
  ///
  /// Eight planes that are neighbours fill a line of the cache in the memory of modes, and form a group.
  private func forEachGroup<Scalar: SpectralScalar>(
    of planes: Int,
    _ body: @Sendable (Range<Int>, UnsafeMutablePointer<Scalar>) -> Void
  ) {
    let groups = (planes + 7) / 8
    let extent = (groups + 15) / 16
    let pieces = (groups + extent - 1) / extent
    let scratchExtent = transformScratch + 8 * modeStride
    let scratch = Tensor(uninitialized: [pieces, scratchExtent], Scalar.scalarType)
    scratch.withPointer(Scalar.self) { memory in
      nonisolated(unsafe) let memory = UnsafeMutablePointer(mutating: memory)
      parallelFor(pieces) { piece in
        for group in (piece * extent)..<min(groups, (piece + 1) * extent) {
          body((8 * group)..<min(planes, 8 * group + 8), memory + piece * scratchExtent)
        }
      }
    }
  }
}
