import Foundation
import SeismicFiles

/// The time that ObsPy takes for the same chain of steps, where a Python with ObsPy is found.
enum ObsPyChain {
  /// Seconds for one trace in one process, or nil without ObsPy.
  static func secondsPerTrace(_ records: BroadbandRecords) throws -> Double? {
    guard let interpreter else { return nil }
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("foreshake-benchmark-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let waveforms = folder.appendingPathComponent("records.mseed")
    let stations = folder.appendingPathComponent("stations.xml")
    try WaveformFile.write(
      WaveformCollection(traces: records.traces),
      to: waveforms,
      format: .miniSEED
    )
    try StationXML.write(records.inventory, to: stations)
    let process = Process()
    process.executableURL = interpreter
    process.arguments = ["-W", "ignore", "-c", script, waveforms.path, stations.path]
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let text = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return Double(
      String(decoding: text, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    )
  }

  /// `FORESHAKE_PYTHON`, or the environment that the tests make.
  private static var interpreter: URL? {
    let named = ProcessInfo.processInfo.environment["FORESHAKE_PYTHON"].map(
      URL.init(fileURLWithPath:)
    )
    let python = named ?? SourcePlace.packageRoot.appendingPathComponent(".venv/bin/python")
    return FileManager.default.isExecutableFile(atPath: python.path) ? python : nil
  }

  // 60 traces, the reading not counted; the first trace alone pays for loading modules.
  private static let script = """
    from sys import argv
    from time import perf_counter
    from obspy import read, read_inventory
    traces = read(argv[1])
    inventory = read_inventory(argv[2])
    def chain(t):
        t.remove_response(inventory, output='VEL', pre_filt=(0.005, 0.01, 16, 19), water_level=None)
        t.filter('bandpass', freqmin=0.02, freqmax=5, corners=4, zerophase=True)
        t.resample(20.0, window=None)
    copies = [traces[i % len(traces)].copy() for i in range(61)]
    chain(copies[60])
    start = perf_counter()
    for t in copies[:60]: chain(t)
    print((perf_counter() - start) / 60)
    """
}
