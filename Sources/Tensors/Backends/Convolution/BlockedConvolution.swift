import NumericalRuntime

/// A convolution of images in channel blocks by oneDNN, on all threads, off the tape.
///
/// The work is cut into single-threaded primitives by shape and batch, never by the number of threads, so that
/// results are the same bytes for any. 3 × 3 convolutions that keep the size of the image use Winograd's method
/// F(4×4, 3×3) where oneDNN has it (Lavin & Gray 2016, Fast algorithms for convolutional neural networks, CVPR),
/// with transformed weights that are kept beside the weights until those change. Their input gradient is such a
/// convolution again, with the weights turned round.
///
/// ``ImageConvolution`` chooses it where it fits; recurrent cells come to it through ``RecurrentConvolution``.
struct BlockedConvolution: Sendable {
  /// What is convolved; channels of a group are multiples of 16, but for a row-major input.
  let shape: ConvolutionShape
  /// The images in the batch.
  let samples: Int
  /// Whether the input is row-major: up to three channels, no groups.
  let isPlainInput: Bool
  /// How many threads may work on it.
  let threads: Int
  /// How the output is cut into runs.
  let plan: OutputPlan

  init(
    _ shape: ConvolutionShape,
    samples: Int,
    isPlainInput: Bool = false,
    threads: Int = ThreadBudget.available
  ) {
    let key = OutputPlan.Key(shape: shape, samples: samples, isPlainInput: isPlainInput)
    self.init(.find(key), threads: threads)
  }

  /// The convolution that a plan is for.
  init(_ plan: OutputPlan, threads: Int = ThreadBudget.available) {
    shape = plan.key.shape
    samples = plan.key.samples
    isPlainInput = plan.key.isPlainInput
    self.threads = threads
    self.plan = plan
  }

  /// The weights [co, ci / groups, kh, kw] in the layouts that a run's primitives want, kept beside them.
  private func packed(_ weights: Tensor, for run: OutputPlan.Run, _ layout: Int) -> Tensor {
    let cut = [plan.pieces.count, plan.runLength, isPlainInput ? 1 : 0, layout]
    return weights.derived("convolution", shape.numbers + cut) {
      WeightPiece.packed(weights, plan.pieces, packers: plan.packers(run), threads: threads)
    }
  }

  /// Convolves `samples` images at `x` into `y`, or adds to what is there.
  ///
  /// - Parameters:
  ///   - x: images `[samples, ci/16, h, w, 16]`, or row-major for a plain input.
  ///   - weights: the plain weights `[co, ci / groups, kh, kw]`; what is made of them is kept beside them.
  ///   - bias: one number for each output channel, or nil.
  ///   - y: images `[samples, co/16, oh, ow, 16]`.
  ///   - adding: whether to add to `y`; otherwise what it held does not matter.
  func output(
    _ x: UnsafePointer<Float>,
    weights: Tensor,
    bias: UnsafePointer<Float>? = nil,
    to y: UnsafeMutablePointer<Float>,
    adding: Bool = false
  ) {
    let plan = plan
    let kind = OutputPlan.Run(adds: adding, hasBias: bias != nil)
    let packing = plan.packing(kind)
    let packed = packed(weights, for: kind, packing.layout)
    let parts = plan.pieces.count / plan.inputSlices
    let runs = samples / plan.runLength
    // Weights of one piece after the other for several runs, and part by part: they stay in the cache meanwhile.
    let length = runs >= 16 ? 4 : runs >= 8 ? 2 : 1
    let chunks = (runs + length - 1) / length
    nonisolated(unsafe) let images = (x: x, bias: bias, y: y)
    packed.withPointer(Float.self) { weights in
      nonisolated(unsafe) let weights = weights
      forEachTask(chunks * parts, scratch: packing.scratch, threads: threads) { task, scratch in
        let first = task / chunks * plan.inputSlices
        let chunk = (task % chunks * length)..<min(runs, (task % chunks + 1) * length)
        for index in first..<(first + plan.inputSlices) {
          let operands = Operands(
            x: images.x,
            weights: weights + packing.offsets[index],
            bias: index == first ? images.bias : nil,
            y: images.y
          )
          for sample in chunk {
            run(index, kind, sample: sample * plan.runLength, operands, scratch)
          }
        }
      }
    }
  }

  private struct Operands {
    var x: UnsafePointer<Float>
    var weights: UnsafePointer<Float>
    var bias: UnsafePointer<Float>?
    var y: UnsafeMutablePointer<Float>
  }

  /// One run of one primitive.
  private func run(
    _ index: Int,
    _ kind: OutputPlan.Run,
    sample: Int,
    _ o: Operands,
    _ scratch: UnsafeMutablePointer<Float>
  ) {
    let piece = plan.pieces[index]
    let from = (sample * shape.inputChannels + piece.firstInput) * shape.size.area
    let to = (sample * shape.outputChannels + piece.firstOutput) * shape.outputSize.area
    plan.primitive(index, kind).run(
      ConvolutionPrimitive.Operands(
        input: UnsafeMutablePointer(mutating: o.x + from),
        weights: UnsafeMutablePointer(mutating: o.weights),
        bias: UnsafeMutablePointer(mutating: o.bias.map { $0 + piece.firstOutput }),
        output: o.y + to,
        scratch: scratch
      )
    )
  }
}

extension ConvolutionShape {
  /// The same convolution between fewer channels, without groups.
  func slice(_ outputs: Int, _ inputs: Int) -> ConvolutionShape {
    var part = self
    (part.outputChannels, part.inputChannels, part.groups) = (outputs, inputs, 1)
    return part
  }

  /// The convolution that gives the input's gradient of a 3 × 3 convolution that keeps the size.
  var reversed: ConvolutionShape {
    var other = self
    (other.outputChannels, other.inputChannels) = (inputChannels, outputChannels)
    return other
  }
}
