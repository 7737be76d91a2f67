import CWaveKernels

/// Differences along z at the first planes under the free surface, where the centred ones would reach above it.
///
/// z = 0 holds v_x, v_y and the normal stresses; v_z, s_xz and s_yz start half a spacing below. All weights are
/// in units of 1/h.
struct FreeSurfaceStencils: Sendable {
  /// A one-sided difference: `weights[m]` times the value of plane m, plus `surfaceStrain` times h ∂v_z/∂z(0).
  struct OneSided: Hashable, Sendable {
    var weights: [Double]
    var surfaceStrain = 0.0
  }

  /// ∂s_xz/∂z and ∂s_yz/∂z at nodes 0, 1, …; s_xz is at (m + 1/2) h and vanishes at z = 0.
  var shearAtNode: [OneSided] = []
  /// ∂s_zz/∂z at 1/2, 3/2, …; s_zz is at m h and vanishes at z = 0.
  var normalAtHalf: [OneSided] = []
  /// ∂v_z/∂z at nodes 1, 2, …; v_z is at (m + 1/2) h and its derivative is known at z = 0.
  var verticalAtNode: [OneSided] = []
  /// ∂v_x/∂z and ∂v_y/∂z at 1/2, 3/2, …; v_x is at m h.
  var horizontalAtHalf: [OneSided] = []
  /// The share of a spacing that the first nodes, and the first half nodes, stand for; 1 further down.
  var nodeWeights: [Double] = [0.5]
  var halfWeights: [Double] = []

  /// The stencils of a scheme; all other planes take centred ones.
  init(_ scheme: SimulationOptions.FreeSurface) {
    switch scheme {
    case .adjusted: self = .adjusted
    case .stressImaging: self = .stressImaging
    case .summationByParts: self = .summationByParts
    case .none: nodeWeights = []
    }
  }

  private init() {}

  /// Fourth-order one-sided differences that use what is known at the surface and imagine nothing above it.
  ///
  /// Reference: Kristek, Moczo & Archuleta (2002), Stud. Geophys. Geod. 46, 355–381, equations of the AFDA.
  private static var adjusted: FreeSurfaceStencils {
    var s = FreeSurfaceStencils()
    s.shearAtNode = [
      OneSided(weights: [35.0 / 8, -35.0 / 24, 21.0 / 40, -5.0 / 56]),
      OneSided(weights: [-31.0 / 24, 29.0 / 24, -3.0 / 40, 1.0 / 168]),
    ]
    s.normalAtHalf = [OneSided(weights: [0, 17.0 / 24, 3.0 / 8, -5.0 / 24, 1.0 / 24])]
    s.verticalAtNode = [
      OneSided(
        weights: [-577.0 / 528, 201.0 / 176, -9.0 / 176, 1.0 / 528],
        surfaceStrain: -1.0 / 22
      )
    ]
    s.horizontalAtHalf = [OneSided(weights: [-11.0 / 12, 17.0 / 24, 3.0 / 8, -5.0 / 24, 1.0 / 24])]
    return s
  }

  /// See ``SummationByParts``.
  private static var summationByParts: FreeSurfaceStencils {
    var s = FreeSurfaceStencils()
    s.shearAtNode = SummationByParts.transposed.map { OneSided(weights: $0) }
    s.verticalAtNode = SummationByParts.transposed.dropFirst().map { OneSided(weights: $0) }
    s.normalAtHalf = SummationByParts.difference.map { OneSided(weights: $0) }
    s.horizontalAtHalf = s.normalAtHalf
    s.nodeWeights = SummationByParts.nodeWeights
    s.halfWeights = SummationByParts.halfWeights
    return s
  }

  /// Stresses mirrored with opposite sign above the surface, second-order differences of the velocities
  /// next to it (Graves 1996, BSSA 86, 1091–1106).
  private static var stressImaging: FreeSurfaceStencils {
    let (a, b) = (9.0 / 8, -1.0 / 24)
    var s = FreeSurfaceStencils()
    s.shearAtNode = [OneSided(weights: [2 * a, 2 * b]), OneSided(weights: [-a + b, a, b])]
    s.normalAtHalf = [OneSided(weights: [0, a + b, b])]
    s.verticalAtNode = [OneSided(weights: [-1, 1])]
    s.horizontalAtHalf = [OneSided(weights: [-1, 1])]
    return s
  }

  /// The share of a spacing that node (or half node) k stands for.
  func weight(of k: Int, half: Bool) -> Double {
    let weights = half ? halfWeights : nodeWeights
    return k < weights.count ? weights[k] : 1
  }

  /// The kernels' tables; `order` is that of the interior.
  func tables(order: Int) -> wk_surface {
    var t = wk_surface()
    Self.fill(&t.shear_at_node, with: shearAtNode, order: order, reach: 0)
    Self.fill(&t.normal_at_half, with: normalAtHalf, order: order, reach: 1)
    Self.fill(
      &t.vertical_at_node,
      with: [OneSided(weights: [])] + verticalAtNode,
      order: order,
      reach: 0
    )
    Self.fill(&t.horizontal_at_half, with: horizontalAtHalf, order: order, reach: 1)
    return t
  }

  private typealias Table = (
    wk_surface_stencil, wk_surface_stencil, wk_surface_stencil, wk_surface_stencil,
    wk_surface_stencil, wk_surface_stencil, wk_surface_stencil, wk_surface_stencil
  )

  /// `reach`: how many planes more than k lie above the position of the difference.
  private static func fill(_ table: inout Table, with rows: [OneSided], order: Int, reach: Int) {
    withUnsafeMutableBytes(of: &table) { bytes in
      let stencils = bytes.bindMemory(to: wk_surface_stencil.self)
      for k in stencils.indices {
        var stencil = wk_surface_stencil()
        // Centred differences of order 2r reach r planes up from a node and r - 1 from a half node.
        stencil.order = Int32(min(order, k + reach >= 4 ? 8 : k + reach >= 3 ? 6 : 4))
        if k < rows.count {
          stencil.used = 1
          stencil.surface_strain = Float(rows[k].surfaceStrain)
          withUnsafeMutableBytes(of: &stencil.weight) { raw in
            let weights = raw.bindMemory(to: Float.self)
            for (m, weight) in rows[k].weights.enumerated() { weights[m] = Float(weight) }
          }
        }
        stencils[k] = stencil
      }
    }
  }
}
