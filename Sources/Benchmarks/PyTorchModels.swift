import Foundation

/// The same models on PyTorch, run by the scripts in `PyTorch/`, where a Python with PyTorch is found.
enum PyTorchModels {
  /// What a script printed.
  struct Result: Decodable {
    var name: String
    /// The median of the rounds.
    var seconds: Double
    /// The largest resident set of the process.
    var peak_bytes: Double
  }

  /// Runs a script and returns the result that it printed last; nil without PyTorch, or where the script fails.
  static func run(_ script: String, _ arguments: [String]) throws -> Result? {
    guard let interpreter else { return nil }
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
    guard process.terminationStatus == 0, let line = text.split(separator: "\n").last else {
      return nil
    }
    return try JSONDecoder().decode(Result.self, from: Data(line.utf8))
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
