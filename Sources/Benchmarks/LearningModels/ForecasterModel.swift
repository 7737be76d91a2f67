import NeuralLayers
import NumericalRuntime
import Tensors

/// The ConvLEM forecaster of `PyTorch/forecaster.py`: convolutional encoder, two recurrent layers that read, two
/// that go on by themselves, and a decoder that paints each of their states.
struct ForecasterModel: Module {
  /// What the model looks like; the names are those of the Python script.
  struct Size {
    var name: String
    /// Channels of the frames and after each encoder stage; the last is that of the recurrent layers.
    var stages: [Int]
    /// Extent of the frames.
    var grid: (height: Int, width: Int)
    /// By how much the decoder's second half enlarges.
    var shuffle: Int
    var batch: Int
    var inputSteps: Int
    var forecastSteps: Int

    static let paper = Size(
      name: "paper",
      stages: [3, 36, 72, 144],
      grid: (344, 224),
      shuffle: 4,
      batch: 1,
      inputSteps: 30,
      forecastSteps: 195
    )
    static let laptop = Size(
      name: "laptop",
      stages: [3, 16, 32],
      grid: (64, 64),
      shuffle: 2,
      batch: 8,
      inputSteps: 15,
      forecastSteps: 15
    )

    var channels: Int { stages[stages.count - 1] }
    var latent: (height: Int, width: Int) {
      (grid.height >> (stages.count - 1), grid.width >> (stages.count - 1))
    }
  }

  let size: Size
  var encoder: [EncoderStage] = []
  var cells: [ConvLEMCell] = []
  var upscale: TransposedConvolution2D
  var head: Convolution2D

  init(_ size: Size, using generator: inout SeededGenerator) {
    self.size = size
    for (inputs, outputs) in zip(size.stages, size.stages.dropFirst()) {
      encoder.append(EncoderStage(inputs: inputs, outputs: outputs, using: &generator))
    }
    for _ in 0..<4 {
      cells.append(
        ConvLEMCell(
          inputs: size.channels,
          channels: size.channels,
          extent: size.latent,
          using: &generator
        )
      )
    }
    upscale = TransposedConvolution2D(
      inputs: size.channels,
      outputs: size.channels,
      kernel: 4,
      stride: 2,
      padding: 1,
      using: &generator
    )
    head = Convolution2D(
      inputs: size.channels / (size.shuffle * size.shuffle),
      outputs: 3,
      kernel: 3,
      padding: 1,
      using: &generator
    )
  }

  /// The forecast [steps · n, 3, h, w] from frames [T · n, 3, h, w].
  func callAsFunction(_ frames: Tensor, steps: Int, _ pass: ForwardPass) -> Tensor {
    let samples = size.batch
    let zero = cells[0].initialState(samples: samples)
    let (low, first) = cells[0].sequence(encoded(frames, pass), from: zero)
    let (_, second) = cells[1].sequence(low, from: zero)
    let noise = Tensor(uniform: zero.y.shape, in: 0..<1, using: &pass.generator)
    let states = ConvLEMCell.rollout(
      [cells[2], cells[3]],
      first: noise,
      from: [first, second],
      steps: steps
    )
    guard !pass.isTraining else { return painted(states) }
    return states.mapped(inGroupsOf: group) { painted($0) }
  }

  /// The latent frames; while learning each frame has its own batch statistics, as in the published code.
  private func encoded(_ frames: Tensor, _ pass: ForwardPass) -> Tensor {
    guard pass.isTraining else {
      return frames.mapped(inGroupsOf: group) { encoder.reduce($0) { $1($0, pass) } }
    }
    let each = frames.chunked(into: frames.shape[0] / size.batch, axis: 0)
    return Tensor.concatenated(each.map { encoder.reduce($0) { $1($0, pass) } }, axis: 0)
  }

  /// How many images are enlarged at a time, to some 12 MB: all of them would take most of the memory.
  private var group: Int {
    max(1, (3 << 20) / (4 * size.channels * size.latent.height * size.latent.width))
  }

  private func painted(_ states: Tensor) -> Tensor {
    head(upscale(states).leakyReLU(slope: 0.01).pixelShuffled(factor: size.shuffle))
  }

  mutating func walk(_ walk: ParameterWalk) {
    walk.modules("encoder", &encoder)
    walk.modules("cells", &cells)
    walk.module("upscale", &upscale)
    walk.module("head", &head)
  }
}

/// A convolution that halves the extents, batch normalisation, leaky ReLU.
struct EncoderStage: Module {
  var convolution: Convolution2D
  var normalization: BatchNormalization

  init(inputs: Int, outputs: Int, using generator: inout SeededGenerator) {
    convolution = Convolution2D(
      inputs: inputs,
      outputs: outputs,
      kernel: 4,
      stride: 2,
      padding: 1,
      using: &generator
    )
    normalization = BatchNormalization(channels: outputs)
  }

  func callAsFunction(_ x: Tensor, _ pass: ForwardPass) -> Tensor {
    normalization(convolution(x), pass).leakyReLU(slope: 0.01)
  }

  mutating func walk(_ walk: ParameterWalk) {
    walk.module("convolution", &convolution)
    walk.module("normalization", &normalization)
  }
}
