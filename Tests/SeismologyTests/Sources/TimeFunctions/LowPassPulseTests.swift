import Foundation
import Seismology
import Testing

@Suite struct LowPassPulseTests {
  @Test("The pulse has unit area, unit spectrum at zero frequency and silence above its frequency")
  func band() throws {
    for highest in [0.1, 0.2, 3.0] {
      let pulse = try LowPassPulse(maximumFrequency: highest)
      #expect(abs(pulse.cumulative(at: pulse.support.upperBound) - 1) < 1e-9)
      let zero = pulse.spectrum(at: 0)
      // Quadrature of a smooth function on 64 panels.
      #expect(abs(zero.real - 1) < 1e-9 && abs(zero.imaginary) < 1e-12)
      for share in stride(from: 1.0, through: 20, by: 0.01) {
        #expect(pulse.spectralAmplitude(at: share * highest) < 1e-3, "at \(share) of the highest")
      }
      // As the page of the type says.
      #expect(abs(pulse.spectralAmplitude(at: 0.2 * highest) - 0.955) < 0.005)
      #expect(abs(pulse.spectralAmplitude(at: 0.52 * highest) - 0.5) < 0.002)
    }
  }

  @Test("It is symmetric, ends where it says, and dips by 6 %")
  func shape() throws {
    let pulse = try LowPassPulse(maximumFrequency: 0.2)
    #expect(pulse.support == -10.0...10.0)
    #expect(pulse.rate(at: -10.01) == 0 && pulse.rate(at: 10.01) == 0)
    let rates = stride(from: 0, through: 10, by: 0.05).map { pulse.rate(at: $0) }
    for (index, rate) in rates.enumerated() {
      #expect(abs(rate - pulse.rate(at: -0.05 * Double(index))) < 1e-12)
    }
    let lowest = try #require(rates.min())
    #expect(abs(lowest / rates[0] + 0.061) < 0.002)
  }

  @Test("An impossible frequency is refused")
  func refusal() {
    #expect(throws: SourceError.self) { try LowPassPulse(maximumFrequency: 0) }
    #expect(throws: SourceError.self) { try LowPassPulse(maximumFrequency: .nan) }
  }
}
