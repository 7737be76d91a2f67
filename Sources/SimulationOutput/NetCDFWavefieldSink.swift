public import Foundation
public import SeismicFiles
public import Seismology
public import WaveSimulation

/// Streams the results of one run into one CF-1.11 NetCDF-4 file.
///
/// | variable | dimensions | holds |
/// |---|---|---|
/// | `velocity` (or `displacement`, `acceleration`) | station, component, time | seismograms |
/// | `ve`, `vn`, `vz` | frame_time, y, x | velocity of the surface towards east, north, up |
/// | `pgv`, `pgv_time`, `pgv_vertical`, `pga`, `pga_time` | y, x | peak motion and when it came |
/// | `slice1_ve`, … | frame_time, slice1_depth, slice1_distance | velocity on the first vertical slice |
/// | `latitude`, `longitude` | y, x | where the surface samples are |
///
/// `gmt grdimage 'run.nc?vz[10]'` and `xarray.open_dataset("run.nc")` work on it as it is. Frames go to the
/// disk as they come. Until ``finish(_:)`` the file has a hidden name; a sink that is abandoned, or whose
/// ``abort()`` is called, leaves nothing behind.
public struct NetCDFWavefieldSink: WavefieldSink {
  /// Where the file will stand.
  public let url: URL
  private let metadata: RunMetadata
  private let deflate: Int
  private let file: NetCDFFile
  private var projection: MapProjection?
  private var run: RunDescription?
  private var surface: SurfaceAxes?
  private var frameTimes: FrameTimes?
  private var movies: [Slice: MovieVariables] = [:]

  /// A sink that writes to `url`, replacing what stands there once the run is whole.
  ///
  /// - Parameters:
  ///   - url: where the file will stand.
  ///   - metadata: its global attributes; the frame is taken from the run.
  ///   - projection: the projection of the run's frame; nil for one centred at its origin, if it has one.
  ///   - deflate: compression of frames and maps, 0 (none) to 9.
  /// - Throws: ``NetCDFError`` if the file cannot be created.
  public init(
    url: URL,
    metadata: RunMetadata,
    projection: MapProjection? = nil,
    deflate: Int = 1
  ) throws {
    self.url = url
    self.metadata = metadata
    self.projection = projection
    self.deflate = deflate
    file = try NetCDFFile(creating: url)
  }

  /// Writes the metadata and the axes.
  public mutating func begin(_ run: RunDescription) throws {
    self.run = run
    var metadata = metadata
    metadata.frame = run.frame
    try file.write(metadata)
    try file.setAttribute("time_step_seconds", .doubles([run.timeStep]))
    try file.setAttribute("grid_spacing_meters", .doubles([run.grid.spacing]))
    if projection == nil, run.frame.origin != nil {
      projection = try MapProjection(frame: run.frame)
    }
  }

  /// Writes a snapshot of the surface or of a slice.
  public mutating func receive(_ frame: WavefieldFrame) throws {
    let times = try frameTimes ?? FrameTimes(file: file, metadata: metadata)
    let movie = try movies[frame.slice] ?? makeMovie(for: frame, times: times)
    var updatedTimes = times
    let index = try updatedTimes.index(of: frame.time)
    try movie.write(frame, at: index)
    frameTimes = updatedTimes
    movies[frame.slice] = movie
  }

  /// Writes the seismograms.
  public mutating func receive(_ seismograms: [Seismogram]) throws {
    try file.write(seismograms, metadata: metadata, projection: projection)
  }

  /// Writes the maps of peak motion.
  public mutating func receive(_ peaks: PeakMotion) throws {
    let surface = try surfaceAxes(x: peaks.x, y: peaks.y)
    try surface.write(peaks, deflate: deflate)
  }

  /// Brings the file to the disk and gives it its final name.
  public mutating func finish(_ report: RunReport) throws {
    try file.setAttribute("step_count", .integers([report.stepCount]))
    try file.finish()
  }

  /// Removes the unfinished file.
  public func abort() {
    file.abort()
  }

  private mutating func makeMovie(
    for frame: WavefieldFrame,
    times: FrameTimes
  ) throws -> MovieVariables {
    if frame.slice == .surface {
      let surface = try surfaceAxes(x: frame.fast, y: frame.slow)
      return try MovieVariables(
        file: file,
        times: times,
        rows: surface.y,
        columns: surface.x,
        prefix: "",
        place: "at the surface",
        deflate: deflate,
        coordinates: surface.coordinates,
        gridMapping: surface.gridMapping
      )
    }
    let number = movies.keys.filter { $0 != .surface }.count + 1
    return try MovieVariables(
      file: file,
      times: times,
      slice: frame,
      number: number,
      deflate: deflate
    )
  }

  private mutating func surfaceAxes(x: [Double], y: [Double]) throws -> SurfaceAxes {
    if let surface { return surface }
    let made = try SurfaceAxes(
      file: file,
      x: x,
      y: y,
      frame: run?.frame ?? metadata.frame,
      projection: projection
    )
    surface = made
    return made
  }
}
