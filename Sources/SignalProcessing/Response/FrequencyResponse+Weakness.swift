import ComplexModule
import Foundation

extension FrequencyResponse {
  /// What is odd about the response, with ``ResponseFinding/nearlyVanishing(share:frequencyHz:)`` where it falls
  /// below a hundredth of its largest value in a band (Hz) that is to be used.
  ///
  /// A sensor that has lost a factor of 100 records its own noise.
  public func findings(in bandHz: ClosedRange<Double>) -> [ResponseFinding] {
    let weakest = weakestPoint(in: bandHz)
    guard weakest.share < 0.01 else { return findings }
    return findings + [.nearlyVanishing(share: weakest.share, frequencyHz: weakest.frequency)]
  }

  /// Where the response to the motion that the instrument senses is weakest within a band, and its share of the
  /// strongest there.
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
    let sizes = sensedValues(at: frequencies).map(\.length)
    let strongest = sizes.max() ?? 0
    let weakest = sizes.indices.min { sizes[$0] < sizes[$1] } ?? 0
    guard strongest > 0 else { return (frequencies[weakest], 0) }
    return (frequencies[weakest], sizes[weakest] / strongest)
  }
}
