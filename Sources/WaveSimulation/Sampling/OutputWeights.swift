import Foundation
import NumericalRuntime

/// The times of equidistant records.
struct RecordTimes {
  /// The first in seconds after the origin time, and seconds from one to the next.
  var start, step: Double
  var count: Int
}

extension TimeDispersion {
  /// ``corrected(_:start:maximumFrequency:outputStart:outputStep:outputCount:)`` as a matrix, for records that
  /// need not stand at every time step.
  ///
  /// - Parameters:
  ///   - records: the times of the records, close enough for their highest frequency.
  ///   - maximumFrequency: where the spectrum may be cut, in Hz.
  ///   - outputStep: seconds between outputs, of which the first is at the origin time.
  ///   - outputCount: the number of outputs.
  /// - Returns: for each output the weights of all records.
  func outputWeights(
    _ records: RecordTimes,
    maximumFrequency: Double,
    outputStep: Double,
    outputCount: Int
  ) -> [Float] {
    let tail = max(8, records.count / 4)
    let padded = records.count + tail
    let period = 2 * Double(padded) * records.step
    // Beyond θ = 2/Δt there is no discrete frequency.
    let top = min(maximumFrequency, 0.999 / .pi / timeStep, 0.5 / outputStep, 0.5 / records.step)
    let modes = Int((top * period).rounded(.down))
    let basis = recordBasis(records, padded: padded, modes: modes, period: period)
    // The record is led smoothly to zero beyond its end, so that its cut does not ring.
    let fade = (1...tail).map { 0.5 * (1 + cos(.pi * Double($0) / Double(tail))) }
    var weights = [Float](repeating: 0, count: outputCount * records.count)
    weights.withUnsafeMutableBufferPointer { buffer in
      nonisolated(unsafe) let out = buffer
      parallelFor(outputCount) { t in
        var row = [Double](repeating: 0, count: padded)
        for m in 0...modes {
          let phase = 2 * Double.pi * Double(m) / period * Double(t) * outputStep
          // Rolls off over the last tenth of the band.
          let edge = Double(m) / Double(max(modes, 1))
          let taper = edge < 0.9 ? 1 : 0.5 * (1 + cos(.pi * (edge - 0.9) / 0.1))
          let scale = taper * records.step * (m == 0 ? 1 : 2) / period
          basis.add(mode: m, scale * cos(phase), scale * sin(phase), to: &row)
        }
        for n in 0..<tail { row[records.count - 1] += fade[n] * row[records.count + n] }
        for n in 0..<records.count { out[t * records.count + n] = Float(row[n]) }
      }
    }
    return weights
  }

  private func recordBasis(_ records: RecordTimes, padded: Int, modes: Int, period: Double)
    -> RecordBasis
  {
    var basis = RecordBasis(count: padded, modes: modes)
    for m in 0...modes {
      let omega = physical(2 * Double.pi * Double(m) / period)
      for n in 0..<padded {
        let phase = omega * (records.start + Double(n) * records.step)
        basis.cosines[m * padded + n] = cos(phase)
        basis.sines[m * padded + n] = sin(phase)
      }
    }
    return basis
  }
}

/// Cosines and sines of the records' times at each mode's discrete frequency.
private struct RecordBasis: Sendable {
  let count: Int
  var cosines, sines: [Double]

  init(count: Int, modes: Int) {
    self.count = count
    cosines = [Double](repeating: 0, count: count * (modes + 1))
    sines = cosines
  }

  /// Adds c · cosine + s · sine of a mode.
  func add(mode: Int, _ c: Double, _ s: Double, to row: inout [Double]) {
    let (first, count) = (mode * count, count)
    row.withUnsafeMutableBufferPointer { row in
      cosines.withUnsafeBufferPointer { cosines in
        sines.withUnsafeBufferPointer { sines in
          for n in 0..<count { row[n] += c * cosines[first + n] + s * sines[first + n] }
        }
      }
    }
  }
}
