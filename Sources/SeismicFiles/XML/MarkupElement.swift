import Foundation
import FoundationXML

/// An element of an XML document with its place in the file.
struct MarkupElement {
  /// Its name without namespace prefix.
  let name: String
  /// Its attributes by their names as written.
  let attributes: [String: String]
  /// The line on which it starts, from 1.
  let line: Int
  /// Its text without the blanks around it, children left out.
  fileprivate(set) var text = ""
  /// Its child elements in order.
  fileprivate(set) var children: [MarkupElement] = []

  /// The first child of a name.
  func child(_ name: String) -> MarkupElement? {
    children.first { $0.name == name }
  }

  /// All children of a name, in order.
  func children(_ name: String) -> [MarkupElement] {
    children.filter { $0.name == name }
  }

  /// The text of the first child of a name; empty if there is none.
  func text(of name: String) -> String { child(name)?.text ?? "" }

  /// The root element of a document.
  ///
  /// - Parameters:
  ///   - data: the bytes of the document.
  ///   - path: the name under which errors report it.
  /// - Returns: the root element.
  /// - Throws: ``XMLFileError`` if the text is not well-formed.
  static func document(_ data: Data, path: String) throws(XMLFileError) -> MarkupElement {
    let parser = XMLParser(data: try cleanText(data, path: path))
    let builder = MarkupBuilder()
    parser.delegate = builder
    let isWhole = parser.parse()
    guard isWhole, let root = builder.root else {
      let reason = builder.failure ?? "the document is cut off or not XML"
      throw .malformed(path: path, line: max(1, parser.lineNumber), reason: reason)
    }
    return root
  }

  /// The document as UTF-8 without its declaration.
  ///
  /// Foundation's parser ends the program on bytes that are not UTF-8 in the name of an element, so it gets none.
  private static func cleanText(_ data: Data, path: String) throws(XMLFileError) -> Data {
    guard !data.isEmpty else { throw .malformed(path: path, line: 1, reason: "the file is empty") }
    let start = String(decoding: data.prefix(200), as: UTF8.self).lowercased()
    let isLatin = ["iso-8859-1", "us-ascii", "windows-1252"].contains { start.contains($0) }
    let encoding: String.Encoding =
      data.starts(with: [0xFF, 0xFE]) || data.starts(with: [0xFE, 0xFF])
      ? .utf16 : isLatin ? .isoLatin1 : .utf8
    guard let text = String(data: data, encoding: encoding) else {
      let valid = String(decoding: data, as: UTF8.self).prefix { $0 != "\u{FFFD}" }
      let line = valid.count { $0.isNewline } + 1
      throw .malformed(path: path, line: line, reason: "a byte is not UTF-8")
    }
    guard text.hasPrefix("<?xml"), let end = text.range(of: "?>") else { return Data(text.utf8) }
    // As many line feeds remain, so that line numbers stay right.
    let lines = text[..<end.upperBound].count { $0.isNewline }
    return Data((String(repeating: "\n", count: lines) + text[end.upperBound...]).utf8)
  }
}

/// An XML file that cannot be read.
public enum XMLFileError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The text is not well-formed XML.
  case malformed(path: String, line: Int, reason: String)

  /// One sentence: what happened and where.
  public var description: String {
    switch self {
    case .malformed(let path, let line, let reason):
      "\(path), line \(line): not well-formed XML (\(reason)); check that it was copied whole."
    }
  }
}

/// Builds the tree while the parser walks through the document.
private final class MarkupBuilder: NSObject, XMLParserDelegate {
  private(set) var root: MarkupElement?
  private(set) var failure: String?
  private var open: [MarkupElement] = []

  func parser(
    _ parser: XMLParser,
    didStartElement elementName: String,
    namespaceURI: String?,
    qualifiedName: String?,
    attributes: [String: String]
  ) {
    let name = elementName.split(separator: ":").last.map(String.init) ?? elementName
    open.append(MarkupElement(name: name, attributes: attributes, line: max(1, parser.lineNumber)))
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) {
    guard !open.isEmpty else { return }
    open[open.count - 1].text += string
  }

  func parser(_ parser: XMLParser, foundCDATA data: Data) {
    guard !open.isEmpty else { return }
    open[open.count - 1].text += String(decoding: data, as: UTF8.self)
  }

  func parser(
    _ parser: XMLParser,
    didEndElement elementName: String,
    namespaceURI: String?,
    qualifiedName: String?
  ) {
    guard var element = open.popLast() else { return }
    element.text = element.text.trimmingCharacters(in: .whitespacesAndNewlines)
    if open.isEmpty { root = element } else { open[open.count - 1].children.append(element) }
  }

  func parser(_ parser: XMLParser, parseErrorOccurred parseError: any Error) {
    failure = "parser error \((parseError as NSError).code)"
  }
}
