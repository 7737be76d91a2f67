import NumericalRuntime
import Synchronization

/// How the output of a blocked convolution is cut into runs of single-threaded primitives; made once for a shape.
///
/// A task is one group and one slice of output channels of one sample: such a part of an image in channel blocks is
/// one run of memory. Small images are taken several at a time, with all their channels, because a Winograd
/// convolution wants some tens of tiles of 4 × 4 pixels.
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
  private let sharesWeights: @Sendable (ConvolutionPrimitive, ConvolutionPrimitive) -> Bool

  private let packings = Mutex<[Run: Packing]>([:])

  /// What a run does with what it works out.
  struct Run: Hashable, Sendable {
    /// Whether it adds to what is there.
    var adds = false
    /// Whether it adds a bias.
    var hasBias = false
  }

  /// The packed weights of a run.
  struct Packing: Sendable {
    /// 0 where all primitives share the layout of those that neither add nor have a bias.
    let layout: Int
    /// Where the pieces begin; behind them their total.
    let offsets: [Int]
    /// The floats that the primitives need while they run.
    let scratch: Int
  }

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

  static let made = RecentlyUsed<Key, OutputPlan>(limit: 256)

  /// The plan for a key.
  static func find(_ key: Key) -> OutputPlan {
    made.value(for: key) { OutputPlan(key) }
  }

  /// A plan; `sharesWeights` tells whether weights packed for one primitive serve another.
  init(
    _ key: Key,
    sharesWeights: @escaping @Sendable (ConvolutionPrimitive, ConvolutionPrimitive) -> Bool = {
      $0.sharesWeights(with: $1)
    }
  ) {
    self.key = key
    self.sharesWeights = sharesWeights
    let shape = key.shape
    let isCandidate = !key.isPlainInput && shape.isSame3x3 && shape.size.area >= 64
    let run =
      isCandidate && shape.groups == 1
      ? shape.winogradRun(samples: key.samples, tiles: Self.wantedTiles(shape)) : 1
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
  }

  /// How many tiles a Winograd primitive wants: measured with images of 16 × 16, 32 → 160 channels take 43 µs an image
  /// in twos and 46 in fours, and 32 → 32 take 12 and 14; but 160 → 32 take 61 and 50.
  private static func wantedTiles(_ shape: ConvolutionShape) -> Int {
    shape.outputChannels >= shape.inputChannels ? 32 : 64
  }

  /// Whether oneDNN has the Winograd primitives of all pieces, both those that add and those that do not.
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
      guard ConvolutionPrimitive.find(key) != nil else { return false }
      key.adds = true
      return ConvolutionPrimitive.find(key) != nil
    }
  }

  /// The primitive that works out, or adds, the part that the piece of this index has in a run's output.
  ///
  /// The first piece of a part brings the bias; those after it add to it.
  func primitive(_ index: Int, _ run: Run) -> ConvolutionPrimitive {
    let isFirst = index % inputSlices == 0
    return primitive(
      pieces[index],
      Run(adds: run.adds || !isFirst, hasBias: run.hasBias && isFirst)
    )
  }

  /// The primitives whose layouts the weights are brought into for a run: those that neither add nor have a bias,
  /// for which packing is quick, unless the run's own want another layout.
  func packers(_ run: Run) -> [ConvolutionPrimitive] {
    pieces.indices.map { index in
      let (plain, own) = (primitive(pieces[index], Run()), primitive(index, run))
      return plain === own || sharesWeights(plain, own) ? plain : own
    }
  }

  /// How the weights lie in memory for a run, and what it needs besides.
  func packing(_ run: Run) -> Packing {
    packings.withLock { known in
      if let packing = known[run] { return packing }
      let packers = packers(run)
      let isPlain = pieces.indices.allSatisfy { packers[$0] === primitive(pieces[$0], Run()) }
      let packing = Packing(
        layout: isPlain ? 0 : 1 + (run.adds ? 1 : 0) + (run.hasBias ? 2 : 0),
        offsets: WeightPiece.offsets(packers),
        scratch: pieces.indices.map { primitive($0, run).scratchCount }.max() ?? 0
      )
      known[run] = packing
      return packing
    }
  }

  private func primitive(_ piece: WeightPiece, _ run: Run) -> ConvolutionPrimitive {
    let wanted = ConvolutionPrimitive.Key(
      task: .output,
      isWinograd: isWinograd,
      adds: run.adds,
      hasBias: run.hasBias,
      isPlainInput: key.isPlainInput,
      samples: runLength,
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

  /// How many small images a Winograd primitive takes at a time, to have some `wanted` tiles: a divisor of their
  /// number, at most half of it.
  func winogradRun(samples: Int, tiles wanted: Int = 64) -> Int {
    let isEnough = tiles * 4 >= wanted * 3
    let wanted = min(isEnough ? 1 : (wanted + tiles - 1) / tiles, max(1, samples / 2))
    return (1...wanted).last { samples % $0 == 0 } ?? 1
  }
}
