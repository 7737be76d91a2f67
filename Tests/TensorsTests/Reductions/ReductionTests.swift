import Testing

@testable import Tensors

@Test("Sums over any axes agree with sums by hand")
func sums() {
  let x = samples([3, 4, 5, 6])
  let numbers = x.doubles
  for axes in [[], [0], [3], [1, 2], [0, 2], [0, 2, 3], [0, 1, 2, 3], [-1, 1]] {
    let kept = x.shape(reducing: x.normalizedAxes(axes, "sum"), keepingDimensions: true)
    var expected = Tensor(zeros: kept, .float64).doubles
    let reduced = Set(x.normalizedAxes(axes, "sum"))
    for (i, number) in numbers.enumerated() {
      let place = [i / 120, i / 30 % 4, i / 6 % 5, i % 6]
      var index = 0
      for axis in 0..<4 where !reduced.contains(axis) {
        index = index * x.shape[axis] + place[axis]
      }
      expected[index] += number
    }
    let single = x.cast(to: .float32).sum(axes: axes).doubles
    for (value, (double, float)) in zip(expected, zip(x.sum(axes: axes).doubles, single)) {
      #expect(abs(value - double) < 1e-12)
      #expect(abs(value - float) < 2e-5)  // 360 numbers of order one in single precision
    }
  }
}

@Test("Reductions have the gradients of central differences")
func reductionGradients() {
  let x = samples([3, 4, 5])
  for axes in [[0], [1], [2], [0, 2], [0, 1, 2], []] {
    #expect(gradientError(at: [x]) { $0[0].sum(axes: axes) } < 1e-7)
    #expect(gradientError(at: [x]) { $0[0].mean(axes: axes, keepingDimensions: true) } < 1e-7)
    #expect(gradientError(at: [x]) { $0[0].maximum(axes: axes) } < 1e-7)
    #expect(gradientError(at: [x]) { $0[0].minimum(axes: axes, keepingDimensions: true) } < 1e-7)
  }
  #expect(gradientError(at: [x]) { $0[0].variance(axes: [0, 2], correction: 1) } < 1e-7)
  #expect(gradientError(at: [x]) { $0[0].variance() } < 1e-7)
}

@Test("Reductions of nothing and of one number")
func emptyReductions() {
  #expect(Tensor(zeros: [0, 3]).sum().item == 0)
  #expect(Tensor(zeros: [0, 3]).sum(axes: [0]).floats == [0, 0, 0])
  #expect(Tensor(zeros: [0, 3]).mean().item.isNaN)
  #expect(Tensor(4.0).sum().item == 4)
  #expect(Tensor(4.0).maximum(axes: []).item == 4)
}
