import Foundation
import NumericalRuntime
import SeismicFiles
import Seismology
import TestSupport
import Testing

private let header = "2.0\nPLANE 1\n 172.0 -43.0 2 1 2.0 1.0\n 45 80 0.0 0.0 0.5\nPOINTS 2\n"
private let first =
  " 172.0 -43.0 0.5 45 80 1.0e+10 0.0 0.1 3.5e+05 2.7\n 90 10.0 2 0.0 0 0.0 0\n 0.0 5.0\n"
private let second =
  " 172.01 -43.01 0.5 45 80 1.0e+10 0.1 0.1 3.6e+05 2.8\n 90 12.0 2 0.0 0 0.0 0\n 0.0 6.0\n"

/// What reading a text throws.
private func failure(_ text: String) -> RuptureFileError? {
  do {
    _ = try StandardRupture(Data(text.utf8), name: "bad.srf")
    return nil
  } catch {
    return error
  }
}

@Suite struct RuptureFileErrorTests {
  @Test("The text that the other tests damage is itself sound")
  func soundText() {
    #expect(failure(header + first + second) == nil)
  }

  @Test("A file cut off in the middle names the line and what was expected")
  func cutOff() {
    #expect(
      failure(String((header + first + second).dropLast(5)))
        == .endOfFile(file: "bad.srf", line: 11, expected: "slip rate 2 of 2 of point 2 of 2")
    )
    #expect(
      failure(header + first)
        == .endOfFile(file: "bad.srf", line: 9, expected: "longitude of point 2 of 2")
    )
    #expect(failure("2.0\n") == .endOfFile(file: "bad.srf", line: 2, expected: "POINTS"))
    #expect(
      failure("") == .endOfFile(file: "bad.srf", line: 1, expected: "the version (1.0 or 2.0)")
    )
    let text = failure(header + first)?.description ?? ""
    #expect(
      text
        == "bad.srf, line 9: the file ends where longitude of point 2 of 2 was expected; it is cut off, fetch it again."
    )
  }

  @Test("Cut anywhere, a file is refused rather than read in part")
  func cutAnywhere() {
    let whole = header + first + second
    // Cutting the last two characters leaves "6." or "6", which is the same number.
    for count in 1..<(whole.utf8.count - 3) {
      #expect(failure(String(whole.prefix(count))) != nil, "cut after \(count) bytes")
    }
  }

  @Test("Of two segments both must be there")
  func missingSegment() {
    let plane = "2.0\nPLANE 2\n 172 -43 1 1 1 1\n 45 80 0 0 0.5\n 172 -43 1 1 1 1\n 45 80 0 0 0.5\n"
    let block = "POINTS 1\n"
    #expect(failure(plane + block + first + block + second) == nil)
    #expect(
      failure(plane + block + first)
        == .pointCountMismatch(file: "bad.srf", segments: 2, pointsInHeader: 2, pointsInFile: 1)
    )
  }

  @Test("Infinite, undefined and missing numbers are named")
  func badNumbers() {
    #expect(
      failure(header + first.replacing("0.0 5.0", with: "0.0 nan") + second)
        == .notFinite(
          file: "bad.srf",
          line: 8,
          quantity: "slip rate 2 of 2 of point 1 of 2",
          found: "nan"
        )
    )
    #expect(
      failure(header + first + second.replacing(" 90 12.0", with: " NaN 12.0"))
        == .notFinite(file: "bad.srf", line: 10, quantity: "rake of point 2 of 2", found: "NaN")
    )
    #expect(
      failure(header + first + second.replacing(" 90 12.0", with: " ** 12.0"))
        == .malformed(
          file: "bad.srf",
          line: 10,
          found: "**",
          expected: "rake of point 2 of 2"
        )
    )
    #expect(
      failure(header + first + second + "extra")
        == .malformed(
          file: "bad.srf",
          line: 12,
          found: "extra",
          expected: "POINTS or the end of the file"
        )
    )
  }

  @Test("Unknown versions and files of another kind are refused")
  func wrongVersion() {
    #expect(
      failure("3.0\nPLANE 1") == .unsupportedVersion(file: "bad.srf", line: 1, found: "3.0")
    )
    #expect(
      failure("<?xml version='1.0'?>")
        == .unsupportedVersion(file: "bad.srf", line: 1, found: "<?xml")
    )
  }

  @Test("Angles, coordinates and units out of range are refused with the remedy")
  func outOfRange() {
    func quantity(_ text: String) -> String? {
      guard case .outOfRange(_, _, let quantity, _, _, _) = failure(text) else { return nil }
      return quantity
    }
    #expect(
      quantity(header + first + second.replacing(" 45 80", with: " 45 95")) == "dip of point 2 of 2"
    )
    #expect(
      quantity(header + first.replacing("172.0 -43.0", with: "-43.0 172.0") + second)
        == "latitude of point 1 of 2"
    )
    #expect(
      quantity(header + first.replacing("-43.0 0.5", with: "-43.0 5000") + second)
        == "depth of point 1 of 2"
    )
    #expect(
      quantity(header + first.replacing("2.7\n", with: "2700\n") + second)
        == "density of point 1 of 2"
    )
    #expect(
      quantity(header + first.replacing("0.0 0.1", with: "0.0 0") + second)
        == "sample interval of point 1 of 2"
    )
    #expect(
      quantity(header + first.replacing("10.0 2 0.0", with: "10.0 2.5 0.0") + second)
        == "number of samples along rake of point 1 of 2"
    )
    #expect(quantity("2.0\nPOINTS -1\n") == "number of points")
  }

  @Test("Absurd times, intervals, slips and counts are refused with their line")
  func absurdNumbers() {
    func place(_ text: String) -> String? {
      guard case .outOfRange(_, let line, let quantity, _, _, _) = failure(text) else { return nil }
      return "\(line) \(quantity)"
    }
    func changed(_ old: String, _ new: String) -> String {
      header + first.replacing(old, with: new) + second
    }
    let one = "of point 1 of 2"
    #expect(place(changed("e+10 0.0 0.1", "e+10 1e30 0.1")) == "6 initiation time \(one)")
    #expect(place(changed("e+10 0.0 0.1", "e+10 -1.1e5 0.1")) == "6 initiation time \(one)")
    #expect(place(changed("0.0 0.1 3.5", "0.0 -0.1 3.5")) == "6 sample interval \(one)")
    #expect(place(changed("0.0 0.1 3.5", "0.0 1e30 3.5")) == "6 sample interval \(one)")
    // Refused after the counts, which stand one line below.
    #expect(place(changed("0.0 0.1 3.5", "0.0 1e-60 3.5")) == "7 sample interval \(one)")
    #expect(place(changed("10.0 2 0.0", "1e30 2 0.0")) == "7 slip along rake \(one)")
    #expect(place(changed("0.0 5.0", "0.0 5e40")) == "8 slip rate 2 of 2 \(one)")
    let samples = "7 number of samples along rake \(one)"
    #expect(place(changed("10.0 2 0.0", "10.0 1e12 0.0")) == samples)
    #expect(place(changed("10.0 2 0.0", "10.0 1000000000000 0.0")) == samples)
    // The largest count allowed reserves nothing: the file ends before.
    guard case .endOfFile? = failure(changed("10.0 2 0.0", "10.0 10000000 0.0")) else {
      Issue.record("ten million samples were found in a file of 300 bytes")
      return
    }
    #expect(place("2.0\nPOINTS 1e12\n") == "2 number of points")
    #expect(
      place(header.replacing("0.0 0.0 0.5", with: "0.0 1e30 0.5")) == "4 hypocenter along strike"
    )
    #expect(
      place(header.replacing("-43.0 2 1", with: "-43.0 1e9 1"))
        == "3 number of points along strike"
    )
  }

  @Test("Opening slip and empty ruptures cannot become a fault")
  func notShear() throws {
    let opening = try StandardRupture(
      Data((header + first.replacing("0.0 0\n 0.0 5.0", with: "3.0 0\n 0.0 5.0") + second).utf8)
    )
    #expect(throws: RuptureFileError.self) {
      try opening.fault { LocalPoint(x: $0.longitude, y: $0.latitude, z: $1) }
    }
    let empty = try StandardRupture(Data("1.0\nPOINTS 0\n".utf8))
    #expect(throws: RuptureFileError.self) {
      try empty.fault { LocalPoint(x: $0.longitude, y: $0.latitude, z: $1) }
    }
  }

  @Test("A file that is not there is named")
  func absentFile() {
    #expect(throws: RuptureFileError.inaccessible(.notFound(path: "/nowhere/x.srf"))) {
      try StandardRupture(contentsOf: URL(fileURLWithPath: "/nowhere/x.srf"))
    }
  }
}
