import ArgumentParser
import Foundation
import WaveformCatalog

/// Divides the events of a catalog.
struct SplitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "split",
    abstract: "Divides the events of a catalog into training, validation and test.",
    discussion: """
      The division is written into the index. Whole events are divided, never windows of one event.

      random         held-out events are drawn from all
      interpolation  held-out events are drawn from those that lie inside the range of positions and depths
      extrapolation  held-out events are those at an end of a range, given by --hold-out:
                     QUANTITY:LOW..HIGH with along-km (along the straight line that fits the epicenters best, \
      from the first), \
      depth-km, x-km, y-km, latitude, longitude or magnitude; either end may be left out

      Example:
        foreshake catalog split hayward-960 --method interpolation --validation 0.1 --test 0.1
        foreshake catalog split hayward-960 --hold-out depth-km:14.. --hold-out along-km:50..
      """
  )

  /// How events are chosen.
  enum Method: String, CaseIterable, ExpressibleByArgument {
    case random, interpolation, extrapolation
  }

  @OptionGroup var place: CatalogPlace

  @Option(
    help: "random, interpolation or extrapolation [default: random, extrapolation with --hold-out]."
  )
  var method: Method?

  @Option(help: "The fraction of validation events.")
  var validation = 0.1

  @Option(help: "The fraction of test events [default: 0.1; none with --hold-out].")
  var test: Double?

  @Option(help: "The seed of the drawing.")
  var seed: UInt64 = 1

  @Option(help: "A range of events that are held out for the test; may be given several times.")
  var holdOut: [String] = []

  @Option(help: "A range of events that are held out for validation; may be given several times.")
  var holdOutValidation: [String] = []

  @Flag(help: "Replace the division that the catalog has.")
  var overwrite = false

  func run() throws {
    let rule = try self.rule()
    var (index, lock) = try place.openForChange()
    defer { lock.release() }
    guard index.splitCounts.isEmpty || overwrite else {
      throw CatalogError.mismatch(
        what: "\(place.catalog), splits",
        expected: "none, or --overwrite to replace them",
        found: index.splitRule.isEmpty ? "some" : index.splitRule
      )
    }
    try index.split(by: rule)
    try index.write(to: place.folder)
    let counts = index.splitCounts
    let words = CatalogSplit.allCases.map { "\($0.rawValue) \(counts[$0] ?? 0)" }
    Console.result("\(words.joined(separator: ", ")) (\(index.splitRule))")
    if FileManager.default.fileExists(atPath: place.folder.normalization.path) {
      Console.note(
        "normalization.nc is of the division before; compute it again with catalog normalize"
      )
    }
  }

  func validate() throws {
    for (name, value) in [("--validation", validation), ("--test", test ?? 0)] {
      guard (0..<1).contains(value) else {
        throw ValidationError("\(name) \(value) is no fraction from 0 to below 1.")
      }
    }
    guard validation + (test ?? 0) < 1 else {
      throw ValidationError(
        "--validation and --test leave nothing to train on; they must add up to less than 1."
      )
    }
    _ = try rule()
  }

  private func rule() throws -> SplitRule {
    let fractions = SplitFractions(validation: validation, test: test ?? 0.1, seed: seed)
    let isHeldOut = !holdOut.isEmpty || !holdOutValidation.isEmpty
    switch method ?? (isHeldOut ? .extrapolation : .random) {
    case .random where !isHeldOut: return .random(fractions)
    case .interpolation where !isHeldOut: return .interpolation(fractions)
    case .extrapolation:
      guard !holdOut.isEmpty else {
        throw ValidationError(
          "--method extrapolation needs --hold-out, such as --hold-out depth-km:14.."
        )
      }
      guard test == nil else {
        throw ValidationError("--test and --hold-out both say which events test; give one of them.")
      }
      return .extrapolation(
        test: try holdOut.map(Self.range),
        validation: try holdOutValidation.map(Self.range),
        fractions
      )
    default:
      throw ValidationError("--hold-out belongs to --method extrapolation.")
    }
  }

  private static func range(_ text: String) throws -> HeldOutRange {
    guard let range = HeldOutRange(text) else {
      let names = EventQuantity.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError(
        "'\(text)' is no range; write QUANTITY:LOW..HIGH, such as depth-km:14.., with \(names)."
      )
    }
    return range
  }
}
