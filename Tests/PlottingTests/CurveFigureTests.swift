import Foundation
import FoundationXML
import Plotting
import TestSupport
import Testing

/// How often a text stands in a drawing.
private func count(_ text: String, in drawing: SVGDocument) -> Int {
  drawing.text.components(separatedBy: text).count - 1
}

/// The numbers of the path that has a colour, of those in clipped areas, x and y by turns.
private func paths(_ color: String, in drawing: SVGDocument) -> [[Double]] {
  drawing.text.components(separatedBy: "<path d=\"").dropFirst().filter {
    $0.prefix { $0 != ">" }.contains("stroke=\"\(color)\"")
  }.map { element in
    element.prefix { $0 != "\"" }
      .split { !"-.0123456789".contains($0) }.compactMap { Double($0) }
  }
}

private func figure(_ points: [SIMD2<Double>], range: ClosedRange<Double>? = nil) -> CurveFigure {
  CurveFigure(
    title: "Learning <curve> & more",
    axisLabel: "Epoch",
    panels: [
      .init("loss", curves: [.init("loss", points: points, color: .red)], range: range),
      .init("RFNE", curves: [.init("RFNE", points: points, color: .blue)], level: 0.2),
    ]
  )
}

@Suite("Curves over a common axis")
struct CurveFigureTests {
  @Test("Each curve is one line through all its points, with its name in a key")
  func marks() throws {
    let points = (1...30).map { SIMD2(Double($0), 1 / Double($0)) }
    let drawing = try figure(points).drawing()
    #expect(XMLParser(data: Data(drawing.text.utf8)).parse())
    let red = try #require(paths("#c4302b", in: drawing).first { $0.count > 4 })
    let blue = try #require(paths("#1f5fa8", in: drawing).first { $0.count > 4 })
    #expect(red.count == 60 && blue.count == 60)
    // x runs evenly to the right, y down the page as values fall.
    let xs = stride(from: 0, to: 60, by: 2).map { red[$0] }
    let ys = stride(from: 1, to: 60, by: 2).map { red[$0] }
    let step = (xs[29] - xs[0]) / 29
    // Numbers are written with two decimals or so.
    #expect(xs.indices.allSatisfy { abs(xs[$0] - xs[0] - Double($0) * step) < 0.02 } && step > 5)
    #expect(zip(ys, ys.dropFirst()).allSatisfy { $0 < $1 })
    #expect(count(">loss<", in: drawing) == 2 && count(">RFNE<", in: drawing) == 2)
    #expect(count(">Epoch<", in: drawing) == 1)
    #expect(count("Learning &lt;curve&gt; &amp; more", in: drawing) == 1)
  }

  @Test("Equal values, gaps and two points make a picture without numbers that are none")
  func degenerate() throws {
    let nan = Double.nan
    for points: [SIMD2<Double>] in [
      [SIMD2(1, 0.5), SIMD2(2, 0.5)], [SIMD2(1, 0), SIMD2(2, 0), SIMD2(3, 0)],
      [SIMD2(1, nan), SIMD2(2, 3), SIMD2(3, 4)], [SIMD2(1, nan), SIMD2(2, nan)],
      [SIMD2(1, .infinity), SIMD2(2, 1), SIMD2(3, 1e-30)],
    ] {
      let drawing = try figure(points).drawing()
      #expect(XMLParser(data: Data(drawing.text.utf8)).parse())
      #expect(!drawing.text.contains("nan") && !drawing.text.contains("inf"))
    }
  }

  @Test("No points, or points at one x, are nothing to draw")
  func nothing() {
    for points: [SIMD2<Double>] in [[], [SIMD2(1, 0.5)], [SIMD2(2, 1), SIMD2(2, 3)]] {
      #expect(throws: PlottingError.self) { try figure(points).drawing() }
    }
  }

  @Test("It can be written as SVG and as PNG")
  func written() throws {
    let drawing = try figure([SIMD2(1, 2), SIMD2(2, 1)], range: 0...3).drawing()
    try withTemporaryFolder { folder in
      for (name, start) in [("a.svg", [0x3C]), ("a.png", [0x89, 0x50, 0x4E, 0x47])]
        as [(String, [UInt8])]
      {
        let url = folder.appendingPathComponent(name)
        try drawing.write(to: url)
        #expect(try Data(contentsOf: url).starts(with: start))
      }
    }
  }
}
