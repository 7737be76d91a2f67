import Testing

@testable import Seismology

struct BasinTests {
  static let rock = Material(density: 2700, pVelocity: 6000, sVelocity: 3464)
  static let mud = Material(density: 1900, pVelocity: 1600, sVelocity: 400)

  static func model(_ shape: Basin.Shape, azimuth: Double, frame: LocalFrame = LocalFrame()) throws
    -> BasinModel
  {
    let filling = try LayeredModel(layers: [.init(top: 0, material: mud)])
    let basin = Basin(
      center: LocalPoint(x: 1000, y: 2000, z: 0),
      semiAxes: (major: 500, minor: 100),
      azimuth: azimuth,
      depth: 200,
      shape: shape,
      filling: filling
    )
    return try BasinModel(base: HomogeneousModel(rock), basins: [basin], frame: frame)
  }

  @Test(
    "The floor has the depth of its shape",
    arguments: [
      (Basin.Shape.ellipsoid, 200 * 0.8), (.paraboloid, 200 * 0.64), (.cosine, 200 * 0.345_491_503),
      (.flat, 200),
    ]
  )
  func shapes(shape: Basin.Shape, depth: Double) throws {
    let model = try Self.model(shape, azimuth: 90)
    // r = 0.6 along the major axis, which points east; (1 + cos 0.6π)/2 = 0.34549 of the cosine.
    #expect(abs(model.basinDepth(x: 1300, y: 2000) - depth) < 1e-6)
    #expect(model.basinDepth(x: 1501, y: 2000) == 0 && model.basinDepth(x: 1000, y: 2101) == 0)
    let above = LocalPoint(x: 1300, y: 2000, z: depth - 0.01)
    let below = LocalPoint(x: 1300, y: 2000, z: depth + 0.01)
    #expect(model.material(at: above) == Self.mud && model.material(at: below) == Self.rock)
  }

  @Test("The azimuth turns the basin against north, in a turned frame too")
  func azimuth() throws {
    let north = try Self.model(.flat, azimuth: 0)
    #expect(north.basinDepth(x: 1000, y: 2450) == 200 && north.basinDepth(x: 1450, y: 2000) == 0)
    // x along 30°, y clockwise of it: a basin along 30° follows x.
    let turned = try Self.model(
      .flat,
      azimuth: 30,
      frame: LocalFrame(xAzimuth: 30, yIsClockwise: true)
    )
    #expect(turned.basinDepth(x: 1450, y: 2000) == 200 && turned.basinDepth(x: 1000, y: 2450) == 0)
  }

  @Test("The later basin covers the earlier one")
  func overlap() throws {
    let stone = Material(density: 2300, pVelocity: 3000, sVelocity: 1500)
    let basins = try [Self.mud, stone].map { material in
      Basin(
        center: LocalPoint(x: 0, y: 0, z: 0),
        semiAxes: (major: 100, minor: 100),
        depth: 50,
        shape: .flat,
        filling: try LayeredModel(layers: [.init(top: 0, material: material)])
      )
    }
    let model = try BasinModel(base: HomogeneousModel(Self.rock), basins: basins)
    #expect(model.material(at: LocalPoint(x: 0, y: 0, z: 10)) == stone)
  }

  @Test("A basin without extent is refused by name")
  func refusal() throws {
    let filling = try LayeredModel(layers: [.init(top: 0, material: Self.mud)])
    let basin = Basin(
      name: "Livermore",
      center: LocalPoint(x: 0, y: 0, z: 0),
      semiAxes: (major: 100, minor: -1),
      depth: 50,
      filling: filling
    )
    let error = try #require(throws: VelocityModelError.self) {
      try BasinModel(base: HomogeneousModel(Self.rock), basins: [basin])
    }
    #expect(error.description.contains("Livermore") && error.description.contains("-1"))
  }

  @Test("A tapered rim passes smoothly and symmetrically into the rock around it")
  func taper() throws {
    let filling = try LayeredModel(layers: [.init(top: 0, material: Self.mud)])
    let basin = Basin(
      center: LocalPoint(x: 1000, y: 2000, z: 0),
      semiAxes: (major: 500, minor: 100),
      depth: 200,
      shape: .flat,
      filling: filling,
      edgeTaper: 0.4
    )
    let model = try BasinModel(base: HomogeneousModel(Self.rock), basins: [basin])
    func velocity(_ dx: Double, _ dy: Double) -> Double {
      model.material(at: LocalPoint(x: 1000 + dx, y: 2000 + dy, z: 50)).sVelocity
    }
    // Full up to r = 0.6, half at r = 0.8, nothing at r = 1.
    #expect(velocity(0, 0) == 400 && velocity(299, 0) == 400 && velocity(501, 0) == 3464)
    #expect(abs(velocity(400, 0) - (400 + 3464) / 2) < 1e-6)
    #expect(abs(velocity(0, 80) - (400 + 3464) / 2) < 1e-6)
    for offset in stride(from: 0.0, to: 505, by: 5) {
      #expect(abs(velocity(offset, 0) - velocity(-offset, 0)) < 1e-9)
      #expect(abs(velocity(offset, 0) - velocity(0, offset / 5)) < 1e-6)
      // The steepest slope of the cosine is π/2 · 3064 m/s over 200 m.
      let step = velocity(offset + 5, 0) - velocity(offset, 0)
      #expect(step >= 0 && step <= 5 * Double.pi / 2 * 3064 / 200 + 1e-9)
    }
    let wrong = Basin(
      name: "Napa",
      center: LocalPoint(x: 0, y: 0, z: 0),
      semiAxes: (major: 1, minor: 1),
      depth: 1,
      filling: filling,
      edgeTaper: 1.5
    )
    let error = try #require(throws: VelocityModelError.self) {
      try BasinModel(base: HomogeneousModel(Self.rock), basins: [wrong])
    }
    #expect(error.description.contains("Napa: edge taper 1.5"))
  }
}
