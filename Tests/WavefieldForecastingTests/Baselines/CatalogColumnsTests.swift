import Foundation
import Seismology
import Tensors
import TestSupport
import Testing
import WavefieldForecasting
import WaveformCatalog

@Suite("Windows of a catalog")
struct CatalogColumnsTests {
  /// Twelve snapshots on a grid of 3 × 2, each sample its own number: event, component, time and place.
  private static let description = CatalogDescription(
    title: "Numbered samples",
    source: "foreshake 0.1.0",
    yaml: "title: numbered\n",
    seed: 1,
    frame: LocalFrame(
      origin: GeographicPoint(latitude: 38.33, longitude: -122.075),
      xAzimuth: 143.638,
      yIsClockwise: true
    ),
    sampling: CatalogSampling(motion: .velocity, interval: 0.26, count: 12),
    layout: ReceiverLayout(grid: SurfaceGrid(filling: 0...9000, 0...6000, columns: 3, rows: 2)),
    notes: [:]
  )

  private static func number(_ event: Int, _ component: Int, _ time: Int, _ place: Int) -> Float {
    Float(1000 * event + 100 * component + 6 * time + place)
  }

  private static func write(_ count: Int, to folder: CatalogFolder) throws {
    try folder.create()
    let plane = try NodalPlane(strike: 323.638, dip: 90, rake: 180)
    let events = try (0..<count).map { number in
      CatalogEvent(
        id: "E\(number)",
        epicenter: GeographicPoint(latitude: 38.3, longitude: -122),
        depth: 8000,
        magnitude: 4,
        plane: plane,
        moment: try MomentTensor(plane, scalarMoment: 1e15),
        cornerFrequency: 0.7,
        location: LocalPoint(x: 1500, y: 1500, z: 8000),
        modelSeed: nil
      )
    }
    var index = try CatalogIndex(description: description, events: events)
    for (number, event) in events.enumerated() {
      let samples = (0..<3).flatMap { component in
        (0..<12).flatMap { time in
          (0..<6).map { Self.number(number, component, time, $0) }
        }
      }
      let waveforms = EventWaveforms(
        event: event,
        sampling: description.sampling,
        layout: description.layout,
        samples: samples
      )
      let mark = try EventFile.write(
        waveforms,
        description: description,
        to: folder.eventFile(event.id)
      )
      index.markMade(event.id, mark)
    }
    try index.write(to: folder)
    try folder.writeQuakeML(events)
  }

  @Test("Targets follow inputs, and ranges of windows may begin and end within an event")
  func ranges() throws {
    try withTemporaryFolder { url in
      let folder = CatalogFolder(url.appendingPathComponent("catalog"))
      try Self.write(3, to: folder)
      let catalog = try WaveformCatalog(opening: folder.url)
      let plan = WindowPlan(inputLength: 2, horizon: 3, stride: 2, offsets: .at([0, 1]))
      let columns = try CatalogColumns(catalog, events: ["E0", "E2", "E1"], plan: plan)
      #expect(columns.count == 6)
      func expected(_ windows: Range<Int>, _ steps: Range<Int>) -> [Float] {
        windows.flatMap { window in
          steps.flatMap { step in
            (0..<3).flatMap { component in
              (0..<6).map { place in
                Self.number([0, 2, 1][window / 2], component, window % 2 + 2 * step, place)
              }
            }
          }
        }
      }
      for range in [0..<6, 1..<2, 1..<4, 4..<6, 3..<5] {
        let (inputs, targets) = (try columns.inputs(range), try columns.targets(range))
        #expect(inputs.shape == [range.count, 2, 3, 2, 3])
        #expect(targets.shape == [range.count, 3, 3, 2, 3])
        #expect(inputs.floats == expected(range, 0..<2))
        #expect(targets.floats == expected(range, 2..<5))
      }
      // The grid's points lie at x = 1500, 4500, 7500 m and y = 1500, 4500 m; the event below the first.
      let distances = try #require(catalog.events[0].epicentralDistances(to: catalog.layout))
      let wanted = [0, 3, 6, 3, 18.squareRoot(), 45.squareRoot()]
      #expect(zip(distances, wanted).allSatisfy { abs($0 - $1) < 1e-12 })
    }
  }
}
