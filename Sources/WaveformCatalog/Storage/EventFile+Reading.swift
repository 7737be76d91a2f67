import Foundation
import NumericalRuntime
import SeismicFiles
import Seismology

extension EventFile {
  /// The ground motion at all receivers, row-major `(component, time, receiver)` as in ``EventWaveforms/samples``.
  ///
  /// - Parameter times: indices of the samples to be read; nil for all.
  /// - Returns: 3 × times × receivers values.
  /// - Throws: ``CatalogError/damaged(path:reason:)`` if the file does not hold what its axes say.
  /// - Precondition: the times lie within the sampling.
  public func samples(times: Range<Int>? = nil) throws -> [Float] {
    let times = times ?? 0..<description.sampling.count
    let count = 3 * times.count * description.layout.count
    return try [Float](unsafeUninitializedCapacity: count) { values, initialized in
      try read(times: times, into: UnsafeMutableBufferPointer(rebasing: values[..<count]))
      initialized = count
    }
  }

  /// Reads ``samples(times:)`` into memory of just that many values.
  public func read(times: Range<Int>, into values: UnsafeMutableBufferPointer<Float>) throws {
    let layout = description.layout
    require(
      0 <= times.lowerBound && times.upperBound <= description.sampling.count,
      "samples \(times) lie outside 0..<\(description.sampling.count)"
    )
    require(
      values.count == 3 * times.count * layout.count,
      "\(values.count) values cannot take 3 components x \(times.count) x \(layout.count)"
    )
    try readingCatalogFile(file.url) {
      if let grid = layout.grid { try read(grid, times: times, into: values) }
      if !layout.stations.isEmpty { try readStations(times: times, into: values) }
    }
  }

  /// A map on the grid, row-major `(y, x)`, such as `pgv`.
  ///
  /// - Throws: ``CatalogError/damaged(path:reason:)`` if there is none of that name.
  public func map(_ name: String) throws -> [Float] {
    try readingCatalogFile(file.url) { try file.variable(name).readFloats() }
  }

  /// The largest peak horizontal motion of all receivers; NaN if nothing was recorded.
  public func maximum() throws -> Float {
    let name = MotionVariables(motion: description.sampling.motion).maximum
    return try readingCatalogFile(file.url) {
      try file.variable(name).readFloats().first ?? .nan
    }
  }

  /// The largest peak horizontal motion that a file tells, without reading anything else of it.
  static func maximum(of url: URL, _ sampling: CatalogSampling) throws -> Float {
    try readingCatalogFile(url) {
      let name = MotionVariables(motion: sampling.motion).maximum
      return try NetCDFFile(reading: url).variable(name).readFloats().first ?? .nan
    }
  }

  private func read(
    _ grid: SurfaceGrid,
    times: Range<Int>,
    into values: UnsafeMutableBufferPointer<Float>
  ) throws {
    let receivers = description.layout.count
    let names = MotionVariables(motion: description.sampling.motion)
    var piece: [Float] = []
    for (component, name) in names.components.enumerated() {
      let variable = try file.variable(name)
      try requireShape(variable, [description.sampling.count, grid.y.count, grid.x.count])
      let (start, count) = (
        [times.lowerBound, 0, 0], [times.count, grid.y.count, grid.x.count]
      )
      let first = component * times.count * receivers
      if grid.count == receivers {
        let part = values[first..<(first + times.count * receivers)]
        try variable.read(
          into: UnsafeMutableBufferPointer(rebasing: part),
          start: start,
          count: count
        )
        continue
      }
      piece = try variable.readFloats(start: start, count: count)
      for time in 0..<times.count {
        for point in 0..<grid.count {
          values[first + time * receivers + point] = piece[time * grid.count + point]
        }
      }
    }
  }

  private func readStations(
    times: Range<Int>,
    into values: UnsafeMutableBufferPointer<Float>
  ) throws {
    let layout = description.layout
    let points = layout.grid?.count ?? 0
    let variable = try file.variable(description.sampling.motion.rawValue)
    try requireShape(variable, [layout.stations.count, 3, description.sampling.count])
    let piece = try variable.readFloats(
      start: [0, 0, times.lowerBound],
      count: [layout.stations.count, 3, times.count]
    )
    for station in layout.stations.indices {
      for component in 0..<3 {
        let row = (station * 3 + component) * times.count
        for time in 0..<times.count {
          let place = (component * times.count + time) * layout.count + points + station
          values[place] = piece[row + time]
        }
      }
    }
  }

  private func requireShape(_ variable: NetCDFVariable, _ shape: [Int]) throws(CatalogError) {
    guard variable.shape == shape else {
      throw .damaged(
        path: file.url.path,
        reason: "variable \(variable.name) has shape \(variable.shape), not \(shape)"
      )
    }
    let units = try? variable.units
    guard units == description.sampling.motion.units else {
      throw .damaged(
        path: file.url.path,
        reason: "variable \(variable.name) is in '\(units ?? "")', not in "
          + description.sampling.motion.units
      )
    }
  }
}
