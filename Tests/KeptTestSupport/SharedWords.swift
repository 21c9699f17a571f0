import KeptWords

extension Vocabulary {
    /// The words of Kept, read once for all tests.
    package static func shared() throws -> Vocabulary { try read.get() }

    private static let read = Result { try Vocabulary.load() }
}
