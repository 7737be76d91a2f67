import Evaluation
import Foundation
import NumericalRuntime
import Seismology
import SignalProcessing
import Synchronization

/// The intensities of all records, and of the horizontal motion of each station.
struct IntensityReport {
  /// A component with its measures; nil where the record cannot be used.
  struct Component {
    var channel: IntensityChannel
    var measures: IntensityMeasures?
  }

  /// Values over all orientations of the horizontal motion.
  struct Horizontal {
    /// PGA in m/s², PGV in m/s, PGD in m.
    var acceleration, velocity, displacement: HorizontalPeak
    /// PSA.
    var spectrum: RotatedSpectrum
  }

  /// A station with its components.
  struct StationRow {
    var station: IntensityStation
    var components: [Component]
    /// Nil without two horizontal components at right angles.
    var horizontal: Horizontal?
    /// Why there is none.
    var remark = ""
  }

  /// Periods in s.
  let periods: [Double]
  /// The damping ratio.
  let damping: Double
  /// The stations.
  private(set) var rows: [StationRow] = []

  /// Measures all stations, on as many threads as there are.
  init(_ stations: [IntensityStation], periods: [Double], damping: Double) {
    self.periods = periods
    self.damping = damping
    let results = Mutex([Int: StationRow]())
    parallelFor(stations.count) { index in
      let row = Self.row(stations[index], periods: periods, damping: damping)
      results.withLock { $0[index] = row }
    }
    rows = results.withLock { found in stations.indices.compactMap { found[$0] } }
  }

  /// Whether any record could be used.
  var isUsable: Bool { rows.contains { $0.components.contains { $0.measures != nil } } }

  /// What is wrong with records, one line each.
  var warnings: [String] {
    rows.flatMap { row in
      row.components.flatMap { component in
        component.channel.remarks.map { "\(component.channel.identifier): \($0)" }
      } + (row.remark.isEmpty ? [] : ["\(row.station.name): \(row.remark)"])
    }
  }

  private static func row(
    _ station: IntensityStation,
    periods: [Double],
    damping: Double
  ) -> StationRow {
    var row = StationRow(station: station, components: [])
    for channel in station.channels {
      var component = Component(channel: channel)
      if let motion = channel.motion {
        do {
          component.measures = try IntensityMeasures(
            of: motion,
            periods: periods,
            damping: damping
          )
        } catch {
          component.channel.remarks.append(Failure.text(of: error))
        }
      }
      row.components.append(component)
    }
    do {
      row.horizontal = try HorizontalPair(of: station.channels)?
        .measures(periods: periods, damping: damping)
    } catch {
      row.remark = "no RotD: \(Failure.text(of: error))"
    }
    return row
  }
}

/// The two horizontal components of a sensor, cut to the time that both have.
struct HorizontalPair {
  private let first, second: IntensityMeasures.Motion

  /// The pair among the channels of a sensor; nil without two usable ones.
  ///
  /// - Throws: `SignalError` if the two are not at right angles, not sampled alike or have no time in common.
  init?(of channels: [IntensityChannel]) throws {
    let usable = channels.filter { $0.motion != nil && !Self.isVertical($0) }
    guard usable.count == 2, let one = usable[0].motion, let two = usable[1].motion else {
      return nil
    }
    if let a = usable[0].azimuth, let b = usable[1].azimuth {
      let angle = abs(remainder(a - b, 180))
      guard abs(angle - 90) <= 5 else {
        throw SignalError.outOfRange(
          name: "angle between \(usable[0].component) and \(usable[1].component) in degrees",
          value: angle,
          limits: "90 to within 5"
        )
      }
    }
    let step = one.samplingInterval
    guard abs(step - two.samplingInterval) < 1e-6 * step else {
      throw SignalError.mismatch(
        what: "sampling interval",
        first: step,
        second: two.samplingInterval
      )
    }
    let lag = Int((usable[1].startTime.timeIntervalSince(usable[0].startTime) / step).rounded())
    let start = max(0, lag)
    let end = min(one.acceleration.count, lag + two.acceleration.count)
    guard end - start > 1 else {
      throw SignalError.tooShort(
        operation: "The time common to both horizontal components",
        count: max(0, end - start),
        needed: 2
      )
    }
    first = one.cut(start..<end)
    second = two.cut((start - lag)..<(end - lag))
  }

  /// RotD of all measures.
  func measures(
    periods: [Double],
    damping: Double
  ) throws(SignalError) -> IntensityReport.Horizontal {
    IntensityReport.Horizontal(
      acceleration: try HorizontalPeak(of: first.acceleration, second.acceleration),
      velocity: try HorizontalPeak(of: first.velocity, second.velocity),
      displacement: try HorizontalPeak(of: first.displacement, second.displacement),
      spectrum: try RotatedSpectrum(
        of: first.acceleration,
        second.acceleration,
        samplingInterval: first.samplingInterval,
        periods: periods,
        damping: damping
      )
    )
  }

  /// By its dip where that is known, else by its code.
  private static func isVertical(_ channel: IntensityChannel) -> Bool {
    if let dip = channel.dip { return abs(dip) > 45 }
    return ["Z", "3", "V"].contains(channel.component)
  }
}

extension IntensityMeasures.Motion {
  /// A part of it.
  fileprivate func cut(_ range: Range<Int>) -> Self {
    Self(
      acceleration: Array(acceleration[range]),
      velocity: Array(velocity[range]),
      displacement: Array(displacement[range]),
      samplingInterval: samplingInterval
    )
  }
}
