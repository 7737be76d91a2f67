import Foundation
import NumericalRuntime
import Plotting

/// The scores of a training run, epoch by epoch, as a picture.
enum LearningCurve {
  /// Draws `metrics.csv` of a run's folder as `learning-curve.png` beside it.
  ///
  /// - Returns: where the picture is; nil if there are fewer than two epochs.
  static func draw(_ folder: URL, title: String) throws -> URL? {
    let table = try FileContents.readText(folder.appendingPathComponent("metrics.csv"))
    let lines = table.split(separator: "\n").map { $0.split(separator: ",").map(String.init) }
    guard let names = lines.first, lines.count > 2 else { return nil }
    func curve(_ column: String, _ name: String, _ color: Color) -> CurveFigure.Curve? {
      guard let index = names.firstIndex(of: column) else { return nil }
      let points = lines.dropFirst().compactMap { row -> SIMD2<Double>? in
        guard row.count == names.count, let x = Double(row[0]), let y = Double(row[index]) else {
          return nil
        }
        return SIMD2(x, y)
      }
      return .init(name, points: points, color: color)
    }
    let panels: [(String, [CurveFigure.Curve?], ClosedRange<Double>?)] = [
      ("training loss", [curve("loss", "loss", .ink)], nil),
      ("RFNE", [curve("validation_rfne", "validation RFNE", .red)], nil),
      ("ACC", [curve("validation_acc", "validation ACC", .blue)], nil),
    ]
    let figure = CurveFigure(
      title: title,
      axisLabel: "Epoch",
      panels: panels.map { .init($0.0, curves: $0.1.compactMap(\.self), range: $0.2) }
    )
    let url = folder.appendingPathComponent("learning-curve.png")
    try figure.drawing().write(to: url)
    return url
  }
}
