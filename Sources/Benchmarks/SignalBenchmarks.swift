import Foundation
import NumericalRuntime
import Seismology
import SignalProcessing

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
  /// It is the pipeline of `foreshake process`; the evaluation of the responses and the search for clipping and
  /// for samples that are not finite count. ObsPy's figure is that of 60 traces in one process, scaled; its
  /// limit is our figure, so that its ratio says how many times as long it takes.
  private static func chain() throws -> [Measurement] {
    let records = try BroadbandRecords.load()
    let traces = (0..<(3 * recordCount)).map { i in
      // Later copies stand behind the earlier ones, as segments of the same channels.
      var trace = records.traces[i % records.traces.count]
      trace.startTime += 1000 * Double(i / records.traces.count)
      return trace
    }
    let pipeline = try ProcessingPipeline(steps: [
      .removeResponse(
        ResponseRemovalSettings(
          output: .velocity,
          preFilter: PreFilter(0.005, 0.01, 16, 19),
          waterLevelDB: nil
        )
      ),
      .filter(.bandpass(0.02, 5), order: 4, zeroPhase: true),
      .resample(interval: 0.05, .fourier()),
    ])
    let context = ProcessingContext(inventory: records.inventory)
    let seconds = try Measurement.medianSeconds(rounds: 3) {
      let result = try pipeline.run(on: traces, in: context)
      guard result.traces.count == traces.count else { throw LostTraces(result: result) }
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

  /// Traces that did not come through the pipeline: the figure would mean nothing.
  private struct LostTraces: Error, CustomStringConvertible {
    let result: ProcessingResult
    var description: String {
      "only \(result.traces.count) traces came through: \(result.findings.first.map { "\($0)" } ?? "")"
    }
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
}
