import ComplexModule
import Foundation
import RealModule
import SeismicFiles
import Seismology
import SignalProcessing
import TestSupport
import Testing

@Suite("Doubts about responses")
struct ResponseFindingTests {
  /// A short-period sensor, whose two zeros and poles at 1 Hz stand for 100 counts per m/s at 5 Hz.
  private func shortPeriod(factor: Double) -> InstrumentResponse {
    let omega = 2 * Double.pi
    let root = ResponsePolesAndZeros.Root(real: 0.0, imaginary: 0.0)
    let pole = omega / 2.0.squareRoot()
    let roots = ResponsePolesAndZeros(
      variable: .laplaceRadiansPerSecond,
      // |s²/(s² + √2 ω₀ s + ω₀²)| at five times the corner is 25/√626.
      normalizationFactor: factor * 626.0.squareRoot() / 25,
      normalizationFrequency: 5,
      zeros: [root, root],
      poles: [pole, -pole].map {
        .init(real: ResponseNumber(-pole), imaginary: ResponseNumber($0))
      }
    )
    var response = ExactResponse.chain(
      [.polesAndZeros(roots)],
      gains: [ResponseGain(value: 100, frequency: 5)],
      sensitivity: 100
    )
    response.sensitivity?.frequency = 5
    return response
  }

  @Test("A normalisation that does not fit is found by the whole response, one of zero refused")
  func normalization() throws {
    #expect(try FrequencyResponse(shortPeriod(factor: 1), to: .velocity).findings.isEmpty)
    let findings = try FrequencyResponse(shortPeriod(factor: 3), to: .velocity).findings
    guard case .sensitivityMismatch(100, let computed, 5)? = findings.first else {
      Issue.record("\(findings)")
      return
    }
    #expect(abs(computed - 300) < 1e-9)
    for factor in [0, Double.nan] {
      #expect(throws: ResponseError.self) {
        try FrequencyResponse(shortPeriod(factor: factor), to: .velocity)
      }
    }
    // What a pipeline finds; its motion is three times too small.
    var channel = Fixture.channel("BHZ")
    channel.response = shortPeriod(factor: 3)
    let pipeline = try ProcessingPipeline(steps: [
      .removeResponse(ResponseRemovalSettings(output: .velocity))
    ])
    let result = try pipeline.run(
      on: [Fixture.trace((0..<100).map { sin(Double($0)) })],
      in: ProcessingContext(inventory: Fixture.inventory([channel]))
    )
    #expect(result.traces.count == 1)
    #expect(result.findings.map(\.problem) == findings.map { .responseNote($0) })
  }

  @Test("A sensitivity above the band of the channel's filters is compared with the gains alone")
  func highFrequency() throws {
    // Two samples averaged: nothing at all at half the rate of 2 Hz, where the gain is stated.
    let average = ResponseFiniteImpulse(symmetry: .even, coefficients: [0.5])
    let response = ExactResponse.chain(
      [.finiteImpulse(average)],
      decimation: ExactResponse.sampling(2)
    )
    #expect(try FrequencyResponse(response, to: .velocity).findings.isEmpty)
  }

  @Test("A response that nearly vanishes within the wanted band is found")
  func vanishing() throws {
    let response = try FrequencyResponse(shortPeriod(factor: 1), to: .displacement)
    #expect(response.findings(in: 0.5...10).isEmpty)
    let found = response.findings(in: 0.02...10)
    guard case .nearlyVanishing(let share, let frequency)? = found.first else {
      Issue.record("\(found)")
      return
    }
    // Far below its corner the sensor of velocity falls with the square of the frequency.
    #expect(abs(share - 0.0004) < 1e-6 && abs(frequency - 0.02) < 1e-12)
    var channel = Fixture.channel("BHZ")
    channel.response = shortPeriod(factor: 1)
    let settings = try ResponseRemovalSettings(
      output: .velocity,
      preFilter: PreFilter(0.01, 0.02, 0.8, 0.9),
      waterLevelDB: nil
    )
    let result = try ProcessingPipeline(steps: [.removeResponse(settings)]).run(
      on: [Fixture.trace((0..<100).map { sin(Double($0)) })],
      in: ProcessingContext(inventory: Fixture.inventory([channel]))
    )
    guard case .responseNote(.nearlyVanishing)? = result.findings.first?.problem else {
      Issue.record("\(result.findings)")
      return
    }
  }

  @Test("A seismometer is undamped, critically damped or overdamped as it is asked to be")
  func damping() throws {
    for damping in [0, 0.7, 1, 1.2, 50] {
      let response = try FrequencyResponse(
        .seismometer(period: 2, damping: damping, magnification: 3),
        to: .displacement
      )
      #expect(response.findings == [.outputUnit("M")], "\(damping)")
      for ratio in [0.1, 0.9, 1.7, 30] {
        let (real, imaginary) = (1 - ratio * ratio, 2 * damping * ratio)
        let exact = 3 * ratio * ratio / (real * real + imaginary * imaginary).squareRoot()
        let value = response.value(at: ratio / 2).length
        #expect(abs(value - exact) < 1e-12 * exact, "\(damping) at \(ratio)")
      }
    }
  }

  @Test(
    "Station files that list filters centre first are found, and mended have the stated sensitivity",
    .enabled(if: SharedData.has("byron_m43_20190716/stations"), "needs ../shared/data")
  )
  func centreFirst() throws {
    let folder = SharedData.url("byron_m43_20190716/stations")
    var wrong: [String] = []
    for file in try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() {
      let inventory = try StationXML.read(folder.appendingPathComponent(file))
      let station = try #require(inventory.networks.first?.stations.first)
      let mended = inventory.mended.networks[0].stations[0]
      for (channel, mendedChannel) in zip(station.channels, mended.channels) {
        guard let response = channel.response, let stated = response.sensitivity?.value,
          let other = mendedChannel.response
        else { continue }
        let findings = try FrequencyResponse(response, to: .velocity).findings
        let order = findings.compactMap { finding -> Double? in
          guard case .listedCentreFirst([3, 4, 5], let gain, let mended) = finding else {
            return nil
          }
          #expect(abs(mended - 1) < 1e-5)
          return gain
        }
        if let gain = order.first {
          wrong.append(station.code)
          // 1.1727³, by which the motion in the pass-band would come out too small.
          #expect(abs(gain - 1.6128) < 1e-3)
          #expect(findings.count == 2, "\(findings)")
        } else {
          #expect(response == other && findings.isEmpty, "\(station.code) \(findings)")
        }
        let right = try FrequencyResponse(other, to: .velocity)
        #expect(right.findings.isEmpty, "\(station.code) \(right.findings)")
        for frequency in [0.02, 0.05, 0.2, 1, 5] where !order.isEmpty {
          let ratio = right.value(at: frequency).length / stated
          // The sensors' corners at 120 s take 1.5 % at 0.02 Hz.
          #expect(abs(ratio - 1) < 0.02, "\(station.code) at \(frequency) Hz: \(ratio)")
        }
      }
    }
    #expect(Set(wrong) == ["BUCR", "OAKV", "QRDG", "RUSS", "WELL"])
  }
}
