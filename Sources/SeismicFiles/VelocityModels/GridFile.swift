import Foundation
import Seismology

/// A gridded model in NetCDF.
///
/// Dimensions, in any order: `longitude`/`lon` and `latitude`/`lat` in degrees, or `x` and `y` in m or km; and
/// `depth`/`z` in m or km, down unless its attribute `positive` is "up". Variables `vp`, `vs`, `rho` (or
/// `density`) and perhaps `qp`, `qs`, each with `units`. `_FillValue`, `missing_value` and CF packing are
/// respected. Depth counts from the free surface of the simulation.
///
/// - Reference: Trabant et al. (2012), the IRIS Earth Model Collaboration (EMC) products.
struct GridFile {
  private let url: URL
  private let options: VelocityModelFile.Options
  private var name: String { url.lastPathComponent }

  init(_ url: URL, options: VelocityModelFile.Options) {
    self.url = url
    self.options = options
  }

  func model() throws(VelocityModelError) -> GriddedModel {
    do throws(VelocityModelError) {
      let file: NetCDFFile
      do throws(NetCDFError) {
        file = try NetCDFFile(reading: url)
      } catch {
        throw Self.unreadable(error)
      }
      defer { file.close() }
      return try model(file)
    } catch {
      if case .unreadable(_, let reason) = error,
        FileManager.default.isReadableFile(atPath: url.path)
      {
        let problem = VelocityModelError.malformed(
          reason: "cannot be read: \(reason)",
          remedy: "check that it was copied whole"
        )
        throw .inFile(file: name, line: nil, problem: problem)
      }
      if case .unreadable(_, let reason) = error { throw .unreadable(file: name, reason: reason) }
      throw .inFile(file: name, line: nil, problem: error)
    }
  }

  private func model(_ file: NetCDFFile) throws(VelocityModelError) -> GriddedModel {
    guard let vs = try variable(file, ["vs", "Vs", "VS", "vsv", "s_velocity", "velocity_s"]) else {
      throw .malformed(
        reason: "no variable vs (the variables are: \(try names(file)))",
        remedy: "name it vs"
      )
    }
    let axes = try GridFileAxes(file, of: vs)
    let sVelocity = try values(vs, axes, "vs", unit: VelocityModelUnits.velocity)
    let vp = try variable(file, ["vp", "Vp", "VP", "vpv", "p_velocity", "velocity_p"])
    let pVelocity =
      if let vp {
        try values(vp, axes, "vp", unit: VelocityModelUnits.velocity)
      } else {
        try estimated("vp", from: sVelocity, BrocherRelations.pVelocity(sVelocity:))
      }
    let rho = try variable(file, ["rho", "Rho", "RHO", "density", "Density", "dens"])
    let density =
      if let rho {
        try values(rho, axes, "density", unit: VelocityModelUnits.density)
      } else {
        try estimated("density", from: pVelocity, BrocherRelations.density(pVelocity:))
      }
    let properties = GriddedProperties(
      density: density,
      pVelocity: pVelocity,
      sVelocity: sVelocity,
      quality: try quality(file, axes)
    )
    if axes.isGeographic {
      return try GriddedModel(
        longitude: axes.x,
        latitude: axes.y,
        depth: axes.z,
        projection: options.requiredProjection(place: "longitude and latitude"),
        properties: properties,
        qualityRule: options.qualityRule,
        undefinedNodes: options.undefinedNodes
      )
    }
    return try GriddedModel(
      x: axes.x,
      y: axes.y,
      z: axes.z,
      properties: properties,
      qualityRule: options.qualityRule,
      undefinedNodes: options.undefinedNodes
    )
  }

  private func quality(_ file: NetCDFFile, _ axes: GridFileAxes) throws(VelocityModelError)
    -> (p: [Float], s: [Float])?
  {
    let qp = try variable(file, ["qp", "Qp", "QP", "q_p"])
    let qs = try variable(file, ["qs", "Qs", "QS", "q_s", "qmu", "Qmu"])
    guard let qp, let qs else { return nil }
    return (try values(qp, axes, "Qp", unit: nil), try values(qs, axes, "Qs", unit: nil))
  }

  private func estimated(_ quantity: String, from values: [Float], _ relation: (Double) -> Double)
    throws(VelocityModelError) -> [Float]
  {
    guard options.fillsMissingByBrocher else {
      throw .malformed(
        reason: "no variable \(quantity)",
        remedy:
          "add it, or let Brocher's (2005) regression stand in (--fill-missing true, or missing: brocher-2005 in a "
          + "model file)"
      )
    }
    // Undefined and fluid nodes stay what they are.
    return values.map { $0 > 0 ? Float(relation(Double($0))) : .nan }
  }

  private func variable(_ file: NetCDFFile, _ names: [String]) throws(VelocityModelError)
    -> NetCDFVariable?
  {
    do throws(NetCDFError) {
      for name in names {
        if let variable = try file.variable(ifPresent: name) { return variable }
      }
      return nil
    } catch {
      throw Self.unreadable(error)
    }
  }

  private func names(_ file: NetCDFFile) throws(VelocityModelError) -> String {
    do throws(NetCDFError) {
      let names = try file.variableNames
      return names.isEmpty ? "none" : names.joined(separator: ", ")
    } catch {
      throw Self.unreadable(error)
    }
  }

  /// The values in SI units, row-major `(z, y, x)`, all axes ascending; missing ones as NaN.
  private func values(
    _ variable: NetCDFVariable,
    _ axes: GridFileAxes,
    _ quantity: String,
    unit: ((String) -> Double?)?
  ) throws(VelocityModelError) -> [Float] {
    let (raw, units): ([Double], String?)
    do throws(NetCDFError) {
      (raw, units) = (try variable.readUnpackedDoubles(), try variable.units)
    } catch {
      throw Self.unreadable(error)
    }
    var factor = 1.0
    if let unit {
      guard let units, let known = unit(units) else {
        throw .malformed(
          reason:
            "variable \(variable.name) has \(units.map { "the unit \"\($0)\"" } ?? "no unit")",
          remedy:
            "set its attribute units to \(quantity == "density" ? "kg/m3 or g/cm3" : "m/s or km/s")"
        )
      }
      factor = known
    }
    return try axes.arranged(raw, of: variable).map { Float($0 * factor) }
  }

  static func unreadable(_ error: NetCDFError) -> VelocityModelError {
    .unreadable(file: "", reason: reason(error))
  }

  private static func reason(_ error: NetCDFError) -> String {
    switch error {
    case .notFound: "no such file; check the path"
    case .notNetCDF: "it is not a NetCDF file, or it is cut off"
    case .failed(_, let operation, _, let text): "\(operation) failed: \(text)"
    default:
      error.description.hasSuffix(".") ? String(error.description.dropLast()) : error.description
    }
  }
}
