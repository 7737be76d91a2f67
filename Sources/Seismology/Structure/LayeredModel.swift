/// A model of flat layers, each constant or with a linear gradient, over a half-space.
///
///     let model = try LayeredModel(layers: [
///       .init(top: 0, material: Material(density: 2600, pVelocity: 4000, sVelocity: 2000)),
///       .init(top: 1000, material: Material(density: 2700, pVelocity: 6000, sVelocity: 3464)),
///     ])
///
/// A point on an interface belongs to the layer below it. Points above the surface see the first layer; below
/// the last depth the model stays as it is there.
public struct LayeredModel: VelocityModel, Hashable {
  /// One layer, from its top down to the top of the next.
  public struct Layer: Hashable, Sendable {
    /// Depth of its top in metres.
    public var top: Double
    /// The material at its top.
    public var material: Material
    /// The material at its bottom; equal to `material` in a constant layer.
    public var bottomMaterial: Material

    /// A constant layer from its top (metres) and its material.
    public init(top: Double, material: Material) {
      self.init(top: top, material: material, bottomMaterial: material)
    }

    /// A gradient layer: density, v_p and v_s are linear in depth, and so is 1/Q.
    public init(top: Double, material: Material, bottomMaterial: Material) {
      self.top = top
      self.material = material
      self.bottomMaterial = bottomMaterial
    }

    /// Whether the layer has a gradient.
    public var isGradient: Bool { material != bottomMaterial }
  }

  /// The layers from the top down; the last one is the half-space.
  public let layers: [Layer]
  /// The tops in metres of the layers above which the material is another.
  public let discontinuityDepths: [Double]
  private let tops: [Double]

  /// A model from its layers; the last one must be constant, since nothing ends it.
  ///
  /// - Throws: ``VelocityModelError`` that names the layer, counted from 1.
  public init(layers: [Layer]) throws(VelocityModelError) {
    guard let last = layers.last, let first = layers.first else { throw .empty(what: "layers") }
    for (index, layer) in layers.enumerated() {
      let place = "layer \(index + 1)"
      guard layer.top.isFinite else {
        throw .notFinite(place: place, quantity: "depth", value: layer.top)
      }
      if index > 0, layer.top <= layers[index - 1].top {
        throw .depthsNotAscending(place: place, depth: layer.top, previous: layers[index - 1].top)
      }
      try layer.material.validate(place: place)
      if layer.isGradient { try layer.bottomMaterial.validate(place: "\(place) (bottom)") }
    }
    guard first.top == 0 else { throw .firstDepthNotZero(depth: first.top) }
    guard !last.isGradient else {
      throw .malformed(
        reason: "layer \(layers.count), the last, has a gradient without an end",
        remedy: "give the depth of its bottom, or a half-space below it"
      )
    }
    self.layers = layers
    tops = layers.map(\.top)
    discontinuityDepths = zip(layers, layers.dropFirst())
      .filter { $0.bottomMaterial != $1.material }
      .map { $1.top }
  }

  /// A model from constant layers of given thickness in metres; the last one is the half-space, whatever its
  /// thickness.
  public init(thicknesses: [Double], materials: [Material]) throws(VelocityModelError) {
    guard thicknesses.count == materials.count else {
      throw .countMismatch(
        quantity: "thicknesses",
        count: thicknesses.count,
        expected: materials.count
      )
    }
    var layers: [Layer] = []
    var top = 0.0
    for (thickness, material) in zip(thicknesses, materials) {
      layers.append(Layer(top: top, material: material))
      guard thickness > 0 || layers.count == materials.count else {
        throw .notPositive(
          place: "layer \(layers.count)",
          quantity: "thickness",
          value: thickness,
          unit: "m"
        )
      }
      top += thickness
    }
    try self.init(layers: layers)
  }

  /// A model that is linear between depths, as global reference models are given.
  ///
  /// A depth given twice is a discontinuity: the first material ends there, the second begins. Below the last
  /// depth the model stays constant.
  public init(profile: [(depth: Double, material: Material)]) throws(VelocityModelError) {
    guard let last = profile.last else { throw .empty(what: "depths") }
    var layers: [Layer] = []
    for (index, (upper, lower)) in zip(profile, profile.dropFirst()).enumerated() {
      guard lower.depth >= upper.depth else {
        throw .depthsNotAscending(
          place: "row \(index + 2)",
          depth: lower.depth,
          previous: upper.depth
        )
      }
      guard lower.depth > upper.depth else { continue }
      layers.append(
        Layer(top: upper.depth, material: upper.material, bottomMaterial: lower.material)
      )
    }
    layers.append(Layer(top: last.depth, material: last.material))
    try self.init(layers: Self.merged(layers))
  }

  /// True: the material depends on depth alone.
  public var isLaterallyHomogeneous: Bool { true }

  /// The material at the depth of a point.
  public func material(at point: LocalPoint) -> Material { material(atDepth: point.z) }

  /// The material at a depth in metres; on an interface, that below it.
  ///
  /// - Complexity: O(log n) in the number of layers.
  public func material(atDepth depth: Double) -> Material {
    let index = layerIndex(atDepth: depth)
    let layer = layers[index]
    guard layer.isGradient, depth > layer.top else { return layer.material }
    // The last layer is constant, so a gradient layer has one below it.
    let thickness = tops[index + 1] - layer.top
    return layer.material.interpolated(
      to: layer.bottomMaterial,
      fraction: (depth - layer.top) / thickness
    )
  }

  /// The index of the layer that holds a depth in metres.
  public func layerIndex(atDepth depth: Double) -> Int {
    var low = 0
    var high = tops.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if tops[middle] <= depth { low = middle } else { high = middle }
    }
    return low
  }

  /// The same model down to a depth in metres, and constant below it.
  public func truncated(atDepth depth: Double) throws(VelocityModelError) -> LayeredModel {
    let index = layerIndex(atDepth: depth)
    guard depth > 0, index < layers.count - 1 else { return self }
    var kept = Array(layers[...index])
    let layer = kept[index]
    guard layer.isGradient, depth > layer.top else {
      kept[index] = Layer(top: layer.top, material: layer.material)
      return try LayeredModel(layers: kept)
    }
    let end = material(atDepth: depth)
    kept[index].bottomMaterial = end
    return try LayeredModel(layers: kept + [Layer(top: depth, material: end)])
  }

  /// The same model with the quality factors that a rule gives.
  public func applying(_ rule: QualityFactorRule) throws(VelocityModelError) -> LayeredModel {
    try LayeredModel(
      layers: layers.map {
        Layer(
          top: $0.top,
          material: rule.applied(to: $0.material),
          bottomMaterial: rule.applied(to: $0.bottomMaterial)
        )
      }
    )
  }

  /// Joins constant neighbours of the same material.
  private static func merged(_ layers: [Layer]) -> [Layer] {
    layers.reduce(into: []) { result, layer in
      if let last = result.last, !last.isGradient, !layer.isGradient,
        last.material == layer.material
      {
        return
      }
      result.append(layer)
    }
  }
}
