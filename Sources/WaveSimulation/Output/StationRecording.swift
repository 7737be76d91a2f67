import Seismology

/// The functionals that stations record, and the seismograms made of them.
enum StationRecording {
  /// Velocity towards east, north, up for each receiver in turn.
  static func functionals(_ receivers: [Receiver], place: GridPlace) -> [FieldFunctional] {
    let (x, y) = (place.frame.xAxis, place.frame.yAxis)
    return receivers.flatMap { receiver in
      [
        place.velocity(x: x.east, y: y.east, z: 0, at: receiver.location),
        place.velocity(x: x.north, y: y.north, z: 0, at: receiver.location),
        place.velocity(x: 0, y: 0, z: -1, at: receiver.location),
      ]
    }
  }

  /// The seismograms up to a time, as the output request wants them.
  static func seismograms(
    _ recording: RecordedSeries,
    receivers: [Receiver],
    until endTime: Double,
    outputs: OutputRequest
  ) -> [Seismogram] {
    let output = recording.output(
      until: endTime,
      as: outputs.motion,
      interval: outputs.sampleInterval
    )
    return receivers.enumerated().map { n, receiver in
      Seismogram(
        receiver: receiver,
        motion: outputs.motion,
        startTime: output.startTime,
        timeStep: output.timeStep,
        east: output.series[3 * n],
        north: output.series[3 * n + 1],
        up: output.series[3 * n + 2]
      )
    }
  }
}
