import Foundation
import Seismology
import TestSupport
import Testing

@testable import SeismicFiles

struct GridFileTests {
  /// Writes a grid of EMC's kind: km, km/s, g/cm³; latitude from north to south, z up if asked.
  static func write(
    to url: URL,
    upward: Bool = false,
    hole: Bool = false,
    units: String = "km.s-1",
    without missing: String = ""
  ) throws {
    let file = try NetCDFFile(creating: url)
    let depth = try file.defineDimension("depth", length: 3)
    let latitude = try file.defineDimension("latitude", length: 2)
    let longitude = try file.defineDimension("longitude", length: 4)
    let z = try file.defineVariable(
      "depth",
      .double,
      [depth],
      attributes: ["units": "km", "positive": .text(upward ? "up" : "down")]
    )
    let lat = try file.defineVariable(
      "latitude",
      .double,
      [latitude],
      attributes: ["units": "degrees_north"]
    )
    let lon = try file.defineVariable(
      "longitude",
      .double,
      [longitude],
      attributes: ["units": "degrees_east"]
    )
    let vs = try file.defineVariable(
      "vs",
      .float,
      [depth, latitude, longitude],
      fillValue: 99_999,
      attributes: ["units": .text(units)]
    )
    // Longitude slowest: the reader must follow the names of the dimensions.
    let vp = try file.defineVariable(
      missing == "vp" ? "other" : "vp",
      .float,
      [longitude, latitude, depth],
      attributes: ["units": "m/s"]
    )
    let rho = try file.defineVariable(
      "rho",
      .float,
      [depth, latitude, longitude],
      attributes: ["units": "g/cm3"]
    )
    try z.write([0.0, 10, 30].map { upward ? -$0 : $0 })
    try lat.write([38.0, 37])
    try lon.write([-123.0, -122.5, -122, -121.5])
    var s: [Float] = []
    var r: [Float] = []
    for k in 0..<3 {
      for j in 0..<2 {
        for i in 0..<4 {
          s.append(2 + 0.5 * Float(k) + 0.25 * Float(j) + 0.125 * Float(i))
          r.append(2.5)
        }
      }
    }
    if hole { s[5] = 99_999 }
    try vs.write(s)
    try rho.write(r)
    var p: [Float] = []
    for i in 0..<4 {
      for j in 0..<2 {
        for k in 0..<3 {
          p.append(4000 + 1000 * Float(k) + 500 * Float(j) + 250 * Float(i))
        }
      }
    }
    try vp.write(p)
    try file.finish()
  }

  static let options = VelocityModelFile.Options(
    frame: LocalFrame(origin: GeographicPoint(latitude: 37.5, longitude: -122.25))
  )

  static func inFolder(_ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("foreshake-grid-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder.appendingPathComponent("model.nc"))
  }

  @Test("An EMC-style grid keeps its values whatever the order of its axes and its units")
  func geographic() throws {
    for upward in [false, true] {
      try Self.inFolder { url in
        try Self.write(to: url, upward: upward)
        let file = try VelocityModelFile.read(url, options: Self.options)
        #expect(file.format == .netCDF)
        let projection = try Self.options.requiredProjection(place: "")
        // A node inside the grid: 37 N (j = 1 from the north), 122 W (i = 2), 10 km (k = 1).
        let place = try projection.localPoint(
          of: GeographicPoint(latitude: 37, longitude: -122),
          depth: 10_000
        )
        let node = file.model.material(at: place)
        // Positions are good to 0.3 m where 1 m/s is 200 m or more.
        #expect(abs(node.sVelocity - 3000) < 0.02 && abs(node.pVelocity - 6000) < 0.04)
        #expect(abs(node.density - 2500) < 1e-3)
        let corner = try projection.localPoint(
          of: GeographicPoint(latitude: 38, longitude: -123),
          depth: 20_000
        )
        #expect(abs(file.model.material(at: corner).sVelocity - 2750) < 0.02)
      }
    }
  }

  @Test("Missing values are refused with the node, or filled where that is asked for")
  func holes() throws {
    try Self.inFolder { url in
      try Self.write(to: url, hole: true)
      let error = try #require(throws: VelocityModelError.self) {
        try VelocityModelFile.read(url, options: Self.options)
      }
      // Row 1 from the north is row 0 from the south.
      #expect(error.description.hasPrefix("model.nc, node (1, 0, 0): no value here"))
      let yaml = url.deletingLastPathComponent().appendingPathComponent("m.yaml")
      try Data("grid: {file: model.nc, undefined: nearest}\nvs_to_q: olsen-2003".utf8).write(
        to: yaml
      )
      let file = try VelocityModelFile.read(yaml, options: Self.options)
      #expect(file.model is GriddedModel)
      #expect(file.model.material(at: LocalPoint(x: 0, y: 0, z: 0)).sQuality.isFinite)
    }
  }

  @Test("Unknown units, missing variables and missing origins are refused by name")
  func refusals() throws {
    try Self.inFolder { url in
      try Self.write(to: url, units: "furlong")
      func message(_ options: VelocityModelFile.Options) throws -> String {
        try #require(throws: VelocityModelError.self) {
          try VelocityModelFile.read(url, options: options)
        }.description
      }
      #expect(try message(Self.options).contains("variable vs has the unit \"furlong\""))
      try Self.write(to: url, without: "vp")
      #expect(try message(Self.options).contains("no variable vp"))
      #expect(try message(.init()).contains("no variable vp"))
      var filled = Self.options
      filled.fillsMissingByBrocher = true
      let model = try VelocityModelFile.read(url, options: filled).model
      let material = model.material(at: LocalPoint(x: 0, y: 0, z: 0))
      // The regression is nearly linear over the 0.1 km/s between nodes.
      #expect(
        abs(material.pVelocity - BrocherRelations.pVelocity(sVelocity: material.sVelocity)) < 10
      )
      try Self.write(to: url)
      #expect(try message(.init()).contains("The local frame has no geographic origin"))
      try Data([0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0]).write(to: url)
      let text = try message(Self.options)
      #expect(text.hasPrefix("model.nc: cannot be read: "), "\(text)")
    }
  }

  @Test("A grid in local metres needs no projection")
  func local() throws {
    try Self.inFolder { url in
      let file = try NetCDFFile(creating: url)
      let dimensions = try ["z", "y", "x"].map { try file.defineDimension($0, length: 2) }
      for dimension in dimensions {
        let axis = try file.defineVariable(
          dimension.name,
          .double,
          [dimension],
          attributes: ["units": "m"]
        )
        try axis.write([0.0, 100])
      }
      for (name, unit, value) in [
        ("vp", "m s-1", 4000), ("vs", "m s-1", 2000), ("density", "kg m-3", 2600.0),
      ] {
        let variable = try file.defineVariable(
          name,
          .double,
          dimensions,
          attributes: ["units": .text(unit)]
        )
        try variable.write((0..<8).map { value + Double($0) })
      }
      try file.finish()
      let model = try VelocityModelFile.read(url).model
      // x is fastest: half-way along x is half a unit, along y one, along z two.
      #expect(model.material(at: LocalPoint(x: 50, y: 0, z: 0)).sVelocity == 2000.5)
      #expect(model.material(at: LocalPoint(x: 0, y: 50, z: 50)).pVelocity == 4003)
    }
  }

  @Test(
    "Coordinates that do not have the shape of their dimension are refused with both shapes",
    arguments: [["y", "y"], ["x"], []]
  )
  func wrongCoordinates(shape: [String]) throws {
    try Self.inFolder { url in
      let file = try NetCDFFile(creating: url)
      var dimensions: [String: NetCDFDimension] = [:]
      for (name, length) in [("z", 2), ("y", 2), ("x", 3)] {
        dimensions[name] = try file.defineDimension(name, length: length)
      }
      let grid = ["z", "y", "x"].compactMap { dimensions[$0] }
      for dimension in grid {
        let axes = dimension.name == "y" ? shape.compactMap { dimensions[$0] } : [dimension]
        let axis = try file.defineVariable(
          dimension.name,
          .double,
          axes,
          attributes: ["units": "m"]
        )
        try axis.write((0..<axis.count).map { 100 * Double($0) })
      }
      for (name, unit, value) in [
        ("vp", "m s-1", 4000), ("vs", "m s-1", 2000), ("density", "kg m-3", 2600.0),
      ] {
        try file.defineVariable(name, .double, grid, attributes: ["units": .text(unit)])
          .write([Double](repeating: value, count: 12))
      }
      try file.finish()
      let error = try #require(throws: VelocityModelError.self) {
        try VelocityModelFile.read(url)
      }
      let found = ["y": "[2, 2]", "x": "[3]"][shape.first ?? ""] ?? "[]"
      #expect(
        error.description.contains(
          "coordinates y have the shape \(found), but the dimension of that name has the shape [2]"
        ),
        "\(error)"
      )
    }
  }
}
