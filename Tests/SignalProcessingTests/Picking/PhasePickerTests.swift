import Foundation
import SeismicFiles
import Seismology
import SignalProcessing
import TestSupport
import Testing

/// Noise of a linear congruential generator with events of given onsets (samples) and amplitudes.
private func record(_ events: [(onset: Int, amplitude: Double)], count: Int = 6000) -> [Double] {
  var state: UInt64 = 11
  return (0..<count).map { i in
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    let noise = Double(state >> 33) / Double(1 << 30) - 1
    return 500
      + events.reduce(noise) { sum, event in
        guard i >= event.onset else { return sum }
        let t = Double(i - event.onset) * 0.01
        return sum + event.amplitude * exp(-t / 1.5) * sin(2 * .pi * 6 * t)
      }
  }
}

@Test("An onset in noise is found within two samples, with or without padding before")
func onset() throws {
  for padding in [0, 1000] {
    var samples = record([(3000, 60)])
    samples.replaceSubrange(..<padding, with: repeatElement(0, count: padding))
    let pick = try #require(try PhasePicker().pick(in: samples, samplingInterval: 0.01))
    // A causal filter of 2-20 Hz delays an onset by about a hundredth of a second.
    #expect(abs(pick.time - 30) < 0.025, "\(pick)")
    #expect(pick.signalToNoise > 20 && pick.uncertainty < 0.05, "\(pick)")
  }
}

@Test("A small event before the earthquake and the S wave after it are passed over")
func strongest() throws {
  let samples = record([(2000, 4), (3000, 60), (3500, 150)])
  let picker = PhasePicker()
  let pick = try #require(try picker.pick(in: samples, samplingInterval: 0.01))
  #expect(abs(pick.time - 30) < 0.025)
  #expect(try picker.candidates(in: samples, samplingInterval: 0.01).count >= 2)
}

@Test("Silence, noise and a record shorter than the long window give no pick")
func noPick() throws {
  let picker = PhasePicker()
  #expect(try picker.pick(in: Array(repeating: 3, count: 5000), samplingInterval: 0.01) == nil)
  #expect(try picker.pick(in: record([], count: 3000), samplingInterval: 0.01) == nil)
  #expect(try picker.pick(in: record([(50, 60)], count: 300), samplingInterval: 0.01) == nil)
}

@Test("Records without samples or with NaN, and bands beyond Nyquist, are refused")
func unusableRecords() throws {
  let picker = PhasePicker()
  #expect(throws: SignalError.self) { try picker.pick(in: [], samplingInterval: 0.01) }
  #expect(throws: SignalError.notFinite(index: 1)) {
    try picker.pick(in: [0, .nan, 0], samplingInterval: 0.01)
  }
  var settings = PhasePicker.Settings()
  settings.band = 2...60
  let wide = try PhasePicker(settings)
  #expect(throws: SignalError.self) { try wide.pick(in: record([]), samplingInterval: 0.01) }
}

@Test(
  "Records of 5 Hz and less are refused without a band of their own, and intervals that are none"
)
func slowRecords() throws {
  let samples = record([(3000, 60)])
  for interval in [1.0, 0.2, 0, -1, .nan, .infinity] {
    #expect(throws: SignalError.self, "\(interval)") {
      try PhasePicker().pick(in: samples, samplingInterval: interval)
    }
  }
  // The same record at a hundredth of its speed: 0.01 s become 1 s, and 6 Hz 0.06 Hz.
  var settings = PhasePicker.Settings()
  settings.band = 0.02...0.2
  (settings.shortWindow, settings.longWindow, settings.minimumDuration) = (30, 800, 30)
  (settings.lead, settings.lag, settings.fineLead, settings.fineLag) = (250, 50, 100, 30)
  let slow = try PhasePicker(settings).pick(in: samples, samplingInterval: 1)
  #expect(abs(try #require(slow).time - 3000) < 2.5)
}

@Test("Settings that no record can be picked with are refused where they are made")
func unusableSettings() {
  let changes: [(inout PhasePicker.Settings) -> Void] = [
    { $0.offRatio = 5 }, { $0.offRatio = .nan }, { $0.onRatio = .infinity }, { $0.lead = -1 },
    { $0.lag = .nan }, { $0.fineLead = 0 }, { $0.fineLag = 1e30 }, { $0.shortWindow = 9 },
    { $0.longWindow = .nan }, { $0.minimumDuration = -1 }, { $0.margin = .nan },
  ]
  for (index, change) in changes.enumerated() {
    var settings = PhasePicker.Settings()
    change(&settings)
    let refused = settings
    #expect(throws: SignalError.self, "\(index)") { try PhasePicker(refused) }
  }
}

@Test(
  "P picks of northern California records above 10 dB fall within 0.1 s for four in five",
  .enabled(if: SharedData.has("norcal_local_3c/records.csv"), "needs ../shared/data")
)
func northernCalifornia() throws {
  let folder = SharedData.url("norcal_local_3c")
  let text = try String(contentsOf: folder.appendingPathComponent("records.csv"), encoding: .utf8)
  let lines = text.split(whereSeparator: \.isNewline).map {
    $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
  }
  let head = try #require(lines.first)
  let ratio = try #require(head.firstIndex(of: "snr_db"))
  var hits = (even: [Bool](), odd: [Bool](), strong: [Bool]())
  for (index, fields) in lines.dropFirst().enumerated() {
    let snr = try #require(Double(fields[ratio]))
    guard snr > 10 else { continue }
    let traces = try WaveformFile.read(folder.appendingPathComponent("waveforms/\(fields[0])"))
      .traces
    let vertical = try #require(traces.first { $0.identifier.channel.hasSuffix("Z") })
    let pick = try PhasePicker().pick(
      in: vertical.samples.asDoubles,
      samplingInterval: vertical.samplingInterval
    )
    // The analyst's P is at sample 3000 of each record.
    let error = pick.map { $0.time - 3000 * vertical.samplingInterval }
    // Onsets stand at whole samples: a tenth of a second may come out a rounding error longer.
    let isHit = abs(error ?? .infinity) <= 0.1 + 1e-9
    if index.isMultiple(of: 2) { hits.even.append(isHit) } else { hits.odd.append(isHit) }
    if snr > 20 { hits.strong.append(isHit) }
  }
  func share(_ hits: [Bool]) -> Double { Double(hits.filter { $0 }.count) / Double(hits.count) }
  #expect(hits.even.count + hits.odd.count == 185)
  // Settings were chosen on every second record (even); the other half is the test of them.
  #expect(share(hits.odd) >= 0.8 && share(hits.even) >= 0.8)
  #expect(share(hits.even + hits.odd) >= 0.9, "\(share(hits.even)), \(share(hits.odd))")
  #expect(share(hits.strong) >= 0.9, "\(share(hits.strong))")
}
