import Foundation
import Seismology

/// A velocity model as a table for people: depth, velocities, density, quality factors, remarks.
struct ModelTable {
  let summary: ModelSummary

  /// The lines of the table.
  var lines: [String] {
    let header = ["depth", "vp", "vs", "density", "Qp", "Qs", "vp/vs"]
    let units = ["km", "km/s", "km/s", "g/cm\u{B3}", "", "", ""]
    var lines = [row(header), row(units)]
    for entry in summary.rows {
      lines.append(row(cells(entry.depth, entry.smallest)))
      if entry.smallest != entry.largest { lines.append(row(cells(nil, entry.largest))) }
    }
    let (low, high) = (summary.smallest, summary.largest)
    lines += [
      "",
      "vs \(kilometres(low.sVelocity))\u{2026}\(kilometres(high.sVelocity)) km/s, "
        + "vp \(kilometres(low.pVelocity))\u{2026}\(kilometres(high.pVelocity)) km/s",
    ]
    lines += spacingLines
    lines += summary.remarks.map { "remark: \($0)" }
    if summary.remarks.isEmpty { lines.append("no remarks") }
    return lines
  }

  /// What spacing some frequencies need.
  private var spacingLines: [String] {
    let slowest = summary.slowestVelocity
    let spacings = [0.1, 0.5, 1, 2].map { frequency in
      String(format: "%g m for %g Hz", (slowest / (8 * frequency)).rounded(), frequency)
    }
    return ["spacing at 8 points per wavelength: " + spacings.joined(separator: ", ")]
  }

  private func cells(_ depth: Double?, _ rock: Material) -> [String] {
    [
      depth.map { kilometres($0) } ?? "up to", kilometres(rock.pVelocity),
      kilometres(rock.sVelocity),
      kilometres(rock.density), quality(rock.pQuality), quality(rock.sQuality),
      rock.sVelocity > 0 ? String(format: "%.2f", rock.pVelocity / rock.sVelocity) : "water",
    ]
  }

  private func kilometres(_ value: Double) -> String { String(format: "%.3f", value / 1000) }

  private func quality(_ value: Double) -> String {
    value.isFinite ? String(format: "%.0f", value) : "\u{221E}"
  }

  private func row(_ cells: [String]) -> String {
    cells.map { String(repeating: " ", count: max(0, 9 - $0.count)) + $0 }.joined()
  }
}
