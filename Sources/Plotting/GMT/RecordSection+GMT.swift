import Foundation

extension RecordSection {
  /// The figure as a script for the Generic Mapping Tools.
  ///
  /// - Throws: ``PlottingError/nothingToDraw(_:)`` without panels, traces or duration.
  public func gmtScript() throws(PlottingError) -> GMTScript {
    let (time, distance) = try ranges()
    let region =
      "-R\(plain(time.lowerBound))/\(plain(time.upperBound))/"
      + "\(plain(distance.lowerBound))/\(plain(distance.upperBound))"
    let width = panels.count > 2 ? 7.2 : panels.count == 2 ? 9.0 : 14.0
    let step = width + 0.7
    let tick = plain(
      AxisTicks.step(for: time.upperBound - time.lowerBound, count: panels.count > 2 ? 5 : 8)
    )
    var commands: [String] = []
    var tables: [String: String] = [:]
    for (number, curve) in arrivals.enumerated() {
      tables["arrival\(number).txt"] = curve.points.map {
        "\(plain($0.time)) \(plain($0.distance))\n"
      }.joined()
    }
    tables["names.txt"] = nameTable(time: time, distance: distance)
    for (column, panel) in panels.enumerated() {
      tables["traces\(column).txt"] = traceTable(panel, time: time, distance: distance)
      commands.append(
        "gmt basemap \(region) -JX\(plain(width))c/15c "
          + "-B\(column == 0 ? "WSrt" : "lSrt")+t\(quoted(panel.title)) "
          + "-Bxa\(tick)g\(tick)+l'Time after origin (s)' -Byaf+l'Epicentral distance (km)'"
          + (column == 0 ? "" : " -X\(plain(step))c")
      )
      commands.append("gmt plot traces\(column).txt -W0.75p,26/26/26")
      commands += arrivalCommands(top: distance.upperBound, extent: distance)
    }
    if tables["names.txt"]?.isEmpty == true {
      tables["names.txt"] = nil
    } else {
      commands.append("gmt text names.txt -F+f+j -N -D0.25c/0")
    }
    commands += [
      "echo \(quoted(title)) | gmt text -F+f11p,Helvetica-Bold+jLB+cTL -N -D0/0.9c "
        + "-X\(plain(-step * Double(panels.count - 1)))c"
    ]
    return GMTScript(commands: commands, tables: tables)
  }

  /// The curves, each with its name near the top.
  private func arrivalCommands(top: Double, extent: ClosedRange<Double>) -> [String] {
    let height = top - 0.035 * (extent.upperBound - extent.lowerBound)
    return arrivals.enumerated().flatMap { number, curve -> [String] in
      let bytes = curve.color.bytes
      let color = "\(bytes.red)/\(bytes.green)/\(bytes.blue)"
      let line = "gmt plot arrival\(number).txt -W1.1p,\(color),5_2.5:0p"
      guard let time = curve.time(at: height) else { return [line] }
      return [
        line,
        "echo \(plain(time)) \(plain(height)) \(quoted(curve.phase)) | "
          + "gmt text -F+f9p,Helvetica-BoldOblique,\(color)=~1.5p,white+jLM -D0.12c/0",
      ]
    }
  }

  /// All traces of a panel as segments of time against distance plus deflection.
  private func traceTable(
    _ panel: Panel,
    time: ClosedRange<Double>,
    distance: ClosedRange<Double>
  ) -> String {
    let extent = distance.upperBound - distance.lowerBound
    let deflection = extent * min(0.079, max(0.023, 0.85 / Double(max(panel.traces.count, 1))))
    var table = ""
    for (trace, peak) in zip(panel.traces, stationPeaks) where peak > 0 {
      table += "> \(trace.label)\n"
      for (index, sample) in trace.samples.enumerated() {
        let moment = trace.startTime + Double(index) * trace.timeStep
        guard time.contains(moment) else { continue }
        let height = trace.distance + deflection * Double(sample) / peak
        table += "\(plain(moment)) \(plain(height))\n"
      }
    }
    return table
  }

  /// Station names and peaks at the right edge: x, y, font, justification, text.
  private func nameTable(time: ClosedRange<Double>, distance: ClosedRange<Double>) -> String {
    guard let traces = panels.first?.traces, traces.count <= Self.mostNames else { return "" }
    let extent = distance.upperBound - distance.lowerBound
    let heights = LabelPlacement.spread(
      traces.map(\.distance),
      gap: min(0.026, 1 / Double(traces.count)) * extent,
      within: distance
    )
    let width = time.upperBound - time.lowerBound
    return traces.indices.map { index in
      let (label, peak) = (traces[index].label, stationPeaks[index])
      let text = plainText(MotionUnit(for: motion, peak: peak).text(peak))
      let edge = plain(time.upperBound)
      let beside = plain(time.upperBound + 0.17 * width)
      let height = plain(heights[index])
      return "\(edge) \(height) 8p,Helvetica-Bold LM \(label)\n"
        + "\(beside) \(height) 7.5p,Helvetica,130 LM \(text)\n"
    }.joined()
  }
}
