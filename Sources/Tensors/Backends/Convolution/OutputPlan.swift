import NumericalRuntime
import Synchronization

/// How the output of a blocked convolution is cut into runs of single-threaded primitives; made once for a shape.
///
/// A task is one group and one slice of output channels of one sample: such a part of an image in channel blocks is
/// one run of memory. Small images are taken several at a time, with all their channels, because a Winograd
/// convolution wants at least some fifty tiles of 4 × 4 pixels.
final class OutputPlan: Sendable {
  struct Key: Hashable, Sendable {
    var shape: ConvolutionShape
    var samples: Int
    var isPlainInput: Bool
  }

  let key: Key
  /// Whether Winograd's method is used.
  let isWinograd: Bool
  /// The samples that a primitive takes at a time.
  let runLength: Int
  /// The parts of the weights in the order in which they are packed: by group, outputs, inputs.
  let pieces: [WeightPiece]
  /// How many pieces, one after the other, make one part of the output.
  let inputSlices: Int
  /// Where the packed pieces begin; behind them their total.
  let offsets: [Int]

  /// Whether oneDNN is quick with channel blocks on this processor: on those without AVX-512 it is not.
  static let isUsable: Bool = {
    let one = ImageExtent(height: 1, width: 1)
    let small = ConvolutionShape(
      inputChannels: 16,
      outputChannels: 16,
      size: ImageExtent(height: 8, width: 8),
      kernel: one
    )
    let key = ConvolutionPrimitive.Key(task: .output, shape: small)
    return ConvolutionPrimitive.find(key)?.name.hasPrefix("jit") ?? false
  }()

  private static let made = Mutex<[Key: OutputPlan]>([:])

  /// The plan for a key.
  static func find(_ key: Key) -> OutputPlan {
    if let known = made.withLock({ $0[key] }) { return known }
    let plan = OutputPlan(key)
    made.withLock { $0[key] = plan }
    return plan
  }

  private init(_ key: Key) {
    self.key = key
    let shape = key.shape
    let isCandidate = !key.isPlainInput && shape.isSame3x3 && shape.size.area >= 64
    let run = isCandidate && shape.groups == 1 ? shape.winogradRun(samples: key.samples) : 1
    let parts = key.samples * shape.groups
    let outputs =
      run > 1
      ? ChannelSlices(whole: shape.groupOutputs)
      : ChannelSlices(shape.groupOutputs, isEven: parts % 2 == 1 && parts < 8)
    let whole = ChannelSlices(whole: shape.groupInputs)
    let inputs = run > 1 ? whole : ChannelSlices(shape.groupInputs)
    let fine = WeightPiece.all(groups: shape.groups, outputs: outputs, inputs: inputs)
    isWinograd = isCandidate && Self.hasWinograd(shape, fine, run: run)
    runLength = isWinograd ? run : 1
    inputSlices = isWinograd ? inputs.ranges.count : 1
    pieces =
      isWinograd ? fine : WeightPiece.all(groups: shape.groups, outputs: outputs, inputs: whole)
    let (isWinograd, length) = (isWinograd, runLength)
    offsets = WeightPiece.offsets(pieces) {
      Self.primitive(key, $0, isWinograd: isWinograd, run: length, adds: false, hasBias: false)
    }
  }

  /// Whether oneDNN has the Winograd primitives of all pieces, with one layout of weights whether they add or not.
  private static func hasWinograd(
    _ shape: ConvolutionShape,
    _ pieces: [WeightPiece],
    run: Int
  ) -> Bool {
    pieces.allSatisfy { piece in
      var key = ConvolutionPrimitive.Key(
        task: .output,
        isWinograd: true,
        samples: run,
        shape: shape
      )
      key.shape = shape.slice(piece.outputs.count, piece.inputs.count)
      guard let first = ConvolutionPrimitive.find(key) else { return false }
      key.adds = true
      return ConvolutionPrimitive.find(key)?.sharesWeights(with: first) == true
    }
  }

  /// The primitive that works out, or adds, the part of some input channels to some output channels.
  func primitive(_ piece: WeightPiece, adds: Bool, hasBias: Bool) -> ConvolutionPrimitive {
    Self.primitive(
      key,
      piece,
      isWinograd: isWinograd,
      run: runLength,
      adds: adds,
      hasBias: hasBias
    )
  }

  private static func primitive(
    _ key: Key,
    _ piece: WeightPiece,
    isWinograd: Bool,
    run: Int,
    adds: Bool,
    hasBias: Bool
  ) -> ConvolutionPrimitive {
    let wanted = ConvolutionPrimitive.Key(
      task: .output,
      isWinograd: isWinograd,
      adds: adds,
      hasBias: hasBias,
      isPlainInput: key.isPlainInput,
      samples: run,
      shape: key.shape.slice(piece.outputs.count, piece.inputs.count)
    )
    guard let found = ConvolutionPrimitive.find(wanted) else {
      stop("convolution: oneDNN has no convolution of \(key.shape)")
    }
    return found
  }
}

extension ConvolutionShape {
  /// The tiles of 4 × 4 pixels of an image.
  var tiles: Int { (size.height + 3) / 4 * ((size.width + 3) / 4) }

  /// How many small images a Winograd primitive takes at a time: a divisor of their number, at most half of it.
  func winogradRun(samples: Int) -> Int {
    let wanted = min(tiles >= 48 ? 1 : (64 + tiles - 1) / tiles, max(1, samples / 2))
    return (1...wanted).last { samples % $0 == 0 } ?? 1
  }
}
