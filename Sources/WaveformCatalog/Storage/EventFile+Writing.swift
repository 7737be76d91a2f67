import SeismicFiles
import Seismology

extension NetCDFFile {
  /// The maps of peak motion.
  func writeMaps(
    _ peaks: EventPeaks,
    _ names: MotionVariables,
    on surface: SurfaceAxes
  ) throws(NetCDFError) {
    let count = surface.x.length * surface.y.length
    let word = names.motion.rawValue
    try surface.writeMap(
      names.peak,
      Array(peaks.horizontal.prefix(count)),
      units: names.motion.units,
      longName: "peak horizontal ground \(word)"
    )
    try surface.writeMap(
      "\(names.peak)_time",
      Array(peaks.time.prefix(count)),
      units: "s",
      longName: "time of the peak horizontal \(word) after the origin time"
    )
    try surface.writeMap(
      "\(names.peak)_vertical",
      Array(peaks.vertical.prefix(count)),
      units: names.motion.units,
      longName: "peak vertical ground \(word)"
    )
  }

  /// The three components on the grid, `(time, y, x)` each.
  func writeGrid(
    _ waveforms: EventWaveforms,
    _ names: MotionVariables,
    on surface: SurfaceAxes,
    time: NetCDFDimension
  ) throws(NetCDFError) {
    let shape = [time.length, surface.y.length, surface.x.length]
    for (component, (name, words)) in zip(names.components, names.words).enumerated() {
      let variable = try defineVariable(
        name,
        .float,
        [time, surface.y, surface.x],
        fillValue: .nan,
        storage: .contiguous,
        attributes: ["units": .text(names.motion.units), "long_name": .text(words)]
      )
      try surface.describe(variable, others: EventColumns.names)
      try waveforms.withGrid(component: component) { values throws(NetCDFError) in
        try variable.write(values, start: [0, 0, 0], count: shape)
      }
    }
  }

  /// The motion at the stations, `(station, component, time)`.
  func writeStationMotion(_ waveforms: EventWaveforms, on axes: LayoutAxes) throws(NetCDFError) {
    guard let station = axes.station, let component = axes.component else { return }
    let motion = waveforms.sampling.motion
    let isGeographic = try variable(ifPresent: "station_latitude") != nil
    let variable = try defineVariable(
      motion.rawValue,
      .float,
      [station, component, axes.time],
      fillValue: .nan,
      storage: .contiguous,
      attributes: [
        "units": .text(motion.units),
        "long_name": .text("ground \(motion.rawValue) towards east, north and up"),
        "coordinates": .text(
          ([Self.stationCoordinates(isGeographic: isGeographic)] + EventColumns.names)
            .joined(separator: " ")
        ),
      ]
    )
    try variable.write(waveforms.stationSamples)
  }
}

extension EventWaveforms {
  /// Calls `body` with one component on the grid, `(time, grid point)`; without a copy where there are no stations.
  func withGrid<Value, Failure: Error>(
    component: Int,
    _ body: (UnsafeBufferPointer<Float>) throws(Failure) -> Value
  ) throws(Failure) -> Value {
    let (times, receivers) = (sampling.count, layout.count)
    let points = layout.grid?.count ?? 0
    let start = component * times * receivers
    var piece: [Float] = []
    if points < receivers {
      piece.reserveCapacity(times * points)
      for time in 0..<times {
        piece += samples[(start + time * receivers)..<(start + time * receivers + points)]
      }
    }
    let source = points < receivers ? piece : samples
    let first = points < receivers ? 0 : start
    // The result leaves through a variable: `withUnsafeBufferPointer` passes on errors of one type only.
    let result = source.withUnsafeBufferPointer { values -> Result<Value, Failure> in
      let part = UnsafeBufferPointer(rebasing: values[first..<(first + times * points)])
      do throws(Failure) { return .success(try body(part)) } catch { return .failure(error) }
    }
    return try result.get()
  }

  /// The samples of the stations, `(station, component, time)`.
  var stationSamples: [Float] {
    let (times, receivers) = (sampling.count, layout.count)
    let points = layout.grid?.count ?? 0
    var result: [Float] = []
    result.reserveCapacity((receivers - points) * 3 * times)
    for receiver in points..<receivers {
      for component in 0..<3 {
        for time in 0..<times {
          result.append(samples[(component * times + time) * receivers + receiver])
        }
      }
    }
    return result
  }
}
