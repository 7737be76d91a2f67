import Foundation

/// The resident set of this process, as Linux counts it; NaN elsewhere.
enum ResidentMemory {
  /// Starts a new measurement of the peak (proc(5), clear_refs).
  static func resetPeak() {
    try? Data("5".utf8).write(to: URL(fileURLWithPath: "/proc/self/clear_refs"))
  }

  /// The most bytes that were resident since ``resetPeak()``.
  static var peakBytes: Double {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    guard let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") }),
      let kilobytes = line.split(whereSeparator: { !$0.isNumber }).first.flatMap({ Double($0) })
    else { return .nan }
    return 1024 * kilobytes
  }
}
