import Seismology
import Testing
import WaveformCatalog

struct ReceiverLayoutTests {
  @Test("A grid that fills a rectangle stands at the centres of its cells")
  func cellCenters() {
    let grid = SurfaceGrid(filling: 0...120_000, 0...80_000, columns: 84, rows: 56)
    #expect(grid.count == 84 * 56)
    #expect(abs(grid.x[0] - 120_000.0 / 168) < 1e-6)
    #expect(abs(grid.y[55] - (80_000 - 80_000.0 / 112)) < 1e-6)
  }

  @Test("Receivers run along x first, grid points before stations")
  func order() {
    let layout = ReceiverLayout(
      grid: SurfaceGrid(x: [0, 1], y: [10, 20, 30]),
      stations: [.init(code: "A", location: .init(x: 5, y: 5, z: 0))]
    )
    let receivers = layout.receivers
    #expect(receivers.count == layout.count)
    #expect(receivers[1].location.x == 1 && receivers[1].location.y == 10)
    #expect(receivers[2].location.y == 20)
    #expect(receivers.last?.code == "A")
  }
}
