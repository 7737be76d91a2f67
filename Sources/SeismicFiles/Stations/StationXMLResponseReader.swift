import Seismology

/// Reads the `Response` of a channel.
struct StationXMLResponseReader {
  let fields: StationXMLFields

  func response(_ element: MarkupElement) throws(StationFileError) -> InstrumentResponse {
    var response = InstrumentResponse()
    // Channels that record no ground motion may carry an empty sensitivity.
    if let child = element.child("InstrumentSensitivity"), child.child("Value") != nil {
      response.sensitivity = try sensitivity(child)
    }
    if let child = element.child("InstrumentPolynomial") {
      response.polynomial = try polynomial(child)
    }
    for child in element.children("Stage") { response.stages.append(try stage(child)) }
    return response
  }

  private func sensitivity(
    _ element: MarkupElement
  ) throws(StationFileError) -> ResponseSensitivity {
    var sensitivity = ResponseSensitivity(
      value: try fields.required("Value", element),
      frequency: try fields.number("Frequency", element) ?? 0,
      inputUnit: element.child("InputUnits").map(fields.unit),
      outputUnit: element.child("OutputUnits").map(fields.unit)
    )
    if let start = try fields.number("FrequencyStart", element),
      let end = try fields.number("FrequencyEnd", element), start <= end
    {
      sensitivity.frequencyRange = start...end
    }
    sensitivity.frequencyVariation = try fields.number("FrequencyDBVariation", element)
    return sensitivity
  }

  private func stage(_ element: MarkupElement) throws(StationFileError) -> ResponseStage {
    let number = element.attributes["number"] ?? ""
    guard let index = Int(number) else {
      throw .notANumber(
        path: fields.path,
        line: element.line,
        field: "number of Stage",
        text: number
      )
    }
    return ResponseStage(
      number: index,
      resourceIdentifier: element.attributes["resourceId"] ?? "",
      filter: try filter(element),
      decimation: try decimation(element),
      gain: try gain(element)
    )
  }

  private func gain(_ stage: MarkupElement) throws(StationFileError) -> ResponseGain? {
    guard let element = stage.child("StageGain") else { return nil }
    return ResponseGain(
      value: try fields.required("Value", element),
      frequency: try fields.number("Frequency", element) ?? 0
    )
  }

  private func decimation(_ stage: MarkupElement) throws(StationFileError) -> ResponseDecimation? {
    guard let element = stage.child("Decimation") else { return nil }
    return ResponseDecimation(
      inputSampleRate: try fields.required("InputSampleRate", element),
      factor: Int(exactly: (try fields.number("Factor", element) ?? 1).rounded()) ?? 1,
      offset: Int(exactly: (try fields.number("Offset", element) ?? 0).rounded()) ?? 0,
      delay: try fields.number("Delay", element) ?? 0,
      correction: try fields.number("Correction", element) ?? 0
    )
  }

  private func filter(_ stage: MarkupElement) throws(StationFileError) -> ResponseFilter? {
    for element in stage.children {
      guard let kind = try kind(element) else { continue }
      return ResponseFilter(
        kind,
        inputUnit: element.child("InputUnits").map(fields.unit),
        outputUnit: element.child("OutputUnits").map(fields.unit),
        name: element.attributes["name"] ?? "",
        description: element.text(of: "Description"),
        resourceIdentifier: element.attributes["resourceId"] ?? ""
      )
    }
    return nil
  }

  private func kind(_ element: MarkupElement) throws(StationFileError) -> ResponseFilter.Kind? {
    switch element.name {
    case "PolesZeros": .polesAndZeros(try polesAndZeros(element))
    case "Coefficients":
      .coefficients(
        ResponseCoefficients(
          variable: try fields.word("CfTransferFunctionType", element),
          numerators: try numbers("Numerator", element),
          denominators: try numbers("Denominator", element)
        )
      )
    case "FIR": .finiteImpulse(try finiteImpulse(element))
    case "ResponseList": .list(try list(element))
    case "Polynomial": .polynomial(try polynomial(element, isStage: true))
    default: nil
    }
  }

  private func polesAndZeros(
    _ element: MarkupElement
  ) throws(StationFileError) -> ResponsePolesAndZeros {
    ResponsePolesAndZeros(
      variable: try fields.word("PzTransferFunctionType", element),
      normalizationFactor: try fields.number("NormalizationFactor", element) ?? 1,
      normalizationFrequency: try fields.number("NormalizationFrequency", element) ?? 0,
      zeros: try roots("Zero", element),
      poles: try roots("Pole", element)
    )
  }

  private func roots(
    _ name: String,
    _ element: MarkupElement
  ) throws(StationFileError) -> [ResponsePolesAndZeros.Root] {
    var roots: [ResponsePolesAndZeros.Root] = []
    for child in element.children(name) {
      roots.append(
        ResponsePolesAndZeros.Root(
          real: try fields.requiredUncertain("Real", child),
          imaginary: try fields.requiredUncertain("Imaginary", child),
          number: child.attributes["number"].flatMap { Int($0) }
        )
      )
    }
    return roots
  }

  private func finiteImpulse(
    _ element: MarkupElement
  ) throws(StationFileError) -> ResponseFiniteImpulse {
    var coefficients: [Double] = []
    for child in element.children("NumeratorCoefficient") {
      coefficients.append(try fields.number(child))
    }
    return ResponseFiniteImpulse(
      symmetry: try fields.word("Symmetry", element),
      coefficients: coefficients
    )
  }

  private func list(_ element: MarkupElement) throws(StationFileError) -> [ResponseListElement] {
    var elements: [ResponseListElement] = []
    for child in element.children("ResponseListElement") {
      elements.append(
        ResponseListElement(
          frequency: try fields.requiredUncertain("Frequency", child),
          amplitude: try fields.requiredUncertain("Amplitude", child),
          phase: try fields.requiredUncertain("Phase", child)
        )
      )
    }
    return elements
  }

  private func polynomial(
    _ element: MarkupElement,
    isStage: Bool = false
  ) throws(StationFileError) -> ResponsePolynomial {
    ResponsePolynomial(
      approximationType: element.text(of: "ApproximationType"),
      frequencyLowerBound: try fields.number("FrequencyLowerBound", element) ?? 0,
      frequencyUpperBound: try fields.number("FrequencyUpperBound", element) ?? 0,
      approximationLowerBound: try fields.number("ApproximationLowerBound", element) ?? 0,
      approximationUpperBound: try fields.number("ApproximationUpperBound", element) ?? 0,
      maximumError: try fields.number("MaximumError", element) ?? 0,
      coefficients: try numbers("Coefficient", element),
      inputUnit: isStage ? nil : element.child("InputUnits").map(fields.unit),
      outputUnit: isStage ? nil : element.child("OutputUnits").map(fields.unit)
    )
  }

  private func numbers(
    _ name: String,
    _ element: MarkupElement
  ) throws(StationFileError) -> [ResponseNumber] {
    var numbers: [ResponseNumber] = []
    for child in element.children(name) { numbers.append(try fields.uncertain(child)) }
    return numbers
  }
}
