import NeuralLayers
import Tensors
import Testing

private struct Point: Module {
  var x: Tensor
  var count = Tensor(zeros: [])

  mutating func walk(_ walk: ParameterWalk) {
    walk.parameter("x", &x)
    walk.buffer("count", &count)
  }
}

private func point(_ x: Float) -> Point {
  Point(x: Tensor([x, 2 * x], shape: [2]), count: Tensor(Double(x)))
}

@Test("An exponential average moves a part of the way, an equal one is the mean of what it saw")
func averages() {
  var exponential = WeightAverage(of: point(0), .exponential(decay: 0.75))
  var equal = WeightAverage(of: point(0), .equal)
  for x: Float in [4, 8, 12] {
    exponential.update(with: point(x))
    equal.update(with: point(x))
  }
  #expect(exponential.model.x.floats == [5.0625, 10.125])
  #expect(equal.model.x.floats == [8, 16])
  #expect(exponential.model.count.item == 12)
}

@Test("The model that learns does not change with its average")
func independence() {
  let model = point(1)
  var average = WeightAverage(of: model, .exponential(decay: 0.5))
  average.update(with: point(3))
  #expect(model.x.floats == [1, 2])
  #expect(average.model.x.floats == [2, 4])
}

@Test("A ramped average forgets its beginning soon and then moves as an exponential one")
func rampedAverage() {
  var average = WeightAverage(of: point(0), .ramped(decay: 0.25))
  average.update(with: point(11))
  // The first decay is 2 / 11, the second 3 / 12, the third the limit.
  #expect(abs(average.model.x.floats[0] - 9) < 1e-5)
  average.update(with: point(1))
  #expect(abs(average.model.x.floats[0] - 3) < 1e-5)
  average.update(with: point(7))
  #expect(abs(average.model.x.floats[0] - 6) < 1e-5)
}
