import NumericalRuntime
import Testing

@Test(
  "I0 has the values of Abramowitz & Stegun, table 9.8",
  arguments: [(0.0, 1.0), (1.0, 1.266_065_877_752_008), (5.0, 27.239_871_823_604_44)]
)
func besselValues(x: Double, expected: Double) {
  // A few roundings of a sum of positive terms.
  #expect(abs(besselI0(x) / expected - 1) < 1e-14)
  #expect(besselI0(-x) == besselI0(x))
}
