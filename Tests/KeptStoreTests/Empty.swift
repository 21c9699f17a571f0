import Testing

@Test func emptyKeptStoreTests() { #expect(Bool(true)) }
