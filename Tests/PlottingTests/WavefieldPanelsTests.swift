import Foundation
import FoundationXML
import Plotting
import Testing

/// How often a text stands in a drawing.
private func count(_ text: String, in drawing: SVGDocument) -> Int {
  drawing.text.components(separatedBy: text).count - 1
}

/// A field on 6 × 4 points of a kilometre that is `value` everywhere.
private func field(_ value: Float) throws -> GriddedField {
  try GriddedField(
    columns: (0..<6).map { 1000 * Double($0) },
    rows: (0..<4).map { 1000 * Double($0) },
    values: Array(repeating: value, count: 24)
  )
}

private func panels(_ rows: [WavefieldPanels.Row], columns: Int = 3) -> WavefieldPanels {
  WavefieldPanels(
    title: "Forecast <of> an event",
    columns: (0..<columns).map { "+\($0) s" },
    rows: rows,
    label: "Velocity (mm/s)",
    unitsPerSI: 1000,
    scale: .linear(-1...1)
  )
}

@Suite("Wavefields beside one another")
struct WavefieldPanelsTests {
  @Test("A picture for each field, stations in the first row, the epicenter in all")
  func marks() throws {
    let fields = try (0..<3).map { try field(1e-4 * Float($0)) }
    var figure = panels([
      .init("truth", fields: fields), .init("forecast", fields: [fields[0], nil, fields[2]]),
    ])
    let plain = try figure.drawing()
    // Of six panels one is empty; the colour bar has a picture or shapes of its own.
    let none = try panels([.init("truth", fields: [fields[0]])], columns: 1).drawing()
    #expect(count("<image", in: plain) - count("<image", in: none) == 4)
    #expect(count("<circle", in: plain) == 0)
    for name in [">truth<", ">forecast<", ">+0 s<", ">+2 s<", ">Velocity (mm/s)<"] {
      #expect(plain.text.contains(name), "\(name)")
    }
    figure.marks = [
      .init(x: 1000, y: 1000), .init(x: 2000, y: 3000), .init(x: 4000, y: 2000, isEpicenter: true),
    ]
    let marked = try figure.drawing()
    #expect(count("<circle", in: marked) == 2 * 3)
    // A star is one line, in each of the five panels that have a field.
    #expect(count("<path", in: marked) - count("<path", in: plain) == 5)
    #expect(XMLParser(data: Data(marked.text.utf8)).parse())
  }

  @Test("Silent fields and fields with gaps are drawn without numbers that are none")
  func degenerate() throws {
    for value: Float in [0, .nan, 1e30, -1e-30] {
      var figure = panels([.init("truth", fields: [try field(value)])], columns: 1)
      figure.yRunsDown = value == 0
      let drawing = try figure.drawing()
      #expect(XMLParser(data: Data(drawing.text.utf8)).parse())
      #expect(!drawing.text.contains(" nan") && !drawing.text.contains("\"nan"))
    }
  }

  @Test("Without a field there is nothing to draw")
  func nothing() {
    #expect(throws: PlottingError.self) { try panels([]).drawing() }
    #expect(throws: PlottingError.self) {
      try panels([.init("truth", fields: [nil, nil])]).drawing()
    }
  }
}
