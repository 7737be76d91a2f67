import Foundation
import Testing

@testable import Seismology

struct TravelTimesTests {
  static let slow = Material(density: 2600, pVelocity: 4000, sVelocity: 2000)
  static let fast = Material(density: 2700, pVelocity: 6000, sVelocity: 3464)

  @Test("In a homogeneous half-space the time is distance over velocity")
  func homogeneous() throws {
    let times = TravelTimes(model: try LayeredModel(layers: [.init(top: 0, material: Self.fast)]))
    for (depth, distance) in [(8000.0, 6000.0), (0, 1000), (5000, 0), (10, 100_000)] {
      let hypotenuse = (depth * depth + distance * distance).squareRoot()
      let p = try #require(times.firstArrival(.p, sourceDepth: depth, distance: distance))
      let s = try #require(times.firstArrival(.s, sourceDepth: depth, distance: distance))
      #expect(abs(p.time - hypotenuse / 6000) < 1e-12 * p.time + 1e-15)
      #expect(abs(s.time - hypotenuse / 3464) < 1e-12 * s.time + 1e-15)
      #expect(p.path == .direct)
    }
  }

  @Test(
    "The head wave of a layer over a half-space has its closed form, and starts to lead where it must"
  )
  func headWave() throws {
    let times = TravelTimes(
      model: try LayeredModel(thicknesses: [1000, 0], materials: [Self.slow, Self.fast])
    )
    // Source and receiver at the surface: t = x/v2 + 2 h cos(ic)/v1, leading beyond 2h √((v2+v1)/(v2−v1)).
    let cosine = (1 - pow(4.0 / 6, 2)).squareRoot()
    let crossover = 2 * 1000 * (10.0 / 2).squareRoot()
    let beyond = try #require(times.firstArrival(.p, sourceDepth: 0, distance: crossover + 1))
    #expect(beyond.path == .head(depth: 1000) && abs(beyond.slowness - 1.0 / 6000) < 1e-18)
    #expect(abs(beyond.time - ((crossover + 1) / 6000 + 2 * 1000 * cosine / 4000)) < 1e-12)
    let before = try #require(times.firstArrival(.p, sourceDepth: 0, distance: crossover - 1))
    #expect(before.path == .direct && abs(before.time - (crossover - 1) / 4000) < 1e-12)
  }

  @Test("A ray from below the interface obeys Snell's law and Fermat's principle")
  func refractedRay() throws {
    let times = TravelTimes(
      model: try LayeredModel(thicknesses: [1000, 0], materials: [Self.slow, Self.fast])
    )
    for distance in [0.0, 500, 3000, 12_000, 80_000] {
      let arrival = try #require(times.firstArrival(.p, sourceDepth: 2000, distance: distance))
      // The crossing point that makes the time least, by golden section: independent of Snell's law.
      func time(_ x: Double) -> Double {
        (x * x + 1e6).squareRoot() / 4000
          + ((distance - x) * (distance - x) + 1e6).squareRoot() / 6000
      }
      var (low, high) = (0.0, distance)
      for _ in 0..<200 {
        let (a, b) = (low + 0.381_966 * (high - low), low + 0.618_034 * (high - low))
        if time(a) < time(b) { high = b } else { low = a }
      }
      #expect(abs(arrival.time - time((low + high) / 2)) < 1e-12)
      #expect(arrival.path == .direct && arrival.slowness < 1 / 6000.0)
    }
  }

  @Test("Exchanging source and receiver changes nothing")
  func reciprocity() throws {
    let times = TravelTimes(
      model: try LayeredModel(
        thicknesses: [1000, 2000, 0],
        materials: [
          Self.slow, Material(density: 2650, pVelocity: 5000, sVelocity: 2800), Self.fast,
        ]
      )
    )
    for distance in [0.0, 4000, 40_000] {
      let there = times.firstArrival(.s, sourceDepth: 3500, receiverDepth: 700, distance: distance)
      let back = times.firstArrival(.s, sourceDepth: 700, receiverDepth: 3500, distance: distance)
      #expect(there == back && there != nil)
    }
  }

  @Test("In a linear gradient the turning ray comes at its closed form")
  func gradient() throws {
    let deep = Material(density: 2600, pVelocity: 8000, sVelocity: 4000)
    let model = try LayeredModel(profile: [(0, Self.slow), (20_000, deep)])
    // v = v0 + k z with k = 0.2/s: t = (2/k) asinh(k x / (2 v0)).
    let exact = 2 / 0.2 * asinh(0.2 * 30_000 / (2 * 4000))
    let coarse = try #require(
      TravelTimes(model: model, gradientStep: 100).firstArrival(
        .p,
        sourceDepth: 0,
        distance: 30_000
      )
    )
    let fine = try #require(
      TravelTimes(model: model, gradientStep: 25).firstArrival(.p, sourceDepth: 0, distance: 30_000)
    )
    // The ray turns at 5 km; sheets of 100 m and 25 m.
    #expect(abs(coarse.time / exact - 1) < 1e-3)
    #expect(abs(fine.time / exact - 1) < 1e-4)
  }

  @Test("A buried pair hears the head wave of a faster layer above it")
  func upwardHeadWave() throws {
    let model = try LayeredModel(thicknesses: [1000, 0], materials: [Self.fast, Self.slow])
    let arrival = try #require(
      TravelTimes(model: model).firstArrival(
        .p,
        sourceDepth: 1500,
        receiverDepth: 1500,
        distance: 20_000
      )
    )
    let cosine = (1 - pow(4.0 / 6, 2)).squareRoot()
    #expect(arrival.path == .head(depth: 1000))
    #expect(abs(arrival.time - (20_000.0 / 6000 + 2 * 500 * cosine / 4000)) < 1e-12)
  }

  @Test("No S wave passes through water")
  func water() throws {
    let water = Material(density: 1000, pVelocity: 1500, sVelocity: 0)
    let model = try LayeredModel(thicknesses: [100, 0], materials: [water, Self.fast])
    let times = TravelTimes(model: model)
    #expect(times.firstArrival(.s, sourceDepth: 5000, distance: 1000) == nil)
    #expect(times.firstArrival(.p, sourceDepth: 5000, distance: 1000) != nil)
    #expect(times.firstArrival(.s, sourceDepth: 5000, receiverDepth: 100, distance: 1000) != nil)
  }
}
