import ArgumentParser

/// What is written.
struct OutputFlags: ParsableArguments, ConfigurationFlags {
  @Option(name: .key(.output), parsing: .unconditional, help: .key(.output))
  var output: String?
  @Option(name: .key(.waveforms), parsing: .unconditional, help: .key(.waveforms))
  var waveforms: String?
  @Option(name: .key(.motion), parsing: .unconditional, help: .key(.motion))
  var motion: String?
  @Option(name: .key(.sampleInterval), parsing: .unconditional, help: .key(.sampleInterval))
  var sampleInterval: String?
  @Option(name: .key(.surfaceInterval), parsing: .unconditional, help: .key(.surfaceInterval))
  var surfaceInterval: String?
  @Option(name: .key(.surfaceStride), parsing: .unconditional, help: .key(.surfaceStride))
  var surfaceStride: String?
  @Option(name: .key(.slices), parsing: .unconditional, help: .key(.slices))
  var slices: String?
  @Option(name: .key(.peaks), parsing: .unconditional, help: .key(.peaks))
  var peaks: String?
  @Option(name: .key(.title), parsing: .unconditional, help: .key(.title))
  var title: String?

  var given: [(ConfigurationKey, String?)] {
    [
      (.output, output),
      (.waveforms, waveforms),
      (.motion, motion),
      (.sampleInterval, sampleInterval),
      (.surfaceInterval, surfaceInterval),
      (.surfaceStride, surfaceStride),
      (.slices, slices),
      (.peaks, peaks),
      (.title, title),
    ]
  }
}
