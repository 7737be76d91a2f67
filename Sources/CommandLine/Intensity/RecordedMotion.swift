import Foundation
import Seismology
import SignalProcessing

/// Makes ground motion of the traces of a channel, or says why it cannot.
struct RecordedMotion: Sendable {
  private let inventory: StationInventory?
  /// What samples are that are no counts.
  private let knownMotion: GroundMotion?
  private let highpass: Double?

  /// A way from traces to motion.
  ///
  /// - Parameters:
  ///   - inventory: the responses; nil where no counts are to be turned into motion.
  ///   - flags: what the user says.
  ///   - fileMotion: what the files say that their samples are; nil for counts or where they do not say.
  init(inventory: StationInventory?, flags: IntensityInputFlags, fileMotion: GroundMotion?) {
    self.inventory = inventory
    knownMotion = fileMotion ?? flags.motion
    highpass = flags.highpass
  }

  /// The motion of a piece of a channel, or the reason why it has none.
  func channel(_ piece: RecordPiece) -> IntensityChannel {
    let trace = piece.trace
    let codes = trace.identifier
    let epoch = inventory?.channel(
      network: codes.network,
      station: codes.station,
      location: codes.location,
      channel: codes.channel,
      at: trace.startTime
    )
    var channel = IntensityChannel(
      identifier: codes,
      startTime: trace.startTime,
      endTime: piece.endTime,
      remarks: piece.remarks,
      azimuth: epoch?.azimuth,
      dip: epoch?.dip
    )
    let samples = trace.samples.asDoubles
    guard !samples.isEmpty else { return channel }
    guard samples.contains(where: { $0 != samples[0] }) else {
      channel.remarks.append("left out: all samples are equal")
      return channel
    }
    if piece.isDigitised, (try? ClippingCheck().isClipped(samples)) == true {
      channel.remarks.append("clipped: values are too small")
    }
    do {
      let ground = try groundMotion(samples, trace, epoch: epoch)
      channel.remarks += ground.remarks
      channel.motion = try IntensityMeasures.Motion(
        of: ground.samples,
        motion: ground.motion,
        samplingInterval: trace.samplingInterval,
        highPassHz: corner(for: trace)
      )
      if let share = channel.motion?.endShare, share > 0.01 {
        channel.remarks.append(
          String(
            format: "breaks off at %.1g of its PGA, which PSA at short periods may feel",
            share
          )
        )
      }
    } catch {
      channel.remarks.append(Failure.text(of: error))
    }
    return channel
  }

  /// The corner of the high-pass in Hz; nil for none.
  private func corner(for trace: WaveformTrace) -> Double? {
    if let highpass { return highpass > 0 ? highpass : nil }
    let code = trace.identifier.channel
    let isComputed = code.count == 3 && code.dropFirst().first == "X"
    return isComputed ? nil : max(0.05, 2 / (Double(trace.count) * trace.samplingInterval))
  }

  /// SI ground motion, what it is, and what is odd about its response.
  private func groundMotion(
    _ samples: [Double],
    _ trace: WaveformTrace,
    epoch: ChannelEpoch?
  ) throws -> (samples: [Double], motion: GroundMotion, remarks: [String]) {
    if let knownMotion { return (samples, knownMotion, []) }
    guard let epoch else { throw MissingChannel(identifier: trace.identifier) }
    guard let response = epoch.response else { throw ResponseError.noStages }
    let output = try response.groundMotionUnit().motion
    let duration = Double(trace.count) * trace.samplingInterval
    let low = corner(for: trace) ?? 2 / duration
    let nyquist = 0.5 / trace.samplingInterval
    guard low < nyquist else {
      throw SignalError.aboveNyquist(
        name: "The high-pass corner",
        frequencyHz: low,
        nyquistHz: nyquist
      )
    }
    // Above 0.75 Nyquist the digitiser's filters fall off so steeply that dividing by them raises noise.
    let high = max(0.75 * nyquist, low)
    let removal = try ResponseRemoval(
      response: response,
      output: output,
      preFilterHz: (0.25 * low, 0.5 * low, high, max(0.9 * nyquist, 0.5 * (high + nyquist))),
      waterLevelDB: nil
    )
    let ground = try removal.applied(
      to: try Detrend.linear.applied(to: samples),
      samplingInterval: trace.samplingInterval
    )
    return (ground, output, Self.remarks(on: removal.response, from: low, nyquist: nyquist))
  }
}

extension RecordedMotion {
  /// What makes the values of a channel doubtful.
  private static func remarks(
    on response: FrequencyResponse,
    from low: Double,
    nyquist: Double
  ) -> [String] {
    // Up to 0.6 of the Nyquist frequency every digitiser is flat.
    response.findings(in: low...max(low, 0.6 * nyquist)).compactMap { finding in
      switch finding {
      case .sensitivityMismatch, .sensitivityMissing, .gainFromSensitivity, .outputUnit,
        .listedCentreFirst:
        "\(finding)"
      case .nearlyVanishing: "doubtful: \(finding)"
      default: nil
      }
    }
  }
}

/// A channel that the station file does not have.
private struct MissingChannel: Error, CustomStringConvertible {
  let identifier: TraceIdentifier

  var description: String {
    "left out: the station file has no response of \(identifier) at the time of the record"
  }
}
