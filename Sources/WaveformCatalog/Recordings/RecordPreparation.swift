import Foundation
import Seismology
import SignalProcessing

/// Turns the recorded traces of an event into ground motion.
struct RecordPreparation {
  let settings: ImportSettings
  let inventory: StationInventory?
  private let pipeline: ProcessingPipeline

  /// A preparation by settings.
  ///
  /// - Throws: `PipelineError`, which settings of an import do not bring about.
  init(_ settings: ImportSettings, inventory: StationInventory?) throws {
    self.settings = settings
    self.inventory = inventory?.withFlatResponses
    pipeline = try ProcessingPipeline(
      steps: try Self.steps(of: settings),
      clipping: settings.keepsAll ? .flag : .drop
    )
  }

  /// The share of a trace at each end that the taper before a removal of the response spoils.
  var spoiledShare: Double {
    guard case .response = settings.calibration else { return 0 }
    return 0.025
  }

  private static func steps(of settings: ImportSettings) throws -> [ProcessingStep] {
    let gaps: GapPolicy =
      settings.keepsAll
      ? .separate : .interpolate(maximumSeconds: settings.quality.maximumGap)
    var steps: [ProcessingStep] = [.merge(gaps)]
    switch settings.calibration {
    case .response(let filter, let level):
      steps.append(.detrend(.linear))
      steps.append(
        .removeResponse(
          try ResponseRemovalSettings(
            output: settings.motion,
            preFilter: filter,
            waterLevelDB: level
          )
        )
      )
    case .statedSensitivity: steps += [.detrend(.constant), .removeSensitivity]
    case .constant: steps.append(.detrend(.constant))
    }
    if settings.orientation == .azimuths { steps.append(.orient) }
    return steps
  }

  /// A sensor's channels at one station.
  struct Stream {
    /// `NET.CODE.LOCATION.BAND`.
    let name: String
    let network, code: String
    /// Samples per second as recorded.
    var samplingRate = 0.0
    /// Ground motion towards east, north and up in SI units, each in segments.
    var components: [[WaveformTrace]] = [[], [], []]
    /// What was found, with the channel.
    var findings: [ProcessingFinding] = []
    /// Whether its sensor senses another motion than the settings want.
    var senses: GroundMotion?
  }

  /// The streams of an event by name; `time` tells which sensitivity holds.
  func streams(of traces: [WaveformTrace], at time: Date) throws -> [Stream] {
    let result = try pipeline.run(on: traces, in: ProcessingContext(inventory: inventory))
    var streams: [String: Stream] = [:]
    for trace in traces {
      let name = Self.name(trace.identifier)
      let codes = trace.identifier
      var stream =
        streams[name] ?? Stream(name: name, network: codes.network, code: codes.station)
      stream.samplingRate = max(stream.samplingRate, 1 / trace.samplingInterval)
      streams[name] = stream
    }
    for processed in result.traces {
      let name = Self.name(processed.trace.identifier)
      if let motion = processed.quantity.motion, motion != settings.motion {
        streams[name]?.senses = motion
      }
      guard let component = component(of: processed.trace.identifier) else { continue }
      streams[name]?.components[component].append(calibrated(processed.trace, at: time))
    }
    for finding in result.findings {
      streams[Self.name(finding.identifier)]?.findings.append(finding)
    }
    return streams.values.sorted { $0.name < $1.name }
  }

  private static func name(_ codes: TraceIdentifier) -> String {
    "\(codes.network).\(codes.station).\(codes.location).\(codes.channel.dropLast())"
  }

  /// 0 for east, 1 for north, 2 for up, by the last letter of the channel.
  private func component(of codes: TraceIdentifier) -> Int? {
    switch (codes.channel.last, settings.orientation) {
    case ("E", _), ("2", .asRecorded): 0
    case ("N", _), ("1", .asRecorded): 1
    case ("Z", _): 2
    default: nil
    }
  }

  private func calibrated(_ trace: WaveformTrace, at time: Date) -> WaveformTrace {
    guard case .constant(let epochs) = settings.calibration,
      let sensitivity = epochs.epoch(at: time)?.countsPerUnit
    else { return trace }
    var trace = trace
    trace.samples = .doubles(trace.samples.asDoubles.map { $0 / sensitivity })
    return trace
  }
}

extension ProcessingFinding {
  /// Why an import drops the record of such a channel.
  var reason: ImportReport.Reason {
    switch problem {
    case .clipped: .clipped
    case .dead: .dead
    case .noChannel, .noEpoch, .noResponse, .response: .noResponse
    case .gap, .overlapContradicts, .samplingMismatch: .gap
    case .noPartners, .notAligned: .missingComponent
    case .noOrientation: .noOrientation
    default: .unusable
    }
  }

  /// Channel and problem without the codes of the station.
  var remark: String { "\(identifier.channel): \(problem)" }
}
