import Foundation
import SeismicFiles
import TestSupport
import Testing

@Suite("Several readers of one NetCDF file")
struct OpenFilesTests {
  /// A file with texts and numbers.
  private func write(_ texts: [String], to url: URL) throws {
    let file = try NetCDFFile(creating: url)
    let row = try file.defineDimension("row", length: texts.count)
    try file.defineVariable("text", .string, [row]).write(texts)
    try file.defineVariable("number", .double, [row]).write(texts.map { Double($0.count) })
    try file.finish()
  }

  @Test("Texts are read whichever reader was closed before", arguments: [0, 1])
  func twoReaders(_ closed: Int) throws {
    try withTemporaryFolder { folder in
      let url = folder.appendingPathComponent("texts.nc")
      try write(["Hayward", "Calaveras"], to: url)
      let readers = [try NetCDFFile(reading: url), try NetCDFFile(reading: url)]
      for reader in readers {
        #expect(try reader.variable("text").readStrings() == ["Hayward", "Calaveras"])
      }
      readers[closed].close()
      let other = readers[1 - closed]
      for _ in 0..<100 {
        #expect(try other.variable("text").readStrings() == ["Hayward", "Calaveras"])
        #expect(try other.variable("number").readDoubles() == [7, 9])
      }
      #expect(throws: NetCDFError.self) { try readers[closed].variable("text") }
    }
  }

  @Test("A file that replaces one being read is another file")
  func replaced() throws {
    try withTemporaryFolder { folder in
      let url = folder.appendingPathComponent("texts.nc")
      try write(["old"], to: url)
      let before = try NetCDFFile(reading: url)
      try write(["new", "newer"], to: url)
      let after = try NetCDFFile(reading: url)
      #expect(try before.variable("text").readStrings() == ["old"])
      #expect(try after.variable("text").readStrings() == ["new", "newer"])
      before.close()
      after.close()
      #expect(try NetCDFFile(reading: url).variable("number").readDoubles() == [3, 5])
    }
  }
}
