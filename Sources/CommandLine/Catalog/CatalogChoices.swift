public import ArgumentParser
public import WaveformCatalog

// Choices on the command line by their names in the library.

extension CatalogSplit: ExpressibleByArgument {}
extension ReceiverChoice: ExpressibleByArgument {}
extension GenerationStrategy: ExpressibleByArgument {}
extension ImportRecipe: ExpressibleByArgument {}
extension ImportSettings.Reference: ExpressibleByArgument {}
