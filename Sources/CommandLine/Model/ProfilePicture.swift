import Plotting
import SeismicFiles
import Seismology

/// The profile of a velocity model; of one that varies laterally, the smallest values at each depth.
struct ProfilePicture {
  let file: VelocityModelFile
  let summary: ModelSummary
  /// The greatest depth in m.
  let depth: Double

  /// The picture.
  var figure: VelocityProfile {
    let rows = summary.rows.filter { $0.depth <= depth }
    func curve(_ name: String, _ property: KeyPath<Material, Double>, _ unit: Double)
      -> VelocityProfile.Curve
    {
      .init(name: name, values: rows.map { $0.smallest[keyPath: property] / unit })
    }
    let hasQuality = rows.contains {
      $0.smallest.sQuality.isFinite || $0.smallest.pQuality.isFinite
    }
    return VelocityProfile(
      title: summary.isLaterallyHomogeneous
        ? file.name : "\(file.name), smallest values at each depth",
      depths: rows.map { $0.depth / 1000 },
      curves: [
        curve("P velocity", \.pVelocity, 1000), curve("S velocity", \.sVelocity, 1000),
        curve("Density", \.density, 1000),
      ],
      qualities: hasQuality ? [curve("Qp", \.pQuality, 1), curve("Qs", \.sQuality, 1)] : []
    )
  }
}
