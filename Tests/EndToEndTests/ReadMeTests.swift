import Foundation
import SeismicFiles
import Seismology
import Testing
import WaveSimulation

private let root = URL(fileURLWithPath: #filePath)
  .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

@Test("The Swift example of the README runs as it stands")
func swiftExample() throws {
  let velocityModel = root.appendingPathComponent("velocity-models/gil7.yaml")
  // The lines below are those of the README but for the path of the model.
  let model = try VelocityModelFile.read(velocityModel).model
  let grid = try SimulationGrid(
    coveringX: -30e3...30e3,
    y: -30e3...30e3,
    depth: 20e3,
    spacing: 1000
  )
  let quake = PointSource(
    location: LocalPoint(x: 0, y: 0, z: 12e3),
    moment: MomentTensor(strike: 234, dip: 71, rake: -5, scalarMoment: 4e15),
    timeFunction: try GaussianTimeFunction(sigma: 2)
  )
  let station = Receiver(code: "A01", location: LocalPoint(x: 20e3, y: 10e3, z: 0))
  var simulation = try WaveSimulation(
    model: model,
    grid: grid,
    sources: [quake],
    receivers: [station]
  )
  var recording = InMemorySink()
  try simulation.run(until: 20, into: &recording)
  let record = try #require(recording.seismograms.first)
  #expect(record.north.contains { abs($0) > 1e-7 } && record.north.allSatisfy(\.isFinite))
}

@Test("The README's Swift stands in this test, word for word")
func swiftExampleIsTested() throws {
  let readMe = try String(contentsOf: root.appendingPathComponent("README.md"), encoding: .utf8)
  let test = try String(contentsOf: URL(fileURLWithPath: #filePath), encoding: .utf8)
  let example = try #require(
    readMe.components(separatedBy: "```swift\n").dropFirst().first?
      .components(separatedBy: "```").first
  )
  func compact(_ text: some StringProtocol) -> String { String(text.filter { !$0.isWhitespace }) }
  // All but the imports and the line with the model's path.
  let lines = example.split(separator: "\n").filter { !$0.hasPrefix("import ") }.dropFirst()
    .joined()
  #expect(compact(test).contains(compact(lines)))
}

@Test("The README's configuration is one that foreshake accepts")
func configurationExample() throws {
  let readMe = try String(contentsOf: root.appendingPathComponent("README.md"), encoding: .utf8)
  let block = try #require(
    readMe.components(separatedBy: "```yaml\n").last?.components(separatedBy: "```").first
  )
  let yaml = block.split(separator: "\n").map { $0.dropFirst(3) }.joined(separator: "\n")
  let foreshake = try Foreshake()
  defer { foreshake.remove() }
  try foreshake.write(yaml, "mine.yaml")
  let outcome = try foreshake.run(["simulate", "mine.yaml", "--dry-run"])
  #expect(outcome.status == 0, "\(outcome.errors)")
  #expect(outcome.output.contains("My earthquake"))
}
