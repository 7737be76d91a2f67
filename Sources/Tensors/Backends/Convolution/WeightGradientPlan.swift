import CTensorKernels
import NumericalRuntime

/// How the weights' gradient of a convolution is summed over a batch.
///
/// Each task sums over one share of the batch in order, in runs of a few samples, for one group and one slice of
/// output channels; the shares are then added in order. Shares and runs depend on the shape and the batch alone.
struct WeightGradientPlan: Sendable {
  private let convolution: BlockedConvolution
  private let shape: ConvolutionShape
  /// The samples of one run of a primitive, and the shares of the batch.
  let runLength: Int
  private let shares: Int
  /// Which channels each piece of weights joins; more than one only where runs have one sample.
  private let pieces: [WeightPiece]
  private let isWinograd: Bool

  private static let mostShares = 8
  /// The samples of a run of a direct convolution.
  private static let longestRun = 4

  /// A plan; `sharesWeights` tells whether gradients in the layout of one primitive may be added to those in another's.
  init(
    _ convolution: BlockedConvolution,
    sharesWeights: (ConvolutionPrimitive, ConvolutionPrimitive) -> Bool = {
      $0.sharesWeights(with: $1)
    }
  ) {
    self.convolution = convolution
    let (shape, samples) = (convolution.shape, convolution.samples)
    self.shape = shape
    let isCandidate = shape.isSame3x3 && !convolution.isPlainInput && shape.size.area >= 64
    let run = isCandidate && shape.groups == 1 ? shape.winogradRun(samples: samples) : 1
    let isOdd = samples % 2 == 1 && samples < 8
    let fine = Self.pieces(
      shape,
      run > 1
        ? ChannelSlices(whole: shape.groupOutputs)
        : ChannelSlices(shape.groupOutputs, isEven: isOdd)
    )
    isWinograd =
      isCandidate
      && fine.allSatisfy { piece in
        let part = shape.slice(piece.outputs.count, piece.inputs.count)
        return ConvolutionPrimitive.find(
          ConvolutionPrimitive.Key(
            task: .weightGradient,
            isWinograd: true,
            samples: run,
            shape: part
          )
        ) != nil
      }
    // Slices of the channels of one sample lie in one piece of memory; those of several samples do not.
    let isSliced = shape.groups > 1 || samples < Self.longestRun
    pieces =
      isWinograd || isSliced
      ? fine : Self.pieces(shape, ChannelSlices(whole: shape.groupOutputs))
    let longest = isWinograd ? run : isSliced ? 1 : Self.longestRun
    let (rest, isWinograd) = (samples % longest, isWinograd)
    // Runs are added up as they come, so the shorter last one must have the layout of the others.
    let isUniform =
      rest == 0
      || pieces.allSatisfy { piece in
        let primitives = [longest, rest].map {
          Self.primitive(convolution, piece, isWinograd: isWinograd, samples: $0)
        }
        return sharesWeights(primitives[0], primitives[1])
      }
    runLength = isUniform ? longest : 1
    let wanted = max(2, Self.mostShares / pieces.count)
    shares = max(1, min(samples / runLength, wanted))
  }

  private static func pieces(_ shape: ConvolutionShape, _ slices: ChannelSlices) -> [WeightPiece] {
    WeightPiece.all(
      groups: shape.groups,
      outputs: slices,
      inputs: ChannelSlices(whole: shape.groupInputs)
    )
  }

  private func primitive(_ piece: WeightPiece, samples: Int) -> ConvolutionPrimitive {
    Self.primitive(convolution, piece, isWinograd: isWinograd, samples: samples)
  }

  private static func primitive(
    _ convolution: BlockedConvolution,
    _ piece: WeightPiece,
    isWinograd: Bool,
    samples: Int
  ) -> ConvolutionPrimitive {
    let key = ConvolutionPrimitive.Key(
      task: .weightGradient,
      isWinograd: isWinograd,
      isPlainInput: convolution.isPlainInput,
      samples: samples,
      shape: convolution.shape.slice(piece.outputs.count, piece.inputs.count)
    )
    guard let found = ConvolutionPrimitive.find(key) else {
      stop("convolution: oneDNN has no weight gradient for \(convolution.shape)")
    }
    return found
  }

  func run(_ x: UnsafePointer<Float>, _ dy: UnsafePointer<Float>) -> Tensor {
    let size = shape.weightShape.reduce(1, *)
    let partial = Tensor(uninitialized: [shares, size])
    let lengths = Set((0..<shares).flatMap { runs(of: $0).map(\.count) })
    let scratch = pieces.flatMap { piece in
      lengths.map { primitive(piece, samples: $0).scratchCount }
    }
    let packed = pieces.flatMap { piece in lengths.map { primitive(piece, samples: $0).weightCount }
    }
    let (room, largest) = ((scratch.max() ?? 0) + 16, packed.max() ?? 0)
    nonisolated(unsafe) let (x, dy) = (x, dy)
    partial.withPointer(Float.self) { sums in
      nonisolated(unsafe) let sums = UnsafeMutablePointer(mutating: sums)
      forEachTask(
        shares * pieces.count,
        scratch: room + 2 * largest,
        threads: convolution.threads
      ) { task, memory in
        let (share, index) = (task / pieces.count, task % pieces.count)
        let piece = pieces[index]
        let first = piece.firstOutput * shape.groupInputs * shape.kernel.area
        sum(share, piece, (x, dy), memory, (memory + largest, memory + 2 * largest))
        let last = primitive(piece, samples: runs(of: share).last?.count ?? 1)
        last.unpack(memory, to: sums + share * size + first)
      }
    }
    return added(partial, size: size)
  }

  /// The runs of samples of a share.
  private func runs(of index: Int) -> [Range<Int>] {
    let samples = convolution.samples
    return share(index, of: shares, in: (samples + runLength - 1) / runLength).map {
      ($0 * runLength)..<min(samples, ($0 + 1) * runLength)
    }
  }

  /// The sum over one share, in the layout of the primitives.
  private func sum(
    _ share: Int,
    _ piece: WeightPiece,
    _ images: (x: UnsafePointer<Float>, dy: UnsafePointer<Float>),
    _ sum: UnsafeMutablePointer<Float>,
    _ memory: (part: UnsafeMutablePointer<Float>, scratch: UnsafeMutablePointer<Float>)
  ) {
    for (index, run) in runs(of: share).enumerated() {
      let x = (run.lowerBound * shape.inputChannels + piece.firstInput) * shape.size.area
      let dy = (run.lowerBound * shape.outputChannels + piece.firstOutput) * shape.outputSize.area
      let primitive = primitive(piece, samples: run.count)
      primitive.run(
        ConvolutionPrimitive.Operands(
          input: UnsafeMutablePointer(mutating: images.x + x),
          weights: index == 0 ? sum : memory.part,
          output: UnsafeMutablePointer(mutating: images.dy + dy),
          scratch: memory.scratch
        )
      )
      if index > 0 { ctk_accumulate(primitive.weightCount, memory.part, sum) }
    }
  }

  private func added(_ partial: Tensor, size: Int) -> Tensor {
    partial.withPointer(Float.self) { from in
      Tensor.make(shape.weightShape) { (to: UnsafeMutablePointer<Float>) in
        nonisolated(unsafe) let (from, to) = (from, to)
        forChunks(of: size) { chunk in
          let target = to + chunk.lowerBound
          target.update(from: from + chunk.lowerBound, count: chunk.count)
          for share in 1..<max(1, shares) {
            ctk_accumulate(chunk.count, from + share * size + chunk.lowerBound, target)
          }
        }
      }
    }
  }
}
