import Foundation
import SeismicFiles
import Seismology

/// A station with three channels of 20 Hz, and what they recorded.
enum ProcessFixture {
  static let start = Date(timeIntervalSince1970: 1_563_307_801)

  /// A record of `count` counts: a wavelet in a little noise.
  static func counts(_ count: Int = 2400, shift: Int = 0) -> [Int32] {
    (0..<count).map { i in
      let t = Double(i - count / 2 - shift) / 20
      let noise = Double((i * 7919 + shift) % 13) - 6
      return Int32((20_000 * exp(-t * t / 50) * sin(2 * t) + noise).rounded())
    }
  }

  /// A trace of XX.A01 that starts `delay` seconds after the start.
  static func trace(
    _ channel: String,
    _ counts: [Int32] = counts(),
    delay: Double = 0,
    interval: Double = 0.05
  ) -> WaveformTrace {
    WaveformTrace(
      identifier: TraceIdentifier(network: "XX", station: "A01", location: "00", channel: channel),
      startTime: start.addingTimeInterval(delay),
      samplingInterval: interval,
      samples: .integers(counts)
    )
  }

  /// Three components of one record.
  static let components = ["BHE", "BHN", "BHZ"].enumerated().map { index, channel in
    trace(channel, counts(shift: 40 * index))
  }

  /// The station's file: a seismometer of 30 s and a digitiser, in counts per unit of `unit`.
  static func stations(unit: String = "M/S", without silent: String? = nil) -> String {
    let channels = [("BHE", 90.0, 0.0), ("BHN", 0, 0), ("BHZ", 0, -90)].map { code, azimuth, dip in
      ChannelEpoch(
        location: "00",
        code: code,
        position: GeographicPoint(latitude: 38, longitude: -122),
        elevation: 100,
        azimuth: azimuth,
        dip: dip,
        sampleRate: 20,
        startTime: start.addingTimeInterval(-1e6),
        response: code == silent ? nil : response(unit: unit)
      )
    }
    let station = StationEpoch(
      code: "A01",
      position: GeographicPoint(latitude: 38, longitude: -122),
      elevation: 100,
      siteName: "A hill",
      startTime: start.addingTimeInterval(-1e6),
      channels: channels
    )
    return StationXML.document(
      StationInventory(
        source: "foreshake",
        created: start,
        networks: [NetworkEpoch(code: "XX", stations: [station])]
      )
    )
  }

  private static func response(unit: String) -> InstrumentResponse {
    let (volts, counts) = (ResponseUnit(name: "V"), ResponseUnit(name: "COUNTS"))
    let poles = [0.148, -0.148].map {
      ResponsePolesAndZeros.Root(real: -0.148, imaginary: ResponseNumber($0))
    }
    let zero = ResponsePolesAndZeros.Root(real: 0.0, imaginary: 0.0)
    let sensor = ResponsePolesAndZeros(
      variable: .laplaceRadiansPerSecond,
      normalizationFactor: 1,
      normalizationFrequency: 1,
      zeros: [zero, zero],
      poles: poles
    )
    return InstrumentResponse(
      sensitivity: ResponseSensitivity(
        value: 6e8,
        frequency: 1,
        inputUnit: ResponseUnit(name: unit),
        outputUnit: counts
      ),
      stages: [
        ResponseStage(
          number: 1,
          filter: ResponseFilter(
            .polesAndZeros(sensor),
            inputUnit: ResponseUnit(name: unit),
            outputUnit: volts
          ),
          gain: ResponseGain(value: 1500, frequency: 1)
        ),
        ResponseStage(
          number: 2,
          filter: ResponseFilter(
            .coefficients(ResponseCoefficients(variable: .digital, numerators: [])),
            inputUnit: volts,
            outputUnit: counts
          ),
          decimation: ResponseDecimation(
            inputSampleRate: 20,
            factor: 1,
            offset: 0,
            delay: 0,
            correction: 0
          ),
          gain: ResponseGain(value: 4e5, frequency: 1)
        ),
      ]
    )
  }

  /// A folder with waves.mseed and stations.xml.
  static func folder(_ traces: [WaveformTrace] = components) throws -> Foreshake {
    let foreshake = try Foreshake()
    try MiniSEED.write(traces, to: foreshake.file("waves.mseed"))
    try foreshake.write(stations(), "stations.xml")
    return foreshake
  }

  /// The flags that make velocities of it.
  static let velocity = [
    "--detrend", "linear", "--remove-response", "velocity", "--pre-filter", "0.02,0.05,6,8",
    "--water-level", "none", "--bandpass", "0.1,2", "--zero-phase",
  ]
}
