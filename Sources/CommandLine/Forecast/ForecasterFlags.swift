public import ArgumentParser
import Seismology
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

  @Option(
    help:
      "The list of a model of fixed stations (presets published-sparse, laptop-stations): StationXML, FDSN text or a table [default: the stations of --initial or of the catalog].",
    completion: .file()
  )
  var stations: String?

  /// The list of stations for a shape that wants one, which then has as many; nil for other shapes.
  func list(
    for shape: inout ForecasterShape,
    of catalog: WaveformCatalog,
    initial: ForecasterFile?
  ) throws -> [ForecasterStation]? {
    guard case .stations = shape.input else {
      guard stations == nil else {
        throw ValidationError(
          "--stations is for models of a fixed list of stations (presets published-sparse, laptop-stations); "
            + "preset \(preset) has none."
        )
      }
      return nil
    }
    let known = initial?.site.stations
    let site = try ForecasterSite(of: catalog)
    var list = known ?? []
    if stations != nil || known == nil {
      let (listed, notices) = try site.listing(try receivers(site, catalog))
      for notice in notices { Console.warning(notice + ".") }
      list = listed.stations ?? []
    }
    guard known == nil || known == list else {
      throw ForecastingError.mismatch(
        what: "list of stations",
        expected: "the \(known?.count ?? 0) of the initial model, in their order",
        found: "\(list.count) others, or another order"
      )
    }
    shape.input = .stations(list.count)
    return list
  }

  /// The stations of the file, else those of the catalog.
  private func receivers(_ site: ForecasterSite, _ catalog: WaveformCatalog) throws -> [Receiver] {
    if let stations { return try site.receivers(inFile: stations) }
    guard !catalog.layout.stations.isEmpty else {
      throw ValidationError(
        "Preset \(preset) learns from a fixed list of stations: name one with --stations FILE, as the catalog has none."
      )
    }
    return catalog.layout.stations
  }

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
