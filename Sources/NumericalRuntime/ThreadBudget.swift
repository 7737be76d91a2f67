import Foundation

/// The number of threads that a computation may use; the only place that knows about cores.
public enum ThreadBudget {
  /// The cores this process may run on, or `FORESHAKE_THREADS` where that is a positive number.
  ///
  /// Found out once: loops of microseconds ask for it.
  public static let available: Int = {
    if let text = ProcessInfo.processInfo.environment["FORESHAKE_THREADS"], let count = Int(text),
      count > 0
    {
      return count
    }
    return ProcessInfo.processInfo.activeProcessorCount
  }()
}
