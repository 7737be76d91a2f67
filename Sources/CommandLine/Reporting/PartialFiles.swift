import Foundation

/// Unfinished files of runs: `.NAME.PROCESS-NUMBER.partial`, `.NAME.PROCESS.partial` and, of checkpoints,
/// `NAME.partial-PROCESS` beside `NAME`.
enum PartialFiles {
  /// Removes what killed runs left beside places; files of processes that still exist stay.
  static func removeAbandoned(beside places: [URL]) {
    remove(beside: places) { process in kill(process, 0) != 0 && errno == ESRCH }
  }

  /// Removes what this process has left beside places so far.
  static func removeOwn(beside places: [URL]) {
    let own = getpid()
    remove(beside: places) { $0 == own }
  }

  private static func remove(beside places: [URL], where isMeant: (pid_t) -> Bool) {
    for place in places {
      let folder = place.deletingLastPathComponent()
      let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path)
      for name in names ?? [] {
        guard let process = process(of: name, beside: place.lastPathComponent), isMeant(process)
        else { continue }
        try? FileManager.default.removeItem(at: folder.appendingPathComponent(name))
      }
    }
  }

  /// The process that a hidden name belongs to; nil for any other name.
  static func process(of name: String, beside final: String) -> pid_t? {
    let checkpoint = "\(final).partial-"
    if name.hasPrefix(checkpoint) { return pid_t(name.dropFirst(checkpoint.count)) }
    let (start, end) = (".\(final).", ".partial")
    guard name.hasPrefix(start), name.hasSuffix(end), name.count > start.count + end.count else {
      return nil
    }
    let parts = name.dropFirst(start.count).dropLast(end.count).split(
      separator: "-",
      omittingEmptySubsequences: false
    )
    let isNumbered = parts.count == 1 || parts.count == 2 && UInt32(parts[1]) != nil
    guard isNumbered, let process = pid_t(parts[0]), process > 0 else { return nil }
    return process
  }
}
