import Foundation

/// The same models on PyTorch, run by the scripts in `PyTorch/`, where a Python with PyTorch is found.
enum PyTorchModels {
  /// A line that a script printed.
  struct Result: Decodable {
    /// The row, such as `learning/fno-train`.
    var name: String
    /// The median of the rounds.
    var seconds: Double
    /// The largest resident set of the process so far.
    var peakBytes: Double

    private enum CodingKeys: String, CodingKey {
      case name
      case seconds
      case peakBytes = "peak_rss_bytes"
    }
  }

  /// Runs a script and returns what it printed; empty without PyTorch, or where the script fails.
  static func run(_ script: String, _ arguments: [String]) throws -> [Result] {
    guard let interpreter else { return [] }
    let process = Process()
    process.executableURL = interpreter
    let folder = SourcePlace.packageRoot.appendingPathComponent("Sources/Benchmarks/PyTorch")
    process.arguments =
      ["-W", "ignore", folder.appendingPathComponent(script).path] + arguments
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return text.split(separator: "\n").compactMap {
      try? JSONDecoder().decode(Result.self, from: Data($0.utf8))
    }
  }

  /// `FORESHAKE_PYTHON`, or the environment that the tests make.
  private static var interpreter: URL? {
    let named = ProcessInfo.processInfo.environment["FORESHAKE_PYTHON"].map(
      URL.init(fileURLWithPath:)
    )
    let python = named ?? SourcePlace.packageRoot.appendingPathComponent(".venv/bin/python")
    return FileManager.default.isExecutableFile(atPath: python.path) ? python : nil
  }
}
