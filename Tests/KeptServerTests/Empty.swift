import HummingbirdTesting
import Testing

@Test func emptyS() { #expect(Bool(true)) }
