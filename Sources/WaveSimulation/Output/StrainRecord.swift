public import Seismology

/// Strain at a point due to the run's forces: a strain Green's tensor if there is one impulse of force.
///
/// By reciprocity a force of impulse F (N·s) with time function s along direction n at a station tells how the station
/// moves along n when a moment tensor M with moment rate s acts at the point: v_n(t) = Σ_kl M_kl ε_kl(t) / F.
/// Three runs a station (north, east, down) so give every source of a catalog.
public struct StrainRecord: Sendable {
  /// Where.
  public var receiver: Receiver
  /// Seconds from the origin time to the first sample, and between samples.
  public var startTime, timeStep: Double
  /// Tensor strain in north, east, down coordinates.
  public var nn, ee, dd, ne, nd, ed: [Float]

  /// A record from its place, its times (s) and its six elements, equally long.
  public init(
    receiver: Receiver,
    startTime: Double,
    timeStep: Double,
    nn: [Float],
    ee: [Float],
    dd: [Float],
    ne: [Float],
    nd: [Float],
    ed: [Float]
  ) {
    self.receiver = receiver
    self.startTime = startTime
    self.timeStep = timeStep
    (self.nn, self.ee, self.dd) = (nn, ee, dd)
    (self.ne, self.nd, self.ed) = (ne, nd, ed)
  }

  /// The velocity in m/s at the station along its force, for a moment tensor at this point.
  ///
  /// - Parameters:
  ///   - moment: the moment tensor in N·m.
  ///   - impulse: the size of the force's impulse in N·s.
  /// - Returns: as many samples as the record has.
  public func velocity(for moment: MomentTensor, impulse: Double) -> [Float] {
    nn.indices.map { t in
      let diagonal =
        moment.nn * Double(nn[t]) + moment.ee * Double(ee[t]) + moment.dd * Double(dd[t])
      let shear = moment.ne * Double(ne[t]) + moment.nd * Double(nd[t]) + moment.ed * Double(ed[t])
      return Float((diagonal + 2 * shear) / impulse)
    }
  }
}

/// Turns strains along the grid's axes into records in north, east, down coordinates.
enum StrainRecording {
  /// Six functionals for each receiver in turn.
  static func functionals(_ receivers: [Receiver], place: GridPlace, order: Int)
    -> [FieldFunctional]
  {
    let strain = StrainFunctional(place: place, order: order)
    return receivers.flatMap { strain.components(at: $0.location) }
  }

  /// The records up to a time.
  static func records(
    _ recording: RecordedSeries,
    receivers: [Receiver],
    frame: LocalFrame,
    until endTime: Double,
    interval: Double?
  ) -> [StrainRecord] {
    let output = recording.output(until: endTime, as: .displacement, interval: interval)
    let (x, y) = (frame.xAxis, frame.yAxis)
    // Columns: north, east, down along x, y, z.
    let axes = [(x.north, x.east, 0.0), (y.north, y.east, 0.0), (0.0, 0.0, 1.0)]
    return receivers.enumerated().map { n, receiver in
      let local = Array(output.series[6 * n..<6 * n + 6])
      func rotated(
        _ a: KeyPath<(Double, Double, Double), Double>,
        _ b: KeyPath<(Double, Double, Double), Double>
      )
        -> [Float]
      {
        var sum = [Float](repeating: 0, count: local[0].count)
        for (slot, p, q) in [(0, 0, 0), (1, 1, 1), (2, 2, 2), (3, 0, 1), (4, 0, 2), (5, 1, 2)] {
          var factor = axes[p][keyPath: a] * axes[q][keyPath: b]
          if p != q { factor += axes[q][keyPath: a] * axes[p][keyPath: b] }
          guard factor != 0 else { continue }
          for t in sum.indices { sum[t] += Float(factor) * local[slot][t] }
        }
        return sum
      }
      return StrainRecord(
        receiver: receiver,
        startTime: output.startTime,
        timeStep: output.timeStep,
        nn: rotated(\.0, \.0),
        ee: rotated(\.1, \.1),
        dd: rotated(\.2, \.2),
        ne: rotated(\.0, \.1),
        nd: rotated(\.0, \.2),
        ed: rotated(\.1, \.2)
      )
    }
  }
}
