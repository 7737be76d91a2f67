import Foundation
import TestSupport
import Testing

@testable import Seismology

struct GriddedModelTests {
  /// A grid whose properties are linear in each coordinate, so that trilinear interpolation is exact.
  static func properties(
    _ x: [Double],
    _ y: [Double],
    _ z: [Double],
    _ vs: (Double, Double, Double) -> Double
  ) -> GriddedProperties {
    var values: [Float] = []
    for k in z { for j in y { for i in x { values.append(Float(vs(i, j, k))) } } }
    return GriddedProperties(
      density: values.map { $0 + 500 },
      pVelocity: values.map { 2 * $0 },
      sVelocity: values
    )
  }

  @Test("Between the nodes of a rectilinear grid a trilinear field is exact")
  func trilinear() throws {
    let (x, y, z) = ([0.0, 100, 200, 300], [-50.0, 10, 400], [0.0, 10, 50, 200, 1000])
    func vs(_ x: Double, _ y: Double, _ z: Double) -> Double {
      1500 + x + 0.5 * y + 0.25 * z + 1e-3 * x * y + 1e-5 * x * y * z
    }
    let model = try GriddedModel(x: x, y: y, z: z, properties: Self.properties(x, y, z, vs))
    #expect(model.x.isRegular && !model.z.isRegular && !model.isLaterallyHomogeneous)
    for point in [
      (0.0, -50.0, 0.0), (300, 400, 1000), (17, 3, 120), (250, 399, 999), (100, 10, 10),
    ] {
      let material = model.material(at: LocalPoint(x: point.0, y: point.1, z: point.2))
      // Single precision: values below 10,000 are good to 1e-3 after seven blends.
      #expect(abs(material.sVelocity - vs(point.0, point.1, point.2)) < 5e-3)
      #expect(abs(material.pVelocity - 2 * material.sVelocity) < 1e-2)
      #expect(material.sQuality == .infinity)
    }
  }

  @Test("Outside the grid the nearest point of its surface answers")
  func outside() throws {
    let axis = [0.0, 100]
    let model = try GriddedModel(
      x: axis,
      y: axis,
      z: axis,
      properties: Self.properties(axis, axis, axis) { 1000 + $0 + $1 + $2 }
    )
    #expect(model.material(at: LocalPoint(x: -1e6, y: 50, z: -3)).sVelocity == 1050)
    #expect(model.material(at: LocalPoint(x: 1e6, y: 1e6, z: 1e6)).sVelocity == 1300)
  }

  @Test("An axis of one node means that nothing changes along it")
  func profile() throws {
    let z = [0.0, 1000]
    let model = try GriddedModel(
      x: [0],
      y: [0],
      z: z,
      properties: Self.properties([0], [0], z) { _, _, z in 1000 + z }
    )
    #expect(model.material(at: LocalPoint(x: 55, y: -55, z: 250)).sVelocity == 1250)
  }

  @Test("Quality factors come from the grid, linear in 1/Q, or from the rule")
  func quality() throws {
    let z = [0.0, 100]
    var properties = Self.properties([0], [0], z) { _, _, _ in 2000 }
    let ruled = try GriddedModel(
      x: [0],
      y: [0],
      z: z,
      properties: properties,
      qualityRule: .gravesPitarka2010
    )
    #expect(ruled.material(at: LocalPoint(x: 0, y: 0, z: 50)).sQuality == 100)
    properties.quality = (p: [100, 400], s: [50, .infinity])
    let own = try GriddedModel(x: [0], y: [0], z: z, properties: properties)
    let middle = own.material(at: LocalPoint(x: 0, y: 0, z: 50))
    // 1/((1/100 + 1/400)/2) and 1/((1/50 + 0)/2), in single precision.
    #expect(abs(middle.pQuality - 160) < 1e-3 && abs(middle.sQuality - 100) < 1e-3)
  }

  @Test("Wrong sizes, NaN and impossible rock are refused with the index of the node")
  func refusals() throws {
    let (x, y, z) = ([0.0, 1, 2], [0.0, 1], [0.0, 1])
    let good = Self.properties(x, y, z) { _, _, _ in 1000 }
    var short = good
    short.sVelocity.removeLast()
    #expect(throws: VelocityModelError.countMismatch(quantity: "vs", count: 11, expected: 12)) {
      try GriddedModel(x: x, y: y, z: z, properties: short)
    }
    var holed = good
    // (z 1, y 0, x 2)
    holed.pVelocity[8] = .nan
    holed.pVelocity[11] = .nan
    #expect(throws: VelocityModelError.undefinedNode(place: "node (2, 0, 1)", count: 2)) {
      try GriddedModel(x: x, y: y, z: z, properties: holed)
    }
    var negative = good
    negative.density[8] = -2600
    #expect(
      throws: VelocityModelError.notPositive(
        place: "node (2, 0, 1)",
        quantity: "density",
        value: -2600,
        unit: "kg/m³"
      )
    ) { try GriddedModel(x: x, y: y, z: z, properties: negative) }
    var swapped = good
    swapped.sVelocity[5] = 1900
    #expect(
      throws: VelocityModelError.shearVelocityTooHigh(
        place: "node (2, 1, 0)",
        sVelocity: 1900,
        pVelocity: 2000
      )
    ) { try GriddedModel(x: x, y: y, z: z, properties: swapped) }
    #expect(throws: VelocityModelError.self) {
      try GriddedModel(x: [0, 2, 1], y: y, z: z, properties: good)
    }
  }

  @Test("Undefined nodes are filled from below, then above, then from the nearest column")
  func filling() throws {
    let (x, z) = ([0.0, 1, 2], [0.0, 1, 2])
    var properties = Self.properties(x, [0], z) { i, _, k in 1000 + 10 * i + 100 * k }
    // Column 0 lacks its top, column 1 its bottom, column 2 everything.
    for node in [0, 7, 2, 5, 8] { properties.sVelocity[node] = .nan }
    let model = try GriddedModel(
      x: x,
      y: [0],
      z: z,
      properties: properties,
      undefinedNodes: .nearest
    )
    func vs(_ i: Double, _ k: Double) -> Double {
      model.material(at: LocalPoint(x: i, y: 0, z: k)).sVelocity
    }
    #expect([vs(0, 0), vs(0, 1), vs(0, 2)] == [1100, 1100, 1200])
    #expect([vs(1, 0), vs(1, 1), vs(1, 2)] == [1010, 1110, 1110])
    #expect([vs(2, 0), vs(2, 1), vs(2, 2)] == [1010, 1110, 1110])
  }

  @Test("A geographic grid is sampled at the longitude and latitude of the local point")
  func geographic() throws {
    let frame = LocalFrame(
      origin: GeographicPoint(latitude: 37.8, longitude: -122.2),
      xAzimuth: 143.638,
      yIsClockwise: true
    )
    let projection = try MapProjection(frame: frame)
    let longitude = (0...20).map { -124 + 0.2 * Double($0) }
    let latitude = (0...10).map { 36.5 + 0.25 * Double($0) }
    let depth = [0.0, 50_000]
    // 1 m/s is a thousandth of a degree, about 100 m.
    func vs(_ lon: Double, _ lat: Double) -> Double {
      2000 + 1000 * (lon + 122) + 1000 * (lat - 37)
    }
    for shift in [0.0, 360] {
      let model = try GriddedModel(
        longitude: longitude.map { $0 + shift },
        latitude: latitude,
        depth: depth,
        projection: projection,
        properties: Self.properties(longitude, latitude, depth) { vs($0, $1) / 2 + 1500 + $2 * 0 }
      )
      #expect(model.isGeographic)
      for (x, y) in [(0.0, 0.0), (30_000, -20_000), (-45_678, 12_345), (61_000, 39_000)] {
        let there = try projection.geographicPoint(of: LocalPoint(x: x, y: y, z: 0))
        let expected = vs(there.longitude, there.latitude) / 2 + 1500
        let found = model.material(at: LocalPoint(x: x, y: y, z: 100)).sVelocity
        // The table of positions is good to 0.3 m, that is 2e-3 m/s here, and the nodes to single precision.
        #expect(abs(found - expected) < 0.01)
      }
    }
  }

  static let albacore = PythonEnvironment.packageRoot
    .appendingPathComponent("../shared/data/velocity_models/3d_albacore").standardizedFileURL

  @Test(
    "A real model with water and holes: offshore southern California",
    .enabled(if: FileManager.default.fileExists(atPath: albacore.path), "the shared data is absent")
  )
  func albacoreModel() throws {
    func read(_ name: String) throws -> [Float] {
      let data = try Data(contentsOf: Self.albacore.appendingPathComponent(name))
      return data.withUnsafeBytes { bytes in
        stride(from: 0, to: bytes.count, by: 4).map {
          Float(
            bitPattern: UInt32(
              littleEndian: bytes.loadUnaligned(fromByteOffset: $0, as: UInt32.self)
            )
          )
        }
      }
    }
    let properties = GriddedProperties(
      density: try read("rho.dat"),
      pVelocity: try read("vp.dat"),
      sVelocity: try read("vs.dat")
    )
    let longitude = (0..<27).map { -124.6472 + 0.3 * Double($0) }
    let latitude = (0..<8).map { 32.7 + 0.3 * Double($0) }
    let depth = (0..<101).map { 1000 * Double($0) }
    let frame = LocalFrame(origin: GeographicPoint(latitude: 33.6, longitude: -120))
    let projection = try MapProjection(frame: frame)
    #expect(throws: VelocityModelError.self) {
      try GriddedModel(
        longitude: longitude,
        latitude: latitude,
        depth: depth,
        projection: projection,
        properties: properties
      )
    }
    let model = try GriddedModel(
      longitude: longitude,
      latitude: latitude,
      depth: depth,
      projection: projection,
      properties: properties,
      undefinedNodes: .nearestRock
    )
    // At a node the value is the node's: 33.6 N, 120.1472 W (i = 15, j = 3), 20 km.
    let node = (20 * 8 + 3) * 27 + 15
    let place = try projection.localPoint(
      of: GeographicPoint(latitude: 33.6, longitude: -120.1472),
      depth: 20_000
    )
    let material = model.material(at: place)
    #expect(properties.sVelocity[node] > 3000)
    // A third of a metre off the node along gradients of less than 1 m/s per 100 m.
    #expect(abs(material.sVelocity - Double(properties.sVelocity[node])) < 0.1)
    #expect(abs(material.density - Double(properties.density[node])) < 0.1)
    let summary = ModelSummary(
      of: model,
      x: -200_000...200_000,
      y: -80_000...80_000,
      depth: 100_000
    )
    // Rock only, nowhere water, and nothing beyond what the upper mantle has.
    #expect(summary.smallest.sVelocity > 1000 && summary.largest.sVelocity < 5200)
    #expect(summary.smallest.density > 1900 && summary.largest.pVelocity < 9000)
  }
}
