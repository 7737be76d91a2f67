import Testing

@testable import Seismology

struct ModelSummaryTests {
  static let top = Material(
    density: 2280,
    pVelocity: 3200,
    sVelocity: 1500,
    pQuality: 600,
    sQuality: 300
  )
  static let bottom = Material(
    density: 3260,
    pVelocity: 7830,
    sVelocity: 4520,
    pQuality: 600,
    sQuality: 300
  )

  @Test("Layers appear with the material on either side of each discontinuity")
  func layers() throws {
    let model = try LayeredModel(thicknesses: [25_000, 0], materials: [Self.top, Self.bottom])
    let summary = ModelSummary(of: model, depth: 40_000)
    #expect(summary.rows.map(\.depth) == [0, 25_000.0.nextDown, 25_000, 40_000])
    #expect(summary.rows.map(\.smallest.pVelocity) == [3200, 3200, 7830, 7830])
    #expect(summary.smallest.sVelocity == 1500 && summary.largest.sVelocity == 4520)
    #expect(summary.discontinuityDepths == [25_000] && summary.isLaterallyHomogeneous)
    #expect(summary.remarks.isEmpty)
  }

  @Test("What is odd about a model is said")
  func remarks() throws {
    let water = Material(density: 1000, pVelocity: 1500, sVelocity: 0)
    var odd = Self.bottom
    (odd.pQuality, odd.sQuality) = (100, 300)
    let model = try LayeredModel(thicknesses: [3, 22, 0], materials: [water, odd, Self.top])
    let remarks = ModelSummary(of: model, depth: 40).remarks
    #expect(remarks.contains(.shallowDiscontinuities(deepest: 25)))
    #expect(remarks.contains(.fluid(depth: 0)))
    #expect(remarks.contains(.lowVelocityZone(depth: 25)))
    #expect(remarks.contains(.pQualityBelowSQuality(depth: 3, pQuality: 100, sQuality: 300)))
    #expect(remarks.allSatisfy { $0.description.hasSuffix(".") || $0.description.hasSuffix("?") })
    let elastic = try LayeredModel(layers: [.init(top: 0, material: water)])
    #expect(ModelSummary(of: elastic, depth: 40).remarks.contains(.noAttenuation))
    var impossible = Self.bottom
    impossible.pQuality = 900
    let model2 = try LayeredModel(layers: [.init(top: 0, material: impossible)])
    // 3/4 (7830/4520)² 300 = 675.2.
    guard
      case .negativeBulkAttenuation(_, 900, let largest) = ModelSummary(of: model2, depth: 9)
        .remarks.first
    else {
      Issue.record("no remark on Qp")
      return
    }
    #expect(abs(largest - 675.19) < 0.01)
  }

  @Test("A model that changes laterally is sampled over its extent")
  func lateral() throws {
    let filling = try LayeredModel(layers: [.init(top: 0, material: Self.top)])
    let basin = Basin(
      center: LocalPoint(x: 0, y: 0, z: 0),
      semiAxes: (major: 1000, minor: 1000),
      depth: 500,
      filling: filling
    )
    let model = try BasinModel(base: HomogeneousModel(Self.bottom), basins: [basin])
    let summary = ModelSummary(of: model, x: -2000...2000, y: -2000...2000, depth: 1000)
    #expect(summary.rows.count == 21 && !summary.isLaterallyHomogeneous)
    #expect(summary.rows[0].smallest.sVelocity == 1500 && summary.rows[0].largest.sVelocity == 4520)
    #expect(summary.rows[20].smallest.sVelocity == 4520)
  }
}
