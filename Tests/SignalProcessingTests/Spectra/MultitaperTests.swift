import Foundation
import NumericalRuntime
import SignalProcessing
import Testing

@Suite struct MultitaperTests {
  @Test("Slepian tapers are orthonormal, alternate in symmetry and concentrate their energy")
  func tapers() throws {
    let slepian = try SlepianTapers(count: 200, timeHalfBandwidth: 4, taperCount: 9)
    for j in 0..<9 {
      for k in 0...j {
        let product = zip(slepian.tapers[j], slepian.tapers[k]).reduce(0) { $0 + $1.0 * $1.1 }
        #expect(abs(product - (j == k ? 1 : 0)) < 1e-11)
      }
      let sign = j.isMultiple(of: 2) ? 1.0 : -1.0
      let mirrored = zip(slepian.tapers[j], slepian.tapers[j].reversed())
      #expect(mirrored.allSatisfy { abs($0 - sign * $1) < 1e-10 })
    }
    #expect(slepian.concentrations[0] > 1 - 1e-9 && slepian.concentrations[0] < 1 + 1e-12)
    for k in 1..<9 { #expect(slepian.concentrations[k] < slepian.concentrations[k - 1]) }
    // Slepian (1978): the eigenvalues fall from near one to near zero around number 2NW.
    #expect((0.1...0.9).contains(slepian.concentrations[8]))
  }

  @Test("Tapers are eigenvectors of the Slepian kernel with their concentration as eigenvalue")
  func kernel() throws {
    let (count, product) = (60, 3.0)
    let slepian = try SlepianTapers(count: count, timeHalfBandwidth: product, taperCount: 5)
    let width = product / Double(count)
    for (taper, concentration) in zip(slepian.tapers, slepian.concentrations) {
      for row in 0..<count {
        let sum = (0..<count).reduce(0.0) { sum, column in
          let lag = Double(row - column) * Double.pi
          let kernel = row == column ? 2 * width : sin(2 * width * lag) / lag
          return sum + kernel * taper[column]
        }
        #expect(abs(sum - concentration * taper[row]) < 1e-10)
      }
    }
  }

  @Test(
    "White noise has its variance as the integral of the spectrum and a level of 2 σ² Δt",
    arguments: [Multitaper.Weighting.uniform, .eigenvalue, .adaptive]
  )
  func whiteNoise(_ weighting: Multitaper.Weighting) throws {
    var generator = SeededGenerator(seed: 12)
    let samples = (0..<4001).map { _ in 3 * generator.gaussian() }
    let multitaper = try Multitaper(count: 4001, weighting: weighting)
    let spectrum = try multitaper.powerSpectrum(of: samples, samplingInterval: 0.01)
    let variance = samples.reduce(0) { $0 + $1 * $1 } / 4001
    let integral = spectrum.densities.reduce(0, +) * spectrum.frequencies[1]
    // The tapers weigh the ends less: the estimate of the variance scatters by a per cent or so.
    #expect(abs(integral / variance - 1) < 0.05)
    let mean = spectrum.densities.reduce(0, +) / Double(spectrum.densities.count)
    #expect(abs(mean / (2 * 9 * 0.01) - 1) < 0.1)
  }

  @Test("The adaptive estimate keeps weak frequencies free from leakage of a strong one")
  func leakage() throws {
    let weak = (0..<1000).map { 10 * cos(2 * Double.pi * 0.3 * Double($0)) }
    let both = weak.indices.map { 100 * cos(2 * Double.pi * 0.1003 * Double($0)) + weak[$0] }
    let uniform = try Multitaper(count: 1000, taperCount: 8, weighting: .uniform)
    let adaptive = try Multitaper(count: 1000, taperCount: 8, weighting: .adaptive)
    let leaking = try uniform.powerSpectrum(of: both, samplingInterval: 1).densities
    let estimate = try adaptive.powerSpectrum(of: both, samplingInterval: 1).densities
    let alone = try adaptive.powerSpectrum(of: weak, samplingInterval: 1).densities
    // At 0.45 there is nothing but what leaks.
    #expect(estimate[450] < 0.1 * leaking[450])
    // Of the strong line's amplitude 0.7 % still leaks here, 7 % of the weak one's: 14 % in power where in phase.
    #expect(abs(estimate[300] / alone[300] - 1) < 0.15)
  }

  @Test("Impossible tapers and records of another length are refused")
  func refusals() throws {
    #expect(throws: SignalError.self) { try Multitaper(count: 100, timeHalfBandwidth: 50) }
    #expect(throws: SignalError.self) { try Multitaper(count: 100, timeHalfBandwidth: 0) }
    #expect(throws: SignalError.self) { try Multitaper(count: 100, timeHalfBandwidth: -1e300) }
    #expect(throws: SignalError.self) { try Multitaper(count: 100, timeHalfBandwidth: .nan) }
    #expect(throws: SignalError.self) { try Multitaper(count: 100, taperCount: 0) }
    #expect(throws: SignalError.self) { try Multitaper(count: 1, timeHalfBandwidth: 0.2) }
    let multitaper = try Multitaper(count: 100)
    #expect(throws: SignalError.self) {
      try multitaper.powerSpectrum(of: [Double](repeating: 1, count: 99), samplingInterval: 1)
    }
  }
}
