/// What can be wrong with a signal, or with what is asked of it.
public enum SignalError: Error, Hashable, Sendable {
  /// A trace without samples, or with fewer than the operation needs.
  case tooShort(operation: String, count: Int, needed: Int)
  /// A sample that is not a number or infinite.
  case notFinite(index: Int)
  /// A frequency that the sampling cannot carry.
  case aboveNyquist(name: String, frequencyHz: Double, nyquistHz: Double)
  /// A setting outside its limits.
  case outOfRange(name: String, value: Double, limits: String)
  /// Finite samples whose result is too large for a number.
  case overflow(operation: String)
  /// Two records that must be sampled alike and are not.
  case mismatch(what: String, first: Double, second: Double)
}

extension SignalError: CustomStringConvertible {
  /// One sentence: what happened, the value, the limit, the remedy.
  public var description: String {
    switch self {
    case .tooShort(let operation, let count, let needed):
      "\(operation) needs at least \(needed) \(needed == 1 ? "sample" : "samples") but the trace has \(count)."
    case .notFinite(let index):
      "Sample \(index) is not a finite number; cut it out or mend it before processing."
    case .aboveNyquist(let name, let frequency, let nyquist):
      """
      \(name) \(frequency) Hz is not below the Nyquist frequency \(nyquist) Hz of the sampling; lower it or \
      use data with a higher sampling rate.
      """
    case .outOfRange(let name, let value, let limits): "\(name) is \(value); it must be \(limits)."
    case .overflow(let operation):
      "The output of \(operation) is too large for a number; divide the samples by a power of ten before."
    case .mismatch(let what, let first, let second):
      "The records differ in \(what): \(first) and \(second); resample or cut them to the same."
    }
  }
}
