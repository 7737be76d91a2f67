import NeuralLayers
import NumericalRuntime
import Seismology
import Tensors
import Testing
import WaveSimulation

@Suite("A wavefield learnt by heart")
struct WavefieldOverfitTests {
  /// Predicts each next frame of the surface from the frames so far.
  private struct NextFrame: Module {
    var lift: Convolution2D
    var cell: ConvLEMCell
    var head: Convolution2D

    init(extent: (height: Int, width: Int), using generator: inout SeededGenerator) {
      lift = Convolution2D(
        inputs: 3,
        outputs: 16,
        kernel: 3,
        padding: 1,
        using: &generator
      )
      cell = ConvLEMCell(inputs: 16, channels: 16, extent: extent, using: &generator)
      head = Convolution2D(
        inputs: 16,
        outputs: 3,
        kernel: 3,
        padding: 1,
        using: &generator
      )
    }

    /// [T · n, 3, h, w] to the same, one frame later.
    func callAsFunction(_ frames: Tensor, samples: Int) -> Tensor {
      let start = cell.initialState(samples: samples)
      return head(cell.sequence(lift(frames).leakyReLU(slope: 0.01), from: start).states)
    }

    mutating func walk(_ walk: ParameterWalk) {
      walk.module("lift", &lift)
      walk.module("cell", &cell)
      walk.module("head", &head)
    }
  }

  /// Surface velocities [T, 3, h, w] of a strike-slip earthquake in a half-space, scaled to a deviation of 1.
  private func wavefield(x: Double) throws -> Tensor {
    let rock = Material(density: 2600, pVelocity: 5000, sVelocity: 2800)
    let grid = try SimulationGrid(
      coveringX: 0...4700,
      y: 0...4700,
      depth: 2500,
      spacing: 100,
      absorbingNodes: 8
    )
    let source = PointSource(
      location: LocalPoint(x: x, y: 2300, z: 800),
      moment: MomentTensor(strike: 30, dip: 70, rake: 20, scalarMoment: 1e15),
      timeFunction: try GaussianTimeFunction(sigma: 0.1, centerTime: 0.4)
    )
    var simulation = try WaveSimulation(
      model: HomogeneousModel(rock),
      grid: grid,
      sources: [source],
      outputs: OutputRequest(surfaceFrameInterval: 0.1, surfaceStride: 2)
    )
    var sink = InMemorySink()
    try simulation.run(until: 1.9, into: &sink)
    let frames = sink.frames.filter { $0.slice == .surface && $0.time > 0.65 }.prefix(12)
    let first = try #require(frames.first)
    let extent = [first.slow.count, first.fast.count]
    let numbers = frames.flatMap { $0.east + $0.north + $0.up }
    let scale = (numbers.reduce(0) { $0 + $1 * $1 } / Float(numbers.count)).squareRoot()
    #expect(scale > 0)
    return Tensor(numbers.map { $0 / scale }, shape: [frames.count, 3] + extent)
  }

  // The batch: two earthquakes, eleven steps each. Guessing that nothing changes is wrong by more than half of
  // the motion; learnt by heart means a tenth of it at most.
  @Test("A ConvLEM model learns the next frames of two simulated earthquakes by heart")
  func overfit() throws {
    let movies = try [wavefield(x: 1700), wavefield(x: 3000)]
    let steps = movies[0].shape[0] - 1
    func part(_ from: Int) -> Tensor {
      let slices = movies.map { $0.sliced(axis: 0, from: from, to: from + steps) }
      let joined = Tensor.stacked(slices, axis: 1)
      return joined.reshaped([-1] + joined.shape.dropFirst(2))
    }
    let (inputs, targets) = (part(0), part(1))
    var generator = SeededGenerator(seed: 3)
    let extent = (height: inputs.shape[2], width: inputs.shape[3])
    var model = NextFrame(extent: extent, using: &generator)
    var optimizer = Adam(learningRate: 5e-3)
    let energy = targets.squared().mean().item
    #expect((inputs - targets).squared().mean().item > 0.25 * energy)
    var loss = Double.infinity
    for step in 0..<400 {
      if step == 300 { optimizer.learningRate = 1e-3 }
      let (value, gradients) = valueAndGradient(at: model) {
        ($0(inputs, samples: 2) - targets).squared().mean()
      }
      optimizer.update(&model, gradients)
      loss = value.item
    }
    #expect((loss / energy).squareRoot() < 0.1)
  }
}
