/// One mailbox as a message names it.
package struct MailAddress: Hashable, Sendable {
    /// What stands before the address, decoded; empty when nothing does.
    package let name: String
    /// `local@domain` as written; without a domain in some broken messages. Never empty.
    package let address: String

    package init(name: String = "", address: String) {
        self.name = name
        self.address = address
    }

    /// The form in which addresses are compared: the whole of it in lower case. Case may differ in the part before the
    /// `@` by RFC 5321, and no mail system in use makes it so.
    package var folded: String { address.lowercased() }

    /// What follows the last `@`, in lower case; empty without one.
    package var domain: String {
        guard let at = address.lastIndex(of: "@") else { return "" }
        return address[address.index(after: at)...].lowercased()
    }

    /// What stands before the last `@`.
    package var local: Substring {
        address.lastIndex(of: "@").map { address[..<$0] } ?? address[...]
    }
}
