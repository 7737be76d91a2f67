import Foundation
import NumericalRuntime
import TensorTestSupport
import Tensors
import TestSupport
import Testing

private let weight = Tensor([1, -2.5, 3, 1e-30, .infinity, -0.0], shape: [2, 3])
private let precise = Tensor(elements: [Double.pi, -1e300], shape: [2])

@Test("Tensors and metadata come back as they were written, doubles aligned to 8 bytes")
func roundTrip() throws {
  try withTemporaryFolder { folder in
    let url = folder.appendingPathComponent("a.safetensors")
    let notes = ["epoch": "3", "text \"\\": "line\nπ\u{1}"]
    try SafeTensorsFile.write(
      [("w", weight), ("p", precise), ("s", Tensor(7)), ("none", Tensor(zeros: [0, 4]))],
      metadata: notes,
      to: url
    )
    let file = try SafeTensorsFile(reading: url)
    #expect(file.names.first == "p")
    #expect(file.metadata == notes)
    let back = try file.tensor("w")
    #expect(back.shape == [2, 3])
    #expect(back.floats.map(\.bitPattern) == weight.floats.map(\.bitPattern))
    #expect(try file.tensor("p").doubles == precise.doubles)
    #expect(try file.tensor("s").item == 7)
    #expect(try file.tensor("none").shape == [0, 4])
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["a.safetensors"])
  }
}

@Test("Counters are written as integers of 64 bits, before all that is shorter")
func integers() throws {
  try withTemporaryFolder { folder in
    let url = folder.appendingPathComponent("a.safetensors")
    let counts = Tensor([3, -70000], shape: [2])
    try SafeTensorsFile.write([("w", weight), ("n", counts)], integers: ["n"], to: url)
    let file = try SafeTensorsFile(reading: url)
    #expect(file.names == ["n", "w"])
    #expect(file.entry("n")?.type == "I64")
    #expect(try file.tensor("n").floats == counts.floats)
    #expect(try file.tensor("w").shape == [2, 3])
  }
}

@Test("Images in blocks of channels are written in row-major order")
func blockedChannels() throws {
  try withTemporaryFolder { folder in
    let url = folder.appendingPathComponent("a.safetensors")
    let x = Tensor((0..<96).map(Float.init), shape: [1, 16, 2, 3])
    try SafeTensorsFile.write([("x", x.channelBlocks)], to: url)
    #expect(try SafeTensorsFile(reading: url).tensor("x").floats == x.floats)
  }
}

@Test("Half precision and integers are read as single precision")
func conversions() throws {
  let entries: [(String, [Int], [UInt8])] = [
    ("I64", [1], [0xFE, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]),
    ("F16", [2], [0x00, 0x3C, 0x01, 0x00]), ("BF16", [2], [0x80, 0x3F, 0x20, 0xC1]),
    ("BOOL", [2], [1, 0]), ("U8", [1], [200]), ("I8", [1], [200]),
  ]
  try withTemporaryFolder { folder in
    let url = folder.appendingPathComponent("a.safetensors")
    var (header, data) = ([String](), Data())
    for (type, shape, bytes) in entries {
      let range = "[\(data.count),\(data.count + bytes.count)]"
      header.append(
        #""\#(type)": {"dtype": "\#(type)", "shape": \#(shape), "data_offsets": \#(range)}"#
      )
      data += bytes
    }
    try bytes(header: "{ \(header.joined(separator: " , ")) } ", data).write(to: url)
    let tensors = try SafeTensorsFile(reading: url).tensors().mapValues(\.floats)
    #expect(tensors["I64"] == [-2])
    #expect(tensors["F16"] == [1, 0x1p-24])
    #expect(tensors["BF16"] == [1, -10])
    #expect(tensors["BOOL"] == [1, 0])
    #expect(tensors["U8"] == [200])
    #expect(tensors["I8"] == [-56])
  }
}

/// The bytes of a file with a header and data.
private func bytes(header: String, _ data: Data = Data()) -> Data {
  withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { Data($0) } + Data(header.utf8)
    + data
}

private func failure(_ content: Data) throws -> SafeTensorsError? {
  try withTemporaryFolder { folder in
    let url = folder.appendingPathComponent("broken.safetensors")
    try content.write(to: url)
    do {
      _ = try SafeTensorsFile(reading: url).tensors()
      return nil
    } catch let error as SafeTensorsError {
      #expect("\(error)".hasPrefix(url.path))
      return error
    }
  }
}

@Test("A file cut anywhere is refused and tells the tensor that is cut")
func truncation() throws {
  try withTemporaryFolder { folder in
    let url = folder.appendingPathComponent("a.safetensors")
    try SafeTensorsFile.write([("first", weight), ("second", weight)], to: url)
    let whole = try Data(contentsOf: url)
    for length in 0..<whole.count {
      switch try failure(whole.prefix(length)) {
      case .truncatedHeader(_, let bytes): #expect(length < whole.count - 48 && bytes == length)
      case .truncatedData(_, let tensor, let missing):
        // What is missing of the first tensor that the file does not hold whole.
        let isFirst = length < whole.count - 24
        #expect(tensor == (isFirst ? "first" : "second"))
        #expect(missing == whole.count - (isFirst ? 24 : 0) - length)
      case let other:
        Issue.record("\(length) bytes: \(other.map(String.init(describing:)) ?? "read")")
      }
    }
    guard case .trailingData(_, 1)? = try failure(whole + Data([0])) else {
      Issue.record("a byte too much")
      return
    }
  }
}

@Test(
  "A damaged header is refused",
  arguments: [
    ("", "“{” is expected"), ("[]", "“{” is expected"), ("{", "“\"” is expected"),
    (#"{"a" 1}"#, "“:” is expected"), (#"{"a": 1}"#, "is expected"), ("{} x", "more follows"),
    (#"{"a": {"b": {"c": {"d": {"e": "f"}}}}}"#, "too deep"), (#"{"a"#, "no end"),
    (#"{"\ud800": "x"}"#, "surrogate"), (#"{"\q": "x"}"#, "escape"),
    (#"{"a": {"dtype": "F32", "shape": [1.5]}}"#, "“]” is expected"),
    (#"{"a": {"dtype": "F32", "shape": [99999999999999999999]}}"#, "whole number"),
  ]
)
func damagedHeader(_ header: String, _ reason: String) throws {
  guard case .malformedHeader(_, _, let told)? = try failure(bytes(header: header)) else {
    Issue.record("not refused: \(header)")
    return
  }
  #expect(told.contains(reason))
}

/// A header's entry.
private func entry(_ shape: String, _ offsets: String, type: String = "F32") -> String {
  #"{"dtype": "\#(type)", "shape": \#(shape), "data_offsets": \#(offsets)}"#
}

private let one = entry("[1]", "[0, 4]")

@Test(
  "Contradictions in a header are refused, with the tensor's name",
  arguments: [
    (#"{"a": \#(one), "a": \#(one)}"#, "name a stands twice"),
    (#"{"a": \#(entry("[2]", "[0, 4]"))}"#, "tensor a: F32 of shape [2] needs 8 bytes"),
    (#"{"a": \#(entry("[4294967296, 4294967296]", "[0, 0]"))}"#, "tensor a: shape"),
    (#"{"a": \#(entry("[-1]", "[0, 4]"))}"#, "tensor a: it has no shape"),
    (#"{"a": \#(entry("[1]", "[4, 0]"))}"#, "tensor a: it has no pair of data_offsets"),
    (
      #"{"a": \#(one), "b": \#(entry("[1]", "[2, 6]"))}"#,
      "tensor b: its data begins at byte 2, within"
    ),
    (
      #"{"a": \#(one), "b": \#(entry("[1]", "[8, 12]"))}"#,
      "tensor b: its data begins at byte 8, after"
    ),
    (#"{"a": \#(entry("[1]", "[0, 4]", type: "C64"))}"#, "tensor a: numbers of type C64"),
    (#"{"a": \#(one), "__metadata__": {"k": [1]}}"#, "__metadata__.k is not a string"),
    (#"{"a": \#(one)}"#, "12 bytes follow the last tensor"),
  ]
)
func contradictions(_ header: String, _ text: String) throws {
  let found = try failure(bytes(header: header, Data(count: 16)))
  #expect(found?.description.contains(text) == true, "\(found.map { "\($0)" } ?? "read")")
}

@Test("A header of more bytes than any header has is refused before it is read")
func hugeHeader() throws {
  let found = try failure(Data(repeating: 0xFF, count: 8))
  #expect(found?.description.contains("header of 18446744073709551615 bytes") == true)
}

@Test("A missing file and a missing tensor are told by name")
func missing() throws {
  try withTemporaryFolder { folder in
    let url = folder.appendingPathComponent("a.safetensors")
    #expect(throws: FileAccessError.notFound(path: url.path)) { try SafeTensorsFile(reading: url) }
    try SafeTensorsFile.write([("w", weight)], to: url)
    let file = try SafeTensorsFile(reading: url)
    #expect(
      throws: SafeTensorsError.noSuchTensor(path: url.path, tensor: "v", available: ["w"])
    ) { try file.tensor("v") }
  }
}

@Test("A disk that fills up leaves what stood under the name before")
func fullDisk() throws {
  try withSmallDisk(bytes: 64 << 10) { folder in
    let url = folder.appendingPathComponent("a.safetensors")
    try SafeTensorsFile.write([("w", weight)], to: url)
    #expect(throws: FileAccessError.diskFull(path: url.path)) {
      try SafeTensorsFile.write([("w", Tensor(zeros: [1 << 16]))], to: url)
    }
    #expect(try SafeTensorsFile(reading: url).tensor("w").shape == [2, 3])
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["a.safetensors"])
  }
}

@Test(
  "Python's safetensors reads ours and we read its",
  .enabled(if: PythonEnvironment.offers("safetensors"), "needs Python with safetensors")
)
func pythonExchange() throws {
  let script = """
    import sys
    from safetensors import safe_open
    from safetensors.numpy import save_file
    with safe_open(sys.argv[1], "np") as f:
        tensors = {k: f.get_tensor(k) for k in f.keys()}
        save_file(tensors, sys.argv[2], f.metadata())
        print([(k, str(v.dtype), v.shape) for k, v in sorted(tensors.items())])
    """
  try withTemporaryFolder { folder in
    let ours = folder.appendingPathComponent("ours.safetensors")
    let theirs = folder.appendingPathComponent("theirs.safetensors")
    let notes = ["quote \" and π": "\t\\"]
    try SafeTensorsFile.write(
      [("w", weight), ("é.p", precise), ("s", Tensor(7)), ("n", Tensor(12))],
      integers: ["n"],
      metadata: notes,
      to: ours
    )
    let listing = try PythonEnvironment.run(script, arguments: [ours.path, theirs.path])
    #expect(
      listing
        == "[('n', 'int64', ()), ('s', 'float32', ()), ('w', 'float32', (2, 3)), ('é.p', 'float64', (2,))]\n"
    )
    let file = try SafeTensorsFile(reading: theirs)
    #expect(file.metadata == notes)
    #expect(try file.tensor("w").floats.map(\.bitPattern) == weight.floats.map(\.bitPattern))
    #expect(try file.tensor("é.p").doubles == precise.doubles)
    #expect(try file.tensor("s").item == 7)
    #expect(try file.tensor("n").item == 12)
  }
}
