import Seismology

/// Rows of a layered model in SI units, with the lines they came from.
struct LayerTable {
  /// How the rows are meant.
  enum Layout {
    /// `position` is a thickness; the last row is the half-space.
    case thicknesses
    /// `position` is the depth of a layer's top; layers are constant.
    case tops
    /// `position` is a depth between which the model is linear; a depth given twice is a discontinuity.
    case profile
  }

  struct Row {
    var line: Int
    /// Thickness or depth in metres.
    var position: Double
    var material: Material
  }

  var layout: Layout
  var rows: [Row]
  /// Whether the rows have quality factors.
  var hasQuality: Bool

  /// The model, with the rule's quality factors where the rows have none.
  func model(file: String, options: VelocityModelFile.Options) throws(VelocityModelError)
    -> LayeredModel
  {
    do throws(VelocityModelError) {
      try validate()
      var model = try build()
      if !hasQuality, let rule = options.qualityRule { model = try model.applying(rule) }
      if let depth = options.maximumDepth { model = try model.truncated(atDepth: depth) }
      return model
    } catch {
      if case .inFile(_, let line, let problem) = error {
        throw .inFile(file: file, line: line, problem: problem)
      }
      throw .inFile(file: file, line: nil, problem: error)
    }
  }

  /// Checks each row where its line is still known.
  private func validate() throws(VelocityModelError) {
    var previous = -Double.infinity
    for (index, row) in rows.enumerated() {
      do throws(VelocityModelError) {
        let place = "layer \(index + 1)"
        try row.material.validate(place: place)
        guard row.position.isFinite else {
          throw .notFinite(place: place, quantity: "depth", value: row.position)
        }
        switch layout {
        case .thicknesses:
          guard row.position > 0 || index == rows.count - 1 else {
            throw .notPositive(place: place, quantity: "thickness", value: row.position, unit: "m")
          }
        case .tops, .profile:
          let isBelow = layout == .tops ? row.position > previous : row.position >= previous
          guard isBelow else {
            throw .depthsNotAscending(place: place, depth: row.position, previous: previous)
          }
          previous = row.position
        }
      } catch {
        throw error.atLine(row.line)
      }
    }
  }

  private func build() throws(VelocityModelError) -> LayeredModel {
    switch layout {
    case .thicknesses:
      try LayeredModel(thicknesses: rows.map(\.position), materials: rows.map(\.material))
    case .tops:
      try LayeredModel(layers: rows.map { .init(top: $0.position, material: $0.material) })
    case .profile:
      try LayeredModel(profile: rows.map { ($0.position, $0.material) })
    }
  }
}
