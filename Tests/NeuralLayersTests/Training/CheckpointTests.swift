import Foundation
import NeuralLayers
import NumericalRuntime
import Tensors
import TestSupport
import Testing

@Test("A model is saved under its published names and loaded again")
func saveAndLoad() throws {
  try withTemporaryFolder { folder in
    let url = folder.appendingPathComponent("model.safetensors")
    let model = SmallModel(seed: 1)
    try model.save(to: url, metadata: ["scale": "2"])
    var other = SmallModel(seed: 2)
    try other.load(from: url)
    #expect(model.namedTensors.map(\.tensor.floats) == other.namedTensors.map(\.tensor.floats))
    let file = try SafeTensorsFile(reading: url)
    #expect(file.metadata["scale"] == "2")
    #expect(
      file.names == [
        "norm.num_batches_tracked", "first.weight", "first.bias", "norm.weight", "norm.bias",
        "norm.running_mean", "norm.running_var", "second.weight", "second.bias",
      ]
    )
  }
}

@Test("Counters stand in files as integers, as in PyTorch, and are read from floats too")
func counters() throws {
  try withTemporaryFolder { folder in
    var loop = SmallTask.loop(epochs: 2, folder: folder)
    try SmallTask.run(&loop)
    let file = try SafeTensorsFile(reading: folder.appendingPathComponent("last.safetensors"))
    for name in ["norm.num_batches_tracked", "average/norm.num_batches_tracked"] {
      #expect(file.entry(name)?.type == "I64")
      #expect(try file.tensor(name).item == 12)
    }
    let floats = folder.appendingPathComponent("floats.safetensors")
    try SafeTensorsFile.write(loop.model.namedTensors.map { ($0.name, $0.tensor) }, to: floats)
    var model = SmallModel()
    try model.load(from: floats)
    #expect(model.norm.batchCount.item == 12)
  }
}

@Test(
  "A foreign file is refused with every tensor that does not fit, and the model stays as it was"
)
func foreignFile() throws {
  try withTemporaryFolder { folder in
    let url = folder.appendingPathComponent("model.safetensors")
    var tensors = SmallModel().namedTensors.map { (name: $0.name, tensor: $0.tensor) }
    tensors.removeAll { $0.name == "first.bias" || $0.name == "norm.running_var" }
    tensors[0].tensor = Tensor(zeros: [24, 2])
    tensors += [("head.weight", Tensor(zeros: [3])), ("head.bias", Tensor(zeros: [1]))]
    try SafeTensorsFile.write(tensors, to: url)
    var model = SmallModel()
    let error = NeuralLayersError.foreignTensors(
      path: url.path,
      missing: ["first.bias", "norm.running_var"],
      extra: ["head.weight", "head.bias"],
      misshapen: [.init(name: "first.weight", expected: [24, 1], found: [24, 2])]
    )
    #expect(throws: error) { try model.load(from: url) }
    for text in ["missing first.bias, norm.running_var", "first.weight [24, 2] instead of [24, 1]"]
    {
      #expect("\(error)".contains(text))
    }
    #expect(model.first.weight.floats == SmallModel().first.weight.floats)
  }
}

@Test("A truncated checkpoint is refused with the tensor that is cut")
func truncatedCheckpoint() throws {
  try withTemporaryFolder { folder in
    var loop = SmallTask.loop(epochs: 1, folder: folder)
    try SmallTask.run(&loop)
    let url = folder.appendingPathComponent("last.safetensors")
    let whole = try Data(contentsOf: url)
    try whole.dropLast(3).write(to: url)
    var other = SmallTask.loop(epochs: 2, folder: folder)
    #expect {
      try other.resume()
    } throws: { error in
      "\(error)".contains("3 bytes before the end of tensor average/second.bias")
    }
    #expect(other.state.epoch == 0)
  }
}

@Test("A file of tensors without training state is no checkpoint")
func notACheckpoint() throws {
  try withTemporaryFolder { folder in
    let url = folder.appendingPathComponent("last.safetensors")
    try SmallModel().save(to: url)
    var loop = SmallTask.loop(epochs: 2, folder: folder)
    #expect(
      throws: NeuralLayersError.notACheckpoint(
        path: url.path,
        missingKey: "training.random.seed"
      )
    ) { try loop.resume() }
  }
}

@Test(
  "A process that is killed while it writes leaves a whole checkpoint, from which training goes on"
)
func killedWhileWriting() async throws {
  let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("foreshake-killed-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  let path = folder.path
  await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
    let folder = URL(fileURLWithPath: path)
    let last = folder.appendingPathComponent("last.safetensors")
    let model = WideModel()
    var loop = TrainingLoop(model, Adam(), TrainingPlan(epochs: 1000, seed: 1, folder: folder))
    // The process dies at a moment that has nothing to do with what the loop is doing.
    Thread.detachNewThread {
      while !FileManager.default.fileExists(atPath: last.path) { usleep(1000) }
      usleep(137_000)
      kill(getpid(), SIGKILL)
    }
    try WideModel.run(&loop)
  }
  var rest = TrainingLoop(WideModel(), Adam(), TrainingPlan(epochs: 0, seed: 1, folder: folder))
  #expect(try rest.resume())
  #expect(rest.state.epoch >= 1)
  // All numbers took the same steps: no part of the file is older than another.
  #expect(Set(rest.model.weight.floats).count == 1)
}

/// Two million numbers that all take the same steps: files of 24 MB, written most of the time.
private struct WideModel: Module {
  var weight = Tensor(ones: [2_000_000])

  mutating func walk(_ walk: ParameterWalk) { walk.parameter("weight", &weight) }

  static func run(_ loop: inout TrainingLoop<WideModel, Adam>) throws {
    try loop.run { _ in
      [0]
    } loss: { model, _, _ in
      model.weight.squared().sum()
    }
  }
}
