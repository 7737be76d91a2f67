import Foundation
import NeuralLayers
import NumericalRuntime
import Synchronization
import Tensors
import TestSupport
import Testing

/// Runs `body` for each member of a group on a thread of its own.
private func forMembers<Value: Sendable>(
  _ count: Int,
  _ body: @escaping @Sendable (ThreadGroupAverager) throws -> Value
) -> [Result<Value, any Error>] {
  let results = Mutex([Int: Result<Value, any Error>]())
  let done = DispatchGroup()
  for member in ThreadGroupAverager.members(count) {
    DispatchQueue.global().async(group: done) {
      let result = Result { try body(member) }
      results.withLock { $0[member.rank] = result }
    }
  }
  done.wait()
  return results.withLock { found in (0..<count).compactMap { found[$0] } }
}

/// The tensors of a loop's model after each member of a group ran.
private func train(members: Int) throws -> [[[Float]]] {
  try forMembers(members) { member in
    var plan = SmallTask.plan(epochs: 2, folder: nil)
    plan.averaging = nil
    var model = SmallModel()
    model.dropout.rate = 0
    var loop = TrainingLoop(model, Adam(learningRate: 0.01), plan, averager: member)
    try SmallTask.run(&loop, rank: member.rank, members: members)
    return loop.model.namedTensors.map(\.tensor.floats)
  }.map { try $0.get() }
}

@Test("Members of a group hold the same parameters and statistics, bit by bit, after every run")
func sameParameters() throws {
  let first = try train(members: 3)
  #expect(first.count == 3)
  for (after, before) in zip(first[0], SmallModel().namedTensors) {
    #expect(after != before.tensor.floats, "\(before.name)")
  }
  #expect(first[0] == first[1] && first[1] == first[2])
  #expect(try train(members: 3) == first)
}

@Test("The mean over members is that of their gradients and numbers")
func means() throws {
  let results = forMembers(2) { member in
    var gradients = [Tensor([Float(member.rank), 4], shape: [2])]
    try member.average(&gradients)
    return gradients[0].floats + [Float(try member.average(Double(10 * member.rank)))]
  }
  #expect(try results.map { try $0.get() } == [[0.5, 4, 5], [0.5, 4, 5]])
}

@Test("Members stop early in the same epoch, by the mean of their scores")
func stopTogether() throws {
  // Alone, the first would stop after epoch 3, the second go on to the end; the means are 5, 3, 4, 4.
  let scores = [[1.0, 2, 3, 4, 5, 6], [9.0, 4, 5, 4, 3, 2]]
  let results = forMembers(2) { member in
    var plan = TrainingPlan(epochs: 6, seed: 1)
    plan.earlyStopping = EarlyStopping(patience: 2)
    var loop = TrainingLoop(SmallModel(), Adam(), plan, averager: member)
    var epoch = 0
    try loop.run { _ in
      [[3 * member.rank, 10, 40]]
    } loss: { model, indices, pass in
      let (x, y) = SmallTask.batch(indices)
      return meanSquaredError(model(x, pass), y)
    } validate: { _ in
      epoch += 1
      return ["validation_loss": scores[member.rank][epoch - 1]]
    }
    return [loop.state.epoch, loop.state.bestEpoch, Int(loop.state.bestScore ?? 0)]
  }
  #expect(try results.map { try $0.get() } == [[4, 2, 3], [4, 2, 3]])
}

private struct Mishap: Error {}

@Test(
  "A member that fails lets the others go with an error that names it",
  .timeLimit(.minutes(10))
)
func failingMember() {
  let results = forMembers(3) { member in
    var loop = TrainingLoop(
      SmallModel(),
      Adam(),
      TrainingPlan(epochs: 2, seed: 1),
      averager: member
    )
    try loop.run { _ in
      [[1, 2, 3], [4, 5, 6]]
    } loss: { model, indices, pass in
      if member.rank == 1, indices[0] == 4 { throw Mishap() }
      let (x, y) = SmallTask.batch(indices)
      return meanSquaredError(model(x, pass), y)
    }
  }
  #expect(throws: Mishap.self) { try results[1].get() }
  for rank in [0, 2] {
    #expect(throws: NeuralLayersError.memberStopped(rank: 1)) { try results[rank].get() }
  }
}

/// What the runs of three members come to, of which each has its own batches and the second may be cancelled.
private func outcomes(
  batches: [[[Int]]],
  cancelledAt: Int? = nil
) -> [Result<Int, any Error>] {
  forMembers(3) { member in
    let plan = TrainingPlan(epochs: 2, seed: 1)
    var loop = TrainingLoop(SmallModel(), Adam(), plan, averager: member)
    var asked = 0
    loop.isCancelled = {
      asked += 1
      return member.rank == 1 && cancelledAt.map { asked > $0 } ?? false
    }
    try loop.run { _ in
      batches[member.rank]
    } loss: { model, indices, pass in
      let (x, y) = SmallTask.batch(indices)
      return meanSquaredError(model(x, pass), y)
    }
    return loop.state.step
  }
}

@Test("Members with different numbers of batches are told so", .timeLimit(.minutes(10)))
func unequalBatches() {
  let few = [[1, 2, 3], [40, 5, 60]]
  let expected = NeuralLayersError.unequalBatches(epoch: 1, batch: 3, lacking: [0, 2])
  for result in outcomes(batches: [few, few + [[7, 8]], few]) {
    #expect(throws: expected) { try result.get() }
  }
  #expect("\(expected)".contains("members 0, 2 had no batch 3 while others did"))
  let none = NeuralLayersError.unequalBatches(epoch: 1, batch: 1, lacking: [1])
  for result in outcomes(batches: [few, [], few]) {
    #expect(throws: none) { try result.get() }
  }
}

@Test("What is asked of one member stops all after the same step", .timeLimit(.minutes(10)))
func cancelledTogether() {
  let batches = [[1, 2, 3], [40, 5, 60]]
  let expected = NeuralLayersError.cancelled(step: 1, lastCheckpoint: nil)
  for result in outcomes(batches: [batches, batches, batches], cancelledAt: 1) {
    #expect(throws: expected) { try result.get() }
  }
}

@Test("Batches of an epoch hold every example once, divided evenly among members")
func batchOrder() {
  let order = BatchOrder(exampleCount: 50, batchSize: 8, seed: 3)
  let batches = order.batches(epoch: 4)
  #expect(batches.map(\.count) == [8, 8, 8, 8, 8, 8, 2])
  #expect(batches.flatMap { $0 }.sorted() == Array(0..<50))
  #expect(order.batches(epoch: 4) == batches)
  #expect(order.batches(epoch: 5) != batches)
  let shares = (0..<3).map { order.batches(epoch: 4, rank: $0, members: 3) }
  #expect(shares.map(\.count) == [2, 2, 2])
  #expect(shares[1] == [batches[1], batches[4]])
  var dropping = order
  dropping.dropsIncomplete = true
  #expect(dropping.batches(epoch: 0).count == 6)
}
