public import Foundation
import Synchronization

/// A Python interpreter with ObsPy, SciPy, xarray, netCDF4, pyrotd and safetensors, for comparisons with
/// independent software.
///
/// The interpreter is `FORESHAKE_PYTHON` where that is set, else `.venv/bin/python` at the package root,
/// which is made on first use. Tests ask for what they need and are skipped where it cannot be had:
///
///     @Test(.enabled(if: PythonEnvironment.offers("obspy"), "needs Python with obspy"))
public enum PythonEnvironment {
  /// What the environment is filled with.
  public static let packages = [
    "obspy", "xarray", "dask", "netCDF4", "h5netcdf", "scipy", "pyrotd", "safetensors",
    "matplotlib",
  ]

  /// Why a script could not be run or what it died of.
  public enum Failure: Error, CustomStringConvertible {
    case noInterpreter
    case scriptFailed(status: Int32, standardError: String)

    /// What is missing, or what Python wrote to standard error.
    public var description: String {
      switch self {
      case .noInterpreter: "no Python 3 interpreter; set FORESHAKE_PYTHON or install python3-venv"
      case .scriptFailed(let status, let text): "Python ended with status \(status):\n\(text)"
      }
    }
  }

  /// The package's root folder, found from the place of this source file.
  public static let packageRoot = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// The interpreter, made ready on first use; nil where Python is absent.
  public static let interpreter: URL? = findInterpreter()

  private static let modules = Mutex<[String: Bool]>([:])

  /// Whether `module` can be imported.
  public static func offers(_ module: String) -> Bool {
    modules.withLock { known in
      if let answer = known[module] { return answer }
      let answer = (try? run("import \(module)")) != nil
      known[module] = answer
      return answer
    }
  }

  /// Runs a script and returns what it printed to standard output.
  ///
  /// - Parameters:
  ///   - script: the text of the script.
  ///   - arguments: its arguments, `sys.argv[1:]`.
  ///   - input: what it reads from standard input.
  /// - Returns: the text of its standard output.
  /// - Throws: ``Failure`` if there is no interpreter or the script does not end with status 0.
  public static func run(
    _ script: String,
    arguments: [String] = [],
    input: Data? = nil
  ) throws -> String {
    guard let interpreter else { throw Failure.noInterpreter }
    return try launch(interpreter, ["-W", "ignore", "-c", script] + arguments, input: input)
  }

  private static func findInterpreter() -> URL? {
    if let path = ProcessInfo.processInfo.environment["FORESHAKE_PYTHON"], !path.isEmpty {
      return URL(fileURLWithPath: path)
    }
    let folder = packageRoot.appendingPathComponent(".venv")
    let python = folder.appendingPathComponent("bin/python")
    if !FileManager.default.isExecutableFile(atPath: python.path) {
      let env = URL(fileURLWithPath: "/usr/bin/env")
      _ = try? launch(env, ["python3", "-m", "venv", folder.path])
    }
    guard FileManager.default.isExecutableFile(atPath: python.path) else { return nil }
    fill(python, folder: folder)
    return python
  }

  /// Installs the packages once; without a network the environment stays bare and tests are skipped.
  private static func fill(_ python: URL, folder: URL) {
    let marker = folder.appendingPathComponent("foreshake-packages")
    let wanted = packages.joined(separator: " ")
    guard (try? String(contentsOf: marker, encoding: .utf8)) != wanted else { return }
    let install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    guard (try? launch(python, install + packages)) != nil else { return }
    try? wanted.write(to: marker, atomically: true, encoding: .utf8)
  }

  private static func launch(
    _ executable: URL,
    _ arguments: [String],
    input: Data? = nil
  ) throws -> String {
    let process = Process()
    process.executableURL = executable
    process.arguments = arguments
    let (output, errors, source) = (Pipe(), Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = errors
    process.standardInput = source
    let errorText = Mutex(Data())
    let errorsRead = DispatchGroup()
    try process.run()
    DispatchQueue.global().async(group: errorsRead) {
      let data = errors.fileHandleForReading.readDataToEndOfFile()
      errorText.withLock { $0 = data }
    }
    if let input {
      DispatchQueue.global().async { feed(input, to: source) }
    } else {
      feed(nil, to: source)
    }
    let text = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    errorsRead.wait()
    guard process.terminationStatus == 0 else {
      throw Failure.scriptFailed(
        status: process.terminationStatus,
        standardError: String(decoding: errorText.withLock { $0 }, as: UTF8.self)
      )
    }
    return String(decoding: text, as: UTF8.self)
  }

  private static func feed(_ input: Data?, to pipe: Pipe) {
    if let input { try? pipe.fileHandleForWriting.write(contentsOf: input) }
    try? pipe.fileHandleForWriting.close()
  }
}
