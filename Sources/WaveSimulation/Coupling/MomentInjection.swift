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

  /// The fields of one event.
  private struct FieldLane {
    let field: Wavefield
    let lane: Int
  }

  private let xNode, xHalf, yNode, yHalf, zNode, zHalf, zBelow: AxisWeights
  /// Moment tensor along the grid's axes divided by h³, times Δt: Pa a unit rate.
  private let xx, yy, zz, xy, xz, yz: Float

  /// What M_zz does to s_xx and s_yy at the surface, where s_zz stays zero: c_13 / c_33 and c_23 / c_33 times the weight
  /// of node 0.
  private let surfaceX, surfaceY: Float

  init(_ source: PointSource, place: GridPlace, timeStep: Double) {
    let (grid, stencils) = (place.grid, place.stencils)
    let h = grid.spacing
    func axis(_ position: Double, count: Int) -> AxisWeights {
      let s = PointInterpolation.sinc(at: position)
      return AxisWeights(
        s.weights.enumerated().map { (s.first + $0.offset, $0.element) }
          .filter { (0..<count).contains($0.0) }
      )
    }
    func depth(half: Bool, vanishing: Bool) -> AxisWeights {
      AxisWeights(
        PointInterpolation.vertical(
          at: source.location.z / h - (half ? 0.5 : 0),
          half: half,
          surface: stencils.map { ($0, vanishing) }
        )
        .filter { (0..<grid.nz).contains($0.0) }
        .map { k, w in (k, w / (stencils?.weight(of: k, half: half) ?? 1)) }
      )
    }
    let px = (source.location.x - grid.origin.x) / h
    let py = (source.location.y - grid.origin.y) / h
    xNode = axis(px, count: grid.nx)
    xHalf = axis(px - 0.5, count: grid.nx)
    yNode = axis(py, count: grid.ny)
    yHalf = axis(py - 0.5, count: grid.ny)
    zNode = depth(half: false, vanishing: false)
    zHalf = depth(half: true, vanishing: true)
    (zBelow, surfaceX, surfaceY) = Self.vertical(zNode, at: source.location, place: place)
    let m = source.moment.components(in: place.frame)
    let scale = timeStep / (h * h * h)
    xx = Float(m.xx * scale)
    yy = Float(m.yy * scale)
    zz = Float(m.zz * scale)
    xy = Float(m.xy * scale)
    xz = Float(m.xz * scale)
    yz = Float(m.yz * scale)
  }

  /// Parts the weights of M_zz into those below the surface and what node 0 does instead.
  ///
  /// There s_zz = c_13 ε_xx + c_23 ε_yy + c_33 ε_zz − m_zz = 0, so that m_zz enters s_xx as +(c_13 / c_33) m_zz.
  private static func vertical(_ z: AxisWeights, at point: LocalPoint, place: GridPlace) -> (
    AxisWeights, Float, Float
  ) {
    guard place.stencils != nil, z.first == 0, z.count > 0 else { return (z, 0, 0) }
    let ratios = place.surfaceRatios(at: point)
    var below = z
    below.values.0 = 0
    return (below, z.values.0 * Float(ratios.x), z.values.0 * Float(ratios.y))
  }

  /// Subtracts the stress glut of one time step from one lane of the fields; `rate` in 1/s.
  func inject(rate: Float, into field: Wavefield, lane: Int = 0) {
    guard rate != 0 else { return }
    let field = FieldLane(field: field, lane: lane)
    add(-xx * rate, to: field, .sxx, xNode, yNode, zNode)
    add(-yy * rate, to: field, .syy, xNode, yNode, zNode)
    add(-zz * rate, to: field, .szz, xNode, yNode, zBelow)
    add(-xy * rate, to: field, .sxy, xHalf, yHalf, zNode)
    add(-xz * rate, to: field, .sxz, xHalf, yNode, zHalf)
    add(-yz * rate, to: field, .syz, xNode, yHalf, zHalf)
    if surfaceX != 0 {
      let surface = AxisWeights([(0, 1)])
      add(surfaceX * zz * rate, to: field, .sxx, xNode, yNode, surface)
      add(surfaceY * zz * rate, to: field, .syy, xNode, yNode, surface)
    }
  }

  private func add(
    _ amount: Float,
    to target: FieldLane,
    _ component: WavefieldComponent,
    _ x: AxisWeights,
    _ y: AxisWeights,
    _ z: AxisWeights
  ) {
    guard amount != 0 else { return }
    let (base, lanes) = (target.field.pointer(component) + target.lane, target.field.lanes)
    withUnsafeBytes(of: x.values) { rawX in
      withUnsafeBytes(of: y.values) { rawY in
        withUnsafeBytes(of: z.values) { rawZ in
          let wx = rawX.bindMemory(to: Float.self)
          let wy = rawY.bindMemory(to: Float.self)
          let wz = rawZ.bindMemory(to: Float.self)
          for k in 0..<z.count {
            for j in 0..<y.count {
              let w = amount * wz[k] * wy[j]
              let row = base + lanes * target.field.index(x.first, y.first + j, z.first + k)
              for i in 0..<x.count { row[lanes * i] += w * wx[i] }
            }
          }
        }
      }
    }
  }
}
