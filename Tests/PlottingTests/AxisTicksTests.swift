import Plotting
import Testing

@Test("Ticks are round, inside the range and labelled with the digits they need")
func linearTicks() {
  #expect(AxisTicks(in: 0...120, count: 6).values == [0, 20, 40, 60, 80, 100, 120])
  #expect(AxisTicks(in: 0...120, count: 6).labels.last == "120")
  #expect(
    AxisTicks(in: -0.25...0.25, count: 5).labels == [
      "\u{2212}0.2", "\u{2212}0.1", "0.0", "0.1", "0.2",
    ]
  )
  #expect(AxisTicks(in: 73.2...151, count: 8).values == [80, 90, 100, 110, 120, 130, 140, 150])
}

@Test("Logarithmic ticks hold the decades and stay inside")
func logarithmicTicks() {
  #expect(AxisTicks(logarithmicIn: 0.02...2).labels == ["0.03", "0.1", "0.3", "1"])
  #expect(AxisTicks(logarithmicIn: 1...1e5).labels == ["1", "10", "100", "1000", "1e+04", "1e+05"])
}

@Test("An axis maps its ends to the edges, reversed ones too")
func axes() {
  let axes = Axes(
    area: PageRectangle(x: 10, y: 20, width: 100, height: 50),
    x: Axis("t", 0...10),
    y: Axis("z", 0...5, reversed: true)
  )
  #expect(axes.point(0, 0) == PagePoint(10, 20))
  #expect(axes.point(10, 5) == PagePoint(110, 70))
}
