import ComplexModule
import Foundation
import RealModule
import SeismicFiles
import Seismology
import SignalProcessing
import TestSupport
import Testing

/// Small responses whose values are known exactly.
enum ExactResponse {
  static let velocity = ResponseUnit(name: "M/S")
  static let volts = ResponseUnit(name: "V")
  static let counts = ResponseUnit(name: "COUNTS")

  /// A response whose stages have the given filters, with gain 1 at 1 Hz unless told otherwise.
  static func chain(
    _ filters: [ResponseFilter.Kind?],
    decimation: ResponseDecimation? = nil,
    gains: [ResponseGain] = [],
    sensitivity: Double = 1
  ) -> InstrumentResponse {
    let stages = filters.indices.map { index in
      ResponseStage(
        number: index + 1,
        filter: filters[index].map {
          ResponseFilter(
            $0,
            inputUnit: index == 0 ? velocity : counts,
            outputUnit: counts
          )
        },
        decimation: decimation,
        gain: gains.isEmpty ? ResponseGain(value: 1, frequency: 1) : gains[index]
      )
    }
    return InstrumentResponse(
      sensitivity: ResponseSensitivity(value: sensitivity, frequency: 1, inputUnit: velocity),
      stages: stages
    )
  }

  /// The sampling of a stage at a rate in Hz.
  static func sampling(_ rate: Double, correction: Double = 0) -> ResponseDecimation {
    ResponseDecimation(
      inputSampleRate: rate,
      factor: 1,
      offset: 0,
      delay: correction,
      correction: correction
    )
  }

  /// A low-pass of one real pole at 2 Hz, with its gain of 1000 stated at 0.1 Hz.
  static func singlePole(hertz: Bool) -> InstrumentResponse {
    let pole = hertz ? -2.0 : -4 * Double.pi
    let roots = ResponsePolesAndZeros(
      variable: hertz ? .laplaceHertz : .laplaceRadiansPerSecond,
      normalizationFactor: 77,
      normalizationFrequency: 0.1,
      zeros: [],
      poles: [.init(real: ResponseNumber(pole), imaginary: 0.0)]
    )
    return chain([.polesAndZeros(roots)], gains: [ResponseGain(value: 1000, frequency: 0.1)])
  }
}

private let frequencies = [0.0, 0.01, 0.3, 1, 2, 7.7, 19.9]

@Test(
  "A single pole, in rad/s or in Hz, has the exact modulus and phase, its gain moved to 1 Hz",
  arguments: [false, true]
)
func singlePole(hertz: Bool) throws {
  let response = try FrequencyResponse(ExactResponse.singlePole(hertz: hertz), to: .velocity)
  // 1000 holds at 0.1 Hz; A0 is whatever it takes.
  let scale = 1000 * Complex<Double>(1, 0.05).length
  for (frequency, value) in zip(frequencies, response.values(at: frequencies)) {
    let exact = Complex(scale) / Complex(1, frequency / 2)
    #expect((value - exact).length < 1e-10 * exact.length, "\(frequency) Hz")
  }
  #expect(abs(response.sensitivity - scale / Complex<Double>(1, 0.5).length) < 1e-9)
  let mismatch = response.findings.contains {
    if case .sensitivityMismatch = $0 { true } else { false }
  }
  #expect(mismatch, "the chain's 896 against the stated 1")
}

@Test("Displacement, velocity and acceleration differ by powers of iω, and are zero at 0 Hz")
func motions() throws {
  let response = ExactResponse.singlePole(hertz: true)
  let velocity = try FrequencyResponse(response, to: .velocity).values(at: frequencies)
  let displacement = try FrequencyResponse(response, to: .displacement).values(at: frequencies)
  let acceleration = try FrequencyResponse(response, to: .acceleration).values(at: frequencies)
  for (index, frequency) in frequencies.enumerated() {
    let derivative = Complex(0, 2 * Double.pi * frequency)
    #expect((displacement[index] - velocity[index] * derivative).length < 1e-9)
    let integral = frequency == 0 ? Complex<Double>.zero : velocity[index] / derivative
    #expect((acceleration[index] - integral).length < 1e-9 * max(1, integral.length))
  }
}

@Test("A finite impulse response is the discrete Fourier transform of its coefficients")
func impulseResponse() throws {
  let taps = (0..<37).map { sin(Double($0 * $0)) + 1 }
  let unit = taps.map { $0 / taps.reduce(0, +) }
  let filter = ResponseFiniteImpulse(symmetry: .none, coefficients: unit)
  let rate = 40.0
  let response = try FrequencyResponse(
    ExactResponse.chain(
      [.finiteImpulse(filter)],
      decimation: ExactResponse.sampling(rate, correction: 0.3)
    ),
    to: .velocity
  )
  func exact(_ frequency: Double) -> Complex<Double> {
    unit.enumerated().reduce(.zero) { sum, tap in
      let angle = 2 * .pi * frequency * (0.3 - Double(tap.offset) / rate)
      return sum + Complex(tap.element * cos(angle), tap.element * sin(angle))
    }
  }
  // The gain of 1 holds at 1 Hz already, so that nothing is normalised.
  for (frequency, value) in zip(frequencies, response.values(at: frequencies)) {
    #expect((value - exact(frequency)).length < 1e-12, "\(frequency) Hz")
  }
}

@Test("Listed halves of symmetric filters, and whole symmetric ones, are real and free of delay")
func symmetricImpulseResponses() throws {
  let half = [0.01, -0.03, 0.12, 0.4]
  for symmetry in [ResponseFiniteImpulse.Symmetry.even, .odd] {
    let listed = ResponseFiniteImpulse(symmetry: symmetry, coefficients: half)
    let taps = listed.allCoefficients
    let sum = taps.reduce(0, +)
    let whole = ResponseFiniteImpulse(symmetry: .none, coefficients: taps.map { $0 / sum })
    let sampling = ExactResponse.sampling(40, correction: 0.2)
    let responses = try [listed, whole].map {
      try FrequencyResponse(
        ExactResponse.chain([.finiteImpulse($0)], decimation: sampling),
        to: .velocity
      ).values(at: frequencies)
    }
    for (index, frequency) in frequencies.enumerated() {
      let exact = taps.enumerated().reduce(0) { result, tap in
        let centre = Double(taps.count - 1) / 2
        return result + tap.element * cos(2 * .pi * frequency / 40 * (Double(tap.offset) - centre))
      }
      #expect((responses[0][index] - Complex(exact)).length < 1e-13)
      #expect((responses[1][index] - Complex(exact / sum)).length < 1e-13)
    }
  }
}

@Test(
  "Digital roots and digital coefficients of one recursive filter agree with its exact response"
)
func recursiveFilter() throws {
  // H(z) = (1 − 0.5/z) / (1 − 0.9/z) = (z − 0.5) / (z − 0.9)
  let roots = ResponsePolesAndZeros(
    variable: .digital,
    normalizationFactor: 1,
    normalizationFrequency: 1,
    zeros: [.init(real: 0.5, imaginary: 0.0)],
    poles: [.init(real: 0.9, imaginary: 0.0)]
  )
  let quotient = ResponseCoefficients(
    variable: .digital,
    numerators: [1.0, -0.5],
    denominators: [1.0, -0.9]
  )
  for kind in [ResponseFilter.Kind.polesAndZeros(roots), .coefficients(quotient)] {
    let response = try FrequencyResponse(
      ExactResponse.chain([kind], decimation: ExactResponse.sampling(40)),
      to: .velocity
    )
    for (frequency, value) in zip(frequencies, response.values(at: frequencies)) {
      let z = Complex(length: 1.0, phase: 2 * .pi * frequency / 40)
      let exact = (z - Complex(0.5)) / (z - Complex(0.9))
      #expect((value - exact).length < 1e-12 * exact.length, "\(kind) at \(frequency) Hz")
    }
  }
}

@Test("Analog coefficients are powers of s")
func analogCoefficients() throws {
  let quotient = ResponseCoefficients(
    variable: .analogHertz,
    numerators: [2.0],
    denominators: [2.0, 1.0]
  )
  let response = try FrequencyResponse(
    ExactResponse.chain([.coefficients(quotient)]),
    to: .velocity
  )
  for (frequency, value) in zip(frequencies, response.values(at: frequencies)) {
    #expect((value - Complex(1) / Complex(1, frequency / 2)).length < 1e-12)
  }
}

@Test("A listed response is interpolated by a cubic and keeps its end values")
func listedResponse() throws {
  // A cubic of frequency is what the spline reproduces exactly.
  func amplitude(_ f: Double) -> Double { 1 + 0.1 * f - 0.02 * f * f + 0.001 * f * f * f }
  let elements = stride(from: 0.5, through: 10.5, by: 1).map {
    ResponseListElement(
      frequency: ResponseNumber($0),
      amplitude: ResponseNumber(amplitude($0)),
      // Written with jumps of a turn, which are none.
      phase: ResponseNumber(($0 * 60).remainder(dividingBy: 360))
    )
  }
  let response = try FrequencyResponse(
    ExactResponse.chain([.list(elements)], sensitivity: amplitude(1)),
    to: .velocity
  )
  for frequency in [0.5, 0.7, 3.3, 9.9, 10.5] {
    let exact = Complex(length: amplitude(frequency), phase: frequency * .pi / 3)
    #expect((response.value(at: frequency) - exact).length < 1e-12, "\(frequency) Hz")
  }
  #expect(abs(response.value(at: 15).length - amplitude(10.5)) < 1e-12)
  #expect(abs(response.value(at: 0.1).length - amplitude(0.5)) < 1e-12)
  #expect(response.findings == [.listedBand(stage: 1, lowestHz: 0.5, highestHz: 10.5)])
}

@Test("A linear polynomial is the gain 1/c1, and its offset is reported")
func polynomial() throws {
  let linear = ResponsePolynomial(coefficients: [0.25, 0.001])
  var response = ExactResponse.chain([.polynomial(linear)], sensitivity: 1000)
  response.stages[0].gain = nil
  let evaluated = try FrequencyResponse(response, to: .velocity)
  #expect((evaluated.value(at: 3) - Complex(1000)).length < 1e-9)
  #expect(evaluated.findings == [.offsetLeftOut(stage: 1, offset: 0.25)])
  let square = ResponsePolynomial(coefficients: [0.0, 1.0, 0.5])
  #expect(throws: ResponseError.self) {
    try FrequencyResponse(ExactResponse.chain([.polynomial(square)]), to: .velocity)
  }
}

@Test(
  "Units are understood in any case and with prefixes",
  arguments: [
    ("M/S", GroundMotion.velocity, 1), ("nm/s", .velocity, 1e-9), ("CM/S**2", .acceleration, 0.01),
    ("m/s/s", .acceleration, 1), ("M/(SEC**2)", .acceleration, 1), ("m", .displacement, 1),
    ("Gal", .acceleration, 0.01), ("g", .acceleration, 9.80665), ("m/s^2", .acceleration, 1),
  ]
)
func unit(name: String, motion: GroundMotion, scale: Double) throws {
  let unit = try #require(GroundMotionUnit(name))
  #expect(unit.motion == motion && unit.scale == scale)
  var response = ExactResponse.chain([nil])
  response.sensitivity?.inputUnit = ResponseUnit(name: name)
  // One count per unit is 1/scale counts per SI unit.
  let value = try FrequencyResponse(response, to: motion).value(at: 1).real
  #expect(abs(value * scale - 1) < 1e-12)
  let removal = try SensitivityRemoval(response: response)
  #expect(removal.output == motion && removal.applied(to: [3])[0] == 3 * scale)
}

@Test("What records no ground motion, or contradicts itself, is refused with the unit")
func wrongUnits() throws {
  for name in ["V", "PA", "COUNTS", "M/M", "C", ""] {
    var response = ExactResponse.chain([nil])
    response.sensitivity?.inputUnit = ResponseUnit(name: name)
    #expect(throws: ResponseError.notGroundMotion(unit: name)) {
      try FrequencyResponse(response, to: .velocity)
    }
  }
  var swapped = ExactResponse.singlePole(hertz: true)
  swapped.sensitivity?.inputUnit = ResponseUnit(name: "M/S**2")
  #expect(throws: ResponseError.contradictoryUnits(sensitivity: "M/S**2", firstStage: "M/S")) {
    try FrequencyResponse(swapped, to: .velocity)
  }
  var broken = ExactResponse.chain([.coefficients(.init(variable: .digital, numerators: [])), nil])
  broken.stages[1].filter = ResponseFilter(
    .coefficients(.init(variable: .digital, numerators: [])),
    inputUnit: ExactResponse.volts,
    outputUnit: ExactResponse.counts
  )
  #expect(throws: ResponseError.brokenChain(stage: 1, output: "COUNTS", next: 2, input: "V")) {
    try FrequencyResponse(broken, to: .velocity)
  }
  #expect(throws: ResponseError.noStages) {
    try FrequencyResponse(InstrumentResponse(), to: .velocity)
  }
}

@Test("A missing sensitivity is reported, a missing gain taken from it")
func missingNumbers() throws {
  var response = ExactResponse.singlePole(hertz: true)
  response.sensitivity = nil
  #expect(try FrequencyResponse(response, to: .velocity).findings == [.sensitivityMissing])
  #expect(throws: ResponseError.noSensitivity) { try SensitivityRemoval(response: response) }
  var gainless = ExactResponse.singlePole(hertz: true)
  gainless.stages[0].gain = nil
  gainless.sensitivity?.value = 50
  let evaluated = try FrequencyResponse(gainless, to: .velocity)
  #expect(abs(evaluated.value(at: 1).length - 50) < 1e-10)
  #expect(evaluated.findings == [.gainFromSensitivity])
}

@Test(
  "Every channel of the real inventories has ObsPy's response, for all three motions",
  .enabled(
    if: PythonEnvironment.offers("obspy") && !RealInventories.files.isEmpty,
    "needs Python with obspy, and ../shared/data"
  )
)
func realChannels() throws {
  let theirs = try RealInventories.obspySpectra()
  var compared = 0
  for (index, channel) in RealInventories.channels.enumerated() {
    guard let stages = channel.response?.stages, !stages.isEmpty else {
      #expect(theirs[index] == nil, "channel \(index) has stages for ObsPy only")
      continue
    }
    let response = try #require(channel.response)
    let expected = try #require(theirs[index])
    for (motion, values) in zip(GroundMotion.allCases, expected) {
      let evaluated = try FrequencyResponse(response, to: motion)
      let ours = evaluated.values(at: RealInventories.frequencies(channel))
      let worst = zip(ours, values).map { ($0 - $1).length / $1.length }.max() ?? .infinity
      // The bar is 1e-3 in amplitude and phase; both follow one recipe, so that only rounding is left, which
      // is largest relative to the value where a digital filter blocks by 120 dB and more.
      #expect(worst < 1e-7, "\(channel.code) of channel \(index), \(motion): \(worst)")
      compared += 1
    }
  }
  #expect(compared > 300)
}

/// The StationXML files of the real data, and ObsPy's view of them.
enum RealInventories {
  static let files: [URL] = {
    let folders = ["byron_m43_20190716/stations", "california_strong_motion", "bk_mnrc_m3plus"]
    return folders.flatMap { folder -> [URL] in
      let root = SharedData.url(folder)
      let paths = FileManager.default.enumerator(atPath: root.path)?.compactMap { $0 as? String }
      return (paths ?? []).filter { $0.hasSuffix(".xml") && !$0.hasSuffix("quakes.xml") }.sorted()
        .map { root.appendingPathComponent($0) }
    }
  }()

  static let channels: [ChannelEpoch] = files.flatMap { url in
    ((try? StationXML.read(url))?.networks ?? []).flatMap(\.stations).flatMap(\.channels)
  }

  /// 120 frequencies from 1 mHz to the Nyquist frequency.
  static func frequencies(_ channel: ChannelEpoch) -> [Double] {
    let nyquist = (channel.sampleRate ?? 100) / 2
    return (0..<120).map { 0.001 * pow(nyquist / 0.001, Double($0) / 119) }
  }

  /// For each channel the responses to displacement, velocity and acceleration, or nil without stages.
  static func obspySpectra() throws -> [[[Complex<Double>]]?] {
    let script = """
      import sys, warnings, numpy as np, obspy
      warnings.simplefilter('ignore')
      with open(sys.argv[1], 'wb') as out:
          for f in sys.stdin.read().split('\\n'):
              for net in obspy.read_inventory(f):
                  for sta in net:
                      for cha in sta:
                          r = cha.response
                          print(len(r.response_stages))
                          if not r.response_stages: continue
                          nyquist = cha.sample_rate / 2
                          fs = 0.001 * (nyquist / 0.001) ** (np.arange(120) / 119)
                          for o in ['DISP', 'VEL', 'ACC']:
                              r.get_evalresp_response_for_frequencies(fs, output=o).tofile(out)
      """
    return try withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("spectra")
      let input = Data(files.map(\.path).joined(separator: "\n").utf8)
      let counts = try PythonEnvironment.run(script, arguments: [file.path], input: input)
      let numbers = try Data(contentsOf: file).withUnsafeBytes {
        Array($0.bindMemory(to: Double.self))
      }
      var position = 0
      return counts.split(separator: "\n").map { count in
        guard count != "0" else { return nil }
        return (0..<3).map { _ in
          defer { position += 240 }
          return (0..<120).map {
            Complex(numbers[position + 2 * $0], numbers[position + 2 * $0 + 1])
          }
        }
      }
    }
  }
}
