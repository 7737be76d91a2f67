import Foundation
import SeismicFiles
import Seismology
import Testing

/// A folder with a miniSEED file of three traces.
private func recordings() throws -> Foreshake {
  let foreshake = try Foreshake()
  try MiniSEED.write(ProcessFixture.components, to: foreshake.file("in.mseed"))
  return foreshake
}

private let filter = ["--bandpass", "1,2"]

@Test("A folder with anything but SAC files is never replaced", arguments: ["process", "convert"])
func foreignFolder(command: String) throws {
  let foreshake = try recordings()
  defer { foreshake.remove() }
  try foreshake.run(["convert", "in.mseed", "--output", "out"]).expectSuccess()
  try foreshake.run(["convert", "in.mseed", "--output", "out", "--overwrite"]).expectSuccess()
  try foreshake.write("years of work", "out/thesis.tex")
  let steps = command == "process" ? filter : []
  let outcome = try foreshake.run(
    [command, "in.mseed", "--output", "out", "--overwrite"] + steps
  )
  #expect(outcome.status == 74)
  #expect(outcome.errors.contains("thesis.tex"))
  #expect(foreshake.exists("out/thesis.tex"))
}

@Test("Neither a pipe, nor a folder in a file's place, nor the input is replaced")
func foreignPlaces() throws {
  let foreshake = try recordings()
  defer { foreshake.remove() }
  try foreshake.shell("mkfifo pipe; mkdir folder.mseed; cp in.mseed before").expectSuccess()
  for (output, status) in [("pipe", Int32(74)), ("folder.mseed", 74), ("in.mseed", 64)] {
    let outcome = try foreshake.run(
      ["process", "in.mseed", "--output", output, "--overwrite"] + filter
    )
    #expect(outcome.status == status, "\(output): \(outcome.errors)")
  }
  try foreshake.shell("test -p pipe && test -d folder.mseed && cmp in.mseed before").expectSuccess()
}

@Test("A stdout that takes nothing ends the program with a sentence, not with a crash")
func fullStandardOutput() throws {
  let foreshake = try recordings()
  defer { foreshake.remove() }
  let outcome = try foreshake.shell("\"$FORESHAKE\" process --list-steps > /dev/full")
  #expect(outcome.status == 74)
  #expect(outcome.errors.contains("cannot be written to stdout"))
  #expect(!outcome.errors.contains("Fatal error"))
}

extension Foreshake.Outcome {
  /// Fails the test unless the program ended well.
  fileprivate func expectSuccess() {
    #expect(status == 0, "\(errors)")
  }
}
