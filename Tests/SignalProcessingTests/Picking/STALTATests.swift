import Foundation
import SignalProcessing
import TestSupport
import Testing

/// Noise of a linear congruential generator, with a burst in the middle.
private let record: [Double] = {
  var state: UInt64 = 7
  return (0..<3000).map { i in
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    let noise = Double(state >> 33) / Double(1 << 30) - 1
    return (1500..<1700).contains(i) ? 12 * noise : noise
  }
}()

@Test("Both ratios equal averages that are summed directly")
func directSums() throws {
  let trigger = try STALTA(shortWindow: 0.3, longWindow: 2, samplingInterval: 0.01)
  #expect(trigger.shortCount == 30 && trigger.longCount == 200)
  let ratio = try trigger.classic(of: record)
  for i in [0, 198, 199, 200, 999, 1515, 1600, 2999] {
    let short = record[max(0, i - 29)...i].reduce(0) { $0 + $1 * $1 } / 30
    let long = record[max(0, i - 199)...i].reduce(0) { $0 + $1 * $1 } / 200
    let expected = i < 199 ? 0 : short / long
    #expect(abs(ratio[i] - expected) <= 1e-12 * expected, "\(i)")
  }
}

@Test("A spike leaves no trace once it has left the window")
func spike() throws {
  let trigger = try STALTA(shortWindow: 5, longWindow: 50, samplingInterval: 1)
  var spiky = record
  spiky[100] = 1e12
  let (clean, ratio) = (try trigger.classic(of: record), try trigger.classic(of: spiky))
  #expect(ratio[150...] == clean[150...])
}

@Test("A steady record has the ratio 1, a silent one 0")
func steady() throws {
  let trigger = try STALTA(shortWindow: 2, longWindow: 10, samplingInterval: 1)
  #expect(try trigger.classic(of: Array(repeating: 3, count: 20))[9...].allSatisfy { $0 == 1 })
  #expect(try trigger.classic(of: Array(repeating: 0, count: 20)).allSatisfy { $0 == 0 })
  #expect(try trigger.recursive(of: Array(repeating: 0, count: 20)).allSatisfy { $0 == 0 })
  #expect(try trigger.classic(of: []).isEmpty && trigger.recursive(of: []).isEmpty)
}

@Test("A trigger lasts until the ratio falls below the lower threshold")
func hysteresis() {
  let ratio = [0.0, 5, 3, 2, 1, 4, 0, 2, 6]
  #expect(STALTA.triggers(in: ratio, on: 4, off: 2) == [1...3, 5...5, 8...8])
  #expect(STALTA.triggers(in: [], on: 4, off: 2).isEmpty)
}

@Test("Windows that hold no sample or stand the wrong way round are refused")
func windows() {
  #expect(throws: SignalError.self) {
    try STALTA(shortWindow: 0, longWindow: 1, samplingInterval: 0.01)
  }
  #expect(throws: SignalError.self) {
    try STALTA(shortWindow: 2, longWindow: 1, samplingInterval: 0.01)
  }
  #expect(throws: SignalError.self) {
    try STALTA(shortWindow: 1, longWindow: .nan, samplingInterval: 0.01)
  }
}

@Test("A sample that is no number is refused by ratios and criterion, with its place")
func noNumbers() throws {
  let trigger = try STALTA(shortWindow: 1, longWindow: 5, samplingInterval: 1)
  var broken = Array(record[..<100])
  broken[40] = .nan
  #expect(throws: SignalError.notFinite(index: 40)) { try trigger.classic(of: broken) }
  #expect(throws: SignalError.notFinite(index: 40)) { try trigger.recursive(of: broken) }
  #expect(throws: SignalError.notFinite(index: 40)) { try AICPicker.criterion(of: broken) }
  #expect(throws: SignalError.notFinite(index: 40)) {
    try AICPicker.onset(in: [Array(record[..<100]), broken])
  }
  #expect(throws: SignalError.self) { try AICPicker.onset(in: [broken, [1, 2]]) }
  #expect(throws: SignalError.self) { try AICPicker.onset(in: [record], margin: -1) }
  #expect(try AICPicker.onset(in: [record], margin: .max) == nil)
}

private struct Answer: Decodable {
  var classic, recursive, aic, correlation: [Double]
  var triggers: [[Int]]
  var shift: Int
}

private let script = """
  import json, sys
  import numpy as np
  from obspy.signal.trigger import classic_sta_lta, recursive_sta_lta, trigger_onset, aic_simple
  from obspy.signal.cross_correlation import correlate, xcorr_max
  x = np.array(json.load(sys.stdin))
  c = correlate(x[:1000], x[30:1030], 50)
  json.dump(dict(
      classic=classic_sta_lta(x, 30, 200).tolist(), recursive=recursive_sta_lta(x, 30, 200).tolist(),
      triggers=trigger_onset(recursive_sta_lta(x, 30, 200), 3, 1).tolist(),
      aic=aic_simple(x[1300:1600]).tolist(), correlation=c.tolist(), shift=int(xcorr_max(c)[0])),
      sys.stdout)
  """

@Test(
  "STA/LTA, triggers, AIC and cross-correlation equal ObsPy's",
  .enabled(if: PythonEnvironment.offers("obspy"), "needs Python with obspy")
)
func obspy() throws {
  let text = try PythonEnvironment.run(script, input: JSONEncoder().encode(record))
  let expected = try JSONDecoder().decode(Answer.self, from: Data(text.utf8))
  let trigger = try STALTA(shortWindow: 0.3, longWindow: 2, samplingInterval: 0.01)
  let recursive = try trigger.recursive(of: record)
  // The same sums in another order: rounding only.
  #expect(relativeError(try trigger.classic(of: record), expected.classic) < 1e-11)
  #expect(relativeError(recursive, expected.recursive) < 1e-12)
  let triggers = STALTA.triggers(in: recursive, on: 3, off: 1)
  #expect(triggers.map { [$0.lowerBound, $0.upperBound] } == expected.triggers)
  let aic = try AICPicker.criterion(of: Array(record[1300..<1600]))
  #expect(relativeError(Array(aic[1..<298]), Array(expected.aic[1..<298])) < 1e-12)
  let correlation = try CrossCorrelation(
    of: Array(record[30..<1030]),
    against: Array(record[..<1000]),
    maximumSeconds: 0.5,
    samplingInterval: 0.01
  )
  #expect(relativeError(correlation.values, expected.correlation) < 1e-11)
  // Noise sampled at its own rate is not smooth, so the refined shift is only near the whole one.
  #expect(abs(correlation.peak().shift - 0.01 * Double(expected.shift)) < 0.005)
}
