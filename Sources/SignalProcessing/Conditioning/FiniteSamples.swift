/// The search for samples that are no numbers, which no operation may pass on in silence.
public enum FiniteSamples {
  /// The index of the first sample that is not a number or infinite, or nil if all are finite.
  public static func firstExceptionIndex(in samples: [Double]) -> Int? {
    areAll(samples) ? nil : samples.firstIndex { !$0.isFinite }
  }

  /// Refuses an empty trace, one of fewer than `minimum` samples, and one with a sample that is not finite.
  ///
  /// - Parameters:
  ///   - samples: the trace.
  ///   - operation: what is about to be done, for the message: “a linear detrend”.
  ///   - minimum: how many samples that needs.
  /// - Throws: ``SignalError/tooShort(operation:count:needed:)`` or ``SignalError/notFinite(index:)``.
  public static func require(
    _ samples: [Double],
    for operation: String,
    minimum: Int = 1
  ) throws(SignalError) {
    guard samples.count >= minimum else {
      throw .tooShort(operation: operation, count: samples.count, needed: minimum)
    }
    if let index = firstExceptionIndex(in: samples) { throw .notFinite(index: index) }
  }

  /// Refuses a sampling interval that is not a positive number.
  ///
  /// - Throws: ``SignalError/outOfRange(name:value:limits:)``.
  public static func require(samplingInterval: Double) throws(SignalError) {
    guard samplingInterval.isFinite, samplingInterval > 0 else {
      throw .outOfRange(
        name: "sampling interval",
        value: samplingInterval,
        limits: "a positive number of seconds"
      )
    }
  }

  /// Whether all samples are finite; without a branch per sample, so that it costs less than reading them.
  private static func areAll(_ samples: [Double]) -> Bool {
    // Adding one to an exponent of all ones, that of infinity and NaN, carries into the sign bit.
    let exponent: UInt64 = 0x7ff0_0000_0000_0000
    let one: UInt64 = 0x0010_0000_0000_0000
    var carried: UInt64 = 0
    samples.withUnsafeBufferPointer { samples in
      for sample in samples { carried |= (sample.bitPattern & exponent) &+ one }
    }
    return carried >> 63 == 0
  }
}
