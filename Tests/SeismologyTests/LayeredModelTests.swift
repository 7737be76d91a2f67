import Testing

@testable import Seismology

struct LayeredModelTests {
  static let soft = Material(
    density: 2000,
    pVelocity: 1800,
    sVelocity: 600,
    pQuality: 60,
    sQuality: 30
  )
  static let rock = Material(
    density: 2600,
    pVelocity: 5200,
    sVelocity: 3000,
    pQuality: 300,
    sQuality: 150
  )

  @Test("A point on an interface belongs to the layer below")
  func interface() throws {
    let model = try LayeredModel(thicknesses: [500, 0], materials: [Self.soft, Self.rock])
    #expect(model.material(atDepth: -1) == Self.soft)
    #expect(model.material(atDepth: 0) == Self.soft)
    #expect(model.material(atDepth: 500.0.nextDown) == Self.soft)
    #expect(model.material(atDepth: 500) == Self.rock)
    #expect(model.material(at: LocalPoint(x: 7, y: -7, z: 1e6)) == Self.rock)
    #expect(model.discontinuityDepths == [500])
    #expect(model.isLaterallyHomogeneous)
  }

  @Test("Velocities, density and 1/Q are linear in a gradient layer")
  func gradient() throws {
    let model = try LayeredModel(
      profile: [(0, Self.soft), (1000, Self.rock), (1000, Self.soft), (3000, Self.soft)])
    let quarter = model.material(atDepth: 250)
    #expect(quarter.pVelocity == 2650 && quarter.sVelocity == 1200 && quarter.density == 2150)
    // 1/30 + (1/150 - 1/30)/4 = 0.02666…
    #expect(abs(quarter.sQuality - 37.5) < 1e-9)
    #expect(model.material(atDepth: 2000) == Self.soft)
    // The two constant layers of the same material are one.
    #expect(model.discontinuityDepths == [1000])
    #expect(model.layers.count == 2)
  }

  @Test("Rock without attenuation may end a gradient")
  func infiniteQuality() throws {
    var elastic = Self.rock
    elastic.sQuality = .infinity
    let model = try LayeredModel(profile: [(0, Self.soft), (100, elastic)])
    #expect(abs(model.material(atDepth: 50).sQuality - 60) < 1e-9)
    #expect(model.material(atDepth: 100).sQuality == .infinity)
    #expect(model.discontinuityDepths.isEmpty)
  }

  @Test("Truncation keeps what lies above and is constant below")
  func truncation() throws {
    let model = try LayeredModel(profile: [(0, Self.soft), (1000, Self.rock), (2000, Self.soft)])
    let shallow = try model.truncated(atDepth: 500)
    for depth in stride(from: 0.0, through: 500, by: 50) {
      let (a, b) = (shallow.material(atDepth: depth), model.material(atDepth: depth))
      // The gradient is computed from another end point: rounding only.
      #expect(abs(a.pVelocity - b.pVelocity) < 1e-9 && abs(a.density - b.density) < 1e-9)
    }
    #expect(shallow.material(atDepth: 1500) == model.material(atDepth: 500))
    #expect(try model.truncated(atDepth: 5000) == model)
  }

  @Test("A rule replaces the quality factors of every layer")
  func qualityRule() throws {
    let model = try LayeredModel(thicknesses: [500, 0], materials: [Self.soft, Self.rock])
      .applying(.gravesPitarka2010)
    #expect(model.material(atDepth: 0).sQuality == 30 && model.material(atDepth: 0).pQuality == 60)
    #expect(model.material(atDepth: 600).sQuality == 150)
  }

  @Test("What no rock can be is refused, and the message names layer, value, limit and remedy")
  func refusals() throws {
    let swapped = Material(density: 2600, pVelocity: 3000, sVelocity: 3500)
    let error = try #require(throws: VelocityModelError.self) {
      try LayeredModel(thicknesses: [1, 1, 0], materials: [Self.soft, Self.rock, swapped])
    }
    #expect(error == .shearVelocityTooHigh(place: "layer 3", sVelocity: 3500, pVelocity: 3000))
    #expect(
      VelocityModelError.inFile(file: "model.yaml", line: nil, problem: error).description
        == """
        model.yaml, layer 3: vs 3500 m/s exceeds vp/√(4/3) = 2598 m/s; \
        check the column order (depth vp vs rho Qp Qs).
        """
    )
    let cases: [(Material, String)] = [
      (Material(density: -2600, pVelocity: 5200, sVelocity: 3000), "greater than zero"),
      (Material(density: 2.6, pVelocity: 5200, sVelocity: 3000), "not g/cm³"),
      (Material(density: 2600, pVelocity: 5.2, sVelocity: 3.0), "not km/s"),
      (Material(density: 2600, pVelocity: 5200, sVelocity: 3.0), "not km/s"),
      (Material(density: 2600, pVelocity: 0, sVelocity: 0), "greater than zero"),
      (Material(density: .nan, pVelocity: 5200, sVelocity: 3000), "finite"),
      (
        Material(density: 2600, pVelocity: 5200, sVelocity: 3000, pQuality: 100, sQuality: 0),
        "greater than zero"
      ),
    ]
    for (material, text) in cases {
      let error = try #require(throws: VelocityModelError.self) {
        try LayeredModel(layers: [.init(top: 0, material: material)])
      }
      #expect(error.description.hasPrefix("layer 1: ") && error.description.contains(text))
    }
  }

  @Test("Layers must start at the surface, descend, and end")
  func geometry() {
    #expect(throws: VelocityModelError.empty(what: "layers")) { try LayeredModel(layers: []) }
    #expect(throws: VelocityModelError.firstDepthNotZero(depth: 100)) {
      try LayeredModel(layers: [.init(top: 100, material: Self.rock)])
    }
    #expect(
      throws: VelocityModelError.depthsNotAscending(place: "layer 2", depth: 0, previous: 0)
    ) {
      try LayeredModel(layers: [
        .init(top: 0, material: Self.soft), .init(top: 0, material: Self.rock),
      ])
    }
    #expect(throws: VelocityModelError.self) {
      try LayeredModel(layers: [.init(top: 0, material: Self.soft, bottomMaterial: Self.rock)])
    }
    #expect(throws: VelocityModelError.self) {
      try LayeredModel(thicknesses: [-5, 0], materials: [Self.soft, Self.rock])
    }
  }

  @Test("Water is allowed: vs = 0")
  func water() throws {
    let water = Material(density: 1000, pVelocity: 1500, sVelocity: 0)
    let model = try LayeredModel(thicknesses: [100, 0], materials: [water, Self.rock])
    #expect(model.material(atDepth: 50).isFluid)
  }
}
