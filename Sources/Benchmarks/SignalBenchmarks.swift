import Foundation
import NumericalRuntime
import Seismology
import SignalProcessing
import Synchronization

/// What is done to real records.
enum SignalBenchmarks {
  static let all = [
    Benchmark(name: "signals/chain") { try chain() },
    Benchmark(name: "signals/filter") { try filter() },
  ]

  private static let recordCount = 1000

  /// Response removal, bandpass (forwards and backwards) and resampling from 40 to 20 Hz of 1,000 records of
  /// three components and six minutes, from counts in memory to velocities in memory; bar 5 s.
  ///
  /// The responses are evaluated within the time. ObsPy's figure is that of 60 traces in one process, scaled;
  /// its limit is our figure, so that its ratio says how many times as long it takes.
  private static func chain() throws -> [Measurement] {
    let records = try BroadbandRecords.load()
    let traces = (0..<(3 * recordCount)).map { records.traces[$0 % records.traces.count] }
    _ = try process(Array(traces.prefix(3)), records.inventory)
    let seconds = try Measurement.medianSeconds(rounds: 3) {
      _ = try process(traces, records.inventory)
    }
    var rows = [
      Measurement(
        name: "signals/chain (\(recordCount) records, \(records.origin))",
        value: seconds,
        unit: "s",
        limit: 5
      )
    ]
    if let theirs = try ObsPyChain.secondsPerTrace(records) {
      rows.append(
        Measurement(
          name: "signals/chain ObsPy (one process; limit: ours)",
          value: theirs * Double(traces.count),
          unit: "s",
          limit: seconds
        )
      )
    }
    return rows
  }

  /// The zero-phase bandpass of the chain alone; bar 1 s.
  private static func filter() throws -> [Measurement] {
    let samples = try BroadbandRecords.synthetic().traces[0].samples.asDoubles
    let filter = try ButterworthFilter(.bandpass(0.02, 5), order: 4, samplingInterval: 0.025)
    let count = 3 * recordCount
    let threads = ThreadBudget.available
    let seconds = Measurement.medianSeconds(rounds: 3) {
      parallelFor(threads) { thread in
        for _ in share(thread, of: threads, in: count) {
          _ = try? filter.applied(to: samples, zeroPhase: true)
        }
      }
    }
    return [
      Measurement(name: "signals/filter (\(count) traces)", value: seconds, unit: "s", limit: 1)
    ]
  }

  private static func process(
    _ traces: [WaveformTrace],
    _ inventory: StationInventory
  ) throws -> [[Double]] {
    let removals = try removals(traces, inventory)
    let threads = ThreadBudget.available
    let results = Mutex<[[Double]]>(Array(repeating: [], count: traces.count))
    let failure = Mutex<(any Error)?>(nil)
    let filter = try ButterworthFilter(.bandpass(0.02, 5), order: 4, samplingInterval: 0.025)
    let resampler = try Resampler(from: 0.025, to: 0.05)
    parallelFor(threads) { thread in
      for i in share(thread, of: threads, in: traces.count) {
        do {
          guard let removal = removals[traces[i].identifier] else { continue }
          let motion = try removal.applied(
            to: traces[i].samples.asDoubles,
            samplingInterval: traces[i].samplingInterval
          )
          let filtered = try filter.applied(to: motion, zeroPhase: true)
          let resampled = try resampler.applied(to: filtered)
          results.withLock { $0[i] = resampled }
        } catch {
          failure.withLock { $0 = error }
        }
      }
    }
    if let error = failure.withLock({ $0 }) { throw error }
    return results.withLock { $0 }
  }

  private static func removals(
    _ traces: [WaveformTrace],
    _ inventory: StationInventory
  ) throws -> [TraceIdentifier: ResponseRemoval] {
    var removals: [TraceIdentifier: ResponseRemoval] = [:]
    for trace in traces where removals[trace.identifier] == nil {
      let channel = inventory.channel(
        network: trace.identifier.network,
        station: trace.identifier.station,
        location: trace.identifier.location,
        channel: trace.identifier.channel,
        at: trace.startTime
      )
      guard let response = channel?.response else { continue }
      removals[trace.identifier] = try ResponseRemoval(
        response: response,
        output: .velocity,
        preFilterHz: (0.005, 0.01, 16, 19),
        waterLevelDB: nil
      )
    }
    return removals
  }
}
