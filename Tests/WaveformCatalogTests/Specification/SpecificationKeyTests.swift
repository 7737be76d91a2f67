import Foundation
import Seismology
import Testing
import WaveformCatalog

@Suite struct SpecificationKeyTests {
  @Test("Every key says what is expected, what holds otherwise, and gives an example")
  func complete() {
    for chapter in SpecificationChapter.all {
      #expect(!chapter.keys.isEmpty && chapter.summary.hasSuffix("."), "\(chapter.heading)")
      #expect(Set(chapter.keys.map(\.name)).count == chapter.keys.count)
      for key in chapter.keys {
        #expect(!key.value.isEmpty && !key.standard.isEmpty && !key.example.isEmpty, "\(key.name)")
        #expect(key.summary.hasSuffix("."), "\(key.name)")
      }
    }
    let parts = SpecificationChapter.all.map(\.part)
    #expect(
      Set(parts).count == parts.count && parts.count == SpecificationChapter.Part.allCases.count
    )
  }

  @Test("The article's specification is read as the article says")
  func article() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let article = try String(
      contentsOf: root.appendingPathComponent(
        "Sources/WaveformCatalog/WaveformCatalog.docc/MakeYourOwnCatalog.md"
      ),
      encoding: .utf8
    )
    let part = try #require(
      article.components(separatedBy: "## Write your own").last?
        .components(separatedBy: "## What is refused").first
    )
    let yaml = part.split(separator: "\n").filter { $0.hasPrefix("    ") }.map { $0.dropFirst(4) }
      .joined(separator: "\n")
    let specification = try CatalogSpecification(
      yaml: yaml,
      file: root.appendingPathComponent("oakland.yaml")
    )
    #expect(specification.minimumShearVelocity == 1000)
    let pulse = try specification.pulse()
    #expect(pulse.halfLength == 5)
    let events = try EventPlanner(specification).events().map(\.event.id)
    #expect(events.count == 75)
    #expect(events.first == "hf-s025-d04" && events[54] == "hf-s050-d12")
    #expect(events.last == "off-fault-0020")
  }
}
