import Foundation
import Testing

@testable import Seismology

struct ClippedModelTests {
  static let mud = Material(
    density: 1900,
    pVelocity: 1600,
    sVelocity: 400,
    pQuality: 40,
    sQuality: 20
  )
  static let stone = Material(density: 2300, pVelocity: 3000, sVelocity: 1500)
  static let rock = Material(density: 2700, pVelocity: 6000, sVelocity: 3464)

  @Test("Slow rock becomes as fast as the limit and keeps a bulk modulus; the rest is not touched")
  func materials() throws {
    let slow = Self.mud.clipped(minimumSVelocity: 800)
    #expect(slow.sVelocity == 800 && slow.density == 1900 && slow.sQuality == 20)
    // 1600/800 = 2 is above √3 already.
    #expect(slow.pVelocity == 1600)
    let fast = Self.mud.clipped(minimumSVelocity: 1600)
    #expect(fast.sVelocity == 1600 && abs(fast.velocityRatio - 3.0.squareRoot()) < 1e-12)
    #expect(Self.rock.clipped(minimumSVelocity: 1600) == Self.rock)
    let water = Material(density: 1000, pVelocity: 1500, sVelocity: 0)
    #expect(water.clipped(minimumSVelocity: 800) == water)
  }

  @Test("It says which share of the points was clipped, and how slow the slowest was")
  func clipping() throws {
    let basin = Basin(
      center: LocalPoint(x: 0, y: 0, z: 0),
      semiAxes: (major: 1e6, minor: 1e6),
      depth: 450,
      shape: .flat,
      filling: try LayeredModel(layers: [.init(top: 0, material: Self.mud)])
    )
    let base = try BasinModel(base: HomogeneousModel(Self.rock), basins: [basin])
    let model = try ClippedModel(base: base, minimumSVelocity: 1000)
    let clipping = model.clipping(x: 0...1000, y: -500...0, depth: 900, spacing: 100)
    // 11 × 6 columns; depths 0, 100 … 400 of 0 … 900 lie in the basin.
    #expect(clipping.pointCount == 660 && clipping.clippedCount == 330)
    #expect(clipping.share == 0.5 && clipping.smallestSVelocity == 400)
    #expect(
      clipping.description == "vs clipped at 1000 m/s: 50 % of 660 points, the slowest 400 m/s"
    )
    let none = try ClippedModel(base: base, minimumSVelocity: 300)
      .clipping(x: 0...0, y: 0...0, depth: 0, spacing: 1)
    #expect(none.description == "vs clipped at 300 m/s: none of 1 points is slower")
  }

  @Test("Clipped layers stay layers and agree with the clipped model everywhere")
  func layers() throws {
    let layers = try LayeredModel(layers: [
      .init(top: 0, material: Self.mud, bottomMaterial: Self.stone),
      .init(top: 1000, material: Self.stone), .init(top: 2000, material: Self.rock),
    ])
    let clipped = try layers.clipped(minimumSVelocity: 950)
    let model = try ClippedModel(base: layers, minimumSVelocity: 950)
    // The gradient is divided where v_p reaches √3 · 950 m/s and where v_s reaches 950 m/s.
    #expect(clipped.layers.count == 5 && clipped.layers[2].top == 500)
    #expect(model.isLaterallyHomogeneous && model.discontinuityDepths == [2000])
    for depth in stride(from: 0.0, to: 3000, by: 7) {
      let (a, b) = (
        clipped.material(atDepth: depth), model.material(at: LocalPoint(x: 0, y: 0, z: depth))
      )
      // Interpolation between other end points rounds differently.
      for property in [\Material.density, \.pVelocity, \.sVelocity] {
        #expect(abs(a[keyPath: property] / b[keyPath: property] - 1) < 1e-12, "at \(depth) m")
      }
    }
  }

  @Test("Impossible limits are refused; what is not random has no realisations")
  func refusals() throws {
    let base = HomogeneousModel(Self.rock)
    for limit in [0, -5, .nan, 2e4] {
      #expect(throws: VelocityModelError.self) {
        try ClippedModel(base: base, minimumSVelocity: limit)
      }
    }
    #expect(try ClippedModel(base: base, minimumSVelocity: 500).realised(seed: 1) == nil)
  }

  @Test("Realisations differ, repeat with their seed, and reach through basins and limits")
  func realisations() throws {
    let random = try HeterogeneousModel(
      base: HomogeneousModel(Self.stone),
      medium: HeterogeneousModelTests.medium()
    )
    let basin = Basin(
      center: LocalPoint(x: 0, y: 1000, z: 0),
      semiAxes: (major: 200, minor: 200),
      depth: 300,
      filling: try LayeredModel(layers: [.init(top: 0, material: Self.mud)])
    )
    let model = try ClippedModel(
      base: try BasinModel(base: random, basins: [basin]),
      minimumSVelocity: 500
    )
    let points = (0..<500).map {
      LocalPoint(x: Double($0) * 21 - 900, y: 600 + Double($0) * 13, z: Double($0) * 9)
    }
    func values(_ seed: UInt64) throws -> [Material] {
      let other = try #require(try model.realised(seed: seed))
      return points.map { other.material(at: $0) }
    }
    let (first, second) = (try values(1), try values(2))
    #expect(first != second)
    #expect(try values(1) == first)
    // The medium's own seed gives the model itself.
    #expect(try values(11) == points.map { model.material(at: $0) })
    let inside = LocalPoint(x: 0, y: 1000, z: 10)
    #expect(try #require(try model.realised(seed: 3)).material(at: inside).sVelocity == 500)
    // Independent media: 500 points about 25 m apart over 12 km hold some 20 independent values.
    let mean = 1500.0
    let product = zip(first, second).reduce(0) {
      $0 + ($1.0.sVelocity - mean) * ($1.1.sVelocity - mean)
    }
    let power = first.reduce(0) { $0 + ($1.sVelocity - mean) * ($1.sVelocity - mean) }
    #expect(abs(product / power) < 0.7)
  }
}
