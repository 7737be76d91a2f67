import Evaluation
import Foundation
import NumericalRuntime
import Seismology
import SignalProcessing

/// The intensities of all records, and of the horizontal motion of each station.
struct IntensityReport {
  /// A component with its measures; nil where the record cannot be used.
  struct Component {
    var channel: IntensityChannel
    var measures: IntensityMeasures?
  }

  /// Values over all orientations of the horizontal motion.
  struct Horizontal {
    /// Peaks and PSA.
    let measures: HorizontalMeasures
    /// The time of the first sample that both components have.
    let startTime: Date
    /// What is wrong with the components, or with the pair.
    private(set) var remarks: [String] = []
  }

  /// A station with its components.
  struct StationRow {
    var station: IntensityStation
    var components: [Component]
    /// Nil without two horizontal components at right angles.
    var horizontal: Horizontal?
    /// Why there is none although there are two components.
    var remark = ""

    /// What is to be said of the values over all orientations.
    var horizontalRemark: String { horizontal?.remarks.joined(separator: "; ") ?? remark }
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
    rows = parallelMap(stations) { Self.row($0, periods: periods, damping: damping) }
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
      row.horizontal = try Horizontal(
        of: station.channels + (station.partner.map { [$0] } ?? []),
        periods: periods,
        damping: damping
      )
    } catch {
      row.remark = "no RotD: \(Failure.text(of: error))"
    }
    return row
  }
}

extension IntensityReport.Horizontal {
  /// The measures of the two horizontal records among those of a sensor; nil without two usable ones.
  ///
  /// - Throws: `SignalError` if the two are not at right angles, not sampled alike or have no time in common.
  init?(of channels: [IntensityChannel], periods: [Double], damping: Double) throws {
    let usable = channels.filter(\.isUsableHorizontal)
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
    let delay = usable[1].startTime.timeIntervalSince(usable[0].startTime)
    let pair = try HorizontalPair(one, two, delay: delay)
    measures = try pair.measures(periods: periods, damping: damping)
    startTime = usable[0].startTime.addingTimeInterval(pair.start)
    for channel in usable where !channel.remarks.isEmpty {
      remarks.append("\(channel.component): \(channel.remarks.joined(separator: ", "))")
    }
    if pair.shift != 0 {
      remarks.append(
        String(
          format: "%@ interpolated by %.2g samples to the times of %@",
          usable[1].component,
          pair.shift,
          usable[0].component
        )
      )
    }
  }
}
