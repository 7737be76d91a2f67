import Seismology

/// The largest motion at each receiver of an event, NaN where nothing was recorded.
struct EventPeaks {
  /// The largest √(e² + n²), in the unit of the motion.
  var horizontal: [Float]
  /// When it came, in seconds after the origin time.
  var time: [Float]
  /// The largest upward or downward motion.
  var vertical: [Float]

  /// The largest of all receivers; NaN if none recorded anything.
  var maximum: Float { horizontal.lazy.filter(\.isFinite).max() ?? .nan }

  /// The peaks of an event.
  init(_ waveforms: EventWaveforms) {
    let receivers = waveforms.layout.count
    let times = waveforms.sampling.count
    var squares = [Float](repeating: -1, count: receivers)
    var indices = [Int32](repeating: 0, count: receivers)
    var upward = [Float](repeating: -1, count: receivers)
    waveforms.samples.withUnsafeBufferPointer { samples in
      for time in 0..<times {
        let (e, n) = (time * receivers, (times + time) * receivers)
        let z = (2 * times + time) * receivers
        for receiver in 0..<receivers {
          let (east, north) = (samples[e + receiver], samples[n + receiver])
          let square = east * east + north * north
          if square > squares[receiver] {
            squares[receiver] = square
            indices[receiver] = Int32(time)
          }
          upward[receiver] = max(upward[receiver], abs(samples[z + receiver]))
        }
      }
    }
    let interval = waveforms.sampling.interval
    horizontal = squares.map { $0 < 0 ? .nan : $0.squareRoot() }
    time = zip(squares, indices).map { $0 < 0 ? .nan : Float(Double($1) * interval) }
    vertical = upward.map { $0 < 0 ? .nan : $0 }
  }
}
