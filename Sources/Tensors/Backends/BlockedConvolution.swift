import NumericalRuntime

/// A convolution of images in channel blocks by oneDNN, on all threads, off the tape.
///
/// The work is cut into tasks of one sample, one group and one slice of output channels, each a single-threaded
/// primitive; the cuts depend on the shape and the batch, never on the number of threads, so that results are
/// the same bytes for any. 3 × 3 convolutions that keep the size of the image use Winograd's method F(4×4, 3×3)
/// where oneDNN has it (Lavin & Gray 2016, Fast algorithms for convolutional neural networks, CVPR), with
/// transformed weights that are kept beside the weights until those change.
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
  /// Whether Winograd's method is used for the output.
  let isWinograd: Bool

  private let outputs: ChannelSlices
  private let inputs: ChannelSlices

  init(
    _ shape: ConvolutionShape,
    samples: Int,
    isPlainInput: Bool = false,
    threads: Int = ThreadBudget.available
  ) {
    self.shape = shape
    self.samples = samples
    self.isPlainInput = isPlainInput
    self.threads = threads
    let pieces = samples * shape.groups
    outputs = ChannelSlices(shape.groupOutputs, evenly: pieces % 2 == 1 && pieces < 8 ? 2 : 1)
    let slices = ChannelSlices(shape.groupInputs)
    isWinograd =
      !isPlainInput && shape.isSame3x3 && shape.size.area >= 64
      && Self.hasWinograd(shape, outputs, slices)
    inputs = isWinograd ? slices : ChannelSlices(whole: shape.groupInputs)
  }

  /// Whether oneDNN has all the Winograd primitives that the slices need, with one layout of weights for each.
  private static func hasWinograd(
    _ shape: ConvolutionShape,
    _ outputs: ChannelSlices,
    _ inputs: ChannelSlices
  ) -> Bool {
    Set(outputs.ranges.map(\.count)).allSatisfy { o in
      Set(inputs.ranges.map(\.count)).allSatisfy { i in
        let variants = [(false, false), (true, false), (false, true), (true, true)].map {
          ConvolutionPrimitive.find(
            ConvolutionPrimitive.Key(
              task: .output,
              isWinograd: true,
              adds: $0.0,
              hasBias: $0.1,
              shape: shape.slice(o, i)
            )
          )
        }
        guard let first = variants[0] else { return false }
        return variants.allSatisfy { $0?.sharesWeights(with: first) == true }
      }
    }
  }

  /// The primitive that adds the part of some input channels to some output channels.
  private func primitive(_ piece: WeightPiece, adds: Bool, hasBias: Bool) -> ConvolutionPrimitive {
    let key = ConvolutionPrimitive.Key(
      task: .output,
      isWinograd: isWinograd,
      adds: adds,
      hasBias: hasBias,
      isPlainInput: isPlainInput,
      shape: shape.slice(piece.outputs.count, piece.inputs.count)
    )
    guard let found = ConvolutionPrimitive.find(key) else {
      preconditionFailure("convolution: oneDNN has no convolution of \(shape)")
    }
    return found
  }

  /// The parts of the weights in the order in which they are packed: by group, outputs, inputs.
  private var pieces: [WeightPiece] {
    WeightPiece.all(groups: shape.groups, outputs: outputs, inputs: inputs)
  }

  /// The weights [co, ci / groups, kh, kw] in the layouts of the primitives, kept beside them.
  func packed(_ weights: Tensor) -> Tensor {
    weights.derived("convolution", shape.numbers + [outputs.ranges.count, isPlainInput ? 1 : 0]) {
      WeightPiece.packed(weights, pieces, threads: threads) {
        primitive($0, adds: false, hasBias: false)
      }
    }
  }

  /// Convolves `samples` images at `x` into `y`, or adds to what is there.
  ///
  /// - Parameters:
  ///   - x: images `[samples, ci/16, h, w, 16]`, or row-major for a plain input.
  ///   - weights: what ``packed(_:)`` gave.
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
    let pieces = pieces
    let offsets = WeightPiece.offsets(pieces) { primitive($0, adds: false, hasBias: false) }
    let scratch = pieces.map { primitive($0, adds: false, hasBias: bias != nil).scratchCount }
    let (inner, outer) = (inputs.ranges.count, outputs.ranges.count * shape.groups)
    let (from, to) = (shape.size.area, shape.outputSize.area)
    nonisolated(unsafe) let (x, y, bias) = (x, y, bias)
    weights.withPointer(Float.self) { weights in
      nonisolated(unsafe) let weights = weights
      forEachTask(samples * outer, scratch: scratch.max() ?? 0, threads: threads) { task, scratch in
        let (sample, part) = (task / outer, task % outer)
        for index in (part * inner)..<((part + 1) * inner) {
          let piece = pieces[index]
          let isFirst = index == part * inner
          let bias = isFirst ? bias : nil
          let channel = sample * shape.inputChannels + piece.firstInput
          primitive(piece, adds: adding || !isFirst, hasBias: bias != nil).run(
            ConvolutionPrimitive.Operands(
              input: UnsafeMutablePointer(mutating: x + channel * from),
              weights: UnsafeMutablePointer(mutating: weights + offsets[index]),
              bias: UnsafeMutablePointer(mutating: bias.map { $0 + piece.firstOutput }),
              output: y + (sample * shape.outputChannels + piece.firstOutput) * to,
              scratch: scratch
            )
          )
        }
      }
    }
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
