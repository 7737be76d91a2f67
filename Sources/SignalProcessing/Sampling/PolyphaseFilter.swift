import Foundation
import NumericalRuntime

/// Resampling by a ratio of whole numbers with a finite lowpass, of which only the taps that meet a sample
/// are ever multiplied.
///
/// The lowpass has 20 · max(up, down) + 1 taps: a sinc function that cuts at the lower Nyquist frequency,
/// windowed by Kaiser's window of β = 5 and scaled to a sum of `up`.
struct PolyphaseFilter {
  private let up, down: Int
  private let halfLength: Int
  /// For each of `up` phases the taps in the order of the samples that they meet.
  private let phases: [[Double]]

  init(up: Int, down: Int) {
    self.up = up
    self.down = down
    let coarse = max(up, down)
    let half = 10 * coarse
    halfLength = half
    var taps = (-half...half).map { i in
      let x = Double.pi * Double(i) / Double(coarse)
      let sinc = i == 0 ? 1 : sin(x) / x
      let place = Double(i) / Double(half)
      return sinc * besselI0(5 * (1 - place * place).squareRoot())
    }
    let scale = Double(up) / taps.reduce(0, +)
    for i in taps.indices { taps[i] *= scale }
    phases = (0..<up).map { phase in
      stride(from: phase, through: 2 * half, by: up).map { taps[$0] }.reversed()
    }
  }

  /// ⌈n · up / down⌉ samples; beyond its ends the trace is taken to be zero.
  func applied(to samples: [Double]) -> [Double] {
    let count = (samples.count * up + down - 1) / down
    return (0..<count).map { k in
      // Output k stands at k · down on the fine sampling; tap t meets sample j where t = at − j · up.
      let at = k * down + halfLength
      let taps = phases[at % up]
      let newest = at / up
      let oldest = newest - taps.count + 1
      let reach = max(oldest, 0)..<max(min(newest + 1, samples.count), max(oldest, 0))
      var sum = 0.0
      for j in reach { sum += samples[j] * taps[j - oldest] }
      return sum
    }
  }
}
