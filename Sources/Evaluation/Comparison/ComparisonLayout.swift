import Foundation
import Seismology
import SignalProcessing

/// The times at which a station's records are prepared and compared.
struct ComparisonLayout {
  /// All times: the window, room for shifts, the noise before the earthquake and padding for the filter.
  let grid: TimeGrid
  /// The times of the window, and their indices on the grid.
  let times: TimeGrid
  let inside: Range<Int>
  /// Samples beside the window that shifts need.
  let margin: Int
  private let noise: ClosedRange<Double>
  private let fade: Double
  private let backAzimuth: Double?

  /// The times for a station and a window in s after the origin time.
  init(_ station: ComparedStation, window: ClosedRange<Double>, options: ComparisonOptions) {
    let observed = station.observed.compactMap(\.record)
    let interval = options.interval(
      observed: observed.map(\.samplingInterval).reduce(0, max),
      synthetic: station.synthetic.values.map(\.samplingInterval).reduce(0, max)
    )
    // Inside the window: rounding up would look for samples that are not there.
    let first = (window.lowerBound / interval - 1e-6).rounded(.up) * interval
    let last = (window.upperBound / interval + 1e-6).rounded(.down) * interval
    times = TimeGrid(covering: first...max(first, last), interval: interval)
    margin = StationFit.margin(maximumShift: options.maximumShift, samplingInterval: interval)
    let length = window.upperBound - window.lowerBound
    fade = options.padding(windowLength: length)
    let recorded = observed.map(\.startTime).reduce(-.infinity, max)
    // No more of a long record than its noise is judged by.
    let start = max(min(recorded, window.lowerBound), window.lowerBound - max(5 * length, 600))
    let room = Double(margin + 1) * interval
    grid = TimeGrid(
      covering: (min(start, window.lowerBound - room) - fade)...(window.upperBound + room + fade),
      interval: interval
    )
    let begin = grid.index(of: times.start)
    inside = begin..<begin + times.count
    // The first part of a record is tapered.
    let shortest = observed.map { $0.endTime - $0.startTime }.reduce(.infinity, min)
    let quiet = max(start, recorded + 0.025 * shortest)
    noise = quiet...max(quiet, min(0, window.lowerBound))
    backAzimuth = options.isRotated ? station.path?.backAzimuth : nil
  }

  /// The synthetic components at the times of the grid.
  func synthetic(
    _ station: ComparedStation,
    _ preparation: RecordPreparation
  ) throws(SignalError) -> [MotionComponent: [Double]] {
    var result: [MotionComponent: [Double]] = [:]
    let preFilter = try station.preFilter()
    for (component, record) in station.synthetic {
      result[component] = try preparation.prepared(
        record,
        motion: station.syntheticMotion,
        grid: grid,
        fade: fade,
        preFilter: preFilter
      )
    }
    guard let backAzimuth, let north = result[.north], let east = result[.east] else {
      return result
    }
    let turned = try Rotation.radialTransverse(north: north, east: east, backAzimuth: backAzimuth)
    (result[.radial], result[.transverse]) = (turned.radial, turned.transverse)
    return result
  }

  /// The observed components at the times of the grid.
  func observed(
    _ station: ComparedStation,
    _ preparation: RecordPreparation
  ) throws(SignalError) -> [MotionComponent: OrientedComponent] {
    var channels: [(channel: ObservedChannel, samples: [Double]?)] = []
    for channel in station.observed {
      guard let record = channel.record else {
        channels.append((channel, nil))
        continue
      }
      let samples = try preparation.prepared(
        record,
        motion: channel.motion,
        grid: grid,
        fade: fade
      )
      channels.append((channel, samples))
    }
    var result = try ComponentOrientation.components(channels)
    guard let backAzimuth else { return result }
    let (north, east) = (result[.north], result[.east])
    let flags = (north?.flags ?? []) + (east?.flags ?? [])
    result[.radial] = OrientedComponent(samples: nil, flags: flags)
    result[.transverse] = OrientedComponent(samples: nil, flags: flags)
    if let north = north?.samples, let east = east?.samples {
      let turned = try Rotation.radialTransverse(
        north: north,
        east: east,
        backAzimuth: backAzimuth
      )
      result[.radial]?.samples = turned.radial
      result[.transverse]?.samples = turned.transverse
    } else if !flags.contains(where: \.isFatal) {
      let reason = RecordFlag.unusable("needs both horizontals")
      result[.radial]?.flags.append(reason)
      result[.transverse]?.flags.append(reason)
    }
    return result
  }

  /// The window of a series on the grid with its margins.
  func withMargin(_ samples: [Double]) -> [Double] {
    Array(samples[inside.lowerBound - margin..<inside.upperBound + margin])
  }

  /// The root mean square in the window over that before the earthquake; nil without five seconds, ten samples
  /// of noise.
  func signalToNoise(_ samples: [Double]) -> Double? {
    let quiet = grid.index(of: noise.lowerBound)..<grid.index(of: noise.upperBound)
    let isLong = Double(quiet.count) * grid.interval >= 5 && quiet.count >= 10
    guard isLong, let below = rootMeanSquare(samples[quiet]), below > 0 else { return nil }
    return rootMeanSquare(samples[inside]).map { $0 / below }
  }

  private func rootMeanSquare(_ samples: ArraySlice<Double>) -> Double? {
    samples.isEmpty
      ? nil : (samples.reduce(0) { $0 + $1 * $1 } / Double(samples.count)).squareRoot()
  }
}
