import Foundation
import Seismology
import Testing

@testable import SeismicFiles

struct YAMLModelTests {
  @Test("Layers in any of the units, constant or with a gradient, by depth or by thickness")
  func layers() throws {
    let file = try readModel(
      """
      name: Test
      reference: nobody (2000)
      layers:
        - {thickness_m: 500, vp_m_s: 2000, vs_m_s: 800, density_kg_m3: 2000, qp: 80, qs: 40}
        - {thickness_km: 1.5, vp_km_s: [3.0, 4.0], vs_km_s: [1.5, 2.0], density_g_cm3: 2.3}
        - {depth_m: 2000, vp_m_s: 6000, vs_m_s: 3464, density_kg_m3: 2700}
      vs_to_q: {qs_per_km_s: 100, qp_over_qs: 1.5}
      """,
      named: "test.yaml"
    )
    #expect(file.name == "Test" && file.reference == "nobody (2000)")
    let model = try #require(file.layers)
    #expect(model.discontinuityDepths == [500, 2000])
    // Its own quality factors stay, the others follow the rule.
    #expect(model.material(atDepth: 0).sQuality == 40)
    #expect(model.material(atDepth: 3000).sQuality == 346.4)
    let middle = model.material(atDepth: 1250)
    #expect(middle.pVelocity == 3500 && middle.sVelocity == 1750 && middle.density == 2300)
  }

  @Test("A gradient that ends the list stops at its bottom")
  func lastGradient() throws {
    let model = try #require(
      try readModel(
        """
        layers:
          - {depth_m: 0, bottom_m: 1000, vp_m_s: [2000, 4000], vs_m_s: [1000, 2000], density_kg_m3: 2300}
        """,
        named: "test.yaml"
      ).layers
    )
    #expect(model.material(atDepth: 5000).pVelocity == 4000)
    #expect(model.discontinuityDepths.isEmpty)
  }

  static let rock = "layers: [{depth_m: 0, vp_m_s: 6000, vs_m_s: 3464, density_kg_m3: 2700}]"

  @Test("Basins and random heterogeneity lie over the layers")
  func composition() throws {
    let file = try readModel(
      """
      \(Self.rock)
      basins:
        - name: Valley
          center: {latitude: 37.7, longitude: -121.8}
          semi_axes_m: [5000, 2000]
          azimuth_degrees: 110
          depth_m: 1000
          shape: flat
          layers: [{depth_m: 0, vp_m_s: 1800, vs_m_s: 500, density_kg_m3: 1900}]
      heterogeneity:
        correlation_length_m: [2000, 2000, 1000]
        hurst_exponent: 0.3
        standard_deviation: 0.05
        seed: 18446744073709551615
        corner_m: [-10000, -10000, 0]
        extent_m: [20000, 20000, 10000]
        spacing_m: 500
      """,
      named: "test.yml",
      options: .init(
        frame: LocalFrame(origin: GeographicPoint(latitude: 37.7, longitude: -121.8))
      )
    )
    let model = try #require(file.model as? HeterogeneousModel)
    #expect(model.medium.seed == .max && model.medium.spacing == 500)
    let here = LocalPoint(x: 100, y: 200, z: 500)
    #expect(abs(model.material(at: here).sVelocity / 500 - 1) <= 0.15 + 1e-6)
    let deep = LocalPoint(x: 100, y: 200, z: 5000)
    #expect(abs(model.material(at: deep).sVelocity / 3464 - 1) <= 0.15 + 1e-6)
    let basins = try #require(model.base as? BasinModel)
    // Azimuth 110°: a point 4 km along it lies inside, 4 km across it outside.
    #expect(basins.basinDepth(x: 4000 * 0.9397, y: -4000 * 0.3420) == 1000)
    #expect(basins.basinDepth(x: 4000 * 0.3420, y: 4000 * 0.9397) == 0)
  }

  @Test("A model may build on another file")
  func base() throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("foreshake-base-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data(Self.rock.utf8).write(to: folder.appendingPathComponent("rock.yaml"))
    let upper = folder.appendingPathComponent("upper.yaml")
    try Data("base: rock.yaml\nvs_to_q: {qp: 80, qs: 40}".utf8).write(to: upper)
    #expect(try VelocityModelFile.read(upper).layers?.material(atDepth: 0).sQuality == 40)
    try Data("base: upper.yaml".utf8).write(to: upper)
    #expect(throws: VelocityModelError.self) { try VelocityModelFile.read(upper) }
    try Data("base: gone.yaml".utf8).write(to: upper)
    let error = try #require(throws: VelocityModelError.self) { try VelocityModelFile.read(upper) }
    #expect(error == .unreadable(file: "gone.yaml", reason: "no such file; check the path"))
  }

  @Test(
    "Mistakes are named with file, line and remedy",
    arguments: [
      ("layer: []", "line 1: unknown key \"layer\"; did you mean \"layers\"?"),
      ("name: x\nlayers:\n  - {depth_m: 0, vp: 3}", "line 3, layer 1: unknown key \"vp\""),
      ("layers:\n  - {depth_m: 0, vp_m_s: 3000}", "line 2: layer 1 has no vs_m_s"),
      (
        "layers:\n  - {depth_m: 0, vp_m_s: 3000, vs_m_s: 3500, density_kg_m3: 2700}",
        "line 2, layer 1: vs 3500 m/s exceeds vp/√(4/3) = 2598 m/s"
      ),
      (
        "layers:\n  - {depth_m: 0, vp_m_s: 3.0, vs_m_s: 1.5, density_kg_m3: 2700}",
        "line 2, layer 1: vp 3 m/s is outside 100–20000 m/s; velocities are in m/s here, not km/s"
      ),
      (
        "layers:\n  - {depth_m: 0, vp_m_s: 3000, vs_m_s: 1500, density_kg_m3: 2.7}",
        "densities are in kg/m³ here, not g/cm³"
      ),
      (
        "layers:\n  - {depth_m: 0, vp_m_s: 3000, vs_m_s: 1500, density_kg_m3: 2700, qs: 5}",
        "layer 1 has no qp"
      ),
      (
        "layers:\n  - {depth_m: 0, vp_m_s: 3000, vp_km_s: 3, vs_m_s: 1500, density_kg_m3: 2700}",
        "gives vp_m_s and vp_km_s"
      ),
      ("layers:\n  - {depth_m: zero, vp_m_s: 3000}", "line 2: layer 1, depth_m is not a number"),
      ("layers: [", "not YAML"), ("", "has no content"),
      ("name: x", "none of layers, grid and base"),
      ("\(rock)\ngrid: {file: x.nc}", "layers and grid exclude each other"),
      ("\(rock)\nvs_to_q: olsen-2004", "did you mean \"olsen-2003\"?"),
      ("\(rock)\nvs_to_q: {qs_per_km_s: -1}", "qs_per_km_s -1 is outside its range"),
      ("\(rock)\nheterogeneity: {seed: 1}", "line 2: heterogeneity has no correlation_length_m"),
      ("\(rock)\nbasins: [{shape: bowl}]", "basin 1 has no semi_axes_m"),
      ("grid: {file: gone.nc}", "gone.nc: cannot be read: no such file"),
    ]
  )
  func refusals(text: String, message: String) throws {
    let error = try #require(throws: VelocityModelError.self) {
      try readModel(text, named: "model.yaml")
    }
    #expect(error.description.contains(message), "\(error)")
    #expect(error.description.hasPrefix(message.hasPrefix("gone") ? "gone.nc" : "model.yaml"))
  }

  @Test("A geographic basin without an origin is refused with its line")
  func noOrigin() throws {
    let text = """
      \(Self.rock)
      basins:
        - center: {latitude: 37.7, longitude: -121.8}
          semi_axes_m: [5000, 2000]
          depth_m: 1000
          layers: [{depth_m: 0, vp_m_s: 1800, vs_m_s: 500, density_kg_m3: 1900}]
      """
    let error = try #require(throws: VelocityModelError.self) {
      try readModel(text, named: "model.yaml")
    }
    #expect(error.description.hasPrefix("model.yaml, line 3, basin 1: The local frame has no"))
  }
}
