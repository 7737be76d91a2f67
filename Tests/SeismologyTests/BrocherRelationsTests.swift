import Testing

@testable import Seismology

struct BrocherRelationsTests {
  @Test("The regressions give the sums of their published coefficients")
  func values() {
    // At 1 km/s each polynomial is the sum of its coefficients.
    #expect(abs(BrocherRelations.pVelocity(sVelocity: 1000) - 2458.2) < 1e-6)
    #expect(abs(BrocherRelations.density(pVelocity: 1000) - 1252.006) < 1e-6)
    // Granite: v_p 6 km/s has ρ about 2.72 g/cm³ and v_s about 3.55 km/s (figures 1 and 2).
    #expect(abs(BrocherRelations.density(pVelocity: 6000) - 2717) < 5)
    #expect(abs(BrocherRelations.sVelocity(pVelocity: 6000) - 3550) < 30)
  }

  @Test("Every v_s of the crust gives a possible material")
  func possible() throws {
    for sVelocity in stride(from: 100.0, through: 4500, by: 50) {
      try BrocherRelations.material(sVelocity: sVelocity).validate(place: "vs \(sVelocity)")
    }
  }

  @Test("The two velocity regressions are nearly inverse to each other")
  func inverse() {
    for sVelocity in stride(from: 1000.0, through: 4000, by: 500) {
      let back = BrocherRelations.sVelocity(
        pVelocity: BrocherRelations.pVelocity(sVelocity: sVelocity)
      )
      // They are separate fits; the publication shows them to differ by less than 0.1 km/s.
      #expect(abs(back - sVelocity) < 100)
    }
  }
}
