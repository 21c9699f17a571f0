import KeptDomain
import Testing

@Suite struct SignInTryTests {
    @Test(arguments: [
        ("192.0.2.7", "192.0.2.7"), ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2"), ("2001:db8:1:2::9", "2001:db8:1:2"),
        ("2001:db8::9", "2001:db8:0:0"), ("::1", "0:0:0:0"), ("fe80::1%eth0", "fe80:0:0:0"),
        ("::ffff:192.0.2.7", "192.0.2.7"), ("unknown", "unknown"), ("", ""), (":", "0:0:0:0"),
    ])
    func aHouseholdIsOneSource(address: String, source: String) {
        #expect(SignInTries.source(address) == source)
    }
}
