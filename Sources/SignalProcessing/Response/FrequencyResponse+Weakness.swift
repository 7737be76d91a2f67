import ComplexModule
import Foundation

extension FrequencyResponse {
  /// Where the response is weakest within a band, and its share of the strongest there.
  ///
  /// A small share means that removing the response raises noise: a short-period sensor far below its corner,
  /// or a station file whose filter coefficients are damaged.
  ///
  /// - Parameter bandHz: from above 0 to the highest frequency of interest.
  /// - Returns: the frequency in Hz and |response| there divided by the largest in the band (0 to 1), from 100
  ///   frequencies spread over the logarithm.
  public func weakestPoint(in bandHz: ClosedRange<Double>) -> (frequency: Double, share: Double) {
    precondition(bandHz.lowerBound > 0, "a band from \(bandHz.lowerBound) Hz has no logarithm")
    let octaves = log(bandHz.upperBound / bandHz.lowerBound)
    let frequencies = (0..<100).map { bandHz.lowerBound * exp(octaves * Double($0) / 99) }
    let sizes = values(at: frequencies).map(\.length)
    let strongest = sizes.max() ?? 0
    let weakest = sizes.indices.min { sizes[$0] < sizes[$1] } ?? 0
    guard strongest > 0 else { return (frequencies[weakest], 0) }
    return (frequencies[weakest], sizes[weakest] / strongest)
  }
}
