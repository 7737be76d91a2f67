public import Foundation
public import SeismicFiles
public import Seismology
public import WaveSimulation

/// The results of one run as a ``NetCDFWavefieldSink`` wrote them, or one event of a catalog.
///
///     let run = try SimulationFile(reading: url)
///     let records = try run.seismograms()
///     let pgv = try run.peaks()?.horizontalVelocity
///     let frame = try run.surfaceFrame(at: 10)
public struct SimulationFile {
  /// The open file.
  public let file: NetCDFFile
  /// Title, configuration, origin time and frame.
  public let metadata: RunMetadata

  /// Opens a result file.
  ///
  /// - Throws: `SimulationFileError` if it is damaged or none, `NetCDFError` if it is not there.
  public init(reading url: URL) throws {
    do {
      file = try NetCDFFile(reading: url)
    } catch NetCDFError.notNetCDF(let path) {
      throw SimulationFileError.damaged(path: path, reason: "it is not NetCDF")
    } catch NetCDFError.failed(let path, _, _, let text) {
      throw SimulationFileError.damaged(path: path, reason: text)
    }
    metadata = try file.readMetadata()
  }

  /// The seismograms in the order of the stations; empty if there are none.
  public func seismograms() throws -> [Seismogram] { try file.readSeismograms() }

  /// The local coordinates in metres of the surface samples; nil if there are neither frames nor maps.
  public func surfaceAxes() throws -> (x: [Double], y: [Double])? {
    guard let x = try file.variable(ifPresent: "x"), let y = try file.variable(ifPresent: "y")
    else {
      return nil
    }
    return (try x.readDoubles(), try y.readDoubles())
  }

  /// The peak motion; nil if it was not asked for.
  ///
  /// In an event of a catalog the maps of acceleration are empty.
  public func peaks() throws -> PeakMotion? {
    guard let pgv = try file.variable(ifPresent: "pgv"), let axes = try surfaceAxes() else {
      return nil
    }
    return PeakMotion(
      x: axes.x,
      y: axes.y,
      horizontalVelocity: try pgv.readFloats(),
      horizontalVelocityTime: try file.variable("pgv_time").readFloats(),
      verticalVelocity: try file.variable("pgv_vertical").readFloats(),
      horizontalAcceleration: try file.variable(ifPresent: "pga")?.readFloats() ?? [],
      horizontalAccelerationTime: try file.variable(ifPresent: "pga_time")?.readFloats() ?? []
    )
  }

  /// The times of the frames in seconds after the origin time; empty if there are none.
  public func frameTimes() throws -> [Double] {
    if let times = try file.variable(ifPresent: "frame_time") { return try times.readDoubles() }
    // In an event of a catalog the frames are sampled like the seismograms.
    guard let vz = try file.variable(ifPresent: "vz"), vz.dimensions.first?.name == "time" else {
      return []
    }
    return try file.variable("time").readDoubles()
  }

  /// The surface at one of the ``frameTimes()``.
  public func surfaceFrame(at index: Int) throws -> WavefieldFrame {
    guard let axes = try surfaceAxes(), try file.variable(ifPresent: "vz") != nil else {
      throw SimulationFileError.missing(path: file.url.path, what: "surface frames")
    }
    return try frame(.surface, prefix: "", at: index, fast: axes.x, slow: axes.y)
  }

  /// The number of vertical slices.
  public func sliceCount() throws -> Int {
    try file.variableNames.filter { $0.hasPrefix("slice") && $0.hasSuffix("_vz") }.count
  }

  /// Slice `number` (from 1) at one of the ``frameTimes()``.
  public func sliceFrame(_ number: Int, at index: Int) throws -> WavefieldFrame {
    let prefix = "slice\(number)_"
    guard let vz = try file.variable(ifPresent: "\(prefix)vz") else {
      throw SimulationFileError.missing(path: file.url.path, what: "slice \(number)")
    }
    return try frame(
      Slice(words: try vz.attribute("long_name")?.text ?? ""),
      prefix: prefix,
      at: index,
      fast: try file.variable("\(prefix)distance").readDoubles(),
      slow: try file.variable("\(prefix)depth").readDoubles()
    )
  }

  private func frame(
    _ slice: Slice,
    prefix: String,
    at index: Int,
    fast: [Double],
    slow: [Double]
  ) throws -> WavefieldFrame {
    func component(_ name: String) throws -> [Float] {
      try file.variable(prefix + name).readFloats(
        start: [index, 0, 0],
        count: [1, slow.count, fast.count]
      )
    }
    return WavefieldFrame(
      slice: slice,
      time: try frameTimes()[index],
      fast: fast,
      slow: slow,
      east: try component("ve"),
      north: try component("vn"),
      up: try component("vz")
    )
  }
}

extension Slice {
  /// The plane that a long name of ``MovieVariables`` ends with: `… on the plane x = 5000.0 m`.
  init(words: String) {
    let fields = words.split(separator: " ")
    guard fields.count >= 4, let value = Double(fields[fields.count - 2]) else {
      self = .surface
      return
    }
    self = fields[fields.count - 4] == "x" ? .constantX(value) : .constantY(value)
  }
}
