import Foundation
import Seismology
import SignalProcessing

/// The form of a step in pipeline files: its value, its settings and what they mean.
struct StepForm {
  /// A value or setting.
  struct Field {
    /// The key; empty for the main value.
    var key: String
    /// What may stand there.
    var value: String
    /// What holds where nothing stands.
    var standard: String
    /// What it does.
    var meaning: String
  }

  /// The step's name.
  let name: String
  /// What it does.
  let meaning: String
  /// Its main value; nil for a step that has none.
  let value: Field?
  /// Its settings.
  let settings: [Field]

  private init(_ name: String, _ meaning: String, _ value: String?, _ settings: [Field] = []) {
    self.name = name
    self.meaning = meaning
    self.value = value.map { Field(key: "", value: $0, standard: "required", meaning: "") }
    self.settings = settings
  }

  private static func field(
    _ key: String,
    _ value: String,
    _ standard: String,
    _ meaning: String
  ) -> Field {
    Field(key: key, value: value, standard: standard, meaning: meaning)
  }

  private static let filterSettings = [
    field("order", "whole number, 1...20", "4", "Order of the Butterworth filter."),
    field("zero-phase", "true or false", "false", "Whether it runs backwards too, without delay."),
  ]

  /// All steps, in the order in which flags are applied.
  static let all: [StepForm] = joining + conditioning + responses + motions + components + ending

  private static let joining = [
    StepForm(
      "merge",
      "Joins the segments of each channel.",
      "refuse, zero, interpolate or separate",
      [
        field(
          "maximum-gap-s",
          "s",
          "\(Int(GapPolicy.standardMaximum))",
          "Longer gaps are not filled: the channel is dropped."
        )
      ]
    )
  ]

  private static let conditioning = [
    StepForm(
      "detrend",
      "Takes away an offset or a drift.",
      "constant, linear, simple or polynomial",
      [field("order", "whole number, 0...20", "2", "Order of the polynomial.")]
    ),
    StepForm(
      "taper",
      "Lets the ends fall to zero.",
      "share of the trace for each end, 0...0.5",
      [
        field("seconds", "s", "no limit", "No flank is longer than this."),
        field("shape", "hann, cosine or sine", "hann", "Form of the flanks."),
        field("side", "both, start or end", "both", "Which ends."),
      ]
    ),
  ]

  private static let responses = [
    StepForm(
      "remove-response",
      "Divides out the instrument's response.",
      "displacement, velocity or acceleration",
      [
        field(
          "pre-filter-hz",
          "four rising frequencies in Hz, as 0.005, 0.01, 15, 18",
          "none",
          "The band that is kept: zero below the first and above the last, whole between the middle two."
        ),
        field(
          "water-level-db",
          "dB, or none",
          "60",
          "How far below its maximum the response may fall where it divides."
        ),
        field("taper", "share of the trace, 0...1", "0.05", "Taper before it, both ends together."),
        field("demean", "true or false", "true", "Whether the mean is taken away before it."),
      ]
    ),
    StepForm("remove-sensitivity", "Divides by the instrument's overall sensitivity.", nil),
    StepForm(
      "simulate",
      "Records ground motion with an instrument.",
      "wood-anderson, seismometer or channel (the channel's own response)",
      [
        field("period-s", "s", "1", "Free period of the seismometer."),
        field("damping", "share of critical, 0...1000", "0.7", "Damping of the seismometer."),
        field("magnification", "number", "1", "Magnification of the seismometer."),
      ]
    ),
  ]

  private static let motions = [
    StepForm(
      "integrate",
      "Acceleration to velocity, velocity to displacement.",
      "trapezoid or fourier"
    ),
    StepForm(
      "differentiate",
      "Displacement to velocity, velocity to acceleration.",
      "central-difference or fourier"
    ),
    StepForm("lowpass", "Butterworth filter.", "corner in Hz, above 0", filterSettings),
    StepForm("highpass", "Butterworth filter.", "corner in Hz, above 0", filterSettings),
    StepForm(
      "bandpass",
      "Butterworth filter.",
      "two rising corners in Hz, as 0.02, 0.05",
      filterSettings
    ),
    StepForm(
      "bandstop",
      "Butterworth filter.",
      "two rising corners in Hz, as 49, 51",
      filterSettings
    ),
    StepForm(
      "decimate",
      "Keeps one sample in so many, after a low-pass.",
      "whole number, 1...16",
      [field("zero-phase", "true or false", "false", "Whether the low-pass has no delay.")]
    ),
    StepForm(
      "resample",
      "Goes to another sampling rate.",
      "samples per second",
      [
        field(
          "method",
          "fourier, polyphase or lanczos",
          "polyphase",
          "How values between samples are found."
        )
      ]
    ),
  ]

  private static let components = [
    StepForm(
      "orient",
      "Turns the channels of each sensor into vertical, north and east by azimuth and dip.",
      nil
    ),
    StepForm("rotate", "Turns north and east into radial and transverse.", "zrt"),
  ]

  private static let ending = [
    StepForm(
      "trim",
      "Cuts to a window of time.",
      nil,
      [
        field("start", markValue, "the trace's own", "First moment."),
        field("end", markValue, "the trace's own", "Last moment."),
      ]
    ),
    StepForm("scale", "Multiplies with a number.", "number"),
    StepForm("normalize", "Divides by the largest modulus.", nil),
  ]

  private static let markValue = "UTC time, or origin, p or s with seconds, as origin-10 or p+30"
}

extension StepForm {
  /// The manual of all steps.
  static var manual: String {
    var text = """
      A pipeline is a YAML file with a list of steps, done in their order:

        steps:
          - merge: interpolate
            maximum-gap-s: 1
          - detrend: linear
          - remove-response: velocity
            pre-filter-hz: [0.005, 0.01, 15, 18]
            water-level-db: none
          - bandpass: [0.02, 0.05]
            zero-phase: true
          - orient

      Beside the list there may stand:
        clipping        flag, drop or ignore; what happens to clipped traces. Default: flag.
        input           counts, displacement, velocity or acceleration; what the input
                        holds. Default: what its file says, else counts.

      Flags are put into the order of this list.


      """
    for form in all {
      text += form.name + (form.value.map { ": \($0.value)" } ?? "") + "\n    \(form.meaning)\n"
      for field in form.settings {
        text += "      \(field.key)  (\(field.value); default: \(field.standard))\n"
        text += "          \(field.meaning)\n"
      }
    }
    return text
  }
}
