import Evaluation
import Foundation
import NumericalRuntime
import Seismology
import SignalProcessing

/// The compared stations and their table.
struct ComparisonReport {
  /// The stations, nearest first, with the scores of their components (nil for those that cannot be compared).
  let stations: [(comparison: StationComparison, scores: [MotionScores?])]
  /// How far spectra are off, by station and component; empty unless asked for.
  let biases: [[MotionComponent: SpectralBias]]
  /// What was done.
  let options: ComparisonOptions
  /// What was compared; perhaps empty.
  let title: String
  private let weights: StationWeights
  private let showsMisfits: Bool

  /// Compares stations on as many threads as there are.
  ///
  /// A station that cannot be processed keeps its rows, with the reason as a flag.
  ///
  /// - Throws: ``CompareError/nothingComparable(_:)``, or the `SignalError` that keeps every station from it.
  init(
    _ stations: [ComparedStation],
    options: ComparisonOptions,
    weights: StationWeights,
    showsMisfits: Bool,
    title: String
  ) throws {
    let scored = parallelMap(stations) { StationScores($0, options: options) }
    if let error = scored.first?.error, scored.allSatisfy({ $0.error == error }) { throw error }
    self.stations = scored.map { ($0.comparison, $0.scores) }
    biases = scored.map(\.biases)
    self.options = options
    self.weights = weights
    self.showsMisfits = showsMisfits
    self.title = title
    guard self.stations.contains(where: { $0.comparison.fit != nil }) else {
      throw CompareError.nothingComparable(
        self.stations.flatMap { station in
          station.comparison.components.map { component in
            "\(station.comparison.name) \(component.component.rawValue): "
              + component.flags.map(\.description).joined(separator: ", ")
          }
        }
      )
    }
  }

  /// What was compared, in a line.
  var headline: String {
    var parts = [
      options.motion.rawValue.prefix(1).uppercased() + options.motion.rawValue.dropFirst()
    ]
    if let band = options.band {
      let corners =
        "\(Readable.number(band.lowerBound))\u{2013}\(Readable.number(band.upperBound)) Hz"
      parts.append(
        "\(corners) (order \(options.order), \(options.isZeroPhase ? "zero phase" : "causal"))"
      )
    }
    if let window = options.window {
      parts.append(
        "\(Readable.number(window.lowerBound))\u{2013}\(Readable.number(window.upperBound)) s after origin"
      )
    }
    if options.maximumShift > 0 {
      parts.append("shifts up to \(Readable.number(options.maximumShift)) s")
    }
    return parts.joined(separator: ", ")
  }

  /// The variance reduction in percent over all stations and components that are used.
  var totalVarianceReduction: Double? {
    let fits = stations.compactMap(\.comparison.fit)
    switch weights {
    case .uniform: return VarianceReduction.total(of: fits)
    case .station:
      let energies = fits.map { $0.components.reduce(0) { $0 + $1.observedEnergy } }
      return VarianceReduction.total(of: fits, weights: energies.map { $0 > 0 ? 1 / $0 : 0 })
    }
  }

  /// A row for each component, one for each station and one for all.
  var table: ScoreTable {
    var table = ScoreTable(
      title: (title.isEmpty ? "" : title + ": ") + headline,
      labels: ["station", "component"],
      columns: [
        .init("distance_km", "distance", unit: "km", decimals: 1),
        .init("azimuth_deg", "azimuth", unit: "\u{B0}", decimals: 0),
        .init("variance_reduction_percent", "VR", unit: "%", decimals: 1),
        .init("shift_s", "shift", unit: "s", decimals: 2),
        .init("correlation", "corr", decimals: 3),
        .init("relative_l2", "rel L2", decimals: 3),
        .init("peak_ratio", "peak ratio", decimals: 2),
        .init("envelope_goodness_of_fit", "EG", decimals: 2),
        .init("phase_goodness_of_fit", "PG", decimals: 2),
        .init("signal_to_noise", "SNR", decimals: 1),
      ] + extraColumns + [.init("flags", "flags")]
    )
    for ((station, scores), biases) in zip(stations, biases) {
      for (component, score) in zip(station.components, scores) {
        table.append(
          [station.name, component.component.rawValue],
          values(station, score, component: component, bias: biases[component.component])
        )
      }
      if station.components.count > 1, station.fit != nil {
        let joint = jointScores(of: station.components.filter(\.isUsed))
        table.append([station.name, "all"], values(station, joint))
      }
    }
    summarize(&table)
    return table
  }

  /// The columns that were asked for besides.
  private var extraColumns: [ScoreTable.Column] {
    let misfits: [ScoreTable.Column] = [
      .init("envelope_misfit", "EM", decimals: 3), .init("phase_misfit", "PM", decimals: 3),
    ]
    let spectra: [ScoreTable.Column] = [
      .init("psa_bias_ln", "PSA", unit: "ln", decimals: 2),
      .init("fas_bias_ln", "FAS", unit: "ln", decimals: 2),
    ]
    return (showsMisfits ? misfits : []) + (options.comparesSpectra ? spectra : [])
  }

  /// The values of ``extraColumns`` for components: those of one, or the means of several.
  private func extraValues(
    _ scores: [MotionScores?],
    _ biases: [SpectralBias?]
  ) -> [ScoreTable.Value] {
    let misfits: [ScoreTable.Value] = [
      .init(mean(scores.map { $0?.envelopeMisfit })), .init(mean(scores.map { $0?.phaseMisfit })),
    ]
    let spectra: [ScoreTable.Value] = [
      .init(mean(biases.map { $0?.response })), .init(mean(biases.map { $0?.fourier })),
    ]
    return (showsMisfits ? misfits : []) + (options.comparesSpectra ? spectra : [])
  }

  private func summarize(_ table: inout ScoreTable) {
    let used = stations.flatMap { station, scores in
      zip(station.components, scores).filter { $0.0.isUsed }
    }
    let joint = jointScores(of: used.map(\.0))
    let spectra = zip(stations, biases).flatMap { station, biases in
      station.comparison.components.filter(\.isUsed).map { biases[$0.component] }
    }
    table.summarize(
      ["total", "\(used.count) of \(stations.flatMap(\.scores).count)"],
      [
        .missing, .missing, .init(totalVarianceReduction), .missing, .init(joint?.correlation),
        .init(joint?.relativeError), .missing, .init(mean(used.map { $0.1?.envelopeGoodness })),
        .init(mean(used.map { $0.1?.phaseGoodness })), .missing,
      ] + extraValues(used.map(\.1), spectra) + [.text("")]
    )
  }

  /// The scores of components taken together, without time-frequency misfits.
  private func jointScores(of components: [StationComparison.Component]) -> MotionScores? {
    var options = self.options
    options.frequencyCount = 0
    return try? MotionScores(
      of: components.map(\.synthetic),
      against: components.map(\.observed),
      samplingInterval: 1,
      options: options
    )
  }

  private func values(
    _ station: StationComparison,
    _ scores: MotionScores?,
    component: StationComparison.Component? = nil,
    bias: SpectralBias? = nil
  ) -> [ScoreTable.Value] {
    var flags = component?.flags.map(\.description) ?? []
    if component?.isDropped == true { flags.append("left out") }
    return [
      .init(station.path.map { $0.distance / 1000 }), .init(station.path?.azimuth),
      .init(scores?.varianceReduction), .init(scores == nil ? nil : station.fit?.shift),
      .init(scores?.correlation), .init(scores?.relativeError), .init(scores?.peakRatio),
      .init(scores?.envelopeGoodness), .init(scores?.phaseGoodness),
      .init(component?.signalToNoise),
    ] + extraValues([scores], [bias]) + [.text(flags.joined(separator: "; "))]
  }
}

extension StationComparison {
  /// `NET.CODE`, or the code alone.
  var name: String { network.isEmpty ? code : "\(network).\(code)" }
}

/// A station with its scores.
private struct StationScores: Sendable {
  let comparison: StationComparison
  let scores: [MotionScores?]
  let biases: [MotionComponent: SpectralBias]
  /// What kept the station from being compared.
  let error: SignalError?

  init(_ station: ComparedStation, options: ComparisonOptions) {
    do throws(SignalError) {
      let comparison = try StationComparison(station, options: options)
      let scores = try comparison.components.map { component throws(SignalError) in
        try comparison.scores(of: component, options: options)
      }
      biases =
        options.comparesSpectra ? try SpectralBias.biases(of: station, options: options) : [:]
      self.comparison = comparison
      self.scores = scores
      error = nil
    } catch {
      comparison = StationComparison(station, unusable: "\(error)")
      scores = comparison.components.map { _ in nil }
      biases = [:]
      self.error = error
    }
  }
}

/// The mean of the values that exist; nil if there is none.
private func mean(_ values: [Double?]) -> Double? {
  let known = values.compactMap { $0 }
  return known.isEmpty ? nil : known.reduce(0, +) / Double(known.count)
}
