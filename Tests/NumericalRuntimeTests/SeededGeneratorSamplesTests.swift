import NumericalRuntime
import Testing

@Suite("Random choices that a seed fixes")
struct SeededGeneratorSamplesTests {
  @Test("A seed keeps its selection and its order from version to version")
  func known() {
    // Worked out from Philox and both algorithms in another language.
    var generator = SeededGenerator(seed: 9, stream: 1)
    #expect(generator.selection(of: 4, from: 10) == [1, 2, 3, 6])
    #expect(generator.position == 10)
    generator.position = 0
    #expect(generator.permutation(of: 10) == [7, 5, 4, 9, 3, 1, 8, 2, 0, 6])
    #expect(generator.position == 9)
  }

  @Test("Selections hold as many as asked for, from none to all")
  func counts() {
    var generator = SeededGenerator(seed: 2)
    for count in 0...7 {
      let chosen = generator.selection(of: count, from: 7)
      #expect(chosen.count == count && Set(chosen).count == count && chosen == chosen.sorted())
    }
    #expect(generator.selection(of: 7, from: 7) == Array(0..<7))
    #expect(generator.selection(of: 0, from: 0).isEmpty)
    #expect(generator.permutation(of: 0).isEmpty && generator.permutation(of: 1) == [0])
    #expect(generator.permutation(of: 500).sorted() == Array(0..<500))
  }

  @Test("All pairs of four and all orders of three are equally frequent")
  func fairness() {
    var generator = SeededGenerator(seed: 3)
    var pairs: [[Int]: Int] = [:]
    var orders: [[Int]: Int] = [:]
    for _ in 0..<6000 {
      pairs[generator.selection(of: 2, from: 4), default: 0] += 1
      orders[generator.permutation(of: 3), default: 0] += 1
    }
    #expect(pairs.count == 6 && orders.count == 6)
    // Five standard deviations of a binomial distribution with n = 6000, p = 1/6 are 144.
    #expect(pairs.values.allSatisfy { abs($0 - 1000) < 144 })
    #expect(orders.values.allSatisfy { abs($0 - 1000) < 144 })
  }
}
