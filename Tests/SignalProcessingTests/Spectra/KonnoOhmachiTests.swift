import Foundation
import SignalProcessing
import Testing

@Suite struct KonnoOhmachiTests {
  @Test("A constant spectrum stays constant, and weights are those of the formula")
  func constant() throws {
    let frequencies = (0...200).map { 0.1 * Double($0) }
    let smoothing = try KonnoOhmachi(bandwidth: 30)
    let same = try smoothing.smoothed(
      [Double](repeating: 7, count: 201),
      frequencies: frequencies
    )
    #expect(same.allSatisfy { abs($0 - 7) < 1e-12 })
    // One line at 4 Hz, seen from 5 Hz.
    var line = [Double](repeating: 0, count: 201)
    line[40] = 1
    let whole = try KonnoOhmachi(bandwidth: 30, lobes: nil)
    let seen = try whole.smoothed(line, frequencies: frequencies, at: [5])[0]
    func weight(_ f: Double) -> Double {
      let x = 30 * log10(f / 5)
      return x == 0 ? 1 : pow(sin(x) / x, 4)
    }
    let sum = frequencies.dropFirst().reduce(0) { $0 + weight($1) }
    #expect(abs(seen / (weight(frequencies[40]) / sum) - 1) < 1e-9)
  }

  @Test(
    "Twenty lobes lose less than a thousandth of a flat spectrum's weight",
    arguments: [40.0, 60]
  )
  func truncation(_ bandwidth: Double) throws {
    // A step from 1 to 2 far above the centre shows the weight beyond: the value rises by that share.
    let frequencies = (0...20_000).map { 0.005 * Double($0) }
    let reach = pow(10, 20 * Double.pi / bandwidth)
    let flat = frequencies.map { $0 > reach ? 2.0 : 1.0 }
    let whole = try KonnoOhmachi(bandwidth: bandwidth, lobes: nil)
    let value = try whole.smoothed(flat, frequencies: frequencies, at: [1])[0]
    #expect(value > 1 && value < 1.001)
  }

  @Test("A spectrum that rises steeply keeps its level by default, which all lobes would raise")
  func steep() throws {
    let frequencies = (0...7200).map { Double($0) / 360 }
    let steep = frequencies.map { $0 * $0 }
    let near = try KonnoOhmachi().smoothed(steep, frequencies: frequencies, at: [0.02])[0]
    let all = try KonnoOhmachi(lobes: nil).smoothed(steep, frequencies: frequencies, at: [0.02])[0]
    // The documented leak: NumPy says 1.010 and 6.17 times the amplitude at the sample next to 0.02 Hz.
    #expect(abs(near / 4e-4 - 1) < 0.1 && all / near > 4)
  }

  @Test("Bad bandwidths and frequencies outside the spectrum are refused")
  func refusals() throws {
    #expect(throws: SignalError.self) { try KonnoOhmachi(bandwidth: 0) }
    #expect(throws: SignalError.self) { try KonnoOhmachi(lobes: 0) }
    let smoothing = try KonnoOhmachi()
    #expect(throws: SignalError.self) {
      try smoothing.smoothed([1, 2, 3], frequencies: [0, 1, 2], at: [3])
    }
    #expect(throws: SignalError.self) {
      try smoothing.smoothed([1, 2, 3], frequencies: [0, 1], at: [1])
    }
    #expect(try smoothing.smoothed([1, 2, 3], frequencies: [0, 1, 2], at: [0]) == [1])
    #expect(throws: SignalError.self) { try smoothing.smoothed([1, .nan], frequencies: [0, 1]) }
    #expect(throws: SignalError.self) {
      try smoothing.smoothed([1, 2, 3], frequencies: [2, 1, 0])
    }
    #expect(throws: SignalError.self) { try smoothing.smoothed([], frequencies: []) }
  }
}
