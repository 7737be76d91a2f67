import Tensors

/// What a member of a group does next.
enum TrainingTurn {
  /// It takes a step whose loss is this.
  case step(loss: Double)
  /// It has no more batches in this epoch.
  case endOfEpoch
  /// It was asked to stop.
  case cancelled
}

// What members that learn side by side agree on; a loop that learns alone agrees with itself.
extension TrainingLoop {
  /// Does something, and where that fails lets the other members go.
  mutating func tellingOthers<Result>(
    _ body: (inout Self) throws -> Result
  ) throws -> Result {
    do {
      return try body(&self)
    } catch {
      averager.abort()
      throw error
    }
  }

  /// Tells the others what this member does next, and hears what they do.
  ///
  /// Every member comes to each of these meetings, so that none waits for one that has gone on to something else.
  ///
  /// - Returns: the mean loss where all take a step, nil where all are at the end of an epoch of `done` batches.
  func agree(on turn: TrainingTurn, done: Int) throws -> Double? {
    let count = averager.count
    // The loss, then for each member whether it is at its end, then whether it was asked to stop.
    var numbers = [Double](repeating: 0, count: 1 + 2 * count)
    switch turn {
    case .step(let loss): numbers[0] = loss
    case .endOfEpoch: numbers[1 + averager.rank] = 1
    case .cancelled: numbers[1 + count + averager.rank] = 1
    }
    var report = [Tensor(elements: numbers, shape: [numbers.count])]
    try averager.average(&report)
    let means = report[0].doubles
    guard means.suffix(count).allSatisfy({ $0 == 0 }) else {
      throw NeuralLayersError.cancelled(step: state.step, lastCheckpoint: lastWritten)
    }
    let ended = (0..<count).filter { means[1 + $0] > 0 }
    guard ended.isEmpty || ended.count == count else {
      throw NeuralLayersError.unequalBatches(
        epoch: state.epoch + 1,
        batch: done + 1,
        lacking: ended
      )
    }
    return ended.isEmpty ? means[0] : nil
  }

  /// Replaces the buffers by their means over members, each of which has seen other batches.
  mutating func averageBuffers() throws {
    guard averager.count > 1 else { return }
    var buffers = model.namedTensors.filter { $0.role != .parameter }.map(\.tensor)
    guard !buffers.isEmpty else { return }
    try averager.average(&buffers)
    var index = 0
    model.updateTensors { _, role, tensor in
      guard role != .parameter else { return }
      tensor = buffers[index]
      index += 1
    }
    average?.takeBuffers(of: model)
  }

  /// The means of metrics over members, so that all agree on the best epoch and on when to stop.
  func averaged(_ metrics: [String: Double]) throws -> [String: Double] {
    var result = metrics
    for name in metrics.keys.sorted() {
      result[name] = try averager.average(metrics[name] ?? .nan)
    }
    return result
  }
}
