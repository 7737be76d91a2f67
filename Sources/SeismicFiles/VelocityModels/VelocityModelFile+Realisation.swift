import Foundation
public import Seismology

extension VelocityModelFile {
  /// The same model with other random numbers: realisation after realisation for a catalog.
  ///
  ///     let third = try file.realised(seed: 3)
  ///
  /// Everything but the random heterogeneity stays. The same seed gives the same bytes.
  ///
  /// - Parameter seed: the seed; different seeds give independent media.
  /// - Returns: the file with another model.
  /// - Throws: ``/Seismology/VelocityModelError/malformed(reason:remedy:)`` if nothing in the model is random.
  public func realised(seed: UInt64) throws(VelocityModelError) -> VelocityModelFile {
    guard let other = try model.realised(seed: seed) else {
      throw .inFile(
        file: url.lastPathComponent,
        line: nil,
        problem: .malformed(
          reason: "nothing in this model is random",
          remedy: "give it heterogeneity, or ask for no realisations"
        )
      )
    }
    return replacing(model: other)
  }

  /// The same model with S velocities clipped at a limit in m/s; see ``/Seismology/ClippedModel``.
  ///
  /// Layers stay layers. A model that is clipped already is clipped at the larger limit.
  public func clipped(minimumSVelocity limit: Double) throws(VelocityModelError)
    -> VelocityModelFile
  {
    if let layers { return replacing(model: try layers.clipped(minimumSVelocity: limit)) }
    var (base, limit) = (model, limit)
    if let clipped = model as? ClippedModel {
      (base, limit) = (clipped.base, max(limit, clipped.minimumSVelocity))
    }
    return replacing(model: try ClippedModel(base: base, minimumSVelocity: limit))
  }

  private func replacing(model: any VelocityModel) -> VelocityModelFile {
    VelocityModelFile(
      url,
      format,
      name: name,
      reference: reference,
      model: model,
      region: region
    )
  }
}
