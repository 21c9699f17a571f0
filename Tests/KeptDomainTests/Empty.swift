import Testing

@Test func emptyKeptDomainTests() { #expect(Bool(true)) }
