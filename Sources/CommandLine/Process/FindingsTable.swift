import Foundation
import Seismology
import SignalProcessing

/// What a pipeline found, as a table.
struct FindingsTable {
  let findings: [ProcessingFinding]
  let steps: [ProcessingStep]

  /// The lines, with a head; none where nothing was found.
  var lines: [String] {
    guard !findings.isEmpty else { return [] }
    let rows = findings.map { finding in
      [
        "\(finding.identifier)", finding.isDropped ? "dropped" : "flagged",
        finding.step.map { "\($0) \(steps[$0 - 1].name)" } ?? "input", "\(finding.problem)",
      ]
    }
    let head = ["trace", "", "step", "what"]
    let widths = head.indices.dropLast().map { column in
      ([head] + rows).map { $0[column].count }.max() ?? 0
    }
    return ([head] + rows).map { row in
      zip(row, widths).map { $0.padding(toLength: $1, withPad: " ", startingAt: 0) }
        .joined(separator: "  ") + "  " + row[head.count - 1]
    }
  }
}
