import Testing

@testable import WaveSimulation

@Suite("Effective stiffness")
struct EffectiveStiffnessTests {
  private let soft = MediumSample(
    density: 2000,
    pModulus: 10e9,
    shearModulus: 2e9,
    bulkLoss: 0.02,
    shearLoss: 0.04
  )
  private let hard = MediumSample(
    density: 3000,
    pModulus: 60e9,
    shearModulus: 20e9,
    bulkLoss: 0,
    shearLoss: 0.02
  )

  @Test(
    "A uniform volume is isotropic with its own moduli",
    arguments: SimulationOptions.MediumAveraging.allCases
  )
  func uniform(averaging: SimulationOptions.MediumAveraging) {
    var all = EffectiveStiffness()
    for _ in 0..<8 { all.add(hard, share: 1) }
    let c = all.normalStiffness(averaging)
    for normal in [c.0, c.1, c.2] { #expect(abs(normal / 60e9 - 1) < 1e-12) }
    for mixed in [c.3, c.4, c.5] { #expect(abs(mixed / 20e9 - 1) < 1e-12) }
    #expect(abs(all.shearStiffness(averaging, normal: (0, 0, 1)) / 20e9 - 1) < 1e-12)
  }

  @Test("Equal layers normal to z give Backus' moduli")
  func layers() {
    var all = EffectiveStiffness()
    all.add(soft, share: 0.5)
    all.add(hard, share: 0.5)
    let c = all.normalStiffness(.orthorhombic)
    // Uniaxial strain along z: stress is continuous, so compliances add: 1/c33 = (1/10 + 1/60)/2 GPa⁻¹.
    #expect(abs(c.2 / (2 / (1 / 10e9 + 1 / 60e9)) - 1) < 1e-12)
    // Shear in horizontal planes: series; in the vertical plane normal to z: parallel.
    #expect(
      abs(all.shearStiffness(.orthorhombic, normal: (1, 0, 0)) / (2 / (1 / 2e9 + 1 / 20e9)) - 1)
        < 1e-12
    )
    #expect(abs(all.shearStiffness(.orthorhombic, normal: (0, 0, 1)) / 11e9 - 1) < 1e-12)
    // Horizontal strain with σ_zz = 0: plates in parallel, E' = 4μ(λ+μ)/M each.
    let free = c.0 - c.4 * c.4 / c.2
    func plate(_ s: MediumSample) -> Double {
      4 * s.shearModulus * (s.pModulus - s.shearModulus) / s.pModulus
    }
    #expect(abs(free / (0.5 * (plate(soft) + plate(hard))) - 1) < 1e-12)
    #expect(all.density == 2500)
    #expect(abs(all.shearLoss - 0.03) < 1e-15)
  }

  @Test("Layers normal to x are those normal to z with the axes exchanged")
  func exchange() {
    var alongZ = EffectiveStiffness()
    var alongX = EffectiveStiffness()
    for sample in [soft, hard] {
      alongZ.add(sample, share: 0.5)
      alongX.add(sample, share: 0.5)
    }
    alongX.variation = (1, 0, 0)
    let (z, x) = (alongZ.normalStiffness(.orthorhombic), alongX.normalStiffness(.orthorhombic))
    #expect(x.0 == z.2 && x.2 == z.0 && x.1 == z.1)
    #expect(x.3 == z.5 && x.5 == z.3 && x.4 == z.4)
  }
}
