import NumericalRuntime
import Testing

@testable import Tensors

/// Something that tells whether it is alive.
private final class Value: Sendable {
  let number: Int
  init(_ number: Int) { self.number = number }
}

@Test("The value not asked for longest goes first, and lives on where it is used")
func leastRecentlyUsed() {
  let cache = RecentlyUsed<Int, Value>(limit: 3)
  var made: [Int] = []
  func ask(_ key: Int) -> Value {
    cache.value(for: key) {
      made.append(key)
      return Value(key)
    }
  }
  let first = ask(0)
  for key in [1, 2, 0, 3] { #expect(ask(key).number == key) }
  #expect(made == [0, 1, 2, 3] && cache.count == 3)
  #expect(ask(0) === first)
  _ = (ask(1), ask(4), ask(5))
  #expect(made == [0, 1, 2, 3, 1, 4, 5])
  #expect(first.number == 0 && ask(0) !== first)
}

@Test("Threads that ask for the same at once get the same value, whatever is dropped meanwhile")
func manyThreads() {
  let cache = RecentlyUsed<Int, Value>(limit: 4)
  parallelFor(64) { task in
    for round in 0..<200 {
      let key = (task * 7 + round) % 9
      require(cache.value(for: key) { Value(key) }.number == key, "another key's value")
    }
  }
  #expect(cache.count == 4)
}

@Test("Convolutions of ever new sizes keep few primitives and plans, and give the same numbers")
func manySizesOfImages() {
  let w = samples([16, 16, 3, 3]).cast(to: .float32)
  func convolve(_ size: Int) -> [Float] {
    samples([1, 16, size, 9]).cast(to: .float32).convolution2D(w, padding: 1).floats
  }
  let before = convolve(8)
  // More sizes than plans are kept.
  for size in 9..<(20 + OutputPlan.made.limit) { _ = convolve(size) }
  #expect(OutputPlan.made.count == OutputPlan.made.limit)
  #expect(ConvolutionPrimitive.made.count <= ConvolutionPrimitive.made.limit)
  #expect(convolve(8) == before)
}
