import Foundation
import Seismology
import Testing

@testable import SeismicFiles

struct BayAreaModelTests {
  static func read() throws -> VelocityModelFile {
    try VelocityModelFile.read(SharedModels.own.appendingPathComponent("bay-area.yaml"))
  }

  /// The model without its limit, and without its limit and its random numbers.
  static func parts(_ file: VelocityModelFile) throws -> (HeterogeneousModel, BasinModel) {
    let clipped = try #require(file.model as? ClippedModel)
    #expect(clipped.minimumSVelocity == 500)
    let random = try #require(clipped.base as? HeterogeneousModel)
    return (random, try #require(random.base as? BasinModel))
  }

  @Test("Five basins lie where the sources of the file put them, GIL7 around and below")
  func basins() throws {
    let file = try Self.read()
    let (_, basins) = try Self.parts(file)
    #expect(
      basins.basins.map(\.name)
        == ["San Leandro", "Cupertino", "Evergreen", "Livermore", "San Pablo"]
    )
    let region = try #require(file.region)
    let extent = try #require(region.extent)
    #expect(extent.x == 120_000 && extent.y == 80_000 && region.frame.xAzimuth == 143.638)
    let projection = try MapProjection(frame: region.frame)
    // Depths of the sources at the centres: 1, 2.5–3, 5, 2 and 2 km. All centres lie inside the box.
    let centers = [
      ("San Leandro", 37.64, -122.15, 1000.0), ("Cupertino", 37.31, -122.02, 2750),
      ("Evergreen", 37.35, -121.82, 5000), ("Livermore", 37.69, -121.80, 2000),
      ("San Pablo", 38.07, -122.38, 2000),
    ]
    let gil7 = try OwnModelsTests.read("gil7")
    for (name, latitude, longitude, depth) in centers {
      let place = GeographicPoint(latitude: latitude, longitude: longitude)
      let point = try projection.localPoint(of: place)
      #expect((0...extent.x).contains(point.x) && (0...extent.y).contains(point.y), "\(name)")
      #expect(abs(basins.basinDepth(x: point.x, y: point.y) - depth) < 1e-6, "\(name)")
      let below = LocalPoint(x: point.x, y: point.y, z: depth + 1)
      #expect(basins.material(at: below) == gil7.material(atDepth: below.z), "\(name)")
      let surface = basins.material(at: point)
      // USGS model v21.1 at the shore of Milpitas; Q = 50 and 100 times v_s in km/s.
      #expect(surface.sVelocity == 500 && surface.pVelocity == 1801, "\(name)")
      #expect(surface.sQuality == 25 && surface.pQuality == 50, "\(name)")
    }
    // Mount Diablo, Mount Hamilton and Mount Tamalpais are rock.
    for (latitude, longitude) in [(37.8816, -121.9142), (37.3414, -121.6429), (37.9235, -122.5966)]
    {
      let place = GeographicPoint(latitude: latitude, longitude: longitude)
      let point = try projection.localPoint(of: place)
      #expect(basins.material(at: point) == gil7.material(atDepth: 0))
    }
  }

  @Test("The basins have the sizes of their sources along and across their axes")
  func extents() throws {
    let (_, model) = try Self.parts(try Self.read())
    // Half the lengths and widths in m: 22 × 9, 35 × 10, 40 × 8, 22 × 8 and 24 × 9 km.
    let halves: [(Double, Double)] = [
      (11_000, 4500.0), (17_500, 5000), (20_000, 4000), (11_000, 4000), (12_000, 4500),
    ]
    for (basin, (long, short)) in zip(model.basins, halves) {
      let turn = (basin.azimuth - 143.638) * Double.pi / 180
      for (along, across) in [(long, 0.0), (-long, 0.0), (0.0, short), (0.0, -short)] {
        for (share, isInside) in [(0.99, true), (1.01, false)] {
          let (s, t) = (share * along, share * across)
          let depth = model.basinDepth(
            x: basin.center.x + s * cos(turn) - t * sin(turn),
            y: basin.center.y + s * sin(turn) + t * cos(turn)
          )
          #expect((depth > 0) == isInside, "\(basin.name)")
        }
      }
    }
  }

  @Test("The filling follows Brocher's regressions and is slower than GIL7 at every depth")
  func filling() throws {
    let (_, model) = try Self.parts(try Self.read())
    let gil7 = try OwnModelsTests.read("gil7")
    for basin in model.basins {
      for layer in basin.filling.layers {
        let vs = layer.material.sVelocity
        let vp = BrocherRelations.pVelocity(sVelocity: vs)
        // Rounded to 1 m/s; at the surface the v_p of the USGS model, 0.8 % below the regression.
        #expect(abs(layer.material.pVelocity - vp) < (layer.top == 0 ? 15 : 1))
        let density = BrocherRelations.density(pVelocity: vp)
        #expect(abs(layer.material.density - density) < 1)
        #expect(vs < gil7.material(atDepth: layer.top).sVelocity)
      }
    }
  }

  @Test("After perturbation and limit every point is rock that a run can carry")
  func physical() throws {
    let file = try Self.read().clipped(minimumSVelocity: 800)
    let model = try #require(file.model as? ClippedModel)
    #expect(model.minimumSVelocity == 800)
    let limit = (4.0 / 3).squareRoot()
    for k in 0...45 {
      for j in -5...45 {
        for i in -5...65 {
          let point = LocalPoint(x: Double(i) * 2000, y: Double(j) * 2000, z: Double(k) * 1000)
          let rock = model.material(at: point)
          #expect(rock.sVelocity >= 800 && rock.velocityRatio > limit && rock.pVelocity < 9100)
          #expect((1500...4000).contains(rock.density) && rock.sQuality >= 25)
        }
      }
    }
    let clipping = model.clipping(x: 0...120_000, y: 0...80_000, depth: 30_000, spacing: 2000)
    #expect(clipping.share > 0.001 && clipping.share < 0.02)
    #expect(clipping.smallestSVelocity > 400)
  }

  @Test("The heterogeneity has the spread and the correlation that the file says")
  func statistics() throws {
    let (random, _) = try Self.parts(try Self.read())
    let n = (x: 280, y: 200, z: 90)
    func value(_ i: Int, _ j: Int, _ k: Int) -> Double {
      random.perturbation(
        at: LocalPoint(
          x: -10_000 + Double(i) * 500,
          y: -10_000 + Double(j) * 500,
          z: Double(k) * 500
        )
      )
    }
    var (sum, squares, count) = (0.0, 0.0, 0.0)
    var products = (x: 0.0, z: 0.0)
    for k in stride(from: 0, to: n.z, by: 3) {
      for j in stride(from: 0, to: n.y, by: 3) {
        for i in stride(from: 0, to: n.x, by: 3) {
          let here = value(i, j, k)
          sum += here
          squares += here * here
          products.x += here * value(i + 10, j, k)
          products.z += here * value(i, j, k + 5)
          count += 1
        }
      }
    }
    let variance = squares / count
    // 28 × 20 × 18 correlation lengths; cutting at three deviations takes 0.7 %.
    #expect(abs(sum / count) < 0.005 && abs(variance.squareRoot() / 0.05 - 1) < 0.05)
    // One correlation length along x and along z. The sum of the spectrum over the wavenumbers of the box (NumPy) gives
    // 0.2298 and 0.2307; an infinitely fine box 2^(1−H)/Γ(H) K_H(1) = 0.162. Realisations scatter by 0.015.
    for product in [products.x, products.z] {
      #expect(abs(product / count / variance - 0.230) < 0.045)
    }
  }

  @Test("Realisations: other numbers, the same statistics, the same bytes from the same seed")
  func realisations() throws {
    let file = try Self.read()
    let (first, second) = (try file.realised(seed: 1), try file.realised(seed: 2))
    #expect(first.name == file.name && first.region == file.region)
    let again = try file.realised(seed: 1)
    var difference = 0.0
    for k in 0..<1000 {
      let point = LocalPoint(x: Double(k) * 117, y: Double(k) * 71, z: Double(k) * 23)
      let rock = first.model.material(at: point)
      #expect(rock == again.model.material(at: point))
      let change = rock.sVelocity / second.model.material(at: point).sVelocity - 1
      difference += change * change
    }
    // Two independent perturbations of 5 %: 7 % apart.
    #expect((0.05...0.09).contains((difference / 1000).squareRoot()))
    let layers = try VelocityModelFile.read(SharedModels.own.appendingPathComponent("gil7.yaml"))
    let error = try #require(throws: VelocityModelError.self) { try layers.realised(seed: 1) }
    #expect(error.description.contains("gil7.yaml: nothing in this model is random"))
  }

  @Test("It lies where it lies, whatever the axes of the run")
  func otherFrame() throws {
    let origin = GeographicPoint(latitude: 37.7, longitude: -122.1)
    let frame = LocalFrame(origin: origin)
    let file = try VelocityModelFile.read(
      SharedModels.own.appendingPathComponent("bay-area.yaml"),
      options: .init(frame: frame)
    )
    let (_, basins) = try Self.parts(file)
    let livermore = try MapProjection(frame: frame)
      .localPoint(of: GeographicPoint(latitude: 37.69, longitude: -121.80))
    #expect(abs(basins.basinDepth(x: livermore.x, y: livermore.y) - 2000) < 1e-6)
    // Its long axis points to 95°: 10 km along it are inside, 10 km across are not.
    let turn = 95 * Double.pi / 180
    func depth(_ distance: Double, _ turn: Double) -> Double {
      basins.basinDepth(
        x: livermore.x + distance * sin(turn),
        y: livermore.y + distance * cos(turn)
      )
    }
    #expect(depth(10_000, turn) > 0 && depth(5000, turn + .pi / 2) == 0)
  }

  @Test("Limits and frames of a file that are none are refused with line and key")
  func refusals() throws {
    let layers = """
      layers:
        - {depth_m: 0, vp_m_s: 3200, vs_m_s: 1500, density_kg_m3: 2280}

      """
    let file = try readModel(layers + "minimum_vs_m_s: 1700", named: "slow.yaml")
    #expect(try #require(file.layers).material(atDepth: 0).sVelocity == 1700)
    for (text, expected) in [
      ("minimum_vs_m_s: -3", "minimum vs -3"), ("frame: {extent_m: [1, 2]}", "no origin"),
      ("frame: {origin: {latitude: 95, longitude: 0}}", "95"),
      ("frame: {origin: {latitude: 5, longitude: 0}, extent_m: [1]}", "two positive numbers"),
      ("frame: {orogin: 3}", "did you mean \"origin\""),
    ] {
      let error = try #require(throws: VelocityModelError.self) {
        try readModel(layers + text, named: "wrong.yaml")
      }
      #expect(error.description.contains(expected), "\(error)")
      #expect(error.description.contains("line 3"), "\(error)")
    }
  }
}
