import Testing

@testable import Tensors

@Test("Gathering and scattering have the gradients of central differences")
func gatherGradients() {
  let x = samples([3, 4, 5])
  for axis in 0..<3 {
    #expect(
      gradientError(at: [x]) { $0[0].gathered(axis: axis, indices: [2, 0, 2]).squared() } < 1e-7
    )
    let indices = Array((0..<x.shape[axis]).map { $0 % 3 })
    #expect(
      gradientError(at: [x]) {
        $0[0].scattered(axis: axis, indices: indices, extent: 4).squared()
      } < 1e-7
    )
  }
  let images = samples([2, 3, 4, 5])
  #expect(
    gradientError(at: [images]) {
      $0[0].gatheredAtPoints(rows: [0, 3, 3, 0], columns: [1, 4, 4, 0]).squared()
    } < 1e-7
  )
  #expect(
    gradientError(at: [x]) {
      $0[0].scatteredToPoints(
        rows: [0, 1, 1, 2, 0],
        columns: [0, 1, 1, 3, 3],
        height: 3,
        width: 4
      ).squared()
    } < 1e-7
  )
}

@Test("Grid points are found in blocks of channels too")
func blockedPoints() {
  let x = samples([2, 32, 3, 5]).cast(to: .float32)
  let (rows, columns) = ([0, 2, 1], [4, 0, 3])
  let values = x.gatheredAtPoints(rows: rows, columns: columns)
  #expect(values.floats == x.channelBlocks.gatheredAtPoints(rows: rows, columns: columns).floats)
  #expect(values.floats[3] == x.floats[15 + 4])
  let gradients = [x, x.channelBlocks].map {
    valueAndGradient(at: [$0]) {
      $0[0].gatheredAtPoints(rows: rows, columns: columns).squared().sum()
    }.gradients[0].floats
  }
  #expect(gradients[0] == gradients[1])
}
