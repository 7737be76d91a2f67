import ComplexModule
import RealModule
import Seismology

extension StageTransfer {
  /// The transfer function of a stage, with what was odd about it; nil for a stage that is a gain only.
  ///
  /// Its input is sampled at `rate` Hz, where that is known.
  static func make(
    _ stage: ResponseStage,
    rate: Double?,
    findings: inout [ResponseFinding]
  ) throws(ResponseError) -> StageTransfer? {
    let number = stage.number
    switch stage.filter?.kind {
    case nil, .polynomial: return nil
    case .polesAndZeros(let roots): return try make(roots, interval(number, rate, roots.isDigital))
    case .coefficients(let quotient):
      if quotient.isEmpty { return nil }
      if quotient.variable == .digital, quotient.denominators.isEmpty {
        let taps = quotient.numerators.map(\.value)
        return try impulse(taps, of: stage, rate: rate, findings: &findings)
      }
      return make(quotient, try interval(number, rate, quotient.variable == .digital))
    case .finiteImpulse(let filter):
      if filter.coefficients.isEmpty { return nil }
      if filter.symmetry == .none {
        return try impulse(filter.coefficients, of: stage, rate: rate, findings: &findings)
      }
      return symmetric(
        half: filter.coefficients,
        isOdd: filter.symmetry == .odd,
        interval: try interval(number, rate, true)
      )
    case .list(let elements):
      return try list(elements, stage: number, findings: &findings)
    }
  }

  private static func interval(
    _ stage: Int,
    _ rate: Double?,
    _ isDigital: Bool
  ) throws(ResponseError) -> Double {
    guard isDigital else { return 0 }
    guard let rate, rate > 0, rate.isFinite else {
      throw .unusableStage(
        stage: stage,
        reason: "it is digital but no input sampling rate is stated"
      )
    }
    return 1 / rate
  }

  private static func make(_ roots: ResponsePolesAndZeros, _ interval: Double) -> StageTransfer {
    let (zeros, poles) = (roots.zeros.map(\.complex), roots.poles.map(\.complex))
    let shape: Shape =
      switch roots.variable {
      case .laplaceRadiansPerSecond: .analogRoots(zeros: zeros, poles: poles, scale: 2 * .pi)
      case .laplaceHertz: .analogRoots(zeros: zeros, poles: poles, scale: 1)
      case .digital: .digitalRoots(zeros: zeros, poles: poles, interval: interval)
      }
    return StageTransfer(
      shape: shape,
      factor: roots.normalizationFactor,
      normalizationFrequency: roots.normalizationFrequency
    )
  }

  private static func make(_ quotient: ResponseCoefficients, _ interval: Double) -> StageTransfer {
    let numerators = quotient.numerators.isEmpty ? [1] : quotient.numerators.map(\.value)
    let denominators = quotient.denominators.isEmpty ? [1] : quotient.denominators.map(\.value)
    let scale =
      switch quotient.variable {
      case .analogRadiansPerSecond: 2 * Double.pi
      case .analogHertz: 1.0
      case .digital: 0.0
      }
    guard quotient.variable == .digital else {
      return StageTransfer(
        shape: .analogQuotient(numerators: numerators, denominators: denominators, scale: scale)
      )
    }
    return StageTransfer(
      shape: .digitalQuotient(
        numerators: TransferPolynomial(coefficients: numerators),
        denominators: TransferPolynomial(coefficients: denominators),
        interval: interval
      )
    )
  }

  /// A finite impulse response that lists all coefficients.
  ///
  /// As in evalresp, coefficients that do not add up to 1 (within 2 %) are scaled so that they do; a symmetric
  /// one counts as free of delay, and any other is moved by the correction that the time tags got.
  private static func impulse(
    _ taps: [Double],
    of stage: ResponseStage,
    rate: Double?,
    findings: inout [ResponseFinding]
  ) throws(ResponseError) -> StageTransfer {
    let interval = try interval(stage.number, rate, true)
    let sum = taps.reduce(0, +)
    var taps = taps
    if abs(sum - 1) > 0.02 {
      guard sum != 0 else {
        throw .unusableStage(stage: stage.number, reason: "its coefficients add up to zero")
      }
      findings.append(.impulseResponseScaled(stage: stage.number, sum: sum))
      taps = taps.map { $0 / sum }
    }
    if taps == taps.reversed() {
      let half = Array(taps.prefix((taps.count + 1) / 2))
      return symmetric(half: half, isOdd: taps.count % 2 == 1, interval: interval)
    }
    return StageTransfer(
      shape: .impulse(
        TransferPolynomial(coefficients: taps),
        interval: interval,
        advance: stage.decimation?.correction ?? 0
      )
    )
  }

  private static func symmetric(
    half: [Double],
    isOdd: Bool,
    interval: Double
  ) -> StageTransfer {
    var coefficients = half.reversed().map { 2 * $0 }
    if isOdd { coefficients[0] /= 2 }
    return StageTransfer(
      shape: .symmetricImpulse(
        TransferPolynomial(coefficients: coefficients),
        interval: interval,
        offset: isOdd ? 0 : 0.5
      )
    )
  }

  private static func list(
    _ elements: [ResponseListElement],
    stage: Int,
    findings: inout [ResponseFinding]
  ) throws(ResponseError) -> StageTransfer {
    let sorted = elements.sorted { $0.frequency.value < $1.frequency.value }
    let frequencies = sorted.map(\.frequency.value)
    guard let lowest = frequencies.first, let highest = frequencies.last else {
      throw .unusableStage(stage: stage, reason: "its list is empty")
    }
    guard zip(frequencies, frequencies.dropFirst()).allSatisfy({ $0 < $1 }) else {
      throw .unusableStage(stage: stage, reason: "its list holds a frequency twice")
    }
    findings.append(.listedBand(stage: stage, lowestHz: lowest, highestHz: highest))
    let amplitudes = sorted.map(\.amplitude.value)
    return StageTransfer(
      shape: .list(
        amplitude: CubicSpline(x: frequencies, y: amplitudes),
        phase: CubicSpline(x: frequencies, y: unwrapped(sorted.map(\.phase.value)))
      )
    )
  }

  /// Phases in degrees without jumps of a turn.
  private static func unwrapped(_ phases: [Double]) -> [Double] {
    var turns = 0.0
    return phases.indices.map { index in
      if index > 0 { turns -= ((phases[index] - phases[index - 1]) / 360).rounded() * 360 }
      return phases[index] + turns
    }
  }
}

extension ResponsePolesAndZeros {
  /// Whether the roots are those of z.
  fileprivate var isDigital: Bool { variable == .digital }
}

extension ResponseCoefficients {
  /// Whether it is a gain only.
  fileprivate var isEmpty: Bool { numerators.isEmpty && denominators.isEmpty }
}

extension ResponsePolesAndZeros.Root {
  /// The root as a complex number.
  fileprivate var complex: Complex<Double> { Complex(real.value, imaginary.value) }
}
