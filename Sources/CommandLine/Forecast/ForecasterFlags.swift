public import ArgumentParser
public import WavefieldForecasting
import WaveformCatalog

extension RecurrentCellKind: ExpressibleByArgument {}

/// What a forecaster looks like, as options.
struct ForecasterFlags: ParsableArguments {
  @Option(help: "The size: \(ForecasterPreset.allCases.map(\.rawValue).joined(separator: ", ")).")
  var preset = "laptop"

  @Option(help: "The recurrent cell: conv-lem, conv-lem-plain, conv-lstm or conv-gru.")
  var cell: RecurrentCellKind?

  @Option(help: "Channels after each encoder stage, such as 48,64.")
  var stages: String?

  @Option(help: "Frames that one recurrent step reads and paints.")
  var framesPerStep: Int?

  @Option(
    help:
      "Snapshots of the catalog from one frame to the next [default: those of about 0.52 s, of 0.26 s for published-ablation]."
  )
  var stride: Int?

  @Option(help: "Frames that go in.")
  var inputFrames: Int?

  @Option(help: "Frames that are forecast in training.")
  var targetFrames: Int?

  @Option(help: "Channels before the decoder's second enlargement.")
  var decoderChannels: Int?

  /// The shape for a catalog's grid.
  func shape(for catalog: WaveformCatalog) throws -> ForecasterShape {
    let site = try ForecasterSite(of: catalog)
    var shape = try ForecasterPreset(named: preset)
      .shape(height: site.y.count, width: site.x.count)
    if let cell { shape.cell = cell }
    if let stages {
      let numbers = stages.split(separator: ",").map { Int($0) }
      guard !numbers.contains(nil) else {
        throw ValidationError("--stages \(stages) is no list of whole numbers, such as 48,64.")
      }
      shape.stages = numbers.compactMap(\.self)
    }
    if let framesPerStep { shape.framesPerStep = framesPerStep }
    // The presets count in the published snapshots of 0.26 s.
    let usual = (Double(shape.stride) * shape.snapshotInterval / catalog.sampling.interval)
      .rounded()
    shape.stride = stride ?? max(1, Int(usual))
    if let inputFrames { shape.inputFrames = inputFrames }
    if let targetFrames { shape.targetFrames = targetFrames }
    if let decoderChannels { shape.decoderChannels = decoderChannels }
    return shape
  }
}
