import CTensorKernels
import NumericalRuntime

extension BlockedConvolution {
  /// The gradient of a loss with respect to the input from that with respect to the output.
  ///
  /// - Parameters:
  ///   - dy: `[samples, co/16, oh, ow, 16]`.
  ///   - weights: the plain weights; what is derived from them is kept beside them.
  ///   - dx: `[samples, ci/16, h, w, 16]`.
  ///   - adding: whether to add to `dx`.
  func inputGradient(
    _ dy: UnsafePointer<Float>,
    weights: Tensor,
    to dx: UnsafeMutablePointer<Float>,
    adding: Bool = false
  ) {
    require(!isPlainInput, "convolution: the gradient of a row-major input is made in blocks")
    guard shape.isSame3x3 else {
      return directInputGradient(dy, weights: weights, to: dx, adding: adding)
    }
    let backward = BlockedConvolution(shape.reversed, samples: samples, threads: threads)
    let reversed = weights.derived("reversed", [shape.groups]) {
      WeightPiece.reversed(weights, groups: shape.groups)
    }
    backward.output(dy, weights: reversed, to: dx, adding: adding)
  }

  /// By oneDNN's own gradient, in slices of input channels.
  private func directInputGradient(
    _ dy: UnsafePointer<Float>,
    weights: Tensor,
    to dx: UnsafeMutablePointer<Float>,
    adding: Bool
  ) {
    let count = samples * shape.groups
    let slices = ChannelSlices(shape.groupInputs, isEven: count % 2 == 1 && count < 8)
    let whole = ChannelSlices(whole: shape.groupOutputs)
    let pieces = WeightPiece.all(groups: shape.groups, outputs: whole, inputs: slices)
    let primitives = pieces.map(gradientPrimitive)
    let offsets = WeightPiece.offsets(primitives)
    let packed = weights.derived("gradient", shape.numbers + [slices.ranges.count]) {
      WeightPiece.packed(weights, pieces, packers: primitives, threads: threads)
    }
    let areas = (dx: shape.size.area, dy: shape.outputSize.area)
    let scratch = primitives.map(\.scratchCount).max() ?? 0
    let part = adding ? (pieces.map(\.inputs.count).max() ?? 0) * areas.dx : 0
    nonisolated(unsafe) let (dy, dx) = (dy, dx)
    packed.withPointer(Float.self) { packed in
      nonisolated(unsafe) let packed = packed
      forEachTask(samples * pieces.count, scratch: scratch + part, threads: threads) {
        task,
        memory in
        let (sample, index) = (task / pieces.count, task % pieces.count)
        let piece = pieces[index]
        let target = dx + (sample * shape.inputChannels + piece.firstInput) * areas.dx
        let source = dy + (sample * shape.outputChannels + piece.firstOutput) * areas.dy
        primitives[index].run(
          ConvolutionPrimitive.Operands(
            input: adding ? memory : target,
            weights: UnsafeMutablePointer(mutating: packed + offsets[index]),
            output: UnsafeMutablePointer(mutating: source),
            scratch: memory + part
          )
        )
        if adding { ctk_accumulate(piece.inputs.count * areas.dx, memory, target) }
      }
    }
  }

  private func gradientPrimitive(_ piece: WeightPiece) -> ConvolutionPrimitive {
    let part = shape.slice(piece.outputs.count, piece.inputs.count)
    let key = ConvolutionPrimitive.Key(task: .inputGradient, shape: part)
    guard let found = ConvolutionPrimitive.find(key) else {
      stop("convolution: oneDNN has no input gradient for \(shape)")
    }
    return found
  }

  /// The gradient with respect to the weights, `[co, ci / groups, kh, kw]` row-major, from the images `x`
  /// `[samples, ci/16, h, w, 16]` (row-major for a plain input) and the output's gradient `dy`
  /// `[samples, co/16, oh, ow, 16]`.
  func weightGradient(_ x: UnsafePointer<Float>, _ dy: UnsafePointer<Float>) -> Tensor {
    WeightGradientPlan(self).run(x, dy)
  }

  /// The gradient with respect to the bias, `[co]`: the sum of `dy` over samples and places.
  func biasGradient(_ dy: UnsafePointer<Float>) -> Tensor {
    let blocks = shape.outputChannels / 16
    let area = shape.outputSize.area
    nonisolated(unsafe) let dy = dy
    return Tensor.make([shape.outputChannels]) { (to: UnsafeMutablePointer<Float>) in
      nonisolated(unsafe) let to = to
      forEachTask(blocks, scratch: 0, threads: threads) { block, _ in
        var sum = SIMD16<Float>(repeating: 0)
        for sample in 0..<samples {
          sum += sumOfPlaces(UnsafeRawPointer(dy + (sample * blocks + block) * area * 16), area)
        }
        for lane in 0..<16 { to[block * 16 + lane] = sum[lane] }
      }
    }
  }

  /// The sums of 16 channels over places, in four chains so that no addition waits for the one before it.
  private func sumOfPlaces(_ start: UnsafeRawPointer, _ count: Int) -> SIMD16<Float> {
    func numbers(_ place: Int) -> SIMD16<Float> {
      start.loadUnaligned(fromByteOffset: place * 64, as: SIMD16<Float>.self)
    }
    var (a, b, c, d) = (SIMD16<Float>(), SIMD16<Float>(), SIMD16<Float>(), SIMD16<Float>())
    let whole = count / 4 * 4
    for place in stride(from: 0, to: whole, by: 4) {
      a += numbers(place)
      b += numbers(place + 1)
      c += numbers(place + 2)
      d += numbers(place + 3)
    }
    for place in whole..<count { a += numbers(place) }
    return (a + b) + (c + d)
  }
}
