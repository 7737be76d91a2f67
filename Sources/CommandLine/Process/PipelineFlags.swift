import ArgumentParser
import SignalProcessing

/// A pipeline as flags; see `foreshake process --list-steps` for what they mean.
struct PipelineFlags: ParsableArguments {
  @Option(parsing: .unconditional, help: "At gaps: refuse, zero, interpolate or separate.")
  var gaps: String?
  @Option(
    name: .customLong("maximum-gap-s"),
    parsing: .unconditional,
    help: "The longest gap in s that is filled."
  )
  var maximumGap: String?
  @Option(parsing: .unconditional, help: "constant, linear, simple or polynomial.")
  var detrend: String?
  @Option(parsing: .unconditional, help: "The order of a polynomial trend.")
  var detrendOrder: String?
  @Option(
    parsing: .unconditional,
    help: "The share of the trace, 0...0.5, over which each end falls to zero."
  )
  var taper: String?
  @Option(parsing: .unconditional, help: "Counts to displacement, velocity or acceleration.")
  var removeResponse: String?
  @Option(parsing: .unconditional, help: "Four corners in Hz, as 0.005,0.01,15,18.")
  var preFilter: String?
  @Option(parsing: .unconditional, help: "Water level in dB, or none.")
  var waterLevel: String?
  @Flag(help: "Counts to ground motion by the overall sensitivity alone.")
  var removeSensitivity = false
  @Option(parsing: .unconditional, help: "wood-anderson, seismometer or channel.")
  var simulate: String?
  @Option(parsing: .unconditional, help: "The seismometer's free period in s.")
  var period: String?
  @Option(parsing: .unconditional, help: "The seismometer's share of critical damping.")
  var damping: String?
  @Option(parsing: .unconditional, help: "The seismometer's magnification.")
  var magnification: String?
  @Option(parsing: .unconditional, help: "trapezoid or fourier.")
  var integrate: String?
  @Option(parsing: .unconditional, help: "central-difference or fourier.")
  var differentiate: String?
  @Option(parsing: .unconditional, help: "Corner in Hz.")
  var lowpass: String?
  @Option(parsing: .unconditional, help: "Corner in Hz.")
  var highpass: String?
  @Option(parsing: .unconditional, help: "Two corners in Hz, as 0.02,0.05.")
  var bandpass: String?
  @Option(parsing: .unconditional, help: "Two corners in Hz, as 49,51.")
  var bandstop: String?
  @Option(parsing: .unconditional, help: "Order of the filters.")
  var order: String?
  @Flag(help: "Filter forwards and backwards, without delay.")
  var zeroPhase = false
  @Option(parsing: .unconditional, help: "Keep one sample in so many.")
  var decimate: String?
  @Option(parsing: .unconditional, help: "Resample to so many samples per second.")
  var samplingRate: String?
  @Option(parsing: .unconditional, help: "fourier, polyphase or lanczos.")
  var resampling: String?
  @Flag(help: "Turn channels to vertical, north and east.")
  var orient = false
  @Option(parsing: .unconditional, help: "zrt: turn north and east into radial and transverse.")
  var rotate: String?
  @Option(parsing: .unconditional, help: "UTC time, or origin, p or s with seconds, as origin-10.")
  var start: String?
  @Option(parsing: .unconditional, help: "UTC time, or origin, p or s with seconds, as p+60.")
  var end: String?
  @Option(parsing: .unconditional, help: "Multiply with a number.")
  var scale: String?
  @Flag(help: "Divide by the largest modulus.")
  var normalize = false
  @Option(parsing: .unconditional, help: "At clipped traces: flag, drop or ignore.")
  var clipped: String?

  /// Whether a step is asked for.
  var isEmpty: Bool { steps.isEmpty && clipped == nil }

  /// The steps in their fixed order.
  func pipeline() throws -> ProcessingPipeline {
    try checkOrphans()
    let policy = StepFields.Entry(text: clipped ?? "flag", name: "--clipped", origin: .commandLine)
    guard let clipping = ClippingPolicy.words[policy.text] else {
      throw ConfigurationError.invalidValue(
        .commandLine,
        name: policy.name,
        text: policy.text,
        expected: "flag, drop or ignore"
      )
    }
    return try ProcessingPipeline(steps: try steps.map { try $0.step() }, clipping: clipping)
  }

  private var steps: [StepFields] {
    let filter = [("order", "--order", order), zeroPhaseSetting]
    let seismometer = [
      ("period-s", "--period", period), ("damping", "--damping", damping),
      ("magnification", "--magnification", magnification),
    ]
    return [
      fields("merge", "--gaps", gaps, [("maximum-gap-s", "--maximum-gap-s", maximumGap)]),
      fields("detrend", "--detrend", detrend, [("order", "--detrend-order", detrendOrder)]),
      fields("taper", "--taper", taper),
      fields(
        "remove-response",
        "--remove-response",
        removeResponse,
        [
          ("pre-filter-hz", "--pre-filter", preFilter),
          ("water-level-db", "--water-level", waterLevel),
        ]
      ),
      removeSensitivity ? fields("remove-sensitivity", "--remove-sensitivity", "") : nil,
      fields("simulate", "--simulate", simulate, seismometer),
      fields("integrate", "--integrate", integrate),
      fields("differentiate", "--differentiate", differentiate),
      fields("lowpass", "--lowpass", lowpass, filter),
      fields("highpass", "--highpass", highpass, filter),
      fields("bandpass", "--bandpass", bandpass, filter),
      fields("bandstop", "--bandstop", bandstop, filter),
      fields("decimate", "--decimate", decimate, [zeroPhaseSetting]),
      fields("resample", "--sampling-rate", samplingRate, [("method", "--resampling", resampling)]),
      orient ? fields("orient", "--orient", "") : nil,
      fields("rotate", "--rotate", rotate),
      start ?? end == nil
        ? nil
        : fields("trim", "--start", "", [("start", "--start", start), ("end", "--end", end)]),
      fields("scale", "--scale", scale),
      normalize ? fields("normalize", "--normalize", "") : nil,
    ].compactMap { $0 }
  }

  private var zeroPhaseSetting: (String, String, String?) {
    ("zero-phase", "--zero-phase", zeroPhase ? "true" : nil)
  }

  private func fields(
    _ step: String,
    _ flag: String,
    _ value: String?,
    _ settings: [(key: String, flag: String, text: String?)] = []
  ) -> StepFields? {
    guard let value else { return nil }
    var fields = StepFields(name: step, origin: .commandLine)
    fields.value = StepFields.Entry(text: value, name: flag, origin: .commandLine)
    for setting in settings {
      fields.settings[setting.key] = setting.text.map {
        StepFields.Entry(text: $0, name: setting.flag, origin: .commandLine)
      }
    }
    return fields
  }

  /// Refuses settings of a step that is not asked for.
  private func checkOrphans() throws(ConfigurationError) {
    let filters = lowpass ?? highpass ?? bandpass ?? bandstop
    let orphans: [(String, Bool, String)] = [
      ("--maximum-gap-s", maximumGap != nil && gaps == nil, "--gaps"),
      ("--detrend-order", detrendOrder != nil && detrend != "polynomial", "--detrend polynomial"),
      ("--pre-filter", preFilter != nil && removeResponse == nil, "--remove-response"),
      ("--water-level", waterLevel != nil && removeResponse == nil, "--remove-response"),
      ("--period", period != nil && simulate != "seismometer", "--simulate seismometer"),
      ("--damping", damping != nil && simulate != "seismometer", "--simulate seismometer"),
      (
        "--magnification", magnification != nil && simulate != "seismometer",
        "--simulate seismometer"
      ),
      ("--order", order != nil && filters == nil, "a filter such as --bandpass"),
      ("--zero-phase", zeroPhase && filters ?? decimate == nil, "a filter such as --bandpass"),
      ("--resampling", resampling != nil && samplingRate == nil, "--sampling-rate"),
    ]
    for (flag, isOrphan, needed) in orphans where isOrphan {
      throw .conflict("\(flag) has no effect without \(needed); add that or leave \(flag) out")
    }
  }
}
