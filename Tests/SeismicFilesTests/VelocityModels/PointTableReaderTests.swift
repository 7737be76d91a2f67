import Foundation
import Seismology
import TestSupport
import Testing

@testable import SeismicFiles

struct PointTableReaderTests {
  static let table = """
    # x(km) y(km) depth(km) vp(km/s) vs(km/s) rho(g/cm3)
    0 0 0 3.0 1.5 2.2
    1 0 0 3.1 1.6 2.2
    0 2 0 3.2 1.7 2.2
    1 2 0 3.3 1.8 2.2
    1 2 5 5.3 2.8 2.6
    0 2 5 5.2 2.7 2.6
    1 0 5 5.1 2.6 2.6
    0 0 5 5.0 2.5 2.6
    """

  @Test("Points in any order make a grid")
  func local() throws {
    let file = try readModel(Self.table, named: "points.txt")
    #expect(file.format == .points && file.model is GriddedModel)
    // The centre is the mean of all eight, to single precision.
    let center = file.model.material(at: LocalPoint(x: 500, y: 1000, z: 2500))
    #expect(abs(center.sVelocity - 2150) < 1e-3 && abs(center.pVelocity - 4150) < 1e-3)
  }

  @Test("Missing points, unstated units and scattered points are refused")
  func refusals() throws {
    func message(_ text: String) throws -> String {
      try #require(throws: VelocityModelError.self) { try readModel(text, named: "p.txt") }
        .description
    }
    let short = Self.table.replacing("\n1 0 0 3.1 1.6 2.2", with: "")
    #expect(try message(short).hasPrefix("p.txt, node (1, 0, 0): no value here (1 such"))
    let bare = Self.table.replacing("x(km)", with: "x")
    #expect(try message(bare).contains("the unit of x is not stated"))
    let scattered =
      "# x(m) y(m) depth(m) vp(m/s) vs(m/s) rho(kg/m3)\n"
      + (0..<99).map { "\($0) \($0) \($0 * 7) 3000 1500 2200" }.joined(separator: "\n")
    #expect(try message(scattered).contains("do not lie on a grid"))
    let cut = Self.table + "\n0 0"
    #expect(try message(cut).hasPrefix("p.txt, line 10: 2 columns"))
  }

  static let albacore = PythonEnvironment.packageRoot
    .appendingPathComponent("../shared/data/velocity_models/3d_albacore/alba_mod.txt")
    .standardizedFileURL

  @Test(
    "A real model off Southern California, with its water and its missing columns",
    .enabled(if: FileManager.default.fileExists(atPath: albacore.path), "the shared data is absent")
  )
  func albacoreModel() throws {
    let frame = LocalFrame(origin: GeographicPoint(latitude: 33.6, longitude: -120))
    // Its header writes g/cm^2 for the density.
    let refused = try #require(throws: VelocityModelError.self) {
      try VelocityModelFile.read(Self.albacore)
    }
    #expect(refused.description.contains("alba_mod.txt, line 1: unknown unit \"g/cm^2\""))
    let text = try String(contentsOf: Self.albacore, encoding: .utf8)
      .replacing("g/cm^2", with: "g/cm^3")
    let options = VelocityModelFile.Options(frame: frame, undefinedNodes: .nearestRock)
    let model = try readModel(text, named: "alba.txt", options: options).model
    let projection = try options.requiredProjection(place: "")
    // Every hundredth row of rock is met at its node.
    var count = 0
    for line in text.split(separator: "\n").dropFirst().enumerated() where line.offset % 100 == 7 {
      let numbers = NumberRow(line.element, line: 0).fields.compactMap(Double.init)
      guard numbers[3] > 0 else { continue }
      let place = try projection.localPoint(
        of: GeographicPoint(latitude: numbers[0], longitude: numbers[1]),
        depth: numbers[2] * 1000
      )
      // A third of a metre beside the node, along gradients below 0.1 m/s per metre.
      #expect(abs(model.material(at: place).sVelocity - numbers[3] * 1000) < 0.1)
      count += 1
    }
    #expect(count > 100)
  }
}
