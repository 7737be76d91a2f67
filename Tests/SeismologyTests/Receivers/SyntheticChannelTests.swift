import Foundation
import Seismology
import Testing

@Suite("Channels of computed seismograms")
struct SyntheticChannelTests {
  @Test(
    "The band code follows from the sampling rate",
    arguments: [
      (1e-3, "F"), (0.002, "C"), (0.004, "C"), (0.0125, "H"), (0.01, "H"), (0.1, "B"),
      (0.025, "B"), (0.2, "M"), (1, "L"), (10, "V"), (100, "U"), (1000, "R"),
    ]
  )
  func bandCode(interval: Double, band: String) {
    #expect(SyntheticChannel.code(component: "Z", samplingInterval: interval) == "\(band)XZ")
  }

  @Test("Seismograms become traces and traces become seismograms")
  func roundTrip() throws {
    let origin = try #require(UTCTime.date("2019-07-16T20:11:01.470Z"))
    let receivers = ["A", "B"].map {
      Receiver(network: "XX", code: $0, location: LocalPoint(x: 1, y: 2, z: 0))
    }
    let seismograms = receivers.map {
      Seismogram(
        receiver: $0,
        motion: .displacement,
        startTime: -0.5,
        timeStep: 0.05,
        east: [1, 2],
        north: [3, 4],
        up: [5, 6]
      )
    }
    let traces = seismograms.flatMap { $0.traces(originTime: origin, location: "00") }
    #expect(
      traces.map { "\($0.identifier)" }.prefix(3) == ["XX.A.00.BXE", "XX.A.00.BXN", "XX.A.00.BXZ"]
    )
    #expect(UTCTime.text(traces[0].startTime) == "2019-07-16T20:11:00.970000Z")
    let again = Seismogram.seismograms(
      from: traces.reversed(),
      originTime: origin,
      motion: .displacement,
      receivers: receivers
    )
    #expect(again.map(\.receiver) == receivers.reversed())
    #expect(again[0].east == [1, 2])
    #expect(again[0].up == [5, 6])
    #expect(abs(again[0].startTime + 0.5) < 1e-6)
    #expect(again[0].timeStep == 0.05)
    let partial = Seismogram.seismograms(from: Array(traces.prefix(5)), originTime: origin)
    #expect(partial.count == 1)
  }
}
