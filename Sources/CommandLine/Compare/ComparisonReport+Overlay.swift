import Evaluation
import Foundation
import Plotting
import Seismology

extension ComparisonReport {
  /// The picture of both sides.
  func overlay() -> OverlayFigure {
    let total = totalVarianceReduction.map {
      "variance reduction \(String(format: "%.1f", $0)) %"
    }
    return OverlayFigure(
      title: title.isEmpty ? "Synthetics and recordings" : title,
      subtitle: [headline, total].compactMap { $0 }.joined(separator: "; "),
      motion: options.motion,
      components: options.isRotated ? ["Radial", "Transverse", "Up"] : ["East", "North", "Up"],
      rows: stations.map { row($0.comparison, $0.scores) }
    )
  }

  private func row(_ station: StationComparison, _ scores: [MotionScores?]) -> OverlayFigure.Row {
    var details: [String] = []
    if let path = station.path {
      let kilometres = Int((path.distance / 1000).rounded())
      details.append("\(kilometres) km, \(Int(path.azimuth.rounded()))\u{B0}")
    }
    if options.maximumShift > 0, let fit = station.fit {
      details.append(minus(String(format: "shift %+.1f s", fit.shift)))
    }
    if let reduction = station.fit?.varianceReduction {
      details.append(minus(String(format: "VR %.0f %%", reduction)))
    }
    let order = options.isRotated ? ["R", "T", "Z"] : ["E", "N", "Z"]
    let panels = order.map { letter -> OverlayFigure.Panel in
      let index = station.components.firstIndex { $0.component.rawValue == letter }
      guard let index else { return OverlayFigure.Panel(remark: "not recorded") }
      return panel(station.components[index], scores[index], of: station)
    }
    return OverlayFigure.Row(name: station.code, details: details, panels: panels)
  }

  private func panel(
    _ component: StationComparison.Component,
    _ score: MotionScores?,
    of station: StationComparison
  ) -> OverlayFigure.Panel {
    func trace(_ samples: [Double]) -> Trace? {
      guard !samples.isEmpty else { return nil }
      return Trace(
        label: station.code,
        distance: (station.path?.distance ?? 0) / 1000,
        startTime: station.times.start,
        timeStep: station.times.interval,
        samples: samples.map(Float.init)
      )
    }
    let reduction = score?.varianceReduction.map { minus(String(format: "%.0f %%", $0)) }
    return OverlayFigure.Panel(
      observed: trace(component.observed),
      synthetic: trace(component.synthetic),
      score: reduction ?? "",
      remark: component.flags.first { !$0.isDoubtfulResponse }?.description ?? "",
      isPale: component.isDropped
    )
  }
}

/// A number's text with a true minus sign.
private func minus(_ text: String) -> String {
  text.replacingOccurrences(of: "-", with: "\u{2212}")
}
