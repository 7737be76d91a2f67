import NumericalRuntime
import Seismology

/// A moment-tensor source tied to the stress fields around it.
///
/// The stress glut −M ṡ(t) δ(x − x_s) enters each stress component at its own staggered nodes. Its weights are
/// products of one weight an axis (see ``PointInterpolation``), so a source costs some 300 bytes. It is the
/// transpose of interpolation with respect to the grid's own quadrature, so that reciprocity holds on the grid.
struct MomentInjection {
  /// Up to eight weights along one axis.
  private struct AxisWeights {
    var first = 0
    var count = 0
    var values: (Float, Float, Float, Float, Float, Float, Float, Float) = (0, 0, 0, 0, 0, 0, 0, 0)

    init(_ pairs: [(Int, Double)]) {
      guard let low = pairs.map(\.0).min(), let high = pairs.map(\.0).max() else { return }
      first = low
      count = high - low + 1
      withUnsafeMutableBytes(of: &values) { raw in
        let weights = raw.bindMemory(to: Float.self)
        for (node, weight) in pairs { weights[node - low] += Float(weight) }
      }
    }
  }

  private let xNode, xHalf, yNode, yHalf, zEven, zOdd, zHalfOdd: AxisWeights
  /// Moment tensor along the grid's axes divided by h³, times Δt: Pa a unit rate.
  private let xx, yy, zz, xy, xz, yz: Float

  init(
    _ source: PointSource, frame: LocalFrame, grid: SimulationGrid, timeStep: Double,
    stencils: FreeSurfaceStencils?
  ) {
    let h = grid.spacing
    func axis(_ position: Double, count: Int) -> AxisWeights {
      let s = PointInterpolation.sinc(at: position)
      return AxisWeights(
        s.weights.enumerated().map { (s.first + $0.offset, $0.element) }
          .filter { (0..<count).contains($0.0) })
    }
    func depth(half: Bool, vanishing: Bool) -> AxisWeights {
      AxisWeights(
        PointInterpolation.vertical(
          at: source.location.z / h - (half ? 0.5 : 0), half: half,
          surface: stencils.map { ($0, vanishing) })
          .filter { (0..<grid.nz).contains($0.0) }
          .map { k, w in (k, w / (stencils?.weight(of: k, half: half) ?? 1)) })
    }
    let px = (source.location.x - grid.origin.x) / h
    let py = (source.location.y - grid.origin.y) / h
    xNode = axis(px, count: grid.nx)
    xHalf = axis(px - 0.5, count: grid.nx)
    yNode = axis(py, count: grid.ny)
    yHalf = axis(py - 0.5, count: grid.ny)
    zEven = depth(half: false, vanishing: false)
    zOdd = depth(half: false, vanishing: true)
    zHalfOdd = depth(half: true, vanishing: true)
    let m = source.moment.components(in: frame)
    let scale = timeStep / (h * h * h)
    xx = Float(m.xx * scale)
    yy = Float(m.yy * scale)
    zz = Float(m.zz * scale)
    xy = Float(m.xy * scale)
    xz = Float(m.xz * scale)
    yz = Float(m.yz * scale)
  }

  /// Subtracts the stress glut of one time step; `rate` in 1/s.
  func inject(rate: Float, into field: Wavefield) {
    guard rate != 0 else { return }
    add(-xx * rate, to: field, .sxx, xNode, yNode, zEven)
    add(-yy * rate, to: field, .syy, xNode, yNode, zEven)
    add(-zz * rate, to: field, .szz, xNode, yNode, zOdd)
    add(-xy * rate, to: field, .sxy, xHalf, yHalf, zEven)
    add(-xz * rate, to: field, .sxz, xHalf, yNode, zHalfOdd)
    add(-yz * rate, to: field, .syz, xNode, yHalf, zHalfOdd)
  }

  private func add(
    _ amount: Float, to field: Wavefield, _ component: WavefieldComponent, _ x: AxisWeights,
    _ y: AxisWeights, _ z: AxisWeights
  ) {
    guard amount != 0 else { return }
    let base = field.pointer(component)
    withUnsafeBytes(of: x.values) { rawX in
      withUnsafeBytes(of: y.values) { rawY in
        withUnsafeBytes(of: z.values) { rawZ in
          let wx = rawX.bindMemory(to: Float.self)
          let wy = rawY.bindMemory(to: Float.self)
          let wz = rawZ.bindMemory(to: Float.self)
          for k in 0..<z.count {
            for j in 0..<y.count {
              let w = amount * wz[k] * wy[j]
              let row = base + field.index(x.first, y.first + j, z.first + k)
              for i in 0..<x.count { row[i] += w * wx[i] }
            }
          }
        }
      }
    }
  }
}
