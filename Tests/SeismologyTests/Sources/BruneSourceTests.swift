import Foundation
import Seismology
import Testing

@Suite struct BruneSourceTests {
  @Test("Corner frequencies are those of 0.49 v_s (Δσ/M₀)^(1/3)")
  func corner() throws {
    // The constant of the usual form in SI units, 2.34 / 2π (16/7)^(1/3) = 0.4906.
    for (moment, drop, velocity) in [(1e15, 3e6, 3400.0), (4e17, 1e7, 2800)] {
      let source = try BruneSource(scalarMoment: moment, stressDrop: drop, sVelocity: velocity)
      let usual = 0.49061 * velocity * cbrt(drop / moment)
      #expect(abs(source.cornerFrequency / usual - 1) < 1e-4)
    }
  }

  @Test("Eight times the moment halves the corner frequency, and Mw 4 has it above 2 Hz")
  func scaling() throws {
    let moment = MomentMagnitude(4).scalarMoment
    let small = try BruneSource(scalarMoment: moment, stressDrop: 3e6, sVelocity: 3400)
    let large = try BruneSource(scalarMoment: 8 * moment, stressDrop: 3e6, sVelocity: 3400)
    #expect(abs(small.cornerFrequency / large.cornerFrequency - 2) < 1e-12)
    #expect((2.2...2.4).contains(small.cornerFrequency))
    #expect(abs(2 * small.radius - 1100) < 30)
  }

  @Test("Impossible sizes are refused")
  func refusal() {
    #expect(throws: SourceError.self) {
      try BruneSource(scalarMoment: 1e15, stressDrop: 3e6, sVelocity: 0)
    }
    #expect(throws: SourceError.self) {
      try BruneSource(scalarMoment: 1e15, stressDrop: -1, sVelocity: 3000)
    }
  }
}
