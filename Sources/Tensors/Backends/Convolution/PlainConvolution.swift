import NumericalRuntime

/// A convolution of row-major images as matrix products with the images' windows as columns, off the tape.
///
/// For double precision, for groups of few channels, for processors without AVX-512; 1 × 1 kernels need no
/// columns and are as quick here as anywhere. The work is cut by samples and groups.
struct PlainConvolution<Scalar: MatrixScalar> {
  let shape: ConvolutionShape
  let samples: Int
  var threads = ThreadBudget.available

  typealias Source = UnsafePointer<Scalar>
  typealias Target = UnsafeMutablePointer<Scalar>

  private var area: Int { shape.outputSize.area }
  /// The rows of the columns' matrix of one group.
  private var depth: Int { shape.groupInputs * shape.kernel.area }
  /// Whether an image is its own matrix of columns.
  private var isPointwise: Bool {
    shape.kernel.area == 1 && shape.stride.area == 1 && shape.padding.height == 0
      && shape.padding.width == 0
  }
  private var columnCount: Int { isPointwise ? 0 : depth * area }

  private var inputStride: Int { shape.groupInputs * shape.size.area }
  private var outputStride: Int { shape.groupOutputs * area }

  /// y = w * x + b.
  func output(_ x: Tensor, _ weights: Tensor, _ bias: Tensor?) -> Tensor {
    let size = shape.outputSize
    return Tensor.make([samples, shape.outputChannels, size.height, size.width]) { (y: Target) in
      x.withPointer(Scalar.self) { x in
        weights.withPointer(Scalar.self) { w in
          if let bias { bias.withPointer(Scalar.self) { fill(y, with: $0) } }
          let beta: Scalar = bias == nil ? 0 : 1
          forEachGroup { index, group, memory in
            multiply(
              Operands(
                columns: columns(of: x + index * inputStride, in: memory),
                weights: w + group * shape.groupOutputs * depth,
                images: y + index * outputStride
              ),
              beta: beta
            )
          }
        }
      }
    }
  }

  private struct Operands {
    var columns: Source
    var weights: Source
    var images: Target
  }

  private func multiply(_ o: Operands, beta: Scalar) {
    MatrixProduct(
      m: shape.groupOutputs,
      n: area,
      k: depth,
      a: o.weights,
      lda: depth,
      b: o.columns,
      ldb: area,
      beta: beta,
      c: o.images,
      ldc: area
    ).run()
  }

  /// The gradient with respect to x.
  func inputGradient(_ dy: Tensor, _ weights: Tensor) -> Tensor {
    let size = shape.size
    return Tensor.make([samples, shape.inputChannels, size.height, size.width]) { (dx: Target) in
      dy.withPointer(Scalar.self) { dy in
        weights.withPointer(Scalar.self) { w in
          forEachGroup { index, group, memory in
            let target = dx + index * inputStride
            let columns = isPointwise ? target : memory
            MatrixProduct(
              transposeA: true,
              m: depth,
              n: area,
              k: shape.groupOutputs,
              a: w + group * shape.groupOutputs * depth,
              lda: depth,
              b: dy + index * outputStride,
              ldb: area,
              c: columns,
              ldc: area
            ).run()
            if !isPointwise { gather(UnsafePointer(columns), to: target) }
          }
        }
      }
    }
  }

  /// The gradient with respect to w, summed over the samples in order.
  func weightGradient(_ x: Tensor, _ dy: Tensor) -> Tensor {
    let count = shape.groupOutputs * depth
    let partial: Tensor = Tensor.make([samples, shape.groups * count]) { (to: Target) in
      x.withPointer(Scalar.self) { x in
        dy.withPointer(Scalar.self) { dy in
          forEachGroup { index, _, memory in
            MatrixProduct(
              transposeB: true,
              m: shape.groupOutputs,
              n: depth,
              k: area,
              a: dy + index * outputStride,
              lda: area,
              b: columns(of: x + index * inputStride, in: memory),
              ldb: area,
              c: to + index * count,
              ldc: depth
            ).run()
          }
        }
      }
    }
    let sum = partial.columnSums()
    return Tensor(viewOf: sum, shape: shape.weightShape, offset: sum.offset, layout: .rowMajor)
  }

  /// The gradient with respect to b: the sum over samples and places.
  func biasGradient(_ dy: Tensor) -> Tensor {
    dy.sum(axes: [0, 2, 3])
  }

  /// Runs `body(sample · groups + group, group, memory)` for every sample and group on all threads.
  private func forEachGroup(_ body: (Int, Int, Target) -> Void) {
    withoutActuallyEscaping(body) { body in
      nonisolated(unsafe) let body = body
      let (groups, floats) = (shape.groups, columnCount * MemoryLayout<Scalar>.stride / 4)
      forEachTask(samples * groups, scratch: floats, threads: threads) { index, memory in
        let columns = UnsafeMutableRawPointer(memory).assumingMemoryBound(to: Scalar.self)
        body(index, index % groups, columns)
      }
    }
  }

  private func fill(_ y: Target, with bias: Source) {
    for plane in 0..<(samples * shape.outputChannels) {
      (y + plane * area).update(repeating: bias[plane % shape.outputChannels], count: area)
    }
  }

  // MARK: - Columns

  /// The windows of an image as a matrix [channels · kernel, places]; zeros where a window leaves the image.
  private func columns(of x: Source, in memory: Target) -> Source {
    guard !isPointwise else { return x }
    forEachTap { row, channel, source, target, count in
      let from = x + channel * shape.size.area
      let to = memory + row * area + target
      for i in 0..<count { to[i] = from[source + i * shape.stride.width] }
    } outside: { row, places in
      (memory + row * area + places.lowerBound).update(repeating: 0, count: places.count)
    }
    return UnsafePointer(memory)
  }

  /// Adds the columns back to where their windows lie: the transpose of ``columns(of:in:)``.
  private func gather(_ columns: Source, to x: Target) {
    x.update(repeating: 0, count: inputStride)
    forEachTap { row, channel, source, target, count in
      let to = x + channel * shape.size.area
      let from = columns + row * area + target
      for i in 0..<count { to[source + i * shape.stride.width] += from[i] }
    } outside: { _, _ in
    }
  }

  /// Walks through the matrix of columns: `inside(row, channel, source, target, count)` for places within the
  /// image, `outside(row, places)` for the others.
  private func forEachTap(
    inside: (Int, Int, Int, Int, Int) -> Void,
    outside: (Int, Range<Int>) -> Void
  ) {
    let (kernel, output) = (shape.kernel, shape.outputSize)
    for row in 0..<depth {
      let (channel, tap) = (row / kernel.area, row % kernel.area)
      let (i, j) = (tap / kernel.width, tap % kernel.width)
      let across = Self.places(
        j - shape.padding.width,
        shape.stride.width,
        shape.size.width,
        output.width
      )
      for y in 0..<output.height {
        let line = y * output.width
        let source = y * shape.stride.height + i - shape.padding.height
        guard (0..<shape.size.height).contains(source) else {
          outside(row, line..<(line + output.width))
          continue
        }
        outside(row, line..<(line + across.lowerBound))
        let first = across.lowerBound * shape.stride.width + j - shape.padding.width
        inside(
          row,
          channel,
          source * shape.size.width + first,
          line + across.lowerBound,
          across.count
        )
        outside(row, (line + across.upperBound)..<(line + output.width))
      }
    }
  }

  /// The places p of `0..<count` for which p · stride + shift lies within `0..<extent`.
  private static func places(_ shift: Int, _ stride: Int, _ extent: Int, _ count: Int) -> Range<Int>
  {
    let first = min(count, max(0, (-shift + stride - 1) / stride))
    let last = extent - 1 - shift < 0 ? -1 : (extent - 1 - shift) / stride
    return first..<max(first, min(count, last + 1))
  }
}
