/// The change x' = (x − μ) / s of samples, one μ and s for each component and channel.
struct SampleScaling: Sendable {
  /// μ and 1/s, row-major `(component, channel)`.
  private let mean, factor: [Float]
  private let channelCount: Int

  /// The scaling of a selection from a catalog's means and deviations.
  ///
  /// The mean and the deviation of an interpolated channel are interpolated like its samples. Where nothing ever
  /// moves, s is 0: only the mean is taken away there.
  init(_ normalization: CatalogNormalization, receiverCount: Int, gather: ReceiverGather) {
    channelCount = gather.count
    func selected(_ values: [Float], component: Int) -> [Float] {
      let first = component * receiverCount + gather.receivers.lowerBound
      guard let channels = gather.channels else {
        return Array(values[first..<first + gather.receivers.count])
      }
      return channels.map { terms in
        terms.reduce(0) { $0 + $1.weight * values[first + $1.index] }
      }
    }
    mean = (0..<3).flatMap { selected(normalization.means, component: $0) }
    factor = (0..<3).flatMap { selected(normalization.deviations, component: $0) }
      .map { $0 > 0 ? 1 / $0 : 1 }
  }

  /// Scales the channels of one component at one time.
  func apply(to values: UnsafeMutableBufferPointer<Float>, component: Int) {
    let first = component * channelCount
    mean.withUnsafeBufferPointer { mean in
      factor.withUnsafeBufferPointer { factor in
        for i in 0..<channelCount { values[i] = (values[i] - mean[first + i]) * factor[first + i] }
      }
    }
  }
}
