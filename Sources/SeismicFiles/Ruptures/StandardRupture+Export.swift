public import Seismology

extension StandardRupture.Segment {
  /// The header of a fault in the local frame that is divided into equal sub-faults.
  ///
  /// - Parameters:
  ///   - plane: the fault.
  ///   - strikeCount: the number of sub-faults along strike.
  ///   - dipCount: the number of sub-faults down dip.
  ///   - topCenter: where the middle of its top edge lies on the globe.
  public init(_ plane: FaultPlane, strikeCount: Int, dipCount: Int, topCenter: GeographicPoint) {
    self.init(
      topCenter: topCenter,
      strikeCount: strikeCount,
      dipCount: dipCount,
      length: plane.length,
      width: plane.width,
      strike: plane.strike,
      dip: plane.dip,
      topDepth: plane.topCenter.z,
      hypocenterAlongStrike: plane.hypocenterAlongStrike,
      hypocenterDownDip: plane.hypocenterDownDip
    )
  }
}

extension StandardRupture {
  /// A fault of the local frame as SRF 2.0, to be written.
  ///
  /// Shear velocity comes from the model; the density is such that both give the sub-source its own rigidity.
  /// The slip rates are sampled so that their sum times the interval is the slip.
  ///
  /// - Parameters:
  ///   - fault: the sub-sources.
  ///   - model: the velocity model.
  ///   - interval: seconds between samples of analytic slip rates; sampled ones keep theirs.
  ///   - segments: the headers of its planes.
  ///   - place: the place on the globe of a local point, such as `MapProjection.geographicPoint(of:)`.
  /// - Throws: what `place` throws, or a `SourceError` if an interval is not positive or the model has no shear
  ///   velocity at a sub-source.
  public init(
    _ fault: FiniteFault,
    in model: any VelocityModel,
    interval: Double = 0.02,
    segments: [Segment] = [],
    locatedBy place: (LocalPoint) throws -> GeographicPoint
  ) throws {
    guard interval.isFinite, interval > 0 else {
      throw SourceError.notPositive(quantity: "sample interval", value: interval, unit: "s")
    }
    self.init(version: .two, segments: segments)
    var points: [Point] = []
    points.reserveCapacity(fault.count)
    for index in 0..<fault.count {
      let source = fault[index]
      let rock = model.material(at: source.location)
      guard rock.sVelocity > 0 else {
        throw SourceError.subSource(
          index: index,
          reason: .notPositive(quantity: "shear velocity", value: rock.sVelocity, unit: "m/s")
        )
      }
      let rigidity = source.rigidity ?? rock.shearModulus
      let sampled = try Self.samples(of: source, interval: interval)
      points.append(
        Point(
          epicenter: try place(source.location),
          depth: source.location.z,
          strike: source.strike,
          dip: source.dip,
          rake: source.rake,
          area: source.area,
          initiationTime: source.initiationTime,
          interval: sampled.interval,
          sVelocity: rock.sVelocity,
          density: rigidity / (rock.sVelocity * rock.sVelocity),
          slip: SIMD3(source.slip, 0, 0),
          slipRates: [sampled.rates[...], [], []]
        )
      )
    }
    appendBlock(points)
  }

  /// Slip rates in m/s whose sum times their interval is the slip.
  private static func samples(
    of source: FiniteFault.SubSource,
    interval: Double
  ) throws(SourceError) -> (rates: [Float], interval: Double) {
    guard source.slip != 0 else { return ([], interval) }
    switch source.slipRate {
    case .impulse: return ([Float(source.slip / interval)], interval)
    case .sampled(let rates, let own):
      let sum = rates.reduce(0) { $0 + Double($1) } * own
      guard sum != 0 else { return ([Float(source.slip / own)], own) }
      return (rates.map { Float(Double($0) * source.slip / sum) }, own)
    case .liu(let riseTime):
      let function = try LiuTimeFunction(riseTime: riseTime)
      // As many as a file of this format may hold for a point.
      let limits = 1...1e7
      let needed = (riseTime / interval).rounded(.up) + 1
      guard limits.contains(needed) else {
        throw SourceError.outOfRange(
          quantity: "number of slip-rate samples",
          value: needed,
          limits: limits,
          unit: "",
          remedy: "take a longer sample interval"
        )
      }
      let count = Int(needed)
      let rates = (0..<count).map { index in
        let middle = Double(index) * interval
        return Float(
          source.slip * function.average(from: middle - 0.5 * interval, to: middle + 0.5 * interval)
        )
      }
      return (rates, interval)
    }
  }
}
