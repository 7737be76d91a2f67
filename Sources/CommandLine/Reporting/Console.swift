import Foundation

/// What the command prints: results on stdout, everything else on stderr.
enum Console {
  /// Prints a line of a result.
  static func result(_ line: String) {
    write(result: line + "\n")
  }

  /// Writes a result on stdout as it is.
  static func raw(result text: String) {
    write(result: text)
  }

  /// Prints a line about what is going on.
  static func note(_ line: String) { raw(line + "\n") }

  /// Prints a line about what went wrong.
  static func error(_ line: String) { note(line) }

  /// Prints a warning.
  static func warning(_ line: String) { note("foreshake: warning: \(line)") }

  /// Writes text on stderr as it is.
  static func raw(_ text: String) {
    // A closed or full stderr leaves nobody to tell.
    try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
  }

  /// Writes on stdout, or ends the program where that cannot take the result.
  private static func write(result text: String) {
    do {
      try FileHandle.standardOutput.write(contentsOf: Data(text.utf8))
    } catch {
      Console.error("foreshake: the result cannot be written to stdout: \(Failure.text(of: error))")
      _exit(ExitStatus.inputOutput.rawValue)
    }
  }

  /// Whether a person looks at stderr.
  static var isInteractive: Bool { isatty(STDERR_FILENO) != 0 }
}

/// Numbers as people read them.
enum Readable {
  /// `12 min 5 s`, `2.3 s`.
  static func duration(_ seconds: Double) -> String {
    if seconds < 10 { return String(format: "%.1f s", seconds) }
    let whole = Int(seconds.rounded())
    switch whole {
    case ..<60: return "\(whole) s"
    case ..<3600: return "\(whole / 60) min \(whole % 60) s"
    default: return "\(whole / 3600) h \(whole % 3600 / 60) min"
    }
  }

  /// `1.25 GB`, `340 MB`.
  static func bytes(_ count: Int) -> String {
    let size = Double(count)
    if size >= 1e9 { return String(format: "%.2f GB", size / 1e9) }
    return String(format: size >= 1e7 ? "%.0f MB" : "%.1f MB", size / 1e6)
  }

  /// `1.24 million`, `350,000`.
  static func count(_ value: Int) -> String {
    value >= 1_000_000 ? String(format: "%.2f million", Double(value) / 1e6) : "\(value)"
  }

  /// A number with four significant digits.
  static func number(_ value: Double) -> String { String(format: "%.4g", value) }
}
