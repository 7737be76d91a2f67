import Evaluation
import Foundation
import Seismology
import SignalProcessing
import Testing

/// A wave packet of velocity about a time in s, with its exact displacement.
private struct Packet {
  var time: Double
  var frequency = 0.1
  var width = 12.0

  func displacement(_ t: Double) -> Double {
    exp(-pow((t - time) / width, 2)) * sin(2 * .pi * frequency * (t - time))
  }

  func velocity(_ t: Double) -> Double {
    let (s, omega) = (t - time, 2 * Double.pi * frequency)
    return exp(-pow(s / width, 2))
      * (omega * cos(omega * s) - 2 * s / (width * width) * sin(omega * s))
  }
}

private func record(
  _ range: ClosedRange<Double>,
  every interval: Double,
  _ value: (Double) -> Double
) -> MotionRecord {
  let count = Int(((range.upperBound - range.lowerBound) / interval).rounded()) + 1
  return MotionRecord(
    startTime: range.lowerBound,
    samplingInterval: interval,
    samples: (0..<count).map { value(range.lowerBound + Double($0) * interval) }
  )
}

private func channel(
  _ code: String,
  azimuth: Double,
  dip: Double = 0,
  _ record: MotionRecord
) -> ObservedChannel {
  ObservedChannel(
    identifier: TraceIdentifier(network: "XX", station: "A01", channel: code),
    orientation: ChannelOrientation(azimuth: azimuth, dip: dip),
    record: record,
    motion: .displacement
  )
}

private let path = Geodesic(
  from: GeographicPoint(latitude: 0, longitude: 0),
  to: GeographicPoint(latitude: 0, longitude: 1)
)

/// A station whose observed displacement comes 1.3 s after the computed velocity, on horizontals turned by 20°,
/// sampled at other times.
private func station(delay: Double = 1.3) -> ComparedStation {
  let (east, north, up) = (
    Packet(time: 60), Packet(time: 70, frequency: 0.08), Packet(time: 55, frequency: 0.12)
  )
  func observed(_ azimuth: Double, _ t: Double) -> Double {
    let angle = azimuth * .pi / 180
    return east.displacement(t - delay) * sin(angle) + north.displacement(t - delay) * cos(angle)
  }
  let times = -49.987...160.013
  return ComparedStation(
    network: "XX",
    code: "A01",
    path: path,
    synthetic: [
      .east: record(0...170, every: 0.2, east.velocity),
      .north: record(0...170, every: 0.2, north.velocity),
      .up: record(0...170, every: 0.2, up.velocity),
    ],
    syntheticMotion: .velocity,
    observed: [
      channel("BH1", azimuth: 20, record(times, every: 0.05) { observed(20, $0) }),
      channel("BH2", azimuth: 110, record(times, every: 0.05) { observed(110, $0) }),
      channel(
        "BHZ",
        azimuth: 0,
        dip: -90,
        record(times, every: 0.05) { up.displacement($0 - delay) }
      ),
    ]
  )
}

private func options(_ motion: GroundMotion) -> ComparisonOptions {
  var options = ComparisonOptions(motion: motion)
  options.band = 0.05...0.2
  options.window = 10...140
  options.maximumShift = 3
  return options
}

@Test(
  "Motion of another kind, sampling and orientation is brought together, in all three kinds",
  arguments: GroundMotion.allCases
)
func broughtTogether(_ motion: GroundMotion) throws {
  let comparison = try StationComparison(station(), options: options(motion))
  #expect(comparison.components.map(\.component) == [.east, .north, .up])
  #expect(abs(comparison.shift - 1.3) < 0.01)
  // The packets are smooth at both samplings: only the shift's hundredth of a second is left, 0.01 of 2π at
  // 0.12 Hz squared.
  #expect(try #require(comparison.fit?.varianceReduction) > 99.98)
  for component in comparison.components {
    #expect(component.flags.isEmpty && component.isUsed)
    let scores = try #require(try comparison.scores(of: component, options: options(motion)))
    #expect(try #require(scores.varianceReduction) > 99.95)
    #expect(abs(try #require(scores.peakRatio) - 1) < 0.01)
    #expect(try #require(scores.envelopeGoodness) > 9.9 && #require(scores.phaseGoodness) > 9.9)
  }
}

@Test("A causal filter on both sides does not spoil the fit, and delays both")
func causalFilter() throws {
  var options = options(.velocity)
  options.isZeroPhase = false
  let comparison = try StationComparison(station(), options: options)
  #expect(abs(comparison.shift - 1.3) < 0.01)
  #expect(try #require(comparison.fit?.varianceReduction) > 99.98)
}

@Test("Radial and transverse are those of a path to the east")
func radialTransverse() throws {
  var options = options(.displacement)
  options.isRotated = true
  let turned = try StationComparison(station(), options: options)
  options.isRotated = false
  let plain = try StationComparison(station(), options: options)
  #expect(turned.components.map(\.component) == [.radial, .transverse, .up])
  // To the east, radial is east and transverse, to its right, south.
  let (east, radial) = (plain.components[0].observed, turned.components[0].observed)
  let (north, transverse) = (plain.components[1].observed, turned.components[1].observed)
  for i in stride(from: 0, to: east.count, by: 50) {
    #expect(abs(radial[i] - east[i]) < 1e-9 && abs(transverse[i] + north[i]) < 1e-9)
  }
}

@Test("A shorter record shortens the window and says so; none at all leaves only flags")
func shortRecords() throws {
  var short = station()
  short.observed[2].record?.samples.removeLast(1200)
  let comparison = try StationComparison(short, options: options(.velocity))
  // 60 s less than 160 s.
  #expect(abs(comparison.times.time(of: comparison.times.count - 1) - 100) < 1)
  #expect(
    comparison.components.allSatisfy {
      $0.flags.contains { if case .short = $0 { true } else { false } }
    }
  )
  var none = station()
  for index in none.observed.indices {
    none.observed[index].record = nil
    none.observed[index].flags = [.gap]
  }
  let empty = try StationComparison(none, options: options(.velocity))
  #expect(empty.fit == nil && empty.components.count == 3)
  #expect(empty.components.allSatisfy { $0.flags == [.gap] && !$0.isUsed })
}

@Test("Noise before the earthquake is measured, flagged and left out only when asked to")
func noise() throws {
  var noisy = station()
  var state: UInt64 = 5
  let loud = noisy.observed[2].record?.samples.map { sample -> Double in
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return sample + 30 * (Double(state >> 33) / Double(1 << 30) - 1)
  }
  noisy.observed[2].record?.samples = loud ?? []
  var options = options(.displacement)
  options.minimumSignalToNoise = 3
  let flagged = try StationComparison(noisy, options: options)
  let up = flagged.components[2]
  #expect(up.isUsed && up.flags.contains { if case .noisy = $0 { true } else { false } })
  #expect(try #require(up.signalToNoise) < 3)
  options.dropsNoisy = true
  let dropped = try StationComparison(noisy, options: options)
  #expect(!dropped.components[2].isUsed && dropped.fit?.components.count == 2)
  #expect(try #require(dropped.fit?.varianceReduction) > 99.9)
  #expect(!dropped.components[2].synthetic.isEmpty)
}

@Test("A missing channel leaves the others, and a turned horizontal alone is of no use")
func missingChannels() throws {
  var vertical = station()
  vertical.observed.removeFirst(2)
  let alone = try StationComparison(vertical, options: options(.velocity))
  #expect(alone.components.map(\.component) == [.up] && alone.components[0].isUsed)
  var horizontals = station()
  horizontals.observed.removeLast()
  let level = try StationComparison(horizontals, options: options(.velocity))
  #expect(level.components.map(\.component) == [.east, .north])
  #expect(try #require(level.fit?.varianceReduction) > 99.95)
  var turned = station()
  turned.observed.removeFirst()
  let one = try StationComparison(turned, options: options(.velocity))
  let east = try #require(one.components.first { $0.component == .east })
  #expect(!east.isUsed && east.flags.contains { $0.description.contains("20") })
}

@Test(
  "A channel with less than half of the window is left out with a flag, and does not cut its partners"
)
func fragment() throws {
  var station = station()
  // The vertical ends 20 s after the start of the window of 130 s.
  station.observed[2].record?.samples.removeLast(2600)
  for window in [10...140, nil] as [ClosedRange<Double>?] {
    var options = options(.velocity)
    options.window = window
    let comparison = try StationComparison(station, options: options)
    let (east, up) = (comparison.components[0], comparison.components[2])
    #expect(!up.isUsed && up.flags.count == 1)
    #expect(up.flags[0].description.contains("less than half"), "\(up.flags)")
    #expect(east.isUsed && east.flags.isEmpty)
    #expect(comparison.times.time(of: comparison.times.count - 1) > 139)
    #expect(try #require(comparison.fit?.varianceReduction) > 99.95)
  }
}

@Test("A station that cannot be processed keeps its components, with the reason as their flag")
func unusableStation() throws {
  var flat = station()
  // All three in one plane: up cannot be told from them.
  flat.observed[2].orientation = ChannelOrientation(azimuth: 65, dip: 0)
  #expect(throws: SignalError.self) {
    try StationComparison(flat, options: options(.velocity))
  }
  let comparison = StationComparison(flat, unusable: "directions in a plane")
  #expect(comparison.components.map(\.component) == [.east, .north, .up])
  #expect(comparison.components.allSatisfy { !$0.isUsed })
  #expect(comparison.components[0].flags == [.unusable("directions in a plane")])
  #expect(comparison.fit == nil && comparison.code == "A01")
}

@Test("A station of unknown place is left out where distance or azimuth are needed")
func unknownPlace() throws {
  var lost = station()
  lost.path = nil
  #expect(try StationComparison(lost, options: options(.velocity)).fit != nil)
  var (rotated, speeds) = (options(.velocity), options(.velocity))
  rotated.isRotated = true
  speeds.speedWindow = 1000...8000
  for options in [rotated, speeds] {
    let comparison = try StationComparison(lost, options: options)
    #expect(comparison.fit == nil && comparison.components.count == 3)
    #expect(comparison.components.allSatisfy { $0.flags == [.unknownPlace] })
  }
}

@Test(
  "A lower corner of which the window holds next to nothing is refused before padding is made for it"
)
func endlessPeriods() {
  for corner in [1e-300, 1e-9, 7e-4] {
    var options = options(.velocity)
    options.band = corner...0.2
    #expect(throws: SignalError.self, "\(corner)") {
      try StationComparison(station(), options: options)
    }
  }
}

@Test("Synthetics go through the pre-filter of the recordings, so that it costs no fit")
func samePreFilter() throws {
  // A pre-filter that cuts deep into the band, applied to the recordings as with their response.
  let preFilter = try PreFilter(0.06, 0.1, 0.11, 0.14)
  var station = station()
  for index in station.observed.indices {
    let record = try #require(station.observed[index].record)
    station.observed[index].record?.samples = try preFilter.applied(
      to: record.samples,
      samplingInterval: record.samplingInterval
    )
  }
  let unlike = try StationComparison(station, options: options(.velocity))
  for index in station.observed.indices { station.observed[index].preFilter = preFilter }
  for isZeroPhase in [true, false] {
    var options = options(.velocity)
    options.isZeroPhase = isZeroPhase
    let alike = try StationComparison(station, options: options)
    // The motion is over long before the records end; the filters' tails there are cut at different times.
    #expect(try #require(alike.fit?.varianceReduction) > 99.9)
  }
  #expect(try #require(unlike.fit?.varianceReduction) < 95)
}

@Test("Corners of the pre-filter lie in order and outside the band, up to the Nyquist frequency")
func preFilterCorners() {
  for upper in [0.05, 5, 8.5, 9.7, 9.999] {
    var options = options(.velocity)
    options.band = 0.02...upper
    let reader = ObservedMotion(options: options, originTime: .distantPast)
    let corners = reader.preFilterCorners(nyquist: 10, duration: 100)
    #expect(corners[0] < corners[1] && corners[1] < corners[2] && corners[2] < corners[3])
    #expect(corners[1] < 0.02 && corners[2] >= upper && corners[3] < 10)
  }
}

@Test("A band beyond the Nyquist frequency of the synthetics is refused with both numbers")
func bandBeyondNyquist() {
  var options = options(.velocity)
  options.band = 0.5...3
  #expect(
    throws: SignalError.aboveNyquist(
      name: "the band's upper corner",
      frequencyHz: 3,
      nyquistHz: 2.5
    )
  ) { try StationComparison(station(), options: options) }
}
