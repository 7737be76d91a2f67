import Foundation
import Seismology
import Testing

@testable import SeismicFiles

@Suite(.enabled(if: SharedModels.arePresent, "the shared velocity models are absent"))
struct TauPReaderTests {
  static func read(_ name: String, _ depth: Double? = nil) throws -> LayeredModel {
    let file = try VelocityModelFile.read(
      SharedModels.url(name),
      options: .init(maximumDepth: depth)
    )
    #expect(file.format == (name.hasSuffix("nd") ? .namedDiscontinuities : .tvel))
    return try #require(file.layers)
  }

  @Test("PREM has its discontinuities and its attenuation, fluid core included")
  func prem() throws {
    let model = try Self.read("prem.nd")
    let depths = [15_000, 24_400, 220_000, 400_000, 670_000, 2_891_000, 5_149_500.0]
    #expect(depths.allSatisfy(model.discontinuityDepths.contains))
    let core = model.material(atDepth: 3_000_000)
    #expect(core.isFluid && core.sQuality == .infinity)
    let mantle = model.material(atDepth: 30_000)
    #expect(mantle.sQuality == 600)
    // Between 8.11061 at 24.4 km and 8.10119 at 40 km.
    #expect(abs(mantle.pVelocity - (8110.61 - 9.42 * 5.6 / 15.6)) < 1e-6)
  }

  @Test("A maximum depth keeps what lies above it and is constant below")
  func maximumDepth() throws {
    for name in ["prem.nd", "ak135f_no_mud.nd", "iasp91.tvel", "ak135.tvel"] {
      let (whole, upper) = (try Self.read(name), try Self.read(name, 60_000))
      #expect(upper.layers.allSatisfy { $0.top <= 60_000 })
      for z in stride(from: 0.0, through: 60_000, by: 777) {
        #expect(
          abs(upper.material(atDepth: z).pVelocity - whole.material(atDepth: z).pVelocity) < 1e-6
        )
      }
      #expect(
        upper.material(atDepth: 1e6).sVelocity == upper.material(atDepth: 60_000).sVelocity
      )
    }
  }

  @Test("tvel files have no attenuation; a rule gives it")
  func tvel() throws {
    let plain = try Self.read("iasp91.tvel", 100_000)
    #expect(plain.material(atDepth: 0).sQuality == .infinity)
    #expect(plain.discontinuityDepths == [20_000, 35_000])
    #expect(
      plain.material(atDepth: 25_000) == Material(density: 2920, pVelocity: 6500, sVelocity: 3750)
    )
    let ruled = try VelocityModelFile.read(
      SharedModels.url("ak135.tvel"),
      options: .init(maximumDepth: 100_000, qualityRule: .gravesPitarka2010)
    )
    #expect(try #require(ruled.layers).material(atDepth: 0).sQuality == 173)
  }
}
