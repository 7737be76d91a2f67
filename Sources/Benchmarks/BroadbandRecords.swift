import Foundation
import NumericalRuntime
import SeismicFiles
import Seismology

/// Three-component broadband records of six minutes at 40 Hz, in counts, with their instruments' responses.
struct BroadbandRecords {
  /// One trace of each channel.
  let traces: [WaveformTrace]
  /// Their instruments.
  let inventory: StationInventory
  /// Where they come from.
  let origin: String

  /// The recordings beside the package where they are, else made-up ones.
  static func load() throws -> BroadbandRecords {
    let folder = SourcePlace.packageRoot.deletingLastPathComponent()
      .appendingPathComponent("shared/data/byron_m43_20190716")
    let waveforms = folder.appendingPathComponent("waveforms")
    guard FileManager.default.fileExists(atPath: waveforms.path) else { return try synthetic() }
    let stations = folder.appendingPathComponent("stations")
    let files = try FileManager.default.contentsOfDirectory(
      at: stations,
      includingPropertiesForKeys: nil
    )
    let networks = try files.sorted { $0.path < $1.path }
      .filter { $0.pathExtension == "xml" }
      .flatMap { try StationXML.read($0).networks }
    return BroadbandRecords(
      traces: try WaveformFile.read(waveforms).traces,
      inventory: StationInventory(networks: networks),
      origin: "East Bay 2019"
    )
  }

  /// Noise with a wave in it, recorded by seismometers like Streckeisen's STS-2 with three FIR stages.
  static func synthetic() throws -> BroadbandRecords {
    var generator = SeededGenerator(seed: 3)
    let start = Date(timeIntervalSince1970: 1.5e9)
    let position = GeographicPoint(latitude: 38, longitude: -122)
    var (traces, stations): ([WaveformTrace], [StationEpoch]) = ([], [])
    for station in 1...12 {
      let code = "S\(station)"
      var channels: [ChannelEpoch] = []
      for component in ["E", "N", "Z"] {
        channels.append(
          ChannelEpoch(
            location: "00",
            code: "BH\(component)",
            position: position,
            azimuth: component == "E" ? 90 : 0,
            dip: component == "Z" ? -90 : 0,
            sampleRate: 40,
            startTime: start.addingTimeInterval(-86_400),
            response: response(sensitivity: 1500 + 10 * Double(station))
          )
        )
        let counts = (0..<14_400).map { i -> Int32 in
          let t = 0.025 * Double(i) - 120
          let wave = 1e5 * exp(-0.002 * t * t) * sin(3 * t)
          return Int32(wave + 100 * Double.random(in: -1...1, using: &generator))
        }
        traces.append(
          WaveformTrace(
            identifier: TraceIdentifier(
              network: "XX",
              station: code,
              location: "00",
              channel: "BH\(component)"
            ),
            startTime: start,
            samplingInterval: 0.025,
            samples: .integers(counts)
          )
        )
      }
      stations.append(StationEpoch(code: code, position: position, channels: channels))
    }
    let network = NetworkEpoch(code: "XX", stations: stations)
    return BroadbandRecords(
      traces: traces,
      inventory: StationInventory(source: "Foreshake", networks: [network]),
      origin: "synthetic"
    )
  }

  private static func response(sensitivity: Double) -> InstrumentResponse {
    let root = { (real: Double, imaginary: Double) in
      ResponsePolesAndZeros.Root(real: ResponseNumber(real), imaginary: ResponseNumber(imaginary))
    }
    let (motion, volts, counts) =
      (ResponseUnit(name: "M/S"), ResponseUnit(name: "V"), ResponseUnit(name: "COUNTS"))
    let sensor = ResponsePolesAndZeros(
      variable: .laplaceRadiansPerSecond,
      normalizationFactor: 6.0077e7,
      normalizationFrequency: 1,
      zeros: [root(0, 0), root(0, 0)],
      poles: [
        root(-0.037004, 0.037016), root(-0.037004, -0.037016), root(-251.33, 0),
        root(-131.04, 467.29), root(-131.04, -467.29),
      ]
    )
    let digitizerGain = 4e5
    var stages = [
      ResponseStage(
        number: 1,
        filter: ResponseFilter(.polesAndZeros(sensor), inputUnit: motion, outputUnit: volts),
        gain: ResponseGain(value: sensitivity, frequency: 1)
      ),
      ResponseStage(
        number: 2,
        filter: ResponseFilter(
          .coefficients(ResponseCoefficients(variable: .digital, numerators: [])),
          inputUnit: volts,
          outputUnit: counts
        ),
        decimation: ResponseDecimation(
          inputSampleRate: 320,
          factor: 1,
          offset: 0,
          delay: 0,
          correction: 0
        ),
        gain: ResponseGain(value: digitizerGain, frequency: 1)
      ),
    ]
    for (index, rate) in [320.0, 160, 80].enumerated() {
      stages.append(halving(number: 3 + index, inputRate: rate, unit: counts))
    }
    return InstrumentResponse(
      sensitivity: ResponseSensitivity(
        value: sensitivity * digitizerGain,
        frequency: 1,
        inputUnit: motion,
        outputUnit: counts
      ),
      stages: stages
    )
  }

  /// A lowpass of 96 coefficients, symmetric and of sum one, before every second sample is kept.
  private static func halving(number: Int, inputRate: Double, unit: ResponseUnit) -> ResponseStage {
    let half = (0..<48).map { i in
      let x = Double.pi * 0.45 * (Double(i) - 47.5)
      return sin(x) / x * pow(sin(.pi * (Double(i) + 0.5) / 96), 2)
    }
    let sum = 2 * half.reduce(0, +)
    let delay = 47.5 / inputRate
    return ResponseStage(
      number: number,
      filter: ResponseFilter(
        .finiteImpulse(
          ResponseFiniteImpulse(symmetry: .even, coefficients: half.map { $0 / sum })
        ),
        inputUnit: unit,
        outputUnit: unit
      ),
      decimation: ResponseDecimation(
        inputSampleRate: inputRate,
        factor: 2,
        offset: 0,
        delay: delay,
        correction: delay
      ),
      gain: ResponseGain(value: 1, frequency: 1)
    )
  }
}

/// Where the sources lie.
enum SourcePlace {
  /// The folder that holds `Package.swift`.
  static let packageRoot = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
}
