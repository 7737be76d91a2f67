import Foundation
import NeuralLayers
import NumericalRuntime
import Synchronization
import Tensors
import TestSupport
import Testing

/// The tensors of a loop's model after each member of a group ran on a thread of its own.
private func train(members: Int) throws -> [[[Float]]] {
  let group = ThreadGroupAverager.members(members)
  let results = Mutex([[[Float]]](repeating: [], count: members))
  let done = DispatchGroup()
  for member in group {
    DispatchQueue.global().async(group: done) {
      var plan = SmallTask.plan(epochs: 2, folder: nil)
      plan.averaging = nil
      var model = SmallModel()
      model.dropout.rate = 0
      var loop = TrainingLoop(model, Adam(learningRate: 0.01), plan, averager: member)
      try? SmallTask.run(&loop, rank: member.rank, members: members)
      let tensors = loop.model.parameters.map(\.floats)
      results.withLock { $0[member.rank] = tensors }
    }
  }
  done.wait()
  return results.withLock { $0 }
}

@Test("Members of a group hold the same parameters, bit by bit, after every run")
func sameParameters() throws {
  let first = try train(members: 3)
  #expect(first[0].isEmpty == false)
  #expect(first[0] == first[1] && first[1] == first[2])
  #expect(try train(members: 3) == first)
}

@Test("The mean over members is that of their gradients and numbers")
func means() {
  let group = ThreadGroupAverager.members(2)
  let results = Mutex<[Int: [Float]]>([:])
  let done = DispatchGroup()
  for member in group {
    DispatchQueue.global().async(group: done) {
      var gradients = [Tensor([Float(member.rank), 4], shape: [2])]
      member.average(&gradients)
      let number = member.average(Double(10 * member.rank))
      let all = gradients[0].floats + [Float(number)]
      results.withLock { $0[member.rank] = all }
    }
  }
  done.wait()
  #expect(results.withLock { $0 } == [0: [0.5, 4, 5], 1: [0.5, 4, 5]])
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
