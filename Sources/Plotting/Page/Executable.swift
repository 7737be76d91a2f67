import Foundation

/// Programs that are used where they are installed.
enum Executable {
  /// The file of a program on the search path, or nil.
  static func find(_ name: String) -> URL? {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin"
    return path.split(separator: ":").lazy
      .map { URL(fileURLWithPath: String($0)).appendingPathComponent(name) }
      .first { FileManager.default.isExecutableFile(atPath: $0.path) }
  }

  /// Runs a program to its end and returns what it printed.
  ///
  /// Input and both outputs go through files, so that no pipe can fill up.
  ///
  /// - Throws: ``PlottingError/programFailed(program:status:message:)`` if it ends with an error.
  static func run(
    _ program: URL,
    _ arguments: [String],
    input: Data = Data(),
    folder: URL? = nil
  ) throws(PlottingError) -> Data {
    do {
      return try launch(program, arguments, input: input, folder: folder)
    } catch let error as PlottingError {
      throw error
    } catch {
      throw .programFailed(
        program: program.lastPathComponent,
        status: -1,
        message: error.localizedDescription
      )
    }
  }

  private static func launch(
    _ program: URL,
    _ arguments: [String],
    input: Data,
    folder: URL?
  ) throws -> Data {
    let scratch = try temporaryFolder()
    defer { try? FileManager.default.removeItem(at: scratch) }
    let files = ["input", "output", "errors"].map { scratch.appendingPathComponent($0) }
    try input.write(to: files[0])
    for file in files.dropFirst() { try Data().write(to: file) }
    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.standardInput = try FileHandle(forReadingFrom: files[0])
    process.standardOutput = try FileHandle(forWritingTo: files[1])
    process.standardError = try FileHandle(forWritingTo: files[2])
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      let message = try String(decoding: Data(contentsOf: files[2]), as: UTF8.self)
      throw PlottingError.programFailed(
        program: program.lastPathComponent,
        status: process.terminationStatus,
        message: String(message.trimmingCharacters(in: .whitespacesAndNewlines).prefix(400))
      )
    }
    return try Data(contentsOf: files[1])
  }

  /// A new empty folder for scratch files; the caller removes it.
  static func temporaryFolder() throws -> URL {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("foreshake-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder
  }
}
