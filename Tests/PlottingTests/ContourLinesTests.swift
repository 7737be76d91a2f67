import Foundation
import Testing

@testable import Plotting

@Test("Contours of a cone are circles of the right radius")
func coneContours() {
  let n = 41
  let values = (0..<n * n).map { index -> Float in
    let (x, y) = (Double(index % n) - 20, Double(index / n) - 20)
    return Float((x * x + y * y).squareRoot())
  }
  let lines = ContourLines(at: 12.5, in: values, columns: n, rows: n)
  #expect(lines.segments.count > 60)
  for segment in lines.segments {
    for point in [segment.start, segment.end] {
      let radius = hypot(point.x - 20, point.y - 20)
      // Linear interpolation on a unit grid: the sagitta of one cell at this radius is 1/(8·12.5).
      #expect(abs(radius - 12.5) < 0.011)
    }
  }
  let length = lines.segments.reduce(0) { $0 + hypot($1.end.x - $1.start.x, $1.end.y - $1.start.y) }
  #expect(abs(length - 2 * Double.pi * 12.5) < 0.3)
}

@Test("Cells with a gap have no contour")
func gaps() {
  #expect(ContourLines(at: 0.5, in: [0, 1, .nan, 1], columns: 2, rows: 2).segments.isEmpty)
  #expect(ContourLines(at: 0.5, in: [0, 1, 0, 1], columns: 2, rows: 2).segments.count == 1)
}

@Test("Labels keep their order and their gap, and move no more than they must")
func spreadLabels() {
  let placed = LabelPlacement.spread([10, 11, 50], gap: 8, within: 0...100)
  #expect(placed == [6.5, 14.5, 50])
  let crowded = LabelPlacement.spread([99, 98, 97], gap: 8, within: 0...100)
  #expect(crowded == [100, 92, 84])
}

@Test("A label avoids what is reserved and is left out where there is no room")
func labelPlaces() {
  var labels = LabelPlacement(area: PageRectangle(x: 0, y: 0, width: 60, height: 30))
  let mark = PagePoint(20, 15)
  let first = labels.place("ABC", size: 8, beside: mark, gap: 6)
  let second = labels.place("ABC", size: 8, beside: mark, gap: 6)
  #expect(first != nil && first != second)
  labels.reserve(PageRectangle(x: 0, y: 0, width: 60, height: 30))
  #expect(labels.place("ABC", size: 8, beside: mark, gap: 6) == nil)
}
