import Testing

@testable import Seismology

struct QualityFactorRuleTests {
  @Test("Each rule gives the values of its publication")
  func values() {
    let graves = QualityFactorRule.gravesPitarka2010.qualities(sVelocity: 2000)
    #expect(graves.s == 100 && graves.p == 200)
    let olsenSlow = QualityFactorRule.olsen2003.qualities(sVelocity: 1000)
    #expect(olsenSlow.s == 20 && olsenSlow.p == 30)
    #expect(QualityFactorRule.olsen2003.qualities(sVelocity: 3000).s == 300)
    // −16 + 104.13 − 25.225 + 8.2184 at 1 km/s.
    #expect(abs(QualityFactorRule.brocher2008.qualities(sVelocity: 1000).s - 71.1234) < 1e-9)
    #expect(QualityFactorRule.brocher2008.qualities(sVelocity: 200).s == 13)
    let constant = QualityFactorRule.constant(pQuality: 120, sQuality: 40).qualities(sVelocity: 5)
    #expect(constant.p == 120 && constant.s == 40)
  }

  @Test("Water does not attenuate under any rule that follows v_s")
  func water() {
    for rule in [QualityFactorRule.gravesPitarka2010, .olsen2003, .brocher2008] {
      #expect(rule.qualities(sVelocity: 0).s == .infinity)
    }
  }

  @Test("Impossible parameters are refused by name")
  func refusals() {
    #expect(throws: VelocityModelError.self) {
      try QualityFactorRule.proportional(factor: 0, ratio: 2).validate()
    }
    #expect(throws: VelocityModelError.self) {
      try QualityFactorRule.constant(pQuality: 100, sQuality: -.infinity).validate()
    }
  }
}
