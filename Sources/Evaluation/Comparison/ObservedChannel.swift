public import Foundation
public import Seismology
public import SignalProcessing

/// An observed channel as ground motion in SI units, with its direction and what is wrong with it.
public struct ObservedChannel: Sendable {
  /// The codes of the channel.
  public let identifier: TraceIdentifier
  /// Where positive samples point to; nil where only the code tells.
  public var orientation: ChannelOrientation?
  /// Ground motion; nil if there is a fatal flag.
  public var record: MotionRecord?
  /// What the record is.
  public let motion: GroundMotion
  /// What is wrong with it.
  public var flags: [RecordFlag]
  /// The pre-filter that the record went through when its response was removed; nil for none.
  public var preFilter: PreFilter?

  /// A channel that is ground motion already.
  public init(
    identifier: TraceIdentifier,
    orientation: ChannelOrientation? = nil,
    record: MotionRecord?,
    motion: GroundMotion,
    flags: [RecordFlag] = []
  ) {
    self.identifier = identifier
    self.orientation = orientation
    self.record = record
    self.motion = motion
    self.flags = flags
  }
}

/// Makes ground motion of the traces of a channel.
public struct ObservedMotion: Sendable {
  /// The stations' responses and orientations; nil where the samples are ground motion already.
  public var inventory: StationInventory?
  /// What samples that are no counts are.
  public var recordedMotion: GroundMotion?
  /// The four corners in Hz of the band that is kept when a response is removed; nil for a choice by band.
  public var preFilter: [Double]?
  /// What is done before the comparison.
  public let options: ComparisonOptions
  /// The origin time.
  public let originTime: Date

  /// A way from traces to motion.
  public init(options: ComparisonOptions, originTime: Date) {
    self.options = options
    self.originTime = originTime
  }

  /// The motion of a channel.
  ///
  /// - Parameters:
  ///   - traces: the channel's traces, one where there is no gap; at least one.
  ///   - window: the times that are needed in s after the origin time; nil for all.
  /// - Returns: the channel; without a record, but with the reason as a flag, if it cannot be used.
  public func channel(_ traces: [WaveformTrace], window: ClosedRange<Double>?) -> ObservedChannel {
    let trace = covering(window, of: traces)
    let epoch = inventory?.channel(
      network: trace.identifier.network,
      station: trace.identifier.station,
      location: trace.identifier.location,
      channel: trace.identifier.channel,
      at: trace.startTime
    )
    var channel = ObservedChannel(
      identifier: trace.identifier,
      orientation: orientation(epoch),
      record: nil,
      motion: inventory == nil ? recordedMotion ?? options.motion : options.motion,
      flags: []
    )
    let samples = trace.samples.asDoubles
    channel.flags = flags(samples, trace: trace, pieces: traces.count, window: window)
    if inventory != nil, epoch == nil {
      channel.flags.append(.noResponse("the station file has no such channel at that time"))
    }
    guard !channel.flags.contains(where: \.isFatal) else { return channel }
    do {
      let (motion, preFilter, findings) = try groundMotion(samples, trace: trace, epoch: epoch)
      channel.preFilter = preFilter
      channel.flags += findings.map(RecordFlag.doubtfulResponse)
      channel.record = MotionRecord(
        startTime: trace.startTime.timeIntervalSince(originTime),
        samplingInterval: trace.samplingInterval,
        samples: motion
      )
    } catch let error as SignalError {
      channel.flags.append(.unusable("\(error)"))
    } catch {
      channel.flags.append(.noResponse("\(error)"))
    }
    return channel
  }

  /// The four corners of the band that is kept when a response is removed.
  ///
  /// By default 0.5 and 0.75 times the lower corner of the comparison's band and 2 and 4 times the upper one,
  /// below 0.8 and 0.95 times the Nyquist frequency but not within the band; without a band, from a tenth of the
  /// record's length on.
  public func preFilterCorners(nyquist: Double, duration: Double) -> [Double] {
    if let preFilter { return preFilter }
    let low = options.band?.lowerBound ?? min(10 / duration, 0.1 * nyquist)
    let high = options.band?.upperBound ?? 0.4 * nyquist
    let upper = min(2 * high, max(0.8 * nyquist, high))
    return [
      0.5 * low, 0.75 * low, upper, min(4 * high, max(0.95 * nyquist, 0.5 * (upper + nyquist))),
    ]
  }

  private func groundMotion(
    _ samples: [Double],
    trace: WaveformTrace,
    epoch: ChannelEpoch?
  ) throws -> (motion: [Double], preFilter: PreFilter?, findings: [ResponseFinding]) {
    let interval = trace.samplingInterval
    if let band = options.band, band.upperBound >= 0.5 / interval {
      throw SignalError.aboveNyquist(
        name: "the band's upper corner",
        frequencyHz: band.upperBound,
        nyquistHz: 0.5 / interval
      )
    }
    guard inventory != nil else {
      let motion = try Taper(fraction: 0.025).applied(
        to: Detrend.linear.applied(to: samples),
        samplingInterval: interval
      )
      return (motion, nil, [])
    }
    guard let response = epoch?.response else { throw ResponseError.noStages }
    let corners = preFilterCorners(
      nyquist: 0.5 / interval,
      duration: Double(samples.count) * interval
    )
    let removal = try ResponseRemoval(
      response: response,
      output: options.motion,
      preFilterHz: (corners[0], corners[1], corners[2], corners[3]),
      waterLevelDB: nil
    )
    let motion = try removal.applied(
      to: Detrend.linear.applied(to: samples),
      samplingInterval: interval
    )
    return (motion, removal.preFilter, removal.response.findings(in: corners[1]...corners[2]))
  }

  /// The trace that has most of the window.
  private func covering(
    _ window: ClosedRange<Double>?,
    of traces: [WaveformTrace]
  ) -> WaveformTrace {
    traces.max { overlap($0, window) < overlap($1, window) } ?? traces[0]
  }

  private func overlap(_ trace: WaveformTrace, _ window: ClosedRange<Double>?) -> Double {
    let start = trace.startTime.timeIntervalSince(originTime)
    let end = trace.endTime.timeIntervalSince(originTime)
    return min(end, window?.upperBound ?? .infinity) - max(start, window?.lowerBound ?? 0)
  }

  private func flags(
    _ samples: [Double],
    trace: WaveformTrace,
    pieces: Int,
    window: ClosedRange<Double>?
  ) -> [RecordFlag] {
    guard samples.count > 1, overlap(trace, window) > 0 else { return [.outsideWindow] }
    guard samples.allSatisfy(\.isFinite) else { return [.notFinite] }
    guard samples.contains(where: { $0 != samples[0] }) else { return [.dead] }
    var flags: [RecordFlag] = []
    if pieces > 1, let window {
      let isWhole = overlap(trace, window) >= window.upperBound - window.lowerBound
      if !isWhole { flags.append(.gap) }
    } else if pieces > 1 {
      flags.append(.gap)
    }
    if case .integers = trace.samples, (try? ClippingCheck().isClipped(samples)) == true {
      flags.append(.clipped)
    }
    return flags
  }

  private func orientation(_ epoch: ChannelEpoch?) -> ChannelOrientation? {
    guard let azimuth = epoch?.azimuth, let dip = epoch?.dip else { return nil }
    return ChannelOrientation(azimuth: azimuth, dip: dip)
  }
}
