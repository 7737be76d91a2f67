import Evaluation
import Foundation
import SignalProcessing
import Testing

@Test("Mean and standard deviation of residuals are those of the logarithms, and gaps stay gaps")
func statistics() throws {
  let residuals = SpectralResiduals(
    abscissae: [1, 2, 3],
    synthetic: [[exp(0.2), 1, 0], [exp(0.4), 1, 0]],
    observed: [[1, exp(1), 1], [1, 0, 1]]
  )
  #expect(abs(try #require(residuals.bias[0]) - 0.3) < 1e-12)
  // Two values 0.2 apart deviate by 0.1 √2.
  #expect(abs(try #require(residuals.standardDeviation[0]) - 0.1 * 2.0.squareRoot()) < 1e-12)
  #expect(abs(try #require(residuals.bias[1]) + 1) < 1e-12)
  #expect(residuals.standardDeviation[1] == nil && residuals.bias[2] == nil)
  #expect(abs(try #require(residuals.totalBias) + 0.4 / 3) < 1e-12)
}

@Test("Records that are twice too large have residuals of ln 2 at every period and frequency")
func twice() throws {
  let records = [3.0, 7].map { frequency in
    (0..<1000).map { i -> Double in
      let t = Double(i) * 0.01
      return exp(-pow(t - 4, 2)) * sin(frequency * t) + 0.1 * cos(31 * t * t)
    }
  }
  let doubled = records.map { $0.map { 2 * $0 } }
  let response = try SpectralResiduals.response(
    synthetic: doubled,
    observed: records,
    samplingInterval: 0.01,
    periods: [0.1, 0.5, 2]
  )
  let fourier = try SpectralResiduals.fourier(
    synthetic: doubled,
    observed: records,
    samplingInterval: 0.01,
    frequencies: [0.5, 1, 5, 20],
    smoothing: KonnoOhmachi(bandwidth: 40)
  )
  for residual in response.values.flatMap({ $0 }) + fourier.values.flatMap({ $0 }) {
    // Both are linear: rounding only.
    #expect(abs(try #require(residual) - log(2)) < 1e-12)
  }
}
