import Foundation

extension ForecastReport {
  /// One row a forecaster, over all events.
  ///
  /// Errors of time are means of absolute values; the bias of log₁₀ PGV is a mean, its deviation about that mean.
  public var summary: ScoreTable {
    var table = ScoreTable(
      title: "Forecasts over all events",
      labels: ["forecast"],
      columns: [.init("events", "events", decimals: 0)] + Self.fieldColumns + Self.peakColumns
        + Self.otherColumns
    )
    for entry in entries {
      table.append(
        [entry.name],
        [.number(Double(entry.scores.count))] + Self.values(entry.scores)
      )
    }
    return table
  }

  /// One row an event and forecaster.
  public var byEvent: ScoreTable {
    var table = ScoreTable(
      title: "Forecasts by event",
      labels: ["event", "forecast"],
      columns: [.init("magnitude", "M", decimals: 2)] + Self.fieldColumns + Self.peakColumns
        + Self.otherColumns
    )
    for entry in entries {
      for scores in entry.scores {
        table.append(
          [scores.eventID, entry.name],
          [.init(scores.magnitude)] + Self.values([scores])
        )
      }
    }
    return table
  }

  /// One row a bin of lead time and forecaster; forecasters of peaks alone and empty bins are left out.
  public var byLeadTime: ScoreTable {
    var table = ScoreTable(
      title: "Forecasts by lead time",
      labels: ["lead time s", "forecast"],
      columns: Self.fieldColumns
    )
    for bin in 0..<scoring.leadTimes.count {
      for entry in entries {
        let scores = leadScores(entry, bin)
        guard scores.rmse != nil else { continue }
        table.append([scoring.leadTimes.label(bin), entry.name], Self.values(of: scores))
      }
    }
    return table
  }

  /// One row a bin of epicentral distance and forecaster; empty bins are left out.
  public var byDistance: ScoreTable {
    var table = ScoreTable(
      title: "Forecasts by epicentral distance",
      labels: ["distance km", "forecast"],
      columns: Self.fieldColumns + Self.peakColumns
    )
    for bin in 0..<scoring.distances.count {
      for entry in entries {
        let fields = entry.scores.filter { !$0.byDistance.isEmpty }.map { $0.byDistance[bin] }
        let peaks = entry.scores.filter { !$0.peaksByDistance.isEmpty }
          .map { $0.peaksByDistance[bin] }
        guard peaks.contains(where: { $0.absolute.count > 0 }) else { continue }
        table.append(
          [scoring.distances.label(bin), entry.name],
          Self.values(of: FieldScores(meanOf: fields)) + Self.values(of: peaks)
        )
      }
    }
    return table
  }

  /// Where a forecaster does not beat another in ACC and RFNE both, by bins of lead time that start at `lead` s or later.
  ///
  /// No row means that it beats all others everywhere there. A name that is not in the report beats nobody: no row.
  public func unbeaten(by name: String, beyondLeadTime lead: Double) -> ScoreTable {
    var table = ScoreTable(
      title: "Not beaten by \(name) beyond \(String(format: "%g", lead)) s",
      labels: ["lead time s", "forecast"],
      columns: [
        .init("acc", "ACC", decimals: 4), .init("acc_of_\(name)", "of \(name)", decimals: 4),
        .init("rfne", "RFNE", decimals: 4), .init("rfne_of_\(name)", "of \(name)", decimals: 4),
      ]
    )
    guard let ours = entries.first(where: { $0.name == name }) else { return table }
    for bin in 0..<scoring.leadTimes.count where scoring.leadTimes.edges[bin] >= lead {
      let own = leadScores(ours, bin)
      guard let ownACC = own.acc, let ownRFNE = own.rfne else { continue }
      for entry in entries where entry.name != name {
        let other = leadScores(entry, bin)
        guard let acc = other.acc, let rfne = other.rfne, acc >= ownACC || rfne <= ownRFNE
        else { continue }
        table.append(
          [scoring.leadTimes.label(bin), entry.name],
          [.init(acc), .init(ownACC), .init(rfne), .init(ownRFNE)]
        )
      }
    }
    return table
  }
}
