import Foundation
import Seismology
import SignalProcessing

/// Traces and stations made for pipelines.
enum Fixture {
  static let start = Date(timeIntervalSince1970: 1_563_307_801)

  /// A trace of a channel of XX.A01, `delay` seconds after the start.
  static func trace(
    _ samples: [Double],
    channel: String = "BHZ",
    station: String = "A01",
    delay: Double = 0,
    interval: Double = 0.5
  ) -> WaveformTrace {
    WaveformTrace(
      identifier: TraceIdentifier(network: "XX", station: station, channel: channel),
      startTime: start.addingTimeInterval(delay),
      samplingInterval: interval,
      samples: .doubles(samples)
    )
  }

  /// A channel at 38° N, 122° W that gives `gain` counts per unit.
  static func channel(
    _ code: String,
    azimuth: Double? = 0,
    dip: Double? = -90,
    unit: String = "M/S",
    gain: Double = 100
  ) -> ChannelEpoch {
    ChannelEpoch(
      code: code,
      position: GeographicPoint(latitude: 38, longitude: -122),
      azimuth: azimuth,
      dip: dip,
      sampleRate: 2,
      startTime: start.addingTimeInterval(-86_400),
      endTime: start.addingTimeInterval(86_400),
      response: InstrumentResponse(
        sensitivity: ResponseSensitivity(
          value: gain,
          frequency: 1,
          inputUnit: ResponseUnit(name: unit),
          outputUnit: ResponseUnit(name: "COUNTS")
        ),
        stages: [
          ResponseStage(
            number: 1,
            filter: ResponseFilter(
              .coefficients(.init(variable: .digital, numerators: [])),
              inputUnit: ResponseUnit(name: unit),
              outputUnit: ResponseUnit(name: "COUNTS")
            ),
            gain: ResponseGain(value: gain, frequency: 1)
          )
        ]
      )
    )
  }

  /// An inventory of XX.A01 with channels.
  static func inventory(_ channels: [ChannelEpoch]) -> StationInventory {
    StationInventory(networks: [
      NetworkEpoch(
        code: "XX",
        stations: [
          StationEpoch(
            code: "A01",
            position: GeographicPoint(latitude: 38, longitude: -122),
            channels: channels
          )
        ]
      )
    ])
  }
}

extension ProcessingResult {
  /// The samples of the only trace.
  var samples: [Double]? { traces.count == 1 ? traces[0].trace.samples.asDoubles : nil }
}
