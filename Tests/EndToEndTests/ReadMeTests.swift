import Foundation
import SeismicFiles
import Seismology
import Testing
import WaveSimulation
import WavefieldForecasting
import WaveformCatalog

private let root = URL(fileURLWithPath: #filePath)
  .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

@Test("The README's simulation in Swift runs as it stands")
func simulationExample() throws {
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

@Test("The README's forecast in Swift runs as it stands")
func forecastExample() throws {
  let foreshake = try Foreshake()
  defer { foreshake.remove() }
  try CatalogFixture.write(6, to: foreshake.file("rings"))
  let outcome = try foreshake.shell(
    """
    $FORESHAKE catalog split rings --validation 0.2 --test 0.2 &&
    $FORESHAKE catalog normalize rings &&
    $FORESHAKE forecast train rings -o model --stride 2 --preset tiny --epochs 1 --batch-size 2 \
      --last-offset 2 --stages 8,16 --decoder-channels 16 --input-frames 5 --target-frames 5
    """
  )
  try #require(outcome.status == 0, "\(outcome.errors)")
  let (rings, model) = (foreshake.file("rings"), foreshake.file("model/best.safetensors"))
  // The lines below are those of the README but for the paths.
  let catalog = try WaveformCatalog(opening: rings)
  let forecaster = try ForecasterFile(reading: model)
  let event = catalog.events(in: .test)[0].id
  let input = try ForecastInput(
    event: event,
    of: catalog,
    shape: forecaster.model.shape,
    site: forecaster.site
  )
  let forecast = try ForecastRunner(forecaster).forecast(input, frames: 200)
  let warning = forecast.warningTimes(threshold: 1e-6)
  #expect(forecast.frames.count == 200)
  #expect(warning.contains { $0.isFinite })
}

@Test("The README's first two pieces of Swift stand in this test, word for word")
func swiftExamplesAreTested() throws {
  let readMe = try String(contentsOf: root.appendingPathComponent("README.md"), encoding: .utf8)
  let test = try String(contentsOf: URL(fileURLWithPath: #filePath), encoding: .utf8)
  let examples = readMe.components(separatedBy: "```swift\n").dropFirst().prefix(2)
    .compactMap { $0.components(separatedBy: "```").first }
  try #require(examples.count == 2)
  // Layout differs: white space, and the comma before a closing parenthesis.
  func compact(_ text: some StringProtocol) -> String {
    text.components(separatedBy: "//")[0].filter { !$0.isWhitespace }
  }
  let known = test.split(separator: "\n").map(compact).joined()
  for example in examples {
    // All but the imports and the lines with paths.
    let lines = example.split(separator: "\n").filter {
      !$0.hasPrefix("import ") && !$0.contains("URL(fileURLWithPath:")
    }
    #expect(known.contains(lines.map(compact).joined()))
  }
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
