import NeuralLayers
import Testing

@Suite("Batches of an epoch")
struct BatchOrderTests {
  @Test("A seed and an epoch keep their order from version to version")
  func known() {
    let order = BatchOrder(exampleCount: 11, batchSize: 4, seed: 7)
    // Worked out from Philox and the shuffle in another language; resumed runs rest on such orders.
    #expect(order.batches(epoch: 3) == [[10, 4, 7, 5], [3, 8, 6, 1], [0, 9, 2]])
    #expect(order.batches(epoch: 4).flatMap(\.self).sorted() == Array(0..<11))
  }

  @Test("Members side by side share the whole batches, as many for each")
  func members() {
    var order = BatchOrder(exampleCount: 11, batchSize: 4, seed: 7, dropsIncomplete: true)
    #expect(order.batches(epoch: 3, rank: 1, members: 2) == [[3, 8, 6, 1]])
    order.isShuffled = false
    #expect(order.batches(epoch: 3) == [[0, 1, 2, 3], [4, 5, 6, 7]])
  }
}
