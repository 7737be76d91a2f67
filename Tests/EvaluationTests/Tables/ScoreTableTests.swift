import Evaluation
import Foundation
import Testing

private func sample() -> ScoreTable {
  var table = ScoreTable(
    title: "Scores",
    labels: ["station", "component"],
    columns: [
      .init("variance_reduction_percent", "VR", unit: "%", decimals: 1),
      .init("shift_s", "shift", unit: "s", decimals: 2),
      .init("peak_m", "peak", unit: "m"),
      .init("flags", "flags"),
    ]
  )
  table.append(["SAO", "E"], [.init(71.26), .init(-0.001), .init(1.23456e-5), .text("")])
  table.append(["CMB", "N"], [.init(nil), .init(.nan), .number(.infinity), .text("a, \"b\"")])
  table.summarize(["all", ""], [.init(71.26), .missing, .missing, .missing])
  return table
}

@Test("Text is aligned, rounded as asked, and says – for what is missing")
func text() {
  #expect(
    sample().text == """
      Scores
      station  component    VR  shift      peak  flags
                             %      s         m
      -------------------------------------------------
      SAO      E          71.3   0.00  1.23e-05
      CMB      N             –      –         –  a, "b"
      -------------------------------------------------
      all                 71.3      –         –  –

      """
  )
}

@Test("CSV quotes commas, keeps seven digits and leaves missing values empty")
func commaSeparated() {
  #expect(
    sample().csv == """
      station,component,variance_reduction_percent,shift_s,peak_m,flags
      SAO,E,71.26,-0.001,1.23456e-05,
      CMB,N,,,,"a, ""b\"""
      all,,71.26,,,

      """
  )
}

@Test("JSON parses, with null for what is missing")
func json() throws {
  let parsed = try JSONSerialization.jsonObject(with: Data(sample().json.utf8))
  let object = try #require(parsed as? [String: Any])
  let rows = try #require(object["rows"] as? [[String: Any]])
  #expect(rows.count == 2 && rows[0]["station"] as? String == "SAO")
  #expect(rows[0]["variance_reduction_percent"] as? Double == 71.26)
  #expect(rows[1]["variance_reduction_percent"] is NSNull && rows[1]["shift_s"] is NSNull)
  #expect(rows[1]["flags"] as? String == "a, \"b\"")
  let summary = try #require(object["summary"] as? [String: Any])
  #expect(summary["peak_m"] is NSNull)
  #expect((object["columns"] as? [[String: Any]])?.count == 4)
}

@Test("A table without rows is whole in every format")
func emptyTable() throws {
  let table = ScoreTable(labels: ["station"], columns: [.init("vr", "VR")])
  #expect(table.text == "station  VR\n-----------\n" && table.csv == "station,vr\n")
  let parsed = try JSONSerialization.jsonObject(with: Data(table.json.utf8)) as? [String: Any]
  #expect((parsed?["rows"] as? [Any])?.isEmpty == true && parsed?["summary"] is NSNull)
}
