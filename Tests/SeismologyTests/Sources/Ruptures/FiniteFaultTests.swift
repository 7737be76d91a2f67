import Foundation
import Seismology
import Testing

private func subSource(
  slip: Double = 1.5,
  rigidity: Double? = 3e10,
  start: Double = 2,
  slipRate: FiniteFault.SlipRate = .liu(riseTime: 1),
  rake: Double = 10,
  depth: Double = 5000
) -> FiniteFault.SubSource {
  FiniteFault.SubSource(
    location: LocalPoint(x: 100, y: -200, z: depth),
    area: 4e4,
    strike: 30,
    dip: 60,
    rake: rake,
    slip: slip,
    rigidity: rigidity,
    initiationTime: start,
    slipRate: slipRate
  )
}

private func makeFault(_ sources: FiniteFault.SubSource...) throws -> FiniteFault {
  var fault = FiniteFault()
  for source in sources {
    try fault.append(source)
  }
  return fault
}

@Suite struct FiniteFaultTests {
  @Test("A sub-source becomes a double couple of moment μ A s that starts at its initiation time")
  func momentOfSubSource() throws {
    let sources = try makeFault(subSource()).pointSources()
    #expect(sources.count == 1)
    let moment = 3e10 * 4e4 * 1.5
    let expected = MomentTensor(strike: 30, dip: 60, rake: 10, scalarMoment: moment)
    // Slip and area are kept as Float, with seven digits.
    #expect(abs(sources[0].moment.scalarMoment / moment - 1) < 1e-6)
    #expect(abs(sources[0].moment.ne - expected.ne) < 1e-6 * moment)
    #expect(sources[0].delay == 2 && sources[0].location == LocalPoint(x: 100, y: -200, z: 5000))
    #expect(sources[0].timeFunction.support == 0...1)
  }

  @Test("Rigidity comes from the model where a sub-source has none")
  func rigidityFromModel() throws {
    let model = HomogeneousModel(Material(density: 2700, pVelocity: 6000, sVelocity: 3500))
    let fault = try makeFault(subSource(), subSource(rigidity: nil))
    #expect(throws: SourceError.missingRigidity(index: 1)) { try fault.pointSources() }
    #expect(throws: SourceError.missingRigidity(index: 1)) { try fault.scalarMoment() }
    let moment = try fault.scalarMoment(model: model)
    #expect(abs(moment / (4e4 * 1.5 * (3e10 + 2700 * 3500 * 3500)) - 1) < 1e-6)
  }

  @Test("Samples rise from zero and fall to zero, so that slip is their sum times the interval")
  func samplesArePadded() throws {
    let rates: [Float] = [2, 4, 1]
    let fault = try makeFault(subSource(slipRate: .sampled(rates[...], interval: 0.5)))
    let source = try fault.pointSources()[0]
    #expect(source.delay == 1.5)
    // The triangle functions of three samples have the area 7 · 0.5; the rate at the first sample is 2 / 3.5.
    #expect(abs(source.timeFunction.rate(at: 0.5) - 2 / 3.5) < 1e-12)
    #expect(abs(source.timeFunction.cumulative(at: 5) - 1) < 1e-12)
    #expect(fault.duration == 3.5)
  }

  @Test("Sub-sources without slip are left out; impulses and silent samples release all at once")
  func specialSlipRates() throws {
    let silent: [Float] = [0, 0, 0]
    let sources = try makeFault(
      subSource(slip: 0),
      subSource(slipRate: .impulse),
      subSource(slipRate: .sampled(silent[...], interval: 0.1))
    ).pointSources()
    #expect(sources.count == 2)
    #expect(sources.allSatisfy { $0.timeFunction is ImpulseTimeFunction })
    #expect(throws: SourceError.noMoment(subSourceCount: 1)) {
      try makeFault(subSource(slip: 0)).pointSources()
    }
  }

  @Test("Slip statistics and the scaling to a moment")
  func statistics() throws {
    var fault = try makeFault(subSource(slip: 1), subSource(slip: -3))
    #expect(abs(fault.meanSlip - 2) < 1e-6 && fault.maximumSlip == 3 && fault.totalArea == 8e4)
    try fault.scale(toScalarMoment: 1e17)
    #expect(abs(try fault.scalarMoment() / 1e17 - 1) < 1e-6)
    #expect(abs(fault[1].slip / fault[0].slip + 3) < 1e-6)
    #expect(throws: SourceError.self) { try fault.scale(toScalarMoment: -1) }
  }

  @Test("Impossible sub-sources are refused with their index and their value")
  func refusals() throws {
    var fault = try makeFault(subSource())
    #expect(
      throws: SourceError.subSource(
        index: 1,
        reason: .notPositive(quantity: "rise time", value: 0, unit: "s")
      )
    ) { try fault.append(subSource(slipRate: .liu(riseTime: 0))) }
    #expect(throws: SourceError.self) { try fault.append(subSource(rake: .nan)) }
    #expect(throws: SourceError.self) { try fault.append(subSource(slip: .infinity)) }
    #expect(throws: SourceError.self) { try fault.append(subSource(depth: 5e6)) }
    #expect(throws: SourceError.self) { try fault.append(subSource(rigidity: -1)) }
    #expect(throws: SourceError.self) {
      try fault.append(subSource(slipRate: .sampled([1, .nan], interval: 0.1)))
    }
    #expect(throws: SourceError.self) {
      try fault.append(subSource(slipRate: .sampled([], interval: 0.1)))
    }
    #expect(fault.count == 1)
    let text = SourceError.subSource(
      index: 7,
      reason: .notFinite(quantity: "rake", value: .nan)
    ).description
    #expect(text == "Sub-source 7: The rake is nan; give a finite number.")
  }
}
