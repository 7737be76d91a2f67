import Foundation
import Testing

/// Folders with a catalog of rings, divided and normalized, and models that learned from it for a moment.
enum ForecastFixture {
  /// Flags of a model that learns in a moment: 5 frames of 2 s go in and come out.
  static let model =
    "--stride 2 --input-frames 5 --target-frames 5 --stages 8,16 --decoder-channels 16 --last-offset 2"

  /// Ten events of which two are for validation and two for tests, in the folder `rings`.
  static func catalog() throws -> Foreshake {
    let foreshake = try Foreshake()
    try CatalogFixture.write(10, to: foreshake.file("rings"))
    let outcome = try foreshake.shell(
      """
      set -e
      $FORESHAKE catalog split rings --validation 0.2 --test 0.2
      $FORESHAKE catalog normalize rings
      """
    )
    #expect(outcome.status == 0, "\(outcome.errors)")
    return foreshake
  }

  /// The command line that trains a model of the whole grid into a folder.
  static func train(_ folder: String, _ flags: String) -> String {
    "$FORESHAKE forecast train rings -o \(folder) --preset tiny \(model) --batch-size 2 \(flags)"
  }

  /// The catalog, two members of an ensemble, `one` and `two`, and a model of stations, `sparse`.
  static func models() throws -> Foreshake {
    let foreshake = try catalog()
    let outcome = try foreshake.shell(
      """
      set -e
      \(train("one", "--epochs 2 --event-share 0.7 --seed 1"))
      \(train("two", "--epochs 2 --event-share 0.7 --seed 2"))
      \(train("sparse", "--epochs 2 --preset laptop-sparse --station-share 0.1..0.2"))
      """
    )
    #expect(outcome.status == 0, "\(outcome.errors)")
    return foreshake
  }

  /// A table of a CSV file: its columns, and a dictionary for each row.
  static func table(_ url: URL) throws -> (columns: [String], rows: [[String: String]]) {
    let lines = try String(contentsOf: url, encoding: .utf8).split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    let columns = lines.first ?? []
    let rows = lines.dropFirst().map { row in
      Dictionary(zip(columns, row)) { first, _ in first }
    }
    return (columns, rows)
  }

  /// Runs lines of a command's arguments that are refused: each ends with its status and its words, in one sentence.
  static func refused(
    _ cases: [(arguments: String, status: Int32, words: [String])],
    in foreshake: Foreshake
  ) throws {
    for (arguments, status, words) in cases {
      let outcome = try foreshake.shell("$FORESHAKE forecast \(arguments)")
      #expect(outcome.status == status, "\(arguments): \(outcome.errors)")
      for word in words {
        #expect(outcome.errors.contains(word), "\(arguments): \(word) in \(outcome.errors)")
      }
    }
  }
}
