import Foundation
import Seismology
import SignalProcessing

/// What a pipeline file or the command line says about one step, as texts to be asked for by kind.
struct StepFields {
  /// A text with the name under which its user knows it.
  struct Entry {
    var text: String
    var name: String
    var origin: ConfigurationError.Origin
  }

  /// The step.
  let name: String
  /// Where it stands.
  let origin: ConfigurationError.Origin
  /// Its main value.
  var value: Entry?
  /// Its settings by their keys in the file.
  var settings: [String: Entry] = [:]

  /// A number within limits, or nil where none was given.
  func number(
    _ key: String,
    _ limits: ClosedRange<Double> = -1e300...1e300
  ) throws(ConfigurationError) -> Double? {
    guard let entry = entry(key) else { return nil }
    guard let number = Double(entry.text), limits.contains(number) else {
      throw invalid(entry, key)
    }
    return number
  }

  /// Numbers separated by commas or blanks, or nil.
  func numbers(_ key: String, count: Int) throws(ConfigurationError) -> [Double]? {
    guard let entry = entry(key) else { return nil }
    let parts = entry.text.split { ", \t".contains($0) }
    let numbers = parts.compactMap { Double($0) }.filter(\.isFinite)
    guard parts.count == count, numbers.count == count else { throw invalid(entry, key) }
    return numbers
  }

  /// A whole number within limits, or nil.
  func integer(_ key: String, _ limits: ClosedRange<Int>) throws(ConfigurationError) -> Int? {
    guard let entry = entry(key) else { return nil }
    guard let number = Int(entry.text), limits.contains(number) else { throw invalid(entry, key) }
    return number
  }

  /// True or false, or nil.
  func flag(_ key: String) throws(ConfigurationError) -> Bool? {
    try word(
      key,
      ["true": true, "yes": true, "on": true, "false": false, "no": false, "off": false]
    )
  }

  /// One of several words, or nil.
  func word<Value>(_ key: String, _ words: [String: Value]) throws(ConfigurationError) -> Value? {
    guard let entry = entry(key) else { return nil }
    guard let value = words[entry.text.lowercased()] else { throw invalid(entry, key) }
    return value
  }

  /// A text that a type can be made of, or nil.
  func parsed<Value: LosslessStringConvertible>(
    _ key: String,
    as type: Value.Type
  ) throws(ConfigurationError) -> Value? {
    guard let entry = entry(key) else { return nil }
    guard let value = Value(entry.text) else { throw invalid(entry, key) }
    return value
  }

  /// A value that must be there.
  func required<Value>(_ value: Value?, _ key: String) throws(ConfigurationError) -> Value {
    guard let value else {
      throw .invalidValue(
        origin,
        name: key.isEmpty ? name : "\(key) of \(name)",
        text: "",
        expected: expectation(key)
      )
    }
    return value
  }

  /// Whether a setting is given as one of some words, such as `none`.
  func isWord(_ key: String, _ word: String) -> Bool { entry(key)?.text.lowercased() == word }

  /// Runs code whose refusals of numbers are told with the step's place.
  func checked<Value>(_ body: () throws -> Value) throws -> Value {
    do {
      return try body()
    } catch let error as SignalError {
      let reason = "\(error)".trimmingCharacters(in: CharacterSet(charactersIn: "."))
      switch origin {
      case .file(let path, let line):
        throw ConfigurationError.malformed(path: path, reason: "line \(line), \(name): \(reason)")
      case .commandLine: throw ConfigurationError.conflict("\(name): \(reason)")
      }
    }
  }

  /// The error for a value that is there but cannot be used.
  func refused(_ key: String) -> ConfigurationError {
    guard let entry = entry(key) else {
      return .invalidValue(origin, name: name, text: "", expected: expectation(key))
    }
    return invalid(entry, key)
  }

  private func entry(_ key: String) -> Entry? { key.isEmpty ? value : settings[key] }

  private func invalid(_ entry: Entry, _ key: String) -> ConfigurationError {
    .invalidValue(entry.origin, name: entry.name, text: entry.text, expected: expectation(key))
  }

  private func expectation(_ key: String) -> String {
    let form = StepForm.all.first { $0.name == name }
    if key.isEmpty { return form?.value?.value ?? "no value" }
    return form?.settings.first { $0.key == key }?.value ?? "another value"
  }
}
