import Seismology

/// The list `layers` of a YAML model.
struct YAMLLayers {
  static let keys = [
    "depth_m", "depth_km", "thickness_m", "thickness_km", "bottom_m", "bottom_km", "vp_m_s",
    "vp_km_s", "vs_m_s", "vs_km_s", "density_kg_m3", "density_g_cm3", "qp", "qs",
  ]

  private let sections: [YAMLSection]
  private let rule: QualityFactorRule?

  init(_ sections: [YAMLSection], rule: QualityFactorRule?) {
    self.sections = sections
    self.rule = rule
  }

  func model() throws(VelocityModelError) -> LayeredModel {
    guard !sections.isEmpty else { throw .empty(what: "layers") }
    var layers: [LayeredModel.Layer] = []
    var end = 0.0
    for (index, section) in sections.enumerated() {
      let layer = try layer(section, after: end, isFirst: index == 0, previous: layers.last?.top)
      layers.append(layer.value)
      guard let bottom = layer.bottom else {
        end = .nan
        continue
      }
      end = bottom
    }
    // A gradient at the bottom of the list ends where it says, and stays constant below.
    if let last = layers.last, last.isGradient, end.isFinite {
      layers.append(LayeredModel.Layer(top: end, material: last.bottomMaterial))
    }
    return try LayeredModel(layers: layers)
  }

  private func layer(
    _ section: YAMLSection,
    after end: Double,
    isFirst: Bool,
    previous: Double?
  ) throws(VelocityModelError) -> (value: LayeredModel.Layer, bottom: Double?) {
    try section.requireKeys(Self.keys)
    let top = try top(section, after: end)
    if isFirst, top != 0 { throw section.located(.firstDepthNotZero(depth: top)) }
    if let previous, top <= previous {
      throw section.located(
        .depthsNotAscending(place: section.place, depth: top, previous: previous)
      )
    }
    let thickness = try quantity(section, "thickness", ["m": 1, "km": 1000])?.first
    let bottom = try quantity(section, "bottom", ["m": 1, "km": 1000])?.first
    let layer = LayeredModel.Layer(
      top: top,
      material: try material(section, at: 0),
      bottomMaterial: try material(section, at: 1)
    )
    return (layer, bottom ?? thickness.map { top + $0 })
  }

  /// The depth that is given, or the bottom of the layer above.
  private func top(_ section: YAMLSection, after end: Double) throws(VelocityModelError) -> Double {
    if let depth = try quantity(section, "depth", ["m": 1, "km": 1000])?.first { return depth }
    guard end.isFinite else { throw section.missing("depth_m") }
    return end
  }

  /// The material at the top (0) or at the bottom (1).
  private func material(_ section: YAMLSection, at end: Int) throws(VelocityModelError) -> Material
  {
    func value(_ name: String, _ units: [String: Double]) throws(VelocityModelError) -> Double? {
      guard let values = try quantity(section, name, units) else { return nil }
      return values[min(end, values.count - 1)]
    }
    let velocities = ["m_s": 1.0, "km_s": 1000]
    guard let vp = try value("vp", velocities) else { throw section.missing("vp_m_s") }
    guard let vs = try value("vs", velocities) else { throw section.missing("vs_m_s") }
    guard let density = try value("density", ["kg_m3": 1, "g_cm3": 1000]) else {
      throw section.missing("density_kg_m3")
    }
    var material = Material(density: density, pVelocity: vp, sVelocity: vs)
    let (qp, qs) = (try value("qp", [:]), try value("qs", [:]))
    switch (qp, qs) {
    case (let qp?, let qs?): (material.pQuality, material.sQuality) = (qp, qs)
    case (nil, nil): material = rule?.applied(to: material) ?? material
    case (nil, _): throw section.missing("qp")
    case (_, nil): throw section.missing("qs")
    }
    do throws(VelocityModelError) {
      try material.validate(place: end == 0 ? section.place : "\(section.place) (bottom)")
    } catch {
      throw section.located(error)
    }
    return material
  }

  /// A quantity in SI units: one number, or two for top and bottom; nil if no key gives it.
  private func quantity(_ section: YAMLSection, _ name: String, _ units: [String: Double])
    throws(VelocityModelError) -> [Double]?
  {
    let keys =
      units.isEmpty
      ? [(name, 1.0)] : units.sorted { $0.value < $1.value }.map { ("\(name)_\($0.key)", $0.value) }
    let given = keys.filter { section.has($0.0) }
    guard let (key, factor) = given.first else { return nil }
    guard given.count == 1 else {
      throw section.located(
        .malformed(
          reason: "\(section.place) gives \(given.map(\.0).joined(separator: " and "))",
          remedy: "give one of them"
        )
      )
    }
    let values = try section.numbers(key) ?? []
    guard (1...2).contains(values.count) else {
      throw section.located(
        .malformed(
          reason: "\(section.place), \(key) has \(values.count) values",
          remedy: "give one, or two for top and bottom"
        ),
        at: key
      )
    }
    return values.map { $0 * factor }
  }
}
