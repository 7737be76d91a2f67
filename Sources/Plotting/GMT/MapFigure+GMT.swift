import Foundation
import Seismology

extension MapFigure {
  /// The figure as a script for the Generic Mapping Tools.
  ///
  /// With a projection the map is Mercator's with GMT's coastlines; without one it is in kilometres east and
  /// north of the local origin.
  public func gmtScript() -> GMTScript {
    let places = field.rows.flatMap { y in
      field.columns.map { x in coordinates(of: LocalPoint(x: x, y: y, z: 0)) }
    }
    let region =
      frame == LocalFrame(origin: frame.origin) && geographic != nil
      ? Region(inside: places, columns: field.columns.count) : Region(places)
    let isGeographic = geographic != nil
    var tables = [
      "colors.cpt": colorTable, "ticks.txt": tickTable, "stations.txt": stationTable(in: region),
    ]
    // Nodes may lie askew on the map: GMT triangulates them onto a regular grid.
    tables["field.txt"] = zip(places, field.values).map { place, value in
      "\(plain(place.0)) \(plain(place.1)) \(plain(level(Double(value) * unitsPerSI)))\n"
    }.joined()
    tables["contours.txt"] = contours.map { "\(plain(level($0))) C\n" }.joined()
    let projection = isGeographic ? "-JM15c" : "-JX15c/\(plain(15 * region.height / region.width))c"
    let steps = "-I\(field.columns.count * 4)+n/\(field.rows.count * 4)+n"
    let frame =
      isGeographic ? Self.degreeTicks(region) : "-Bxaf+l'East (km)' -Byaf+l'North (km)'"
    var commands = [
      "gmt triangulate field.txt \(region.text) \(steps) -Gfield.nc",
      "gmt basemap \(region.text) \(projection) -B0",
      "gmt grdimage field.nc -Ccolors.cpt -Q",
    ]
    if isGeographic { commands.append("gmt coast -Df -A2 -W0.7p,40/60/80 -N2/0.4p,90,4_2") }
    if !contours.isEmpty {
      commands.append("gmt grdcontour field.nc -Ccontours.txt -W0.35p,26/26/26@40")
    }
    commands += stationCommands + sourceCommands(in: region)
    commands += [
      "gmt basemap -BWSrt \(frame)",
      "gmt basemap -LjBL+w\(plain(scaleLength(region)))\(isGeographic ? "k+f+u" : "+lkm")+o0.5c/0.6c "
        + "-F+gwhite@20 --FONT_ANNOT_PRIMARY=8p",
      "gmt colorbar -Ccolors.cpt -DJMR+w\(plain(barLength(region)))c/0.4c+o0.6c/0 -Bxcticks.txt+l\(quoted(label))",
      "echo \(quoted(title)) | gmt text -F+f11p,Helvetica-Bold+jLB+cTL -N -D0/0.75c",
      "echo \(quoted(subtitle.isEmpty ? " " : subtitle)) | gmt text -F+f8.5p,Helvetica,110+jLB+cTL -N -D0/0.3c",
    ]
    return GMTScript(commands: commands, tables: tables)
  }

  /// Round degrees on both axes, with the digits that they need.
  private static func degreeTicks(_ region: Region) -> String {
    let steps = [region.width, region.height].map { AxisTicks.step(for: $0, count: 5) }
    let format = (steps.min() ?? 1) < 0.099 ? "ddd.xxF" : "ddd.xF"
    return "-Bxa\(plain(steps[0])) -Bya\(plain(steps[1])) --FORMAT_GEO_MAP=\(format)"
  }

  private func coordinates(of point: LocalPoint) -> (Double, Double) {
    if let place = geographic?(point) { return (place.longitude, place.latitude) }
    let place = frame.eastNorth(x: point.x, y: point.y)
    return (place.east / 1000, place.north / 1000)
  }

  /// A value as the grid and the colour table hold it: its logarithm on a logarithmic scale.
  private func level(_ value: Double) -> Double {
    guard case .logarithmic(let range) = scale else { return value }
    return log10(max(value, range.lowerBound * 1e-3))
  }

  private var colorTable: String {
    let bounds = (level(scale.range.lowerBound), level(scale.range.upperBound))
    let steps = 64
    func row(_ step: Int) -> String {
      let share = Double(step) / Double(steps)
      let bytes = colorMap.color(at: share).bytes
      return
        "\(plain(bounds.0 + share * (bounds.1 - bounds.0))) \(bytes.red)/\(bytes.green)/\(bytes.blue)"
    }
    let slices = (0..<steps).map { "\(row($0)) \(row($0 + 1))\n" }.joined()
    func end(_ name: String, _ value: Double) -> String {
      let bytes = colorMap.color(at: value).bytes
      return "\(name) \(bytes.red)/\(bytes.green)/\(bytes.blue)\n"
    }
    return slices + end("B", 0) + end("F", 1) + "N white\n"
  }

  private var tickTable: String {
    let ticks = scale.ticks
    return zip(ticks.values, ticks.labels).map { "\(plain(level($0))) a \(plainText($1))\n" }
      .joined()
  }

  /// Longitude, latitude, which side of the name the mark is on, name.
  private func stationTable(in region: Region) -> String {
    stations.map { site in
      let place = coordinates(of: site.location)
      let side = place.0 > region.west + 0.92 * region.width ? "RM" : "LM"
      return "\(plain(place.0)) \(plain(place.1)) \(side) \(site.label)\n"
    }.joined()
  }

  private var stationCommands: [String] {
    guard !stations.isEmpty else { return [] }
    let marks = "gmt plot stations.txt -i0,1 -St0.32c -G26/26/26 -W0.6p,white -N"
    guard stations.count <= 40 else { return [marks] }
    let names = "gmt text stations.txt -F+f7.5p,Helvetica,26/26/26=~1.5p,white+j -Dj0.22c/0"
    return [marks, names]
  }

  private func sourceCommands(in region: Region) -> [String] {
    guard let epicentre else { return [] }
    let place = coordinates(of: epicentre)
    let position = "\(plain(place.0)) \(plain(place.1))"
    let star = "echo \(position) | gmt plot -Sa0.5c -G196/48/43 -W0.7p,white"
    guard let m = moment else { return [star] }
    // r, θ, φ from north, east, down; meca wants mantissas of one exponent, here of the largest element.
    let elements = [m.dd, m.nn, m.ee, m.nd, -m.ed, -m.ne]
    let largest = elements.map(abs).max() ?? 0
    guard largest > 0 else { return [star] }
    let mantissas = elements.map { plain($0 / largest) }.joined(separator: " ")
    return [
      "echo \(position) 0 \(mantissas) 23 \(ballPlace(place, region)) | "
        + "gmt meca -Sm1.1c+m+f0p -G196/48/43 -L0.7p -A+p0.7p",
      star,
    ]
  }

  /// Where the beach ball goes: beside the epicentre, towards the farther edges of the map.
  private func ballPlace(_ place: (Double, Double), _ region: Region) -> String {
    let right = place.0 > region.west + region.width / 2 ? -1.0 : 1.0
    let up = place.1 > region.south + region.height / 2 ? -1.0 : 1.0
    return "\(plain(place.0 + right * 0.08 * region.width)) "
      + plain(place.1 + up * 0.075 * region.height)
  }

  /// The length of the colour bar in cm: ten, or nine tenths of the height of a flat map 15 cm wide.
  private func barLength(_ region: Region) -> Double {
    let narrowing = geographic == nil ? 1 : cos((region.south + region.height / 2) * .pi / 180)
    return min(10, 0.9 * 15 * region.height / (region.width * narrowing))
  }

  private func scaleLength(_ region: Region) -> Double {
    let kilometres =
      geographic == nil
      ? region.width : region.width * 111.2 * cos((region.south + region.height / 2) * .pi / 180)
    return AxisTicks.step(for: kilometres, count: 5)
  }
}

/// The smallest upright box around some places.
private struct Region {
  let west, south, width, height: Double

  init(_ places: [(Double, Double)]) {
    west = places.map(\.0).min() ?? 0
    south = places.map(\.1).min() ?? 0
    width = (places.map(\.0).max() ?? 1) - west
    height = (places.map(\.1).max() ?? 1) - south
  }

  /// The largest box within a grid of places, row after row from the south, each from the west.
  init(inside places: [(Double, Double)], columns: Int) {
    let rows = places.count / columns
    west = (0..<rows).map { places[$0 * columns].0 }.max() ?? 0
    south = places.prefix(columns).map(\.1).max() ?? 0
    width = ((0..<rows).map { places[$0 * columns + columns - 1].0 }.min() ?? 1) - west
    height = (places.suffix(columns).map(\.1).min() ?? 1) - south
  }

  var text: String {
    "-R\(plain(west))/\(plain(west + width))/\(plain(south))/\(plain(south + height))"
  }
}
