import Foundation
import NeuralLayers
import NumericalRuntime
import Tensors
import TestSupport
import Testing

private let fileNames = ["best.safetensors", "last.safetensors", "metrics.csv", "metrics.jsonl"]

private func bytes(_ folder: URL) throws -> [Data] {
  try fileNames.map { try Data(contentsOf: folder.appendingPathComponent($0)) }
}

@Test("A run that is broken off and resumed leaves the same bytes as one that ran through")
func exactResume() throws {
  try withTemporaryFolder { folder in
    let (whole, parts) = (
      folder.appendingPathComponent("whole"), folder.appendingPathComponent("parts")
    )
    var loop = SmallTask.loop(epochs: 6, folder: whole)
    #expect(try loop.resume() == false)
    try SmallTask.run(&loop)
    // Stopped by an error within the third and within the fifth epoch.
    for stop in [2 * 6 + 2, 4 * 6 + 5] {
      var part = SmallTask.loop(epochs: 6, folder: parts)
      try part.resume()
      #expect(throws: Interruption.self) { try interrupted(&part, at: stop) }
    }
    // A torn row and one of an epoch without checkpoint, as a killed run may leave them.
    let table = try FileHandle(forWritingTo: parts.appendingPathComponent("metrics.csv"))
    try table.seekToEnd()
    try table.write(contentsOf: Data("5,30,0.1,0.1,0.1,0.1\n6,3".utf8))
    var rest = SmallTask.loop(epochs: 6, folder: parts)
    #expect(try rest.resume())
    #expect(rest.state.epoch == 4)
    try SmallTask.run(&rest)
    #expect(try bytes(whole) == bytes(parts))
    #expect(try FileManager.default.contentsOfDirectory(atPath: parts.path).sorted() == fileNames)
  }
}

private struct Interruption: Error {}

private func interrupted(_ loop: inout SmallTask.Loop, at stop: Int) throws {
  let order = BatchOrder(exampleCount: 96, batchSize: 16, seed: 2)
  var step = loop.state.step
  try loop.run { epoch in
    order.batches(epoch: epoch)
  } loss: { model, indices, pass in
    step += 1
    if step > stop { throw Interruption() }
    let (x, y) = SmallTask.batch(indices)
    return meanSquaredError(model(x, pass), y)
  } validate: { model in
    let (x, y) = SmallTask.batch(Array(0..<96))
    return ["validation_loss": meanSquaredError(model(x, .inference()), y).item]
  }
}

@Test(
  "It learns, the best checkpoint is that of the smallest score, and the log has a row an epoch"
)
func learnsAndLogs() throws {
  try withTemporaryFolder { folder in
    var loop = SmallTask.loop(epochs: 7, folder: folder)
    try SmallTask.run(&loop)
    let lines = try String(
      contentsOf: folder.appendingPathComponent("metrics.csv"),
      encoding: .utf8
    ).split(separator: "\n")
    #expect(lines[0] == "epoch,step,learning_rate,loss,gradient_norm,validation_loss")
    let scores = lines.dropFirst().compactMap { Double($0.split(separator: ",")[5]) }
    #expect(scores.count == 7)
    #expect(scores.min() == loop.state.bestScore)
    // From a variance of 0.5 of the sine.
    #expect(loop.state.bestScore ?? 1 < 0.2)
    let best = try SafeTensorsFile(reading: folder.appendingPathComponent("best.safetensors"))
    #expect(best.metadata["training.epoch"] == "\(loop.state.bestEpoch)")
    #expect(best.metadata["input_scale"] == "3.0")
    #expect(best.entry("norm.running_mean")?.shape == [24])
    let json = try String(
      contentsOf: folder.appendingPathComponent("metrics.jsonl"),
      encoding: .utf8
    )
    let first = try #require(json.split(separator: "\n").first)
    let row = try JSONSerialization.jsonObject(with: Data(first.utf8)) as? [String: Double]
    #expect(row?["validation_loss"] == scores[0])
  }
}

@Test("Early stopping waits as long as it was told")
func earlyStopping() throws {
  var plan = TrainingPlan(epochs: 50, seed: 1)
  plan.earlyStopping = EarlyStopping(patience: 3)
  var loop = TrainingLoop(SmallModel(), StochasticGradientDescent(learningRate: 0.01), plan)
  var stops: [TrainingEvent] = []
  loop.observe = { if case .stoppedEarly = $0 { stops.append($0) } }
  let scores = [5.0, 4, 6, 3, 3, 7, 8, 1]
  var epoch = -1
  try loop.run { _ in
    [[1, 2]]
  } loss: { model, indices, pass in
    meanSquaredError(model(SmallTask.batch(indices).0, pass), Tensor(zeros: [2, 1]))
  } validate: { _ in
    epoch += 1
    return ["validation_loss": scores[epoch]]
  }
  #expect(loop.state.epoch == 7)
  #expect(stops == [.stoppedEarly(epoch: 7, best: 4)])
}

@Test("A loss that is not finite stops training with its step and keeps the last checkpoint")
func nonFiniteLoss() throws {
  try withTemporaryFolder { folder in
    var loop = SmallTask.loop(epochs: 3, folder: folder)
    let last = folder.appendingPathComponent("last.safetensors")
    var steps = 0
    let expected = NeuralLayersError.nonFiniteLoss(step: 5, lastCheckpoint: last.path)
    #expect(throws: expected) {
      try loop.run { _ in
        [0, 1, 2]
      } loss: { model, _, pass in
        steps += 1
        let (x, y) = SmallTask.batch([1, 5, 9])
        let loss = meanSquaredError(model(x, pass), y)
        return steps == 5 ? loss * .nan : loss
      }
    }
    #expect("\(expected)".contains("step 5") && "\(expected)".contains(last.path))
    let kept = try SafeTensorsFile(reading: last)
    #expect(kept.metadata["training.epoch"] == "1")
    #expect(loop.model.parameters.allSatisfy { $0.floats.allSatisfy(\.isFinite) })
  }
}

@Test("A run that is asked to stop does so after a step, and goes on from its last checkpoint")
func cancelled() throws {
  try withTemporaryFolder { folder in
    let (whole, parts) = (
      folder.appendingPathComponent("whole"), folder.appendingPathComponent("parts")
    )
    var loop = SmallTask.loop(epochs: 3, folder: whole)
    try SmallTask.run(&loop)
    var part = SmallTask.loop(epochs: 3, folder: parts)
    var (asked, events) = (0, [TrainingEvent]())
    part.isCancelled = {
      asked += 1
      return asked > 10
    }
    part.observe = { events.append($0) }
    let last = parts.appendingPathComponent("last.safetensors").path
    // In the second epoch of six steps.
    #expect(throws: NeuralLayersError.cancelled(step: 10, lastCheckpoint: last)) {
      try SmallTask.run(&part)
    }
    #expect(events.last == .ended(epoch: 1))
    var rest = SmallTask.loop(epochs: 3, folder: parts)
    #expect(try rest.resume() && rest.state.epoch == 1)
    try SmallTask.run(&rest)
    #expect(try bytes(whole) == bytes(parts))
  }
}

@Test("A gradient that is not finite stops training before it reaches the parameters")
func nonFiniteGradient() throws {
  var loop = TrainingLoop(SmallModel(), Adam(), TrainingPlan(epochs: 1, seed: 1))
  #expect(throws: NeuralLayersError.nonFiniteGradient(step: 1, lastCheckpoint: nil)) {
    try loop.run { _ in
      [0]
    } loss: { model, _, pass in
      // The root has an infinite slope at zero.
      let (x, _) = SmallTask.batch([1, 5, 9])
      return (model(x, pass) * 0).squared().sum().sqrt()
    }
  }
  #expect(loop.model.parameters.allSatisfy { $0.floats.allSatisfy(\.isFinite) })
}

@Test("A resumed run whose log has other columns is told so")
func foreignLog() throws {
  try withTemporaryFolder { folder in
    var loop = SmallTask.loop(epochs: 1, folder: folder)
    try SmallTask.run(&loop)
    let table = folder.appendingPathComponent("metrics.csv")
    try Data("epoch,accuracy\n1,0.5\n".utf8).write(to: table)
    var more = SmallTask.loop(epochs: 2, folder: folder)
    try more.resume()
    #expect {
      try SmallTask.run(&more)
    } throws: { error in
      "\(error)".contains("metrics.csv, line 1: the columns are epoch,accuracy")
    }
  }
}

@Test("An epoch without batches is an error and no best epoch")
func noBatches() throws {
  try withTemporaryFolder { folder in
    var loop = SmallTask.loop(epochs: 2, folder: folder)
    #expect(throws: NeuralLayersError.noBatches(epoch: 1)) {
      try SmallTask.run(&loop, members: 7)  // of 6 batches
    }
    #expect(loop.state.bestScore == nil)
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(files.isEmpty)
  }
}

/// A run whose validation gives the metrics of each epoch.
private func run(_ loop: inout SmallTask.Loop, metrics: [[String: Double]]) throws {
  var epoch = loop.state.epoch
  try loop.run { _ in
    [[1, 20, 70]]
  } loss: { model, indices, pass in
    let (x, y) = SmallTask.batch(indices)
    return meanSquaredError(model(x, pass), y)
  } validate: { _ in
    epoch += 1
    return metrics[epoch - 1]
  }
}

@Test("A metric that is new in a later epoch is an error after the epoch is saved")
func newMetric() throws {
  try withTemporaryFolder { folder in
    var loop = SmallTask.loop(epochs: 3, folder: folder)
    #expect {
      try run(&loop, metrics: [["validation_loss": 2], ["validation_loss": 1, "recall": 1]])
    } throws: { error in
      "\(error)".contains("not epoch,step,learning_rate,loss,gradient_norm,recall,validation_loss")
    }
    for name in ["last", "best"] {
      let file = try SafeTensorsFile(reading: folder.appendingPathComponent("\(name).safetensors"))
      #expect(file.metadata["training.epoch"] == "2")
    }
  }
}

@Test("A score of no metric's name is an error; loss is the training loss")
func scoreNames() throws {
  try withTemporaryFolder { folder in
    let metrics = ["validation_loss": 2.0]
    var plan = TrainingPlan(epochs: 1, seed: 1, folder: folder)
    plan.scoreName = "validation_los"
    var loop = SmallTask.Loop(SmallModel(), Adam(), plan)
    let expected = NeuralLayersError.noSuchMetric(
      name: "validation_los",
      found: ["validation_loss"]
    )
    #expect(throws: expected) { try run(&loop, metrics: [metrics]) }
    let last = folder.appendingPathComponent("last.safetensors")
    #expect(try SafeTensorsFile(reading: last).metadata["training.best_epoch"] == "0")
    plan.scoreName = "loss"
    var other = SmallTask.Loop(SmallModel(), Adam(), plan)
    try run(&other, metrics: [metrics])
    #expect(other.state.bestEpoch == 1 && other.state.bestScore != 2)
  }
}

@Test("A folder that cannot be made is told before the first step")
func unusableFolder() throws {
  try withTemporaryFolder { folder in
    let file = folder.appendingPathComponent("file")
    try Data("text".utf8).write(to: file)
    var loop = SmallTask.loop(epochs: 1, folder: file.appendingPathComponent("run"))
    #expect(throws: FileAccessError.self) { try SmallTask.run(&loop) }
    #expect(loop.state.step == 0)
  }
}
