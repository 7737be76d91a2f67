import Foundation
import Seismology
import Testing

@testable import SeismicFiles

struct ColumnTableReaderTests {
  @Test("A header names columns in any order and their units")
  func header() throws {
    let file = try readModel(
      """
      # a model of somewhere
      # Vs(m/s), Qs; rho[g/cc]  Depth (km)   vp_km_s Qp  remark
      1500 50 2.1 0   3.0 100 1
      3000 150 2.6 1.5 5.2 300 2
      """,
      named: "somewhere.txt"
    )
    let model = try #require(file.layers)
    #expect(file.format == .columns && file.name == "somewhere")
    #expect(model.discontinuityDepths == [1500])
    #expect(
      model.material(atDepth: 0)
        == Material(density: 2100, pVelocity: 3000, sVelocity: 1500, pQuality: 100, sQuality: 50)
    )
  }

  @Test("Without a header the units are told from the numbers")
  func sizes() throws {
    let kilometres = try #require(
      try readModel("0 3.2 1.5 2.28\n1 4.5 2.4 2.28\n25 7.8 4.5 3.2\n", named: "a.txt").layers
    )
    #expect(kilometres.discontinuityDepths == [1000, 25_000])
    let metres = try #require(
      try readModel("0 3200 1500 2280\n1000 4500 2400 2280\n", named: "b.txt").layers
    )
    #expect(metres.discontinuityDepths == [1000])
    #expect(metres.material(atDepth: 0).pVelocity == kilometres.material(atDepth: 0).pVelocity)
  }

  @Test("A depth given twice makes the model linear between rows")
  func gradient() throws {
    let model = try #require(
      try readModel("0 3.0 1.5 2.2\n2 4.0 2.0 2.2\n2 5.0 2.9 2.6\n9 5.0 2.9 2.6", named: "g.txt")
        .layers
    )
    #expect(model.material(atDepth: 1000).pVelocity == 3500)
    #expect(model.discontinuityDepths == [2000])
  }

  @Test(
    "What is ambiguous or broken is refused, with the line and a remedy",
    arguments: [
      // depths in km or in m?
      ("0 3200 1500 2280\n35 7800 4500 3300", "unit of depth is unclear"),
      ("0 3.2 1.5 2.28\n35000 7.8 4.5 3.3", "unit of depth is unclear"),
      ("0 3.2 1.5 2280\n35 7.8 4.5 3300", "unit of depth is unclear"),
      // km/s and m/s mixed
      ("0 3.2 1.5 2.28\n35 7800 4500 3.3", "unit of vp is unclear"),
      // depths or thicknesses?
      ("1 3.2 1.5 2.28\n35 7.8 4.5 3.3", "depths or thicknesses"),
      ("0 3.2 1.5\n35 7.8 4.5", "columns without a header"),
      ("0 3.2 1.5 2.28\n35 7.8 4.5", "line 2"),
      ("0 3.2 1.5 2.28\n35 7.8 x4.5 3.3", "\"x4.5\" is not a number"),
      ("# depth(ft) vp vs rho\n0 3.2 1.5 2.28", "unknown unit \"ft\""),
      ("# depth vp vs\n0 3.2 1.5", "no column of density"),
      ("", "no rows"),
      // swapped vp and vs
      (
        "0 3.2 1.5 2.28\n5 4.0 5.0 2.4",
        "m.txt, line 2, layer 2: vs 5000 m/s exceeds vp/√(4/3) = 3464"
      ),
      ("0 3.2 1.5 -2.28\n5 4.0 2.0 2.4", "line 1, layer 1: density -2280"),
      ("0 3.2 1.5 2.28\n5 4.0 nan 2.4", "line 2, layer 2: vs is nan"),
      ("# depth vp vs rho\n0 3.2 1.5 2.28\n5 4 2 2.4\n4 4 2 2.4", "line 4, layer 3: depth 4000"),
      ("# depth vp vs rho\n3 3.2 1.5 2.28\n5 4 2 2.4", "starts at depth 3000 m"),
      ("# h vp vs rho\n3 3.2 1.5 2.28\n-5 4 2 2.4\n0 5 3 2.5", "line 3, layer 2: thickness -5000"),
    ]
  )
  func refusals(text: String, message: String) throws {
    let error = try #require(throws: VelocityModelError.self) {
      try readModel(text, named: "m.txt")
    }
    #expect(error.description.hasPrefix("m.txt"))
    #expect(error.description.contains(message), "\(error)")
  }

  @Test("A missing or binary file is refused by name")
  func unreadable() throws {
    let error = try #require(throws: VelocityModelError.self) {
      try VelocityModelFile.read(URL(fileURLWithPath: "/nowhere/model.txt"))
    }
    #expect(error.description == "model.txt: cannot be read: no such file; check the path.")
    #expect(throws: VelocityModelError.self) { try readModel("\u{0}\u{1}binary", named: "m.txt") }
  }

  @Test(
    "Real tables of other programs",
    .enabled(if: SharedModels.arePresent, "the shared velocity models are absent")
  )
  func realTables() throws {
    func read(_ name: String) throws -> LayeredModel {
      let file = try VelocityModelFile.read(SharedModels.url(name))
      #expect(file.format == .columns)
      return try #require(file.layers)
    }
    // Names without units, Q between the velocities.
    let central = try read("mtinv_cus.mod")
    #expect(central.discontinuityDepths == [1000, 10_000, 20_000, 40_000])
    #expect(
      central.material(atDepth: 500)
        == Material(density: 2500, pVelocity: 5000, sVelocity: 2890, pQuality: 581, sQuality: 258)
    )
    // A count of rows, then thicknesses.
    let rock = try read("nga_rock1.v1d")
    #expect(rock.layers.count == 7 && rock.material(atDepth: 0).sQuality == 30)
    #expect(abs(rock.layers[6].top - 27_000) < 1e-9)
    let generic = try read("bbp_hf.vmod")
    #expect(generic.layers.count == 18 && generic.material(atDepth: 1).sVelocity == 450)
    let angeles = try read("nr02-vs500.fk1d")
    #expect(angeles.layers.count == 15 && abs(angeles.layers[1].top - 10) < 1e-9)
    // Depths with units in the header.
    let basin = try read("bbp_labasin_2018.txt")
    #expect(basin.material(atDepth: 50).sVelocity == 650)
    // Neither a header nor a sign whether depths or thicknesses are meant, but not ascending: thicknesses.
    let north = try read("bbp_norcal.mod")
    #expect(north.material(atDepth: 0).sVelocity == 450 && abs(north.layers[1].top - 2) < 1e-9)
  }
}
