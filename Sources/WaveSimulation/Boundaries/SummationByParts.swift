/// Staggered difference operators of fourth order with summation by parts at the free surface.
///
/// `difference` maps nodes 0, 1, … to half nodes 1/2, 3/2, …; `transposed` maps half nodes to nodes. With the
/// quadratures W (nodes) and W' (half nodes)
///
///     W transposed = −(W' difference)ᵀ
///
/// holds for fields of which one vanishes at the surface, so that the discrete energy is conserved there as in the
/// interior, whatever v_p/v_s. At the first nodes both are exact for polynomials up to degree 2 (third order
/// overall); what freedom is left makes their errors for degrees 3 and 4 least. The spectral radius stays below
/// the interior's 7/3, so the stable time step is not lowered.
///
/// Rows were found by constrained least squares (see the derivation in the target's documentation) in the manner of
/// O'Reilly, Lundquist, Dunham & Nordström (2017), J. Comput. Phys. 346, 572–589.
enum SummationByParts {
  /// ∂f/∂z at half nodes 1/2, 3/2, 5/2, 7/2 in units of 1/h, from f at nodes 0, 1, ….
  static let difference: [[Double]] = [
    [
      -0.992729931378416, 0.994863549413536, -0.0207152148684292, 0.0202636619083647,
      0.0058137800265512, -0.00749584510159693,
    ],
    [
      0.119690561375671, -1.38978746210118, 1.43095752686316, -0.151053421739135,
      -0.0300686955848647, 0.0202614911863426,
    ],
    [
      0.0494451337084138, -0.13838209465513, -0.882474050870006, 0.983263383456707,
      -0.0128019042249189, 0.000949532584940235,
    ],
    [
      -0.0242227719719589, 0.0574406442192572, 0.0246154602953955, -1.17626252648217,
      1.17002995506086, -0.0516007611214074,
    ],
  ]

  /// ∂f/∂z at nodes 0 … 5 in units of 1/h, from f at half nodes 1/2, 3/2, ….
  ///
  /// Row 0 needs f(0) = 0.
  static let transposed: [[Double]] = [
    [3.08165782635809, -0.240121219727108, -0.160849232142446, 0.0632788562193264],
    [-0.953662564042816, 0.860987692128467, 0.139012307871529, -0.0463374359571753],
    [0.0240135645956184, -1.07204069378689, 1.07204069378688, -0.0240135645956276],
    [
      -0.0235862461519273, 0.113628899781511, -1.19936922243303, 1.15219673012921,
      -0.0428701613257698,
    ],
    [
      -0.00656229691854787, 0.0219345741716117, 0.0151430721874139, -1.11141369240649,
      1.12247135615701, -0.0415730131910003,
    ],
    [
      0.00843516890807557, -0.0147353997858859, -0.00111976062159025, 0.0488664476048478,
      -1.11905431484721, 1.11905431484721, -0.0414464561054523,
    ],
  ]

  /// The share of a spacing that each of the first nodes stands for.
  static let nodeWeights = [
    0.36443597184578, 1.1801666032577, 0.975904558821229, 0.97192698553295, 1.00225274687779,
    1.00531313366465,
  ]

  /// The share of a spacing that each of the first half nodes stands for.
  static let halfWeights = [
    1.13129153191299, 0.731125404261245, 1.18554126240547, 0.952041801420413,
  ]
}
