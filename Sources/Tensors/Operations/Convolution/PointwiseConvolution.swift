import NumericalRuntime

extension Tensor {
  /// The same linear map of the channels at every point: a convolution with kernels of one point, in row-major
  /// order and without rearranging the images.
  ///
  /// - Shapes: self `[n, i, …]`, `weight` `[o, i]` or `[o, i, 1, 1]`, `bias` `[o]`, result `[n, o, …]`.
  public func pointwiseConvolution(_ weight: Tensor, bias: Tensor? = nil) -> Tensor {
    let outputs = weight.shape[0]
    require(
      rank >= 3 && weight.rank >= 2 && weight.count == outputs * shape[1]
        && weight.shape[1] == shape[1] && bias?.shape ?? [outputs] == [outputs],
      "pointwiseConvolution: images \(shape), weight \(weight.shape) and bias "
        + "\(bias?.shape ?? []) do not fit"
    )
    let matrix = weight.rowMajor.reshaped([outputs, shape[1]])
    let inputs = [rowMajor, matrix] + (bias.map { [$0] } ?? [])
    let operation = PointwiseConvolution(shape, outputs: outputs)
    return scalarType == .float32
      ? operation.recorded(inputs, Float.self) : operation.recorded(inputs, Double.self)
  }
}

/// The passes of a map of channels.
private struct PointwiseConvolution: Sendable {
  let samples, inputs, outputs, points: Int
  let trailing: [Int]

  /// The points of a block of columns that stays in the nearest cache, and of a piece of work.
  private static let block = 64
  private static let pieceExtent = 1024

  init(_ shape: [Int], outputs: Int) {
    samples = shape[0]
    inputs = shape[1]
    trailing = Array(shape[2...])
    points = trailing.reduce(1, *)
    self.outputs = outputs
  }

  private var piecesPerSample: Int { (points + Self.pieceExtent - 1) / Self.pieceExtent }

  func recorded<Scalar: SpectralScalar>(_ inputs: [Tensor], _: Scalar.Type) -> Tensor {
    let plain = inputs.map(\.detached)
    let wanted = inputs.map(\.isTracked)
    let bias = plain.count > 2 ? plain[2] : nil
    // The bias is one more column of the matrix, whose channel is one everywhere.
    let matrix = bias.map { Tensor.concatenated([plain[1], $0.unsqueezed(axis: 1)], axis: 1) }
    let output = mapped(plain[0], by: matrix ?? plain[1], hasBias: bias != nil, Scalar.self)
    return Tensor.recorded(output, from: inputs) { gradient in
      let g = gradient.rowMajor
      var gradients: [Tensor?] = [nil, nil]
      if wanted[0] { gradients[0] = transposedMap(of: g, plain[1], Scalar.self) }
      if wanted.dropFirst().contains(true) {
        let (toMatrix, toBias) = weightGradients(g, plain[0], Scalar.self)
        gradients[1] = toMatrix
        if bias != nil { gradients.append(toBias) }
      } else if bias != nil {
        gradients.append(nil)
      }
      return gradients
    }
  }

  private func transposedMap<Scalar: SpectralScalar>(
    of gradient: Tensor,
    _ matrix: Tensor,
    _: Scalar.Type
  ) -> Tensor {
    let transposed = PointwiseConvolution([samples, outputs] + trailing, outputs: inputs)
    return transposed.mapped(gradient, by: matrix.transposed(), hasBias: false, Scalar.self)
  }

  private func mapped<Scalar: SpectralScalar>(
    _ x: Tensor,
    by matrix: Tensor,
    hasBias: Bool,
    _: Scalar.Type
  ) -> Tensor {
    let columns = matrix.shape[1]
    let scratch = Tensor(
      uninitialized: [samples * piecesPerSample, columns * Self.block],
      Scalar.scalarType
    )
    return Tensor.make([samples, outputs] + trailing) { (y: UnsafeMutablePointer<Scalar>) in
      withPointers(of: [x, matrix, scratch]) { (p: [UnsafePointer<Scalar>]) in
        nonisolated(unsafe) let (y, p) = (y, p)
        parallelFor(samples * piecesPerSample) { piece in
          let sample = piece / piecesPerSample
          let first = piece % piecesPerSample * Self.pieceExtent
          let packed = UnsafeMutablePointer(mutating: p[2]) + piece * columns * Self.block
          for start in stride(
            from: first,
            to: min(points, first + Self.pieceExtent),
            by: Self.block
          ) {
            let width = min(Self.block, points - start)
            pack(p[0] + sample * inputs * points + start, width, hasBias, to: packed)
            Scalar.panel(
              PanelProduct(
                m: outputs,
                n: width,
                k: columns,
                a: p[1],
                aRow: columns,
                aColumn: 1,
                b: packed,
                c: y + sample * outputs * points + start,
                cRow: points
              )
            )
          }
        }
      }
    }
  }

  /// Some columns of all channels, and ones after them for the bias.
  private func pack<Scalar: SpectralScalar>(
    _ from: UnsafePointer<Scalar>,
    _ width: Int,
    _ hasBias: Bool,
    to packed: UnsafeMutablePointer<Scalar>
  ) {
    for channel in 0..<inputs {
      (packed + channel * width).update(from: from + channel * points, count: width)
    }
    if hasBias { (packed + inputs * width).update(repeating: 1, count: width) }
  }

  /// Σ dy xᵀ over all points, and Σ dy: pieces have their own sums, which are added in order.
  private func weightGradients<Scalar: SpectralScalar>(
    _ gradient: Tensor,
    _ x: Tensor,
    _: Scalar.Type
  ) -> (matrix: Tensor, bias: Tensor) {
    let pieces = samples * piecesPerSample
    var matrices = Tensor(uninitialized: [pieces, outputs, inputs], Scalar.scalarType)
    var sums = Tensor(uninitialized: [pieces, outputs], Scalar.scalarType)
    matrices.withMutablePointer(Scalar.self) { matrices in
      sums.withMutablePointer(Scalar.self) { sums in
        withPointers(of: [gradient, x]) { (p: [UnsafePointer<Scalar>]) in
          nonisolated(unsafe) let (matrices, sums, p) = (matrices, sums, p)
          parallelFor(pieces) { piece in
            let (sample, first) = (
              piece / piecesPerSample, piece % piecesPerSample * Self.pieceExtent
            )
            let width = min(Self.pieceExtent, points - first)
            let dy = p[0] + sample * outputs * points + first
            MatrixProduct(
              transposeB: true,
              m: outputs,
              n: inputs,
              k: width,
              a: dy,
              lda: points,
              b: p[1] + sample * inputs * points + first,
              ldb: points,
              c: matrices + piece * outputs * inputs,
              ldc: inputs
            ).run()
            for channel in 0..<outputs {
              sums[piece * outputs + channel] = sum(dy + channel * points, width)
            }
          }
        }
      }
    }
    return (matrices.sum(axes: [0]), sums.columnSums())
  }

  /// The sum of some numbers, sixteen partial sums side by side.
  private func sum<Scalar: SpectralScalar>(_ from: UnsafePointer<Scalar>, _ count: Int) -> Scalar {
    var partial = SIMD16<Scalar>(repeating: 0)
    let whole = count / 16 * 16
    for start in stride(from: 0, to: whole, by: 16) {
      partial += UnsafeRawPointer(from + start).loadUnaligned(as: SIMD16<Scalar>.self)
    }
    var total = partial.sum()
    for i in whole..<count { total += from[i] }
    return total
  }
}
