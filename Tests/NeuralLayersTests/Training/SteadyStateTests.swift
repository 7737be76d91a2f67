import Foundation
import NeuralLayers
import NumericalRuntime
import TensorTestSupport
import Tensors
import TestSupport
import Testing

/// Every fused operation of this target on tensors that are shared out among threads.
private struct WideModel: Module {
  var images = BatchNormalization(channels: 24)
  var blocks = BatchNormalization(channels: 32)
  var rows = LayerNormalization(shape: [48])
  var memory: LEMCell
  var readOut: Linear
  var weight: Tensor

  init() {
    var generator = SeededGenerator(seed: 4)
    memory = LEMCell(inputs: 3, width: 9, using: &generator)
    readOut = Linear(inputs: 9, outputs: 2, using: &generator)
    weight = Tensor(normal: [300, 400], using: &generator)
  }

  func loss(_ data: Data, _ pass: ForwardPass) -> Tensor {
    let plain = images(data.images, pass)
    let blocked = blocks(data.blocks.channelBlocks, pass)
    let far = rows(data.blocks.reshaped([8 * 32 * 25, 48]))
    return huberLoss(plain, data.images.flipped(axes: [0])) + meanSquaredError(blocked, data.blocks)
      + relativeL2Loss(far, far.detached * 0.5)
      + readOut(memory.sequence(data.series).ys).squared().mean()
      + meanAbsoluteError(weight, data.weight)
  }

  mutating func walk(_ walk: ParameterWalk) {
    walk.module("images", &images)
    walk.module("blocks", &blocks)
    walk.module("rows", &rows)
    walk.module("memory", &memory)
    walk.module("readOut", &readOut)
    walk.parameter("weight", &weight)
  }

  struct Data {
    let images: Tensor
    let blocks: Tensor
    let series: Tensor
    let weight: Tensor

    init() {
      var generator = SeededGenerator(seed: 5)
      images = Tensor(normal: [8, 24, 40, 40], using: &generator)
      blocks = Tensor(normal: [8, 32, 30, 40], using: &generator)
      series = Tensor(normal: [7, 40, 3], using: &generator)
      weight = Tensor(zeros: [300, 400])
    }
  }
}

/// Trains for some epochs of one step; `observe` is called after each.
private func train(epochs: Int, folder: URL?, _ observe: @escaping () -> Void = {}) throws {
  var plan = TrainingPlan(epochs: epochs, seed: 6, folder: folder)
  plan.clipping = .norm(1)
  plan.averaging = .exponential(decay: 0.9)
  let data = WideModel.Data()
  var loop = TrainingLoop(WideModel(), Adam(decoupledWeightDecay: 0.01), plan)
  loop.observe = { if case .epoch = $0 { observe() } }
  try loop.run { _ in
    [0]
  } loss: { model, _, pass in
    model.loss(data, pass)
  }
}

@Test("A training step asks the system for no memory after the first ones")
func trainingSteadyState() async {
  // In a process of its own, since the pool counts for the whole process.
  await #expect(processExitsWith: .success) {
    var allocations: [Int] = []
    try train(epochs: 6, folder: nil) { allocations.append(TensorPool.freshAllocationCount) }
    require(allocations[1] == allocations[5], "\(allocations)")
  }
}

@Test("A checkpoint has the same bytes for any number of threads")
func threadsDoNotMatter() async throws {
  let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("foreshake-threads-\(UUID().uuidString)")
  defer { try? FileManager.default.removeItem(at: folder) }
  let path = folder.path
  await #expect(processExitsWith: .success) { [path = path as String] in
    try trainOnThreads(1, in: path)
  }
  await #expect(processExitsWith: .success) { [path = path as String] in
    try trainOnThreads(2, in: path)
  }
  await #expect(processExitsWith: .success) { [path = path as String] in
    try trainOnThreads(3, in: path)
  }
  let files = try (1...3).map {
    try Foundation.Data(contentsOf: folder.appendingPathComponent("\($0)/last.safetensors"))
  }
  #expect(files[0] == files[1] && files[0] == files[2])
}

private func trainOnThreads(_ threads: Int, in path: String) throws {
  setenv("FORESHAKE_THREADS", "\(threads)", 1)
  require(ThreadBudget.available == threads, "\(ThreadBudget.available) threads")
  try train(epochs: 3, folder: URL(fileURLWithPath: path).appendingPathComponent("\(threads)"))
}
