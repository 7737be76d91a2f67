import Foundation
import SeismicFiles
import TestSupport
import Testing

struct NetCDFVariablePlaceTests {
  @Test("The bytes of a contiguous array stand where they are said to")
  func contiguousBytes() throws {
    try withTemporaryFolder { folder in
      let url = folder.appendingPathComponent("a.nc")
      let values = (0..<600).map { Float($0) * 1.5 }
      let writer = try NetCDFFile(creating: url)
      let axes = [
        try writer.defineDimension("t", length: 20), try writer.defineDimension("x", length: 30),
      ]
      try writer.defineVariable("first", .float, axes).write(values.map { -$0 })
      try writer.defineVariable("second", .float, axes).write(values)
      try writer.defineVariable("wide", .double, axes).write(values.map(Double.init))
      try writer.defineVariable("packed", .float, axes, storage: .compressed).write(values)
      try writer.finish()
      let file = try NetCDFFile(reading: url)
      let place = try #require(try file.variable("second").contiguousFloatBytes)
      let bytes = try Data(contentsOf: url)[place]
      let found = bytes.withUnsafeBytes { buffer in
        (0..<600).map { buffer.loadUnaligned(fromByteOffset: 4 * $0, as: Float.self) }
      }
      #expect(found == values)
      #expect(try file.variable("wide").contiguousFloatBytes == nil)
      #expect(try file.variable("packed").contiguousFloatBytes == nil)
    }
  }
}
