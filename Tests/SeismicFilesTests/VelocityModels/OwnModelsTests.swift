import Foundation
import Seismology
import Testing

@testable import SeismicFiles

struct OwnModelsTests {
  static func read(_ name: String) throws -> LayeredModel {
    let file = try VelocityModelFile.read(SharedModels.own.appendingPathComponent("\(name).yaml"))
    #expect(file.format == .yaml && file.reference != nil && !file.name.isEmpty)
    return try #require(file.layers)
  }

  @Test("Every shipped model reads, has a reference, and nothing odd in it")
  func all() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: SharedModels.own.path)
      .filter { $0.hasSuffix(".yaml") }.sorted()
    #expect(
      names == [
        "ak135-crust.yaml", "bay-area.yaml", "gil7.yaml", "loh1.yaml", "loh3.yaml",
        "southern-california.yaml",
      ]
    )
    for name in names where name != "bay-area.yaml" {
      let model = try Self.read(String(name.dropLast(5)))
      let remarks = ModelSummary(of: model, depth: 100_000).remarks
      let odd = remarks.filter {
        switch $0 {
        case .noAttenuation: false
        // As published: Qp of the upper crust is 8 % above what its Qs allows.
        case .negativeBulkAttenuation(depth: 0, pQuality: 1368.02, _): name != "ak135-crust.yaml"
        default: true
        }
      }
      #expect(odd == [], "\(name)")
    }
  }

  @Test("LOH.1 and LOH.3 are those of the report")
  func layerOverHalfspace() throws {
    let loh1 = try Self.read("loh1")
    #expect(loh1.discontinuityDepths == [1000])
    #expect(loh1.material(atDepth: 0) == Material(density: 2600, pVelocity: 4000, sVelocity: 2000))
    #expect(
      loh1.material(atDepth: 1000) == Material(density: 2700, pVelocity: 6000, sVelocity: 3464)
    )
    let loh3 = try Self.read("loh3")
    #expect(loh3.material(atDepth: 0).pQuality == 120 && loh3.material(atDepth: 0).sQuality == 40)
    #expect(
      loh3.material(atDepth: 1000).pQuality == 155.9
        && loh3.material(atDepth: 1000).sQuality == 69.3
    )
  }

  @Test("The Southern California model takes its attenuation from the rule")
  func southernCalifornia() throws {
    let model = try Self.read("southern-california")
    #expect(model.discontinuityDepths == [5500, 16_000, 32_000])
    #expect(
      model.material(atDepth: 0).sQuality == 159 && model.material(atDepth: 0).pQuality == 318
    )
  }

  static func expectSame(_ a: LayeredModel, _ b: LayeredModel, downTo depth: Double) {
    for z in stride(from: 0, through: depth, by: depth / 997) {
      let (m, n) = (a.material(atDepth: z), b.material(atDepth: z))
      // Kilometres times 1000 round in the last place.
      for property in [\Material.density, \.pVelocity, \.sVelocity, \.pQuality, \.sQuality] {
        #expect(abs(m[keyPath: property] / n[keyPath: property] - 1) < 1e-12, "at \(z) m")
      }
    }
  }

  @Test(
    "Our GIL7 is the one that CPS reads",
    .enabled(if: SharedModels.arePresent, "shared data absent")
  )
  func gil7() throws {
    let other = try VelocityModelFile.read(SharedModels.url("gil7.d"))
    #expect(other.format == .cps && other.name == "GIL7")
    let theirs = try #require(other.layers)
    let ours = try Self.read("gil7")
    #expect(ours.discontinuityDepths == theirs.discontinuityDepths)
    #expect(ours.layers.count == 7)
    Self.expectSame(ours, theirs, downTo: 40_000)
  }

  @Test(
    "Our ak135 crust is TauP's down to 210 km",
    .enabled(if: SharedModels.arePresent, "shared data absent")
  )
  func ak135() throws {
    let other = try VelocityModelFile.read(
      SharedModels.url("ak135f_no_mud.nd"),
      options: .init(maximumDepth: 209_999)
    )
    let theirs = try #require(other.layers)
    let ours = try Self.read("ak135-crust")
    #expect(ours.discontinuityDepths == theirs.discontinuityDepths)
    Self.expectSame(ours, theirs, downTo: 209_999)
  }

  @Test("First arrivals through GIL7 are those that TauP traces through the sphere")
  func travelTimes() throws {
    // ObsPy 1.4's TauP, these layers above ak135, a source 12 km deep; kilometres, seconds of P and S.
    let traced = [
      (81.0, 13.788, 24.633), (100, 16.444, 29.095), (120, 18.988, 33.502), (143, 21.914, 38.571),
    ]
    let times = TravelTimes(model: try Self.read("gil7"))
    for (distance, p, s) in traced {
      for (phase, expected) in [(TravelTimes.Phase.p, p), (.s, s)] {
        let arrival = try #require(
          times.firstArrival(phase, sourceDepth: 12_000, distance: distance * 1000)
        )
        // A head wave at depth z travels a shorter way on the sphere, by up to z/R: 0.39 % at 25 km.
        let excess = arrival.time / expected - 1
        #expect(excess > 0 && excess < 0.0039)
      }
    }
  }
}
