import Plotting
import Testing

@Test("Oklab's white, black and primaries come back from sRGB")
func oklabPrimaries() {
  // Ottosson (2020) gives L = 0.628 for sRGB red and 0.452 for blue.
  #expect(abs(Color(hex: 0xFFFFFF).lightness - 1) < 1e-4)
  #expect(abs(Color(hex: 0x000000).lightness) < 1e-9)
  #expect(abs(Color(hex: 0xFF0000).lightness - 0.628) < 1e-3)
  #expect(abs(Color(hex: 0x0000FF).lightness - 0.452) < 1e-3)
  let red = Color(lightness: 0.62796, chroma: 0.25768, hue: 29.234)
  #expect(red.hexadecimal == "#ff0000")
}

@Test("The shaking map darkens evenly from near-white")
func shakingIsUniform() {
  let lightness = (0...20).map { ColorMap.shaking.color(at: Double($0) / 20).lightness }
  let steps = zip(lightness, lightness.dropFirst()).map { $0 - $1 }
  // Clipping to the screen's gamut moves single steps; none may vanish or double.
  for step in steps { #expect((0.025...0.055).contains(step), "\(step)") }
  #expect(lightness[0] > 0.95)
}

@Test("The polarity map is near-white in the middle and equally dark at both ends")
func polarityIsBalanced() {
  #expect(ColorMap.polarity.color(at: 0.5).lightness > 0.96)
  let ends = (ColorMap.polarity.color(at: 0).lightness, ColorMap.polarity.color(at: 1).lightness)
  #expect(abs(ends.0 - ends.1) < 0.03)
}

@Test("Values are laid onto the scale")
func scales() {
  #expect(ValueScale.linear(-2...2).position(of: 1) == 0.75)
  #expect(abs(ValueScale.logarithmic(0.01...100).position(of: 1) - 0.5) < 1e-12)
  #expect(ValueScale.logarithmic(1...10).position(of: 0) == -.infinity)
}
