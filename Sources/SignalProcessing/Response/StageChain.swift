import Seismology

/// The stages of a response with their gains brought to one frequency.
struct StageChain {
  /// The transfer functions, normalised at `frequency`.
  private(set) var transfers: [StageTransfer] = []
  /// The product of the gains at `frequency`.
  private(set) var gain = 1.0
  /// The frequency in Hz of the overall sensitivity, or of the last gain where none is stated.
  let frequency: Double
  /// The numbers of the stages of `transfers`.
  private var filtering: [Int] = []
  /// What was odd.
  private(set) var findings: [ResponseFinding] = []

  /// The chain of a response that has stages.
  ///
  /// - Throws: ``ResponseError/unusableStage(stage:reason:)``.
  init(_ response: InstrumentResponse) throws(ResponseError) {
    let stages = response.orderedStages
    let stated = response.sensitivity.flatMap { $0.value == 0 ? nil : $0 }
    frequency =
      stated?.frequency ?? stages.compactMap(\.gain?.frequency).last { $0 != 0 } ?? 0
    for (stage, rate) in zip(stages, Self.inputRates(stages, &findings)) {
      try add(stage, rate: rate)
    }
    if stages.count == 1, Self.gains(stages[0]).isEmpty {
      guard let stated else {
        throw .unusableStage(
          stage: stages[0].number,
          reason: "neither it nor the channel has a gain"
        )
      }
      let modulus = transfers.first?.shapeGain(at: frequency) ?? 1
      guard modulus > 0, modulus.isFinite else {
        throw .unusableStage(
          stage: stages[0].number,
          reason: "its response is \(modulus) at \(frequency) Hz, where the sensitivity is stated"
        )
      }
      gain = stated.value
      if !transfers.isEmpty { transfers[0].factor = 1 / modulus }
      findings.append(.gainFromSensitivity)
    }
    for (transfer, stage) in zip(transfers, filtering)
    where transfer.factor == 0 || !transfer.factor.isFinite {
      throw .unusableStage(stage: stage, reason: "its normalization factor is \(transfer.factor)")
    }
    checkOrder(stages)
    check(against: stated, rate: Self.outputRate(stages))
    if let unit = stages.last(where: { $0.filter != nil })?.filter?.outputUnit, !unit.isCounts {
      findings.append(.outputUnit(unit.name))
    }
  }

  private mutating func add(_ stage: ResponseStage, rate: Double?) throws(ResponseError) {
    var transfer = try StageTransfer.make(stage, rate: rate, findings: &findings)
    if case .polynomial(let polynomial) = stage.filter?.kind {
      try check(polynomial, stage: stage.number)
    }
    for gain in Self.gains(stage) {
      guard gain.value != 0, gain.value.isFinite else {
        throw .unusableStage(stage: stage.number, reason: "its gain is \(gain.value)")
      }
      let isElsewhere =
        gain.frequency != frequency
        || transfer?.normalizationFrequency.map { $0 != frequency } ?? false
      if isElsewhere, let moved = transfer, !moved.isList {
        self.gain *= try moved.move(gain, to: frequency, stage: stage.number)
        transfer?.factor = 1 / moved.shapeGain(at: frequency)
        transfer?.normalizationFrequency = frequency
      } else {
        self.gain *= gain.value
      }
    }
    if let transfer {
      transfers.append(transfer)
      filtering.append(stage.number)
    }
  }

  private mutating func check(
    _ polynomial: ResponsePolynomial,
    stage: Int
  ) throws(ResponseError) {
    let coefficients = polynomial.coefficients.map(\.value)
    guard coefficients.dropFirst(2).allSatisfy({ $0 == 0 }) else {
      throw .unusableStage(
        stage: stage,
        reason: "a polynomial of degree \(coefficients.count - 1) has no frequency response"
      )
    }
    if let offset = coefficients.first, offset != 0 {
      findings.append(.offsetLeftOut(stage: stage, offset: offset))
    }
  }

  /// Looks for filters whose coefficients seem to run from the centre outwards.
  private mutating func checkOrder(_ stages: [ResponseStage]) {
    var (numbers, gain, mended) = ([Int](), 1.0, 1.0)
    for stage in stages {
      guard case .finiteImpulse(let impulse) = stage.filter?.kind, impulse.isListedCentreFirst
      else { continue }
      numbers.append(stage.number)
      gain *= impulse.gain
      mended *= impulse.reversed.gain
    }
    if !numbers.isEmpty {
      findings.append(.listedCentreFirst(stages: numbers, gain: gain, mendedGain: mended))
    }
  }

  /// Compares the whole response at the frequency of the stated sensitivity with it.
  private mutating func check(against stated: ResponseSensitivity?, rate: Double?) {
    guard let stated else {
      findings.append(.sensitivityMissing)
      return
    }
    // Above 0.6 of the channel's Nyquist frequency its own filters fall off, and at 0 Hz sensors do: there the
    // product of the gains alone can be compared, as evalresp does.
    let isFlat = frequency > 0 && frequency <= 0.3 * (rate ?? .infinity)
    let shapes = isFlat ? transfers.map { $0.shapeGain(at: frequency) * $0.factor } : []
    let computed = shapes.reduce(gain, *)
    if !(abs(abs(computed) - abs(stated.value)) < 0.05 * abs(stated.value)) {
      findings.append(
        .sensitivityMismatch(stated: stated.value, computed: computed, frequencyHz: frequency)
      )
    }
  }

  /// The rate in Hz of the channel's samples, where the stages state it.
  private static func outputRate(_ stages: [ResponseStage]) -> Double? {
    let last = stages.last { ($0.decimation?.inputSampleRate ?? 0) > 0 }?.decimation
    return last.map { $0.inputSampleRate / Double(max(1, $0.factor)) }
  }

  /// The gain of a stage; that of a polynomial x = c_0 + c_1 y is 1/c_1 where it is not stated.
  private static func gains(_ stage: ResponseStage) -> [ResponseGain] {
    if let gain = stage.gain { return [gain] }
    guard case .polynomial(let polynomial) = stage.filter?.kind, polynomial.coefficients.count > 1
    else { return [] }
    let middle = (polynomial.frequencyLowerBound + polynomial.frequencyUpperBound) / 2
    return [ResponseGain(value: 1 / polynomial.coefficients[1].value, frequency: middle)]
  }

  /// The rates in Hz at which the inputs of the stages are sampled; a missing one follows from a neighbour.
  private static func inputRates(
    _ stages: [ResponseStage],
    _ findings: inout [ResponseFinding]
  ) -> [Double?] {
    stages.indices.map { index in
      if let rate = stages[index].decimation?.inputSampleRate, rate > 0 { return rate }
      let before = stages[..<index].last { $0.decimation != nil }?.decimation
      let after = stages[index...].first { $0.decimation != nil }?.decimation
      let rate =
        before.map { $0.inputSampleRate / Double($0.factor) } ?? after?.inputSampleRate
      if let rate, stages[index].isDigital {
        findings.append(.samplingRateInferred(stage: stages[index].number, rateHz: rate))
      }
      return rate
    }
  }
}

extension StageTransfer {
  /// Whether the stage lists its response, which is never normalised.
  fileprivate var isList: Bool {
    if case .list = shape { true } else { false }
  }

  /// The value of a gain at another frequency.
  fileprivate func move(
    _ gain: ResponseGain,
    to frequency: Double,
    stage: Int
  ) throws(ResponseError) -> Double {
    let (there, here) = (shapeGain(at: gain.frequency), shapeGain(at: frequency))
    for (value, place) in [(there, gain.frequency), (here, frequency)]
    where value == 0 || !value.isFinite {
      throw .unusableStage(
        stage: stage,
        reason: "its response is \(value) at \(place) Hz, where a gain or the sensitivity is stated"
      )
    }
    return gain.value * here / there
  }
}

extension ResponseStage {
  /// Whether its filter works on samples.
  fileprivate var isDigital: Bool {
    switch filter?.kind {
    case .polesAndZeros(let roots): roots.variable == .digital
    case .coefficients(let quotient): quotient.variable == .digital && !quotient.numerators.isEmpty
    case .finiteImpulse(let filter): !filter.coefficients.isEmpty
    case .list, .polynomial, nil: false
    }
  }
}
