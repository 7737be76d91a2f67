import CTensorKernels
import NumericalRuntime

/// A linear map along one axis in which each result is a weighted sum of a few elements: gathering, padding with
/// what is there, and interpolation.
struct AxisMix: Sendable {
  /// How many elements each result is made of.
  let taps: Int
  /// Which elements, `taps` for each result.
  let places: [Int]
  /// With which weights; nil means all ones, and one tap.
  let weights: [Double]?
  /// The extent of the axis before.
  let extent: Int

  /// The extent of the axis afterwards.
  var resultExtent: Int { places.count / taps }

  /// One element each.
  init(places: [Int], extent: Int) {
    (taps, self.places, weights, self.extent) = (1, places, nil, extent)
  }

  /// Weighted sums of two elements each.
  init(pairs: [(Int, Int)], weights: [(Double, Double)], extent: Int) {
    taps = 2
    places = pairs.flatMap { [$0.0, $0.1] }
    self.weights = weights.flatMap { [$0.0, $0.1] }
    self.extent = extent
  }

  /// The map along an axis of `x`, on the tape.
  func callAsFunction(_ x: Tensor, axis: Int) -> Tensor {
    let full = x.shape
    return Tensor.recorded(forward(x.detached.rowMajor, axis: axis), from: [x]) { g in
      [adjoint(g.rowMajor, axis: axis, shape: full)]
    }
  }

  /// The map along an axis of a row-major tensor, off the tape.
  func forward(_ x: Tensor, axis: Int) -> Tensor {
    var shape = x.shape
    shape[axis] = resultExtent
    switch x.scalarType {
    case .float32: return applied(to: x, axis: axis, shape: shape, Float.self, isAdjoint: false)
    case .float64: return applied(to: x, axis: axis, shape: shape, Double.self, isAdjoint: false)
    }
  }

  /// The transpose of the map, off the tape; `shape` is that before the map.
  func adjoint(_ g: Tensor, axis: Int, shape: [Int]) -> Tensor {
    switch g.scalarType {
    case .float32: return applied(to: g, axis: axis, shape: shape, Float.self, isAdjoint: true)
    case .float64: return applied(to: g, axis: axis, shape: shape, Double.self, isAdjoint: true)
    }
  }

  private func applied<Scalar: TensorScalar>(
    to source: Tensor,
    axis: Int,
    shape: [Int],
    _: Scalar.Type,
    isAdjoint: Bool
  ) -> Tensor {
    let (outer, sourceExtent, inner) = source.extents(around: axis)
    let targetExtent = shape.isEmpty ? 1 : shape[axis]
    let scalars = weights?.map { Scalar($0) }
    return Tensor.make(shape) { (target: UnsafeMutablePointer<Scalar>) in
      source.withPointer(Scalar.self) { source in
        nonisolated(unsafe) let (source, target) = (source, target)
        let size = max(1, (1 << 14) / max(1, targetExtent * inner))
        forChunks(of: outer, size: size) { part in
          for o in part {
            let (from, to) = (source + o * sourceExtent * inner, target + o * targetExtent * inner)
            if isAdjoint {
              to.update(repeating: 0, count: targetExtent * inner)
              spread(from, to, inner: inner, scalars)
            } else {
              gather(from, to, inner: inner, scalars)
            }
          }
        }
      }
    }
  }

  private func gather<Scalar: TensorScalar>(
    _ from: UnsafePointer<Scalar>,
    _ to: UnsafeMutablePointer<Scalar>,
    inner: Int,
    _ weights: [Scalar]?
  ) {
    if let (from, to) = floats(from, to) {
      ctk_axis_mix(resultExtent, inner, places, weights as? [Float], from, to)
      return
    }
    for i in 0..<resultExtent {
      for j in 0..<inner {
        to[i * inner + j] = (0..<taps).reduce(0) { sum, tap in
          let place = i * taps + tap
          return sum + (weights?[place] ?? 1) * from[places[place] * inner + j]
        }
      }
    }
  }

  private func spread<Scalar: TensorScalar>(
    _ from: UnsafePointer<Scalar>,
    _ to: UnsafeMutablePointer<Scalar>,
    inner: Int,
    _ weights: [Scalar]?
  ) {
    if let (from, to) = floats(from, to) {
      ctk_axis_mix_adjoint(resultExtent, inner, places, weights as? [Float], from, to)
      return
    }
    for i in places.indices {
      let (source, target) = (from + i / taps * inner, to + places[i] * inner)
      let weight = weights?[i] ?? 1
      for j in 0..<inner { target[j] += weight * source[j] }
    }
  }

  /// The pointers as those of floats, if that is what they point to.
  private func floats<Scalar: TensorScalar>(
    _ from: UnsafePointer<Scalar>,
    _ to: UnsafeMutablePointer<Scalar>
  ) -> (UnsafePointer<Float>, UnsafeMutablePointer<Float>)? {
    guard Scalar.self == Float.self else { return nil }
    return (
      UnsafeRawPointer(from).assumingMemoryBound(to: Float.self),
      UnsafeMutableRawPointer(to).assumingMemoryBound(to: Float.self)
    )
  }
}
