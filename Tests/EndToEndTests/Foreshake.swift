import Foundation
import Testing

/// The real executable in a folder of its own.
struct Foreshake {
  /// What a command left behind.
  struct Outcome {
    var status: Int32
    var output: String
    var errors: String
  }

  /// The scratch folder.
  let folder: URL

  /// A new empty folder.
  init() throws {
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("foreshake-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  /// Removes the folder.
  func remove() { try? FileManager.default.removeItem(at: folder) }

  /// The executable, built beside the tests.
  static var executable: URL {
    URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
      .appendingPathComponent("foreshake")
  }

  /// Writes a text file into the folder.
  func write(_ text: String, _ name: String) throws {
    try text.write(to: folder.appendingPathComponent(name), atomically: true, encoding: .utf8)
  }

  /// A file of the folder.
  func file(_ name: String) -> URL { folder.appendingPathComponent(name) }

  /// Whether a file is there.
  func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: file(name).path) }

  /// Everything in the folder, hidden files too, in order.
  var contents: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).sorted()
  }

  /// Runs the executable to its end.
  func run(_ arguments: [String]) throws -> Outcome {
    try finish(try start(Self.executable, arguments))
  }

  /// Runs a line of shell in the folder; `$FORESHAKE` is the executable.
  func shell(_ line: String) throws -> Outcome {
    try finish(try start(URL(fileURLWithPath: "/bin/bash"), ["-c", line]))
  }

  /// Starts a program in the folder; its outputs go to hidden files beside it.
  func start(_ program: URL, _ arguments: [String]) throws -> Process {
    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.environment = ProcessInfo.processInfo.environment.merging(
      ["FORESHAKE": Self.executable.path, "FORESHAKE_THREADS": "1"]) { $1 }
    let logs = [log("output"), log("errors")]
    for url in logs { try Data().write(to: url) }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: logs[0])
    process.standardError = try FileHandle(forWritingTo: logs[1])
    try process.run()
    return process
  }

  /// Waits for a program and collects what it printed.
  func finish(_ process: Process) throws -> Outcome {
    process.waitUntilExit()
    let outcome = Outcome(
      status: process.terminationStatus,
      output: try String(contentsOf: log("output"), encoding: .utf8),
      errors: try String(contentsOf: log("errors"), encoding: .utf8)
    )
    for name in ["output", "errors"] { try FileManager.default.removeItem(at: log(name)) }
    return outcome
  }

  /// What a running program has printed on stderr so far.
  var errorsSoFar: String { (try? String(contentsOf: log("errors"), encoding: .utf8)) ?? "" }

  private func log(_ name: String) -> URL {
    FileManager.default.temporaryDirectory.appendingPathComponent(
      "\(folder.lastPathComponent).\(name)"
    )
  }
}

/// A run of a second over two layers with two stations, in local coordinates.
enum TinyRun {
  /// Two layers in SI units.
  static let model = """
    # depth(m) vp(m/s) vs(m/s) rho(kg/m3) Qp Qs
    0 3200 1700 2300 200 100
    2000 5000 2900 2600 400 200

    """

  /// Two stations in metres.
  static let stations = """
    network,station,x,y
    XX,A01,2000,1000
    XX,A02,-3000,2500

    """

  /// The flags of a strike-slip earthquake 2 km deep; more may follow.
  static let flags = [
    "simulate", "--velocity-model", "box.txt", "--stations", "stations.csv", "--depth-km", "2",
    "--magnitude", "3", "--strike", "30", "--dip", "80", "--rake", "10", "--max-frequency", "1",
    "--points-per-wavelength", "5", "--duration", "4", "--threads", "1", "--output", "run.nc",
  ]

  /// The flags with some of them replaced or added.
  static func flags(_ changes: [String: String?]) -> [String] {
    var values: [(String, String)] = []
    for index in stride(from: 1, to: flags.count, by: 2) {
      values.append((flags[index], flags[index + 1]))
    }
    for (flag, value) in changes.sorted(by: { $0.key < $1.key }) {
      values.removeAll { $0.0 == flag }
      if let value { values.append((flag, value)) }
    }
    return ["simulate"] + values.flatMap { [$0.0, $0.1] }
  }

  /// A folder with model and stations.
  static func folder() throws -> Foreshake {
    let foreshake = try Foreshake()
    try foreshake.write(model, "box.txt")
    try foreshake.write(stations, "stations.csv")
    return foreshake
  }
}

extension Foreshake {
  /// Whether this process may mount file systems, such as a small one to fill up.
  static var canMount: Bool {
    guard geteuid() == 0, let foreshake = try? Foreshake() else { return false }
    defer { foreshake.remove() }
    let outcome = try? foreshake.shell("mkdir m && mount -t tmpfs -o size=64k tmpfs m && umount m")
    return outcome?.status == 0
  }
}
