import Foundation
import Testing

@testable import Seismology

struct HeterogeneousModelTests {
  static let rock = Material(
    density: 2700,
    pVelocity: 6000,
    sVelocity: 3400,
    pQuality: 200,
    sQuality: 100
  )

  static func medium(
    hurst: Double = 0.5,
    deviation: Double = 0.05,
    seed: UInt64 = 11,
    lengths: SIMD3<Double> = SIMD3(500, 500, 500)
  ) -> VonKarmanMedium {
    VonKarmanMedium(
      correlationLengths: lengths,
      hurstExponent: hurst,
      standardDeviation: deviation,
      seed: seed,
      corner: LocalPoint(x: -1000, y: 500, z: 0),
      extent: SIMD3(12_800, 9600, 6400),
      spacing: 100
    )
  }

  @Test("The same seed gives the same bytes, another seed another medium")
  func seeds() throws {
    let first = Self.medium().synthesized()
    #expect(first == Self.medium().synthesized())
    #expect(first != Self.medium(seed: 12).synthesized())
    // 128 × 96 × 64 nodes have small prime factors already.
    #expect(first.count == 128 * 96 * 64)
  }

  @Test("Mean, spread and limits are those asked for", arguments: [0.1, 0.5, 1])
  func moments(hurst: Double) throws {
    let values = Self.medium(hurst: hurst).synthesized().map(Double.init)
    let mean = values.reduce(0, +) / Double(values.count)
    let deviation = (values.reduce(0) { $0 + $1 * $1 } / Double(values.count)).squareRoot()
    // The mean is exactly zero before cutting at three standard deviations.
    #expect(abs(mean) < 2e-4)
    // 16 × 12 × 8 correlation volumes (L/2a)³ of chance: 5 % spread; cutting lowers it by 0.7 %.
    #expect(abs(deviation / 0.05 - 1) < 0.1)
    #expect(values.allSatisfy { abs($0) <= 0.15 + 1e-6 })
  }

  @Test("H = 1/2 gives the exponential correlation function, along each axis with its own length")
  func correlation() throws {
    let medium = Self.medium(lengths: SIMD3(400, 300, 200))
    let values = medium.synthesized().map(Double.init)
    let n = medium.nodeCounts
    let variance = values.reduce(0) { $0 + $1 * $1 } / Double(values.count)
    func correlation(_ dx: Int, _ dy: Int, _ dz: Int) -> Double {
      var sum = 0.0
      for k in 0..<n.z {
        for j in 0..<n.y {
          for i in 0..<n.x {
            let here = (k * n.y + j) * n.x + i
            let there =
              ((k + dz) % n.z * n.y + (j + dy) % n.y) * n.x + (i + dx) % n.x
            sum += values[here] * values[there]
          }
        }
      }
      return sum / Double(values.count) / variance
    }
    let distances = [(4, 0, 0, 400.0), (0, 3, 0, 300), (0, 0, 2, 200)]
    for (dx, dy, dz, _) in distances {
      // One correlation length away: 1/e. A node every a/4, a/3 and a/2 cuts off the spectrum of a rough medium,
      // which raises the correlation by up to 0.08; chance adds 0.03.
      #expect(abs(correlation(dx, dy, dz) - exp(-1)) < 0.11)
    }
    #expect(correlation(20, 0, 0) < 0.1)
  }

  @Test("v_p and v_s move together, the density less, Q not at all; outside the box it repeats")
  func sampling() throws {
    let model = try HeterogeneousModel(base: HomogeneousModel(Self.rock), medium: Self.medium())
    let point = LocalPoint(x: 1234.5, y: 2345.6, z: 3456.7)
    let (xi, material) = (model.perturbation(at: point), model.material(at: point))
    #expect(abs(xi) > 1e-4)
    #expect(abs(material.pVelocity / 6000 - 1 - xi) < 1e-12)
    #expect(abs(material.velocityRatio - 6000 / 3400) < 1e-12)
    #expect(abs(material.density / 2700 - 1 - 0.8 * xi) < 1e-12)
    #expect(material.sQuality == 100)
    let copy = LocalPoint(x: point.x + 12_800, y: point.y - 9600, z: point.z + 12_800)
    // Positions divided by the spacing round differently: 1e-12 of a node.
    #expect(abs(model.perturbation(at: copy) - xi) < 1e-6)
    // At a node, the node's value.
    let values = Self.medium().synthesized()
    let node = LocalPoint(x: -1000 + 700, y: 500 + 300, z: 200)
    #expect(model.perturbation(at: node) == Double(values[(2 * 96 + 3) * 128 + 7]))
  }

  @Test("Velocities stay within the physical limits that were asked for")
  func limits() throws {
    let model = try HeterogeneousModel(
      base: HomogeneousModel(Self.rock),
      medium: Self.medium(deviation: 0.3),
      smallestSVelocity: 3300,
      largestPVelocity: 6100
    )
    for i in 0..<2000 {
      let material = model.material(
        at: LocalPoint(x: Double(i) * 37, y: Double(i) * 11, z: Double(i))
      )
      #expect(material.sVelocity > 3299.999 && material.pVelocity < 6100.001)
      #expect(abs(material.velocityRatio - 6000 / 3400) < 1e-12)
    }
  }

  @Test("Statistics that no medium has are refused by name")
  func refusals() {
    var media = [VonKarmanMedium](repeating: Self.medium(), count: 5)
    media[0].hurstExponent = 0
    media[1].standardDeviation = 5
    media[2].spacing = 600
    media[3].correlationLengths.y = -1
    media[4].extent = SIMD3(1e7, 1e7, 1e6)
    for medium in media {
      #expect(throws: VelocityModelError.self) {
        try HeterogeneousModel(base: HomogeneousModel(Self.rock), medium: medium)
      }
    }
  }
}
