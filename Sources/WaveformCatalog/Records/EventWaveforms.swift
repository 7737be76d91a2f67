import NumericalRuntime

/// One event with its ground motion at every receiver of a layout.
public struct EventWaveforms: Sendable {
  /// What is known of the event.
  public var event: CatalogEvent
  /// When and as what it is sampled.
  public var sampling: CatalogSampling
  /// Where.
  public var layout: ReceiverLayout
  /// The samples in SI units (m/s for velocity), row-major `(component, time, receiver)`.
  ///
  /// Components are east, north, up, receivers as in ``ReceiverLayout/receivers``. NaN where nothing was recorded.
  public var samples: [Float]

  /// Waveforms from their parts.
  /// - Precondition: `samples` has 3 × time × receiver values.
  public init(
    event: CatalogEvent,
    sampling: CatalogSampling,
    layout: ReceiverLayout,
    samples: [Float]
  ) {
    require(
      samples.count == 3 * sampling.count * layout.count,
      "\(samples.count) samples do not fill 3 components × \(sampling.count) × \(layout.count)"
    )
    self.event = event
    self.sampling = sampling
    self.layout = layout
    self.samples = samples
  }
}
