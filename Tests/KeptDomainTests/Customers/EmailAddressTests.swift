import KeptDomain
import Testing

@Suite struct EmailAddressTests {
    @Test(arguments: [
        ("Lina@Example.org", "lina@example.org"), ("  lina@example.org \n", "lina@example.org"),
        ("\u{3000}lina@example.org\u{A0}", "lina@example.org"), ("root@localhost", "root@localhost"),
        ("müller@bücher.example", "müller@bücher.example"), ("MÜLLER@example.org", "mÜller@example.org"),
    ]) func addressesAreComparedTrimmedWithSmallLetters(typed: String, compared: String) {
        #expect(CustomerDraft.normalizedEmail(typed) == compared)
    }

    @Test(arguments: [
        "", "lina", "@example.org", "lina@", "lina@example", "lina@.example.org", "lina@example.org.",
        "a@b@example.org",
        "li na@example.org", "li\u{3000}na@example.org", "li\u{A0}na@exämple.org", "lina@exam\tple.org",
        "<lina@example.org>", "lina@example.org,ben@example.org", String(repeating: "a", count: 250) + "@b.example",
    ]) func whatCannotBeAnAddressIsNone(typed: String) {
        #expect(CustomerDraft.normalizedEmail(typed) == nil)
    }
}
