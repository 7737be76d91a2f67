import Foundation
import FoundationXML
import Plotting
import Seismology
import Testing

private func section() -> RecordSection {
  let components = ["Vertical", "Radial", "Transverse"]
  return RecordSection(
    title: "Record section <test> & more",
    motion: .velocity,
    panels: components.enumerated().map { index, name in
      .init(
        title: name,
        traces: SampleData.stations.indices.map { SampleData.trace($0, component: index) }
      )
    },
    arrivals: SampleData.arrivals,
    timeRange: 0...120
  )
}

/// The figures by name, drawn from the sample data.
private func figures() throws -> [String: SVGDocument] {
  let seismograms = SeismogramFigure(
    title: "Seismograms",
    motion: .velocity,
    components: ["East", "North", "Up"],
    rows: SampleData.stations.indices.map { station in
      .init(
        name: SampleData.stations[station].code,
        detail: "\(Int(SampleData.stations[station].distance)) km",
        traces: (0..<3).map { SampleData.trace(station, component: $0) }
      )
    }
  )
  var profile = VelocityProfile(
    title: "GIL7",
    depths: [0, 1, 1, 3, 3, 4, 4, 5, 5, 17, 17, 25, 25, 40],
    curves: [
      .init(
        name: "P velocity",
        values: [3.2, 3.2, 4.5, 4.5, 4.8, 4.8, 5.51, 5.51, 6.21, 6.21, 6.89, 6.89, 7.83, 7.83]
      ),
      .init(
        name: "S velocity",
        values: [1.5, 1.5, 2.4, 2.4, 2.78, 2.78, 3.18, 3.18, 3.4, 3.4, 3.98, 3.98, 4.52, 4.52]
      ),
    ]
  )
  profile.qualities = [.init(name: "Qp", values: Array(repeating: 600, count: 14))]
  return [
    "record-section": try section().drawing(), "seismograms": try seismograms.drawing(),
    "profile": try profile.drawing(), "map": try map(rotated: false).drawing(),
    "rotated-map": try map(rotated: true).drawing(), "frame": try wavefield().drawing(),
    "slice": try slice().drawing(), "overlay": try overlay().drawing(),
  ]
}

/// Records, and the same a little smaller and later, with an empty panel and a pale one.
private func overlay() -> OverlayFigure {
  OverlayFigure(
    title: "Synthetics and recordings <test> & more",
    subtitle: "Velocity, 0.02\u{2013}0.05 Hz",
    motion: .velocity,
    components: ["East", "North", "Up"],
    rows: SampleData.stations.indices.map { station in
      OverlayFigure.Row(
        name: SampleData.stations[station].code,
        details: ["81 km, 335\u{B0}", "shift +1.2 s", "VR 71 %"],
        panels: (0..<3).map { component in
          let observed = SampleData.trace(station, component: component)
          var synthetic = observed
          synthetic.startTime += 1.5
          synthetic.samples = observed.samples.map { 0.8 * $0 }
          if station == 3, component == 1 { return OverlayFigure.Panel(remark: "clipped") }
          return OverlayFigure.Panel(
            observed: observed,
            synthetic: synthetic,
            score: "71 %",
            isPale: station == 5
          )
        }
      )
    }
  )
}

private func map(rotated: Bool) throws -> MapFigure {
  var map = MapFigure(
    title: "Peak ground velocity",
    subtitle: "Mw 4.4, 12 km deep",
    field: try SampleData.field(signed: false),
    label: "Peak ground velocity (mm/s)",
    unitsPerSI: 1000,
    scale: .logarithmic(0.02...5),
    contours: [0.05, 0.1, 0.2, 0.5, 1, 2],
    frame: rotated ? LocalFrame(xAzimuth: 143.638, yIsClockwise: true) : LocalFrame()
  )
  map.stations = rotated ? [] : SampleData.sites
  map.epicentre = LocalPoint(x: 0, y: 0, z: 0)
  map.moment = SampleData.moment
  if !rotated { map.geographic = { point in SampleData.geographic(point) } }
  return map
}

private func wavefield() throws -> MapFigure {
  var map = MapFigure(
    title: "Vertical velocity at 30 s",
    field: try SampleData.field(signed: true),
    label: "Velocity, up (mm/s)",
    unitsPerSI: 1000,
    colorMap: .polarity,
    scale: .linear(-1...1)
  )
  map.epicentre = LocalPoint(x: 0, y: 0, z: 0)
  return map
}

private func slice() throws -> SliceFigure {
  let columns = (0...100).map { Double($0) * 1000 }
  let rows = (0...40).map { Double($0) * 1000 }
  let values = rows.flatMap { z in columns.map { x in Float(sin(x / 5000) * exp(-z / 10_000)) } }
  return SliceFigure(
    title: "Vertical slice",
    field: try GriddedField(columns: columns, rows: rows, values: values),
    axisLabel: "East (km)",
    label: "Velocity (m/s)",
    scale: .linear(-1...1)
  )
}

@Test("Every figure is well-formed XML and keeps its text on the page")
func wellFormed() throws {
  for (name, drawing) in try figures() {
    let parser = XMLParser(data: Data(drawing.text.utf8))
    let texts = TextCollector()
    parser.delegate = texts
    #expect(parser.parse(), "\(name): \(String(describing: parser.parserError))")
    #expect(!texts.anchors.isEmpty)
    for anchor in texts.anchors {
      #expect(
        (0...drawing.width).contains(anchor.x) && (0...drawing.height).contains(anchor.y),
        "\(name)"
      )
    }
    #expect(!drawing.text.contains("nan") && !drawing.text.contains("inf"))
    // A person can look at them: FORESHAKE_GALLERY=folder make test FILTER=PlottingTests
    if let folder = ProcessInfo.processInfo.environment["FORESHAKE_GALLERY"] {
      try drawing.write(to: URL(fileURLWithPath: folder).appendingPathComponent("\(name).svg"))
      try drawing.write(to: URL(fileURLWithPath: folder).appendingPathComponent("\(name).png"))
    }
  }
}

/// Keeps the anchors of all texts.
private final class TextCollector: NSObject, XMLParserDelegate {
  var anchors: [PagePoint] = []

  func parser(
    _ parser: XMLParser,
    didStartElement name: String,
    namespaceURI: String?,
    qualifiedName: String?,
    attributes: [String: String]
  ) {
    guard name == "text", let x = attributes["x"].flatMap(Double.init),
      let y = attributes["y"].flatMap(Double.init)
    else { return }
    anchors.append(PagePoint(x, y))
  }
}

@Test("A figure without data says so instead of drawing an empty frame")
func emptyFigures() {
  #expect(throws: PlottingError.self) {
    try RecordSection(title: "", motion: .velocity, panels: []).drawing()
  }
  #expect(throws: PlottingError.self) {
    try SeismogramFigure(title: "", motion: .velocity, components: [], rows: []).drawing()
  }
  #expect(throws: PlottingError.self) {
    try OverlayFigure(title: "", motion: .velocity, components: ["Up"], rows: []).drawing()
  }
  #expect(throws: PlottingError.self) {
    try GriddedField(columns: [0], rows: [0, 1], values: [1, 2])
  }
}

@Test("Only names of pictures are accepted")
func formats() throws {
  #expect(try PictureFormat(path: "a/b.PNG") == .png)
  #expect(throws: PlottingError.unknownFormat(path: "a.txt")) { try PictureFormat(path: "a.txt") }
}

@Test("GMT draws the record section and both kinds of map", .enabled(if: GMTScript.isInstalled))
func gmtFigures() throws {
  let gallery = ProcessInfo.processInfo.environment["FORESHAKE_GALLERY"]
  let folder = URL(fileURLWithPath: gallery ?? NSTemporaryDirectory())
    .appendingPathComponent(gallery == nil ? "foreshake-\(UUID().uuidString)" : "gmt")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { if gallery == nil { try? FileManager.default.removeItem(at: folder) } }
  let scripts = [
    "record-section": try section().gmtScript(), "map": try map(rotated: false).gmtScript(),
    "rotated-map": try map(rotated: true).gmtScript(),
  ]
  for (name, script) in scripts {
    let picture = folder.appendingPathComponent("\(name).png")
    try script.write(to: picture)
    let bytes = try Data(contentsOf: picture)
    #expect(bytes.prefix(4) == Data([0x89, 0x50, 0x4E, 0x47]) && bytes.count > 20_000, "\(name)")
  }
}
